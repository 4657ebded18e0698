package worker

import "strings"

// noneMatch reports whether If-None-Match says that the client has the file
// with this entity tag, a strong one: `*` or a list of tags, compared weakly (RFC 9110,
// sections 8.8.3.2 and 13.1.2). What is not well formed matches nothing, which
// costs a whole answer and is never wrong.
//
// A tag may itself hold a comma, so the value is read and not split.
func noneMatch(value, etag string) bool {
	for {
		value = strings.TrimLeft(value, " \t,")
		if value == "" {
			return false
		}
		if value[0] == '*' {
			return strings.TrimRight(value[1:], " \t") == ""
		}
		value = strings.TrimPrefix(value, "W/")
		if value == "" || value[0] != '"' {
			return false
		}
		end := strings.IndexByte(value[1:], '"')
		if end < 0 {
			return false
		}
		if value[:end+2] == etag {
			return true
		}
		value = value[end+2:]
		if value != "" && !strings.ContainsRune(" \t,", rune(value[0])) {
			return false
		}
	}
}
