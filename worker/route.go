package worker

import (
	"strconv"
	"strings"

	"nearmiss/worker/tuf"
)

// maxPath is longer than any path that names something: a hash, a list's name
// and an organisation's.
const maxPath = 256

// maxName is longer than any list's name; it bounds keys in the store.
const maxName = 100

// channel is a publisher's part of the store: the public one, or an
// organisation's, with a root of its own.
type channel string

// public is everybody's channel.
const public channel = "v1/"

// channelOf parses the start of a path and returns the rest.
func channelOf(path string) (channel, string, bool) {
	if len(path) > maxPath {
		return "", "", false
	}
	rest, ok := strings.CutPrefix(path, "/v1/")
	if !ok {
		return "", "", false
	}
	organisation, ok := strings.CutPrefix(rest, "orgs/")
	if !ok {
		return public, rest, true
	}
	name, rest, ok := strings.Cut(organisation, "/")
	return channel("v1/orgs/" + name + "/"), rest, ok && isName(name)
}

// metadata is the key of a role's file; version 0 is for the one without.
func (c channel) metadata(role tuf.Role, version int64) string {
	if version == 0 {
		return string(c) + "metadata/" + string(role) + ".json"
	}
	return string(c) + "metadata/" + strconv.FormatInt(version, 10) + "." + string(role) + ".json"
}

// target is the key of a target.
func (c channel) target(name string, target tuf.Target) string {
	return string(c) + "targets/" + target.SHA256 + "." + name
}

// route says which file of the store a path names, and how it may be cached.
type route struct {
	key         string // "v1/catalogue.json"
	contentType string
	cache       string // of the file
	missing     *Response
	immutable   bool   // its bytes never change
	anyQuery    bool   // a query is passed over, not refused
	etag        string // of a file named by its hash, with quotes; else the store says

	channel channel // of a target
	name    string
	sha256  string
}

// routeOf parses the path of a file. Only canonical paths are known: one file,
// one URL.
func routeOf(path string) (route, bool) {
	channel, rest, ok := channelOf(path)
	if !ok {
		return route{}, false
	}
	if file, ok := strings.CutPrefix(rest, "targets/"); ok {
		sum, name, _ := strings.Cut(file, ".")
		contentType, ok := targetType(name)
		return route{
			key: path[1:], contentType: contentType, cache: cacheForever, missing: notFound,
			immutable: true, etag: `"` + sum + `"`, channel: channel, name: name, sha256: sum,
		}, ok && isSHA256(sum)
	}
	if file, ok := strings.CutPrefix(rest, "metadata/"); ok {
		return metadataRoute(path[1:], file)
	}
	if name, ok := strings.CutPrefix(rest, "packages/"); ok && channel == public {
		return packageRoute(path[1:], name)
	}
	return route{key: path[1:], contentType: jsonText, cache: cacheWithGrace, missing: notFound},
		rest == "catalogue.json" && channel == public
}

func metadataRoute(key, file string) (route, bool) {
	r := route{key: key, contentType: jsonText, cache: cacheForever, missing: notFound, immutable: true}
	if file == "timestamp.json" {
		r.cache, r.immutable = cacheWithGrace, false
		return r, true
	}
	version, role, _ := strings.Cut(file, ".")
	if role == "root.json" {
		r.missing = noNextRoot
	}
	return r, isVersion(version) && (role == "root.json" || role == "targets.json" || role == "snapshot.json")
}

// isVersion reports whether s is a version in its shortest form.
func isVersion(s string) bool {
	version, err := strconv.ParseInt(s, 10, 64)
	return err == nil && version > 0 && strconv.FormatInt(version, 10) == s
}

// targetType returns the content type of a target by its name: names of [a-z0-9-]
// joined by dots, ending in .txt for a list, .delta for the way from one list to
// the next, .json for a webmail's description. All are types that Cloudflare
// compresses.
func targetType(name string) (string, bool) {
	stem, suffix := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		stem, suffix = name[:dot], name[dot:]
	}
	if len(stem) > maxName {
		return "", false
	}
	for part := range strings.SplitSeq(stem, ".") {
		if !isName(part) {
			return "", false
		}
	}
	switch suffix {
	case ".txt", ".delta":
		return plainText, true
	case ".json":
		return jsonText, true
	}
	return "", false
}

func isName(s string) bool {
	if s == "" || len(s) > maxName {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return true
}

// isSHA256 reports whether s is a SHA-256 in lower-case hex.
func isSHA256(s string) bool {
	if len(s) != 64 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
			return false
		}
	}
	return true
}
