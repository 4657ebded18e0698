package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressesIn finds every address in a text: a word with an "@" in it. What
// stands behind "message-id" is none.
func addressesIn(text string) (addresses []string) {
	for from := 0; from < len(text); {
		at := strings.IndexByte(text[from:], '@')
		if at < 0 {
			return addresses
		}
		at += from
		start, end := localStart(text, from, at), domainEnd(text, at+1)
		from = max(end, at+1)
		if start == at || end == at+1 || isMessageID(text[:start]) {
			continue
		}
		addresses = append(addresses, text[start:end])
	}
	return addresses
}

func isMessageID(before string) bool {
	before = before[max(0, len(before)-len("message-id: <")):]
	name, _, _ := strings.Cut(strings.TrimRight(before, "<\" "), "=")
	return strings.HasSuffix(strings.ToLower(strings.TrimRight(name, ": ")), "message-id")
}

func localStart(text string, from, at int) int {
	start := at
	for start > from {
		r, size := utf8.DecodeLastRuneInString(text[from:start])
		if !isWordRune(r) && !strings.ContainsRune("!#$%&'*+/=?^`{|}~", r) {
			break
		}
		start -= size
	}
	// "rfc822;ann@army.mil", "to=ann@army.mil", "'ann@army.mil'": the address is
	// what follows the sign.
	if i := strings.LastIndexAny(text[start:at], "='"); i >= 0 {
		start += i + 1
	}
	return start
}

func isWordRune(r rune) bool {
	return r == '.' || r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// domainEnd returns where the domain that begins at start ends. A comma belongs
// to it where it stands for a dot: in "ann@gmail,com", not in "a@b.org,c@d.org".
func domainEnd(text string, start int) int {
	end, dotted := start, false
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if r == ',' && !dotted && end > start && isLastLabel(text[end+1:]) {
			dotted = true
		} else if !isWordRune(r) || r == '_' {
			break
		}
		dotted = dotted || r == '.'
		end += size
	}
	for end > start && (text[end-1] == '.' || text[end-1] == '-' || text[end-1] == ',') {
		end--
	}
	return end
}

// isLastLabel reports whether the text begins with a word of two to six letters
// that no "@" follows.
func isLastLabel(text string) bool {
	n := 0
	for n < len(text) && (text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z') {
		n++
	}
	return 2 <= n && n <= 6 && (n == len(text) || !strings.ContainsRune("@._-", rune(text[n])))
}
