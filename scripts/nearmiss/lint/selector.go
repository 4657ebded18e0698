package lint

import (
	"regexp"
	"strings"
)

// spoken are attributes whose values are read out or shown, and so are
// translated. lint.ts has the same expression; Go's has no way to say "the same
// quote again", so each quote has its own turn.
var spoken = func() *regexp.Regexp {
	space, any := `[`+jsSpace+`]*`, `([^\n\r\x{2028}\x{2029}]*?)`
	end := space + `[is]?` + space + `\]`
	return regexp.MustCompile(`(?i)\[` + space +
		`(?:aria-(?:label|description|roledescription|placeholder|valuetext)|title|alt|placeholder|label|summary|value|data-tooltip)` +
		space + `[~|^$*]?=` + space + `(?:"` + any + `"` + end + `|'` + any + `'` + end + `|` + any + end + `)`)
}()

var letter = regexp.MustCompile(`\p{L}`)

// shortcuts are names of keys, which a shortcut in a label keeps in most languages.
var shortcuts = regexp.MustCompile(`(?:Ctrl|Cmd|⌘)[` + jsSpace + `]?\+?[` + jsSpace + `]?Enter`)

// localeWord returns the words that a selector asks of a spoken attribute, or "".
func localeWord(selector string) string {
	for _, match := range spoken.FindAllStringSubmatch(selector, -1) {
		if word := match[1] + match[2] + match[3]; letter.MatchString(shortcuts.ReplaceAllString(word, "")) {
			return word
		}
	}
	return ""
}

// isSelector looks at what can be told without a browser: brackets and quotes
// that close, no empty alternative, no combinator without anything after it. What
// passes here is parsed by the browser before it is used.
func isSelector(s string) bool {
	var open []byte
	part := "" // what stands before, since the last bracket or comma: nothing, a combinator or more
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i == len(s) {
				return false
			}
			part = "more"
		case '"', '\'':
			end := strings.IndexByte(s[i+1:], c)
			if end < 0 || len(open) == 0 {
				return false
			}
			i += end + 1
			part = "more"
		case '[', '(':
			open = append(open, c)
			part = ""
		case ']', ')':
			if len(open) == 0 || part != "more" || open[len(open)-1] != map[byte]byte{']': '[', ')': '('}[c] {
				return false
			}
			open = open[:len(open)-1]
		case ',':
			if part != "more" {
				return false
			}
			part = ""
		case '>', '+', '~':
			if len(open) > 0 && open[len(open)-1] == '[' && c == '~' {
				continue // [name~=…]
			}
			if part == "combinator" || part == "" && len(open) == 0 {
				return false
			}
			part = "combinator"
		case '{', '}', ';', '<', '@', '&':
			return false
		case ' ', '\t', '\n':
		default:
			part = "more"
		}
	}
	return len(open) == 0 && part == "more"
}
