package policy

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nearmiss/core"
	"nearmiss/core/domain"
)

// whyNotForm says why text is not of the key's form, or "". It never quotes a secret.
func (k *Key) whyNotForm(text string) string {
	switch {
	case text == "":
		return "is empty; leave the key out instead"
	case len(text) > k.MaxLength:
		return "is " + strconv.Itoa(len(text)) + " bytes long; " + strconv.Itoa(k.MaxLength) + " are the most"
	case !utf8.ValidString(text):
		return "is not UTF-8"
	case strings.ContainsFunc(text, unicode.IsControl):
		return "holds a control character"
	case strings.TrimSpace(text) != text:
		return "begins or ends with a space"
	}
	switch k.Form {
	case FormWord:
		for _, word := range k.Words {
			if word.Word == text {
				return ""
			}
		}
		return "is " + quote(text) + "; wanted " + alternatives(k.Words) + nearestWord(text, k.Words)
	case FormURL:
		return whyNotURL(text)
	case FormSecret:
		if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return "holds a space or a character that is not ASCII"
		}
	case FormDuration:
		m := minutes(text)
		if m == 0 {
			return "is " + quote(text) + "; wanted a number and m, h or d, such as " + quote(k.Default)
		}
		if m < k.MinMinutes || m > k.MaxMinutes {
			return "is " + quote(text) + "; wanted " + spell(k.MinMinutes) + " to " + spell(k.MaxMinutes)
		}
	}
	return ""
}

func takeDomain(of func(*Policy) *[]string) func(*Policy, string) string {
	return func(p *Policy, text string) string {
		name, below := strings.CutPrefix(text, "*.")
		d, err := domain.Parse(name)
		switch {
		case strings.Contains(text, "@"):
			return quote(text) + " is an address; domains are wanted"
		case strings.Contains(text, "://") || strings.Contains(text, "/"):
			return quote(text) + " is a web address; domains are wanted"
		case strings.Contains(name, "*"):
			return quote(text) + ": * stands only at the front, as *."
		case err != nil:
			return quote(text) + ": " + err.Error()
		case !below && !strings.Contains(d.String(), "."):
			return quote(text) + " has one label; for every name below it write *." + d.String()
		}
		entries := of(p)
		if below {
			*entries = append(*entries, "*."+d.String())
		} else {
			*entries = append(*entries, d.String())
		}
		return ""
	}
}

func takeRule(p *Policy, text string) string {
	words := strings.Fields(text)
	if len(words) != 3 {
		return quote(text) + " has " + count(len(words), "word") + "; wanted KIND CATEGORY ACTION, such as \"suffix-slip us-military block\""
	}
	kind, category, action := words[0], words[1], words[2]
	var rule core.Rule
	if kind != "*" {
		if !isOneOf(kind, Kinds) {
			return "kind " + quote(kind) + " is unknown; wanted * or " + alternatives(Kinds) + nearestWord(kind, Kinds)
		}
		rule.Kind = core.Kind(kind)
	}
	if category != "*" {
		if !isName(category) {
			return "category " + quote(category) + " is none; wanted * or a category of the lists, such as \"us-military\""
		}
		rule.Category = category
	}
	if !isOneOf(action, Actions) {
		return "action " + quote(action) + " is unknown; wanted " + alternatives(Actions) + nearestWord(action, Actions)
	}
	rule.Action = core.Action(action)
	p.Rules = append(p.Rules, rule)
	return ""
}

func takeChannel(p *Policy, text string) string {
	words := strings.Fields(text)
	if len(words) != 4 {
		return quote(text) + " has " + count(len(words), "word") + "; wanted NAME SCOPE URL SHA256"
	}
	c := Channel{Name: words[0], Scope: words[1], URL: asBase(words[2]), Root: strings.ToLower(words[3])}
	if !isName(c.Name) {
		return "name " + quote(c.Name) + " is none; wanted a–z, 0–9 and hyphens"
	}
	for _, other := range p.Channels {
		if other.Name == c.Name {
			return "name " + quote(c.Name) + " stands twice"
		}
	}
	if c.Scope != "protect" && c.Scope != "allow" && c.Scope != "protect+allow" {
		return "scope " + quote(c.Scope) + " is unknown; wanted \"protect\", \"allow\" or \"protect+allow\""
	}
	if reason := whyNotURL(words[2]); reason != "" {
		return "address " + reason
	}
	if len(c.Root) != 64 || strings.Trim(c.Root, "0123456789abcdef") != "" {
		return "root " + quote(words[3]) + " is no SHA-256: 64 hexadecimal digits"
	}
	p.Channels = append(p.Channels, c)
	return ""
}

