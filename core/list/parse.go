package list

import (
	"strconv"
	"strings"
)

// Parse reads a list strictly: what is not exactly the format is an *Error with
// its line. file is what errors call the text. The result shares text's memory.
func Parse(file, text string) (*List, error) {
	p := parser{file: file}
	if len(text) > MaxBytes {
		return nil, p.errorf(0, "longer than "+strconv.Itoa(MaxBytes)+" bytes")
	}
	l := new(List)
	rest, err := p.header(l, text)
	if err != nil {
		return nil, err
	}
	if err := p.entries(l, rest); err != nil {
		return nil, err
	}
	return l, nil
}

type parser struct {
	file string
	line int // of the line read last
}

func (p *parser) errorf(line int, reason string) *Error {
	return &Error{File: p.file, Line: line, Reason: reason}
}

func (p *parser) unended() *Error {
	return p.errorf(p.line, "the last line does not end in a line feed")
}

// Magic is the first line of every list.
const Magic = "# nearmiss-list: 1"

// header reads up to and with the first empty line and returns what follows.
func (p *parser) header(l *List, text string) (rest string, err error) {
	seen := make(map[string]bool, 8)
	for len(text) > 0 {
		line, after, ended := strings.Cut(text, "\n")
		p.line++
		if p.line == 1 && line != Magic {
			return "", p.errorf(1, "does not begin with "+strconv.Quote(Magic))
		}
		if line == "" {
			text = after
			break
		}
		if !ended {
			return "", p.unended()
		}
		text = after
		key, value, ok := cutHeader(line)
		if !ok {
			return "", p.errorf(p.line, `in the header every line is "# key: value", and an empty line ends it`)
		}
		if key != "source" && seen[key] {
			return "", p.errorf(p.line, "key "+key+" stands twice")
		}
		seen[key] = true
		if reason := l.setHeader(key, value); reason != "" {
			return "", p.errorf(p.line, reason)
		}
	}
	switch {
	case p.line == 0:
		return "", p.errorf(1, "is empty")
	case l.Name == "":
		return "", p.errorf(1, "the header has no name")
	case l.Role == "":
		return "", p.errorf(1, "the header has no role")
	case l.Category == "" && l.Role == RoleProtected:
		return "", p.errorf(1, "the header has no category")
	}
	return text, nil
}

func cutHeader(line string) (key, value string, ok bool) {
	line, ok = strings.CutPrefix(line, "# ")
	if !ok {
		return "", "", false
	}
	key, value, ok = strings.Cut(line, ": ")
	return key, value, ok && isWord(key) && value != "" && strings.TrimSpace(value) == value
}

// setHeader returns why the value is refused, or "".
func (l *List) setHeader(key, value string) string {
	switch key {
	case "name", "category":
		if !isWord(value) {
			return key + " " + strconv.Quote(value) + " is not of a-z, 0-9 and -"
		}
		if key == "name" {
			l.Name = value
		} else {
			l.Category = value
		}
	case "role":
		if !IsRole(Role(value)) {
			return "there is no role " + strconv.Quote(value)
		}
		l.Role = Role(value)
	case "title":
		l.Title = value
	case "source":
		l.Sources = append(l.Sources, value)
	case "licence":
		l.Licence = value
	case "date":
		if !isDate(value) {
			return "date " + strconv.Quote(value) + " is not YYYY-MM-DD"
		}
		l.Date = value
	case "share":
		whole, tenth, _ := strings.Cut(value, ".")
		tenths, err := strconv.Atoi(whole + (tenth + "0")[:1])
		if err != nil || len(tenth) > 1 || tenths < 10 || tenths > 10*maxShare {
			return "share " + strconv.Quote(value) + " is not a number of bits from 1 to 30 with one decimal"
		}
		l.Share = float32(tenths) / 10
	case "register":
		if l.Register = Register(value); l.Register != RegisterComplete && l.Register != RegisterUnpublished {
			return "register " + strconv.Quote(value) + ` is neither "complete" nor "unpublished"`
		}
	case "mailboxes":
		if value != "public" {
			return "mailboxes " + strconv.Quote(value) + ` is not "public"`
		}
		l.Mailboxes = true
	}
	return ""
}

