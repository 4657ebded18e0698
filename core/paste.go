package core

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// pasted is a recipient field without what came along when it was copied: quotes and
// brackets around addresses, invisible and bidi marks, separators of other scripts. It is
// the field itself where there is nothing of that.
type pasted struct {
	text  string
	inner []inner // marks that stood inside an address
}

// inner is a mark that was taken out of the text at a place.
type inner struct {
	at   int
	mark rune
}

// unpaste reads a field as people paste it.
func unpaste(field string) pasted {
	if isPlain(field) {
		return pasted{text: field}
	}
	p := pasted{}
	hasAddress := strings.ContainsAny(field, "@＠") || strings.Contains(field, "(at)")
	var out strings.Builder
	for rest := field; rest != ""; {
		if quoted, isName := displayName(rest); isName {
			out.WriteString(quoted)
			rest = rest[len(quoted):]
			continue
		}
		r, size := utf8.DecodeRuneInString(rest)
		if separator, isOne := separatorOf(r); isOne {
			if separator == "" {
				separator = rest[:size]
			} else if separator == ", " && !strings.Contains(wordOf(rest[size:]), "@") {
				separator = "," // ann@gmail，com
			} else if strings.HasPrefix(rest[size:], " ") {
				separator = ","
			}
			out.WriteString(separator)
			rest = rest[size:]
			continue
		}
		token := wordOf(rest)
		if hasAddress && !strings.ContainsAny(token, "@＠") && !strings.Contains(token, "at") {
			out.WriteString(token) // of a name
		} else {
			p.addToken(&out, token)
		}
		rest = rest[len(token):]
	}
	p.text = out.String()
	if p.text == field {
		p.text = field
	}
	return p
}

// wordOf returns what text has before the next separator.
func wordOf(text string) string {
	for i, r := range text {
		if _, isOne := separatorOf(r); isOne {
			return text[:i]
		}
	}
	return text
}

// isPlain reports whether a field has none of the characters that unpaste looks for, as
// nearly all have.
func isPlain(field string) bool {
	if strings.Contains(field, "mailto:") {
		return false
	}
	for i := 0; i < len(field); i++ {
		switch b := field[i]; {
		case b >= utf8.RuneSelf:
			return false
		case b < ' ' && !isBlank(b) || strings.IndexByte("'`*[]{}|~\"(!_&%?/\\=^$", b) >= 0:
			return false
		}
	}
	return true
}

// displayName returns the quoted string that rest begins with, if it is the name before
// an address, or its local part, and no address that is quoted itself.
func displayName(rest string) (quoted string, ok bool) {
	if rest[0] != '"' {
		return "", false
	}
	end, closed := skipQuoted(rest, 0)
	if !closed {
		return "", false
	}
	after := strings.TrimLeft(rest[end:], " \t")
	return rest[:end], strings.HasPrefix(after, "<") || strings.HasPrefix(after, "@") || !strings.Contains(rest[:end], "@")
}

// separatorOf reports whether r parts addresses, and what stands for it in a field; ""
// is r itself.
func separatorOf(r rune) (stands string, ok bool) {
	switch r {
	case ' ', '\t', '\r', '\n', ',', ';', '<', '>':
		return "", true
	case '\v', '\f':
		return " ", true
	case '，', '、', '；', '،', '؛', '﹐', '﹑', '﹔', '､', '︐', '︑', '︔':
		return ", ", true
	case '＜', '〈', '《':
		return "<", true
	case '＞', '〉', '》':
		return ">", true
	}
	if r >= utf8.RuneSelf && unicode.IsSpace(r) || r == '\u3164' {
		return " ", true
	}
	return "", false
}

// addToken writes what stands between separators, without the marks around an address.
func (p *pasted) addToken(out *strings.Builder, token string) {
	for _, at := range [...]string{"(at)", "[at]", "{at}", "(AT)", "[AT]", "%40", "﹫"} {
		if local, rest, ok := strings.Cut(token, at); ok && !strings.Contains(token, "@") {
			token = local + "@" + rest
		}
	}
	if link, ok := strings.CutPrefix(token, "mailto:"); ok {
		if address, headers, _ := strings.Cut(link, "?"); !strings.Contains(headers, "@") { // ?cc=bob@navy.mil
			token = address
		}
	}
	if link, ok := strings.CutPrefix(token, "[mailto:"); ok && out.Len() > 0 {
		out.WriteByte('<')
		p.addToken(out, strings.TrimSuffix(link, "]"))
		out.WriteByte('>')
		return
	}
	if !strings.ContainsAny(token, "@＠.") {
		out.WriteString(token)
		return
	}
	token = strings.TrimLeftFunc(token, isClinging)
	if !strings.Contains(token, "@[") { // not a machine's address
		if end := strings.TrimRightFunc(token, func(r rune) bool { return strings.ContainsRune(".?/\\=^$&%", r) || isClinging(r) }); strings.TrimRight(token, ".") != end {
			token = end
		}
	}
	for _, r := range token {
		if isInvisible(r) {
			p.inner = append(p.inner, inner{out.Len(), r})
			continue
		}
		out.WriteRune(r)
	}
}

// isClinging reports whether r is no part of an address at its beginning or end.
func isClinging(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || strings.ContainsRune("'`*[]{}|~\"!_()", r)
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("＠。．｡", r) || isInvisible(r) || r == '\u200c' || r == '\u200d'
}

// isInvisible reports whether r shows nothing, but for the joiners that names of some
// scripts have.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) && r != '\u200c' && r != '\u200d' || r == '\u034f' || r == '\ufe0f'
}

// breaks returns the mark that stood inside of text[start:end].
func (p *pasted) breaks(start, end int) (mark rune, ok bool) {
	for _, m := range p.inner {
		if start < m.at && m.at < end {
			return m.mark, true
		}
	}
	return 0, false
}
