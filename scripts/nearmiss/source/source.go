// Package source reads and writes list sources: lists of package core/list as
// maintainers keep them, with their comments.
//
//	s := source.Read("us-military.txt", text)
//	text = source.Format(s)
//
// A comment line belongs to the entry below it and moves with that entry;
// comment lines after the last entry stay at the end. In a source of role
// protected every entry says where it comes from: in its own comment, or in the
// header when one origin stands for the whole file.
package source

import (
	"slices"
	"strings"
)

// Source is one file in worker/lists. Reading it never fails: a person's slip
// is found by lint, and fmt repairs what needs no judgement.
type Source struct {
	File    string // as errors name it
	Header  []Key
	Preface []string // comment lines between the header and the first entry, ended by an empty line
	Entries []Entry
	Tail    []string // comment lines after the last entry
}

// Key is one line of the header.
type Key struct {
	Name, Value string
	Line        int
}

// Entry is one domain or "*.suffix" with what is said about it.
type Entry struct {
	Domain  string   // as written
	Comment string   // after " # "
	Above   []string // comment lines directly above it
	Line    int      // from 1; 0 when it was not read from a file
}

// Read takes a source apart.
func Read(file, text string) *Source {
	s := &Source{File: file}
	text = strings.TrimPrefix(text, "\ufeff")
	inHeader, number := true, 0
	var comments []string
	for len(text) > 0 {
		number++
		line, after, _ := strings.Cut(text, "\n")
		text = after
		line = strings.TrimSpace(line)
		if inHeader {
			if body, ok := strings.CutPrefix(line, "#"); ok {
				name, value, _ := strings.Cut(strings.TrimSpace(body), ":")
				s.Header = append(s.Header, Key{strings.TrimSpace(name), strings.TrimSpace(value), number})
				continue
			}
			inHeader = false
			if line == "" {
				continue
			}
		}
		switch {
		case line == "":
			if len(s.Entries) == 0 && len(comments) > 0 {
				s.Preface = append(s.Preface, comments...)
				s.Preface = append(s.Preface, "")
				comments = nil
			}
		case line[0] == '#':
			comments = append(comments, line)
		default:
			domain, comment, _ := strings.Cut(line, "#")
			s.Entries = append(s.Entries, Entry{strings.TrimSpace(domain), strings.TrimSpace(comment), comments, number})
			comments = nil
		}
	}
	s.Tail = comments
	return s
}

// Get returns the header's first value of that name, or "".
func (s *Source) Get(name string) string {
	for _, k := range s.Header {
		if k.Name == name {
			return k.Value
		}
	}
	return ""
}

// Set puts a value in the place of the header's first of that name, or at its
// end.
func (s *Source) Set(name, value string) {
	for i, k := range s.Header {
		if k.Name == name {
			s.Header[i].Value = value
			return
		}
	}
	s.Header = append(s.Header, Key{Name: name, Value: value})
}

var keyOrder = []string{"nearmiss-list", "name", "role", "category", "title", "source", "licence", "date", "share", "register", "mailboxes"}

// Format writes a source in its one form: header keys in the order of the list
// format, entries lower-case, sorted and unique. Of an entry written twice the
// comments are joined.
func Format(s *Source) string {
	var b strings.Builder
	header := slices.Clone(s.Header)
	rank := func(k Key) int {
		if i := slices.Index(keyOrder, k.Name); i >= 0 {
			return i
		}
		return len(keyOrder)
	}
	slices.SortStableFunc(header, func(x, y Key) int { return rank(x) - rank(y) })
	for _, k := range header {
		b.WriteString("# " + k.Name + ": " + k.Value + "\n")
	}
	b.WriteString("\n")
	for _, line := range s.Preface {
		b.WriteString(line + "\n")
	}
	for _, e := range merged(s.Entries) {
		for _, line := range e.Above {
			b.WriteString(line + "\n")
		}
		b.WriteString(e.Domain)
		if e.Comment != "" {
			b.WriteString(" # " + e.Comment)
		}
		b.WriteString("\n")
	}
	for _, line := range s.Tail {
		b.WriteString(line + "\n")
	}
	return b.String()
}

func merged(entries []Entry) []Entry {
	sorted := slices.Clone(entries)
	for i := range sorted {
		sorted[i].Domain = strings.TrimSuffix(strings.ToLower(sorted[i].Domain), ".")
	}
	slices.SortStableFunc(sorted, func(x, y Entry) int { return strings.Compare(x.Domain, y.Domain) })
	unique := sorted[:0]
	for _, e := range sorted {
		if n := len(unique); n > 0 && unique[n-1].Domain == e.Domain {
			first := &unique[n-1]
			first.Above = append(slices.Clone(first.Above), e.Above...)
			if e.Comment != "" && e.Comment != first.Comment {
				first.Comment = strings.Trim(first.Comment+"; "+e.Comment, "; ")
			}
			continue
		}
		unique = append(unique, e)
	}
	return unique
}