const maxShare = 30

func isWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if classes[s[i]] != letter && classes[s[i]] != digit && s[i] != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func isDate(s string) bool {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i != 4 && i != 7 && classes[s[i]] != digit {
			return false
		}
	}
	return s[5:7] >= "01" && s[5:7] <= "12" && s[8:] >= "01" && s[8:] <= "31"
}

// usualLine is how long an entry is with its line feed, or a little less.
const usualLine = 12

// entries is the hot part: nearly all lines are a domain and nothing else, which one
// pass over its bytes tells.
func (p *parser) entries(l *List, text string) error {
	domains := make([]string, 0, len(text)/usualLine)
	previous, isPlain := "", l.Role != RoleSuffixes
	for len(text) > 0 {
		p.line++
		entry := scanEntry(text)
		mark := byte(0) // '*', '!' or '-' before the domain
		if entry != "" && isPlain {
			text = text[len(entry)+1:]
		} else {
			var err error
			if entry, text, err = p.entry(l, text); err != nil {
				return err
			}
			if entry == "" {
				continue
			}
			if classes[entry[0]] != letter && classes[entry[0]] != digit {
				mark = entry[0]
			}
		}
		if entry <= previous {
			if entry == previous {
				return p.errorf(p.line, entry+" stands twice")
			}
			return p.errorf(p.line, entry+" is out of order after "+previous)
		}
		previous = entry
		switch mark {
		case 0:
			domains = append(domains, entry)
		case '*':
			l.Suffixes = append(l.Suffixes, entry[len("*."):])
		case '!':
			l.Exceptions = append(l.Exceptions, entry[1:])
		case '-':
			l.Removed = append(l.Removed, entry[1:])
		}
	}
	l.Domains = domains
	return nil
}

// entry reads any line: a domain or suffix with or without a comment, a comment
// alone or nothing, which gives no entry.
func (p *parser) entry(l *List, text string) (entry, rest string, err error) {
	start := 0
	if l.Role == RoleSuffixes && (text[0] == '!' || text[0] == '-') {
		start = 1
	}
	if strings.HasPrefix(text[start:], "*.") && (start == 0 || text[0] == '-') {
		start += len("*.")
	}
	n := start + scanDomain(text[start:])
	if n >= len(text) {
		return "", "", p.unended()
	}
	if n == start && start == 0 && (text[0] == '\n' || text[0] == '#') {
		end := strings.IndexByte(text, '\n')
		if end < 0 {
			return "", "", p.unended()
		}
		return "", text[end+1:], nil
	}
	entry, after := text[:n], text[n:]
	if after[0] == '\n' {
		rest = after[1:]
	} else {
		end := strings.IndexByte(after, '\n')
		if end < 0 {
			return "", "", p.unended()
		}
		if !strings.HasPrefix(after, " # ") {
			return "", "", p.errorf(p.line, whyNoEntry(text[:n+end]))
		}
		rest = after[end+1:]
	}
	reason := whyNoDomain(entry[start:], start > 0 || l.Role == RoleSuffixes)
	if reason != "" {
		return "", "", p.errorf(p.line, strconv.Quote(entry)+" "+reason)
	}
	return entry, rest, nil
}

// whyNoEntry says what is wrong with a line that begins like an entry, or not
// even that.
func whyNoEntry(line string) string {
	entry, _, _ := strings.Cut(line, " # ")
	if strings.HasSuffix(entry, "\r") {
		return "the line ends in a carriage return"
	}
	if strings.TrimSpace(entry) != entry {
		return "the entry has spaces around it"
	}
	if strings.ToLower(entry) != entry {
		return strconv.Quote(entry) + " is not in lower case"
	}
	return strconv.Quote(entry) + " is not a domain in A-labels (a-z, 0-9, - and dots)"
}
