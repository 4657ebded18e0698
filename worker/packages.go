package worker

import "strings"

// packageTypes are the content types of packages by the end of their names.
// Firefox installs only what says that it is an extension.
var packageTypes = map[string]string{
	".crx":  "application/x-chrome-extension",
	".xpi":  "application/x-xpinstall",
	".zip":  "application/zip",
	".json": jsonText,
}

// packageRoute is the route of a package of the extension: what an organisation
// installs from its own server. The names of packages hold their version, so
// their bytes never change; only the answers to update checks do, and Chromium
// puts what it has installed into their query, which nothing here looks at.
func packageRoute(key, name string) (route, bool) {
	r := route{key: key, cache: cacheWithGrace, missing: notFound}
	switch name {
	case "updates.xml":
		r.contentType, r.anyQuery = "text/xml; charset=utf-8", true
		return r, true
	case "updates.json":
		r.contentType, r.anyQuery = jsonText, true
		return r, true
	case "SHA256SUMS":
		r.contentType = plainText
		return r, true
	}
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || len(name) > maxName {
		return route{}, false
	}
	for part := range strings.SplitSeq(name, ".") {
		if !isName(part) {
			return route{}, false
		}
	}
	r.contentType = packageTypes[name[dot:]]
	r.cache, r.immutable = cacheForever, true
	return r, r.contentType != ""
}