func takeHost(p *Policy, text string) string {
	words := strings.Fields(text)
	if len(words) != 2 {
		return quote(text) + " has " + count(len(words), "word") + "; wanted WEBMAIL HOST, such as \"outlook owa.works.example\""
	}
	if reason := whyNoWebmail(words[0]); reason != "" {
		return reason
	}
	host, err := domain.Parse(words[1])
	if err != nil {
		return "host " + quote(words[1]) + ": " + err.Error()
	}
	if !strings.Contains(host.String(), ".") {
		return "host " + quote(words[1]) + " has one label; the full name is wanted"
	}
	p.WebmailHosts = append(p.WebmailHosts, WebmailHost{words[0], host.String()})
	return ""
}

// whyNotURL accepts https, and http on this machine for trials.
func whyNotURL(text string) string {
	if strings.Contains(text, "@") {
		return "has an @; a name or password does not belong in an address"
	}
	if strings.ContainsAny(text, " \"<>\\^`{|}?#") {
		return quote(text) + " has a character that does not belong in such an address"
	}
	rest, isSecure := strings.CutPrefix(text, "https://")
	if !isSecure {
		var isPlain bool
		rest, isPlain = strings.CutPrefix(text, "http://")
		host, _, _ := strings.Cut(rest, "/")
		host, _, _ = strings.Cut(host, ":")
		if !isPlain || host != "127.0.0.1" && host != "localhost" {
			return quote(text) + " does not begin with https://"
		}
	}
	authority, _, _ := strings.Cut(rest, "/")
	host, port, hasPort := strings.Cut(authority, ":")
	if _, err := strconv.ParseUint(port, 10, 16); hasPort && err != nil {
		return quote(text) + " has a port that is no number"
	}
	if _, err := domain.Parse(host); err != nil && host != "127.0.0.1" {
		return quote(text) + " has no host"
	}
	return ""
}

// asBase ends an address in "/", so that names can be put behind it.
func asBase(url string) string {
	if strings.HasSuffix(url, "/") {
		return url
	}
	return url + "/"
}

// minutes reads "90m", "6h" or "7d"; 0 when text is none of these.
func minutes(text string) int {
	if len(text) < 2 || text[0] < '1' || text[0] > '9' {
		return 0
	}
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 20)
	if err != nil {
		return 0
	}
	switch text[len(text)-1] {
	case 'm':
		return int(n)
	case 'h':
		return int(n) * 60
	case 'd':
		return int(n) * 24 * 60
	}
	return 0
}

// spell writes minutes the way minutes reads them.
func spell(m int) string {
	switch {
	case m%(24*60) == 0:
		return strconv.Itoa(m/(24*60)) + "d"
	case m%60 == 0:
		return strconv.Itoa(m/60) + "h"
	}
	return strconv.Itoa(m) + "m"
}

// isName reports whether s is made of a–z, 0–9 and hyphens, as names of lists,
// categories and channels are.
func isName(s string) bool {
	return s != "" && len(s) <= 64 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func isOneOf(s string, words []Word) bool {
	for _, word := range words {
		if word.Word == s {
			return true
		}
	}
	return false
}

func alternatives(words []Word) string {
	text := ""
	for i, word := range words {
		switch {
		case i > 0 && i == len(words)-1:
			text += " or "
		case i > 0:
			text += ", "
		}
		text += quote(word.Word)
	}
	return text
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// quote shows at most 80 bytes of what was written.
func quote(s string) string {
	const most = 80
	if len(s) > most {
		cut := most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return strconv.Quote(s)
}
