package worker

import "strings"

// maxPath is longer than any path that names something: a hash, a list's name
// and an organisation's.
const maxPath = 256

// maxName is longer than any list's name; it bounds keys in the store.
const maxName = 100

// route says which file of the store a path names, and how it may be cached.
type route struct {
	key         string // "v1/catalogue.json"
	contentType string
	cache       string
	etag        string // of a file named by its hash, with quotes; else the store says
}

func (r route) immutable() bool { return r.etag != "" }

// routeOf parses the path of a file. Only canonical paths are known: one file,
// one URL.
func routeOf(path string) (route, bool) {
	if len(path) > maxPath {
		return route{}, false
	}
	rest, ok := strings.CutPrefix(path, "/v1/")
	if !ok {
		return route{}, false
	}
	if rest == "catalogue.json" {
		return route{key: path[1:], contentType: jsonText, cache: forMinutes}, true
	}
	if file, ok := strings.CutPrefix(rest, "targets/"); ok {
		sum, name, _ := strings.Cut(file, ".")
		contentType, ok := targetType(name)
		if !ok || !isSHA256(sum) {
			return route{}, false
		}
		return route{key: path[1:], contentType: contentType, cache: forEver, etag: `"` + sum + `"`}, true
	}
	return route{}, false
}

// targetType returns the content type of a target by its name, which is
// [a-z0-9-]+ and .txt.
func targetType(name string) (string, bool) {
	stem, ok := strings.CutSuffix(name, ".txt")
	if !ok || !isName(stem) {
		return "", false
	}
	return plainText, true
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
