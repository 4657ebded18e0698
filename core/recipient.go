package core

import "strings"

// maxField is how much of a recipient field is read: a paste of some hundred
// addresses. What follows is not judged.
const maxField = 1 << 16

// maxDomainText is how far a domain is followed; what is longer is none, and a
// comma in it is not worth a look at all that follows.
const maxDomainText = 1024

// maxRecipients bounds the work one call can ask for.
const maxRecipients = 500

// place is where a domain stands in a recipient field: field[start:end].
type place struct {
	start, end int
}

// nextDomain finds the next recipient's domain at or after from. next is where
// to go on. It reads fields as people paste them (RFC 5322 and worse): display
// names, quoted strings, comments, angle brackets, groups, several addresses
// parted by comma, semicolon, space or line end.
//
//	"Ann, Col." <ann@army.mil> (work), Team: bob@navy.mil;
//	                 └──────┘                    └──────┘
func nextDomain(field string, from int) (p place, next int, ok bool) {
	// Once a quote or comment is found to be open to the end, so are all after it.
	quotes, comments := true, true
	for i := from; i < len(field); {
		switch field[i] {
		case '"':
			if quotes {
				i, quotes = skipQuoted(field, i)
			} else {
				i++
			}
		case '(':
			if comments {
				i, comments = skipComment(field, i)
			} else {
				i++
			}
		case '@', fullWidthAt[0]:
			if !strings.HasPrefix(field[i:], "@") && !strings.HasPrefix(field[i:], fullWidthAt) {
				i++
				continue
			}
			start := i + 1
			if field[i] != '@' {
				start = i + len(fullWidthAt)
			}
			for start < len(field) && isBlank(field[start]) {
				start++
			}
			if start < len(field) && field[start] == '[' { // a machine's address
				i = start + 1
				continue
			}
			end := domainEnd(field, start)
			if end > start {
				return place{start: start, end: end}, end, true
			}
			i = start
		default:
			i++
		}
	}
	return place{}, len(field), false
}

// wholeDomain finds the domain of a field without "@": the field itself, if it
// is one word.
func wholeDomain(field string) (place, bool) {
	start, end := 0, len(field)
	for start < end && (isBlank(field[start]) || field[start] == '<' || field[start] == '"') {
		start++
	}
	for end > start && (isBlank(field[end-1]) || field[end-1] == '>' || field[end-1] == '"') {
		end--
	}
	if start == end || strings.ContainsAny(field[start:end], " \t\r\n<>()@:＠") {
		return place{}, false
	}
	return place{start, end}, true
}

// fullWidthAt is the "@" of Japanese input methods.
const fullWidthAt = "＠"

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

// skipQuoted returns where the quoted string that begins at i ends. A quote
// that is never closed is a plain character: it must not hide what follows.
func skipQuoted(field string, i int) (next int, closed bool) {
	for j := i + 1; j < len(field); j++ {
		switch field[j] {
		case '\\':
			j++
		case '"':
			return j + 1, true
		}
	}
	return i + 1, false
}

func skipComment(field string, i int) (next int, closed bool) {
	depth := 0
	for j := i; j < len(field); j++ {
		switch field[j] {
		case '\\':
			j++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j + 1, true
			}
		}
	}
	return i + 1, false
}

// domainEnd returns where the domain that begins at start ends. A comma belongs
// to it when it stands for a dot: "ann@gmail,com" is one recipient, but
// "ann@gmail.com,bob@gmail.com" are two.
func domainEnd(field string, start int) int {
	field = field[:min(len(field), start+maxDomainText)]
	for i := start; i < len(field); i++ {
		switch b := field[i]; {
		case isBlank(b) || strings.IndexByte("<>\"();:@", b) >= 0:
			return i
		case b == '?' && strings.IndexByte(field[i:], '=') > 0: // mailto:ann@army.mil?subject=
			return i
		case b == ',':
			if !commaForDot(field, start, i) {
				return i
			}
		}
	}
	return len(field)
}

// commaForDot reports whether the comma at i goes on with the domain: up to the
// next separator come only letters, digits, dots and hyphens, and no "@".
func commaForDot(field string, start, i int) bool {
	j := i + 1
	for j < len(field) && field[j] == ',' {
		j++
	}
	word := j
	for j < len(field) && (isLetterOrDigit(field[j]) || field[j] == '.' || field[j] == '-' || field[j] == ',') {
		j++
	}
	if word == j || i == start {
		return false
	}
	if j == len(field) || isBlank(field[j]) || field[j] == '>' || field[j] == ';' || field[j] == ')' {
		return true
	}
	// "ann@gmail,com,bob@x.org": the "@" belongs to a word after the last comma.
	return field[j] == '@' && strings.IndexByte(field[word:j], ',') > 0
}

func isLetterOrDigit(b byte) bool {
	return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
}
