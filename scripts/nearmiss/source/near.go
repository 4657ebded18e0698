package source

import "strings"

// Near is one mark of an entry that is real although it looks like a slip of
// another. It stands in the entry's comment, after what else is said there:
//
//	mail.com # United States; near: gmail.com older than Gmail
type Near struct {
	Name   string // the entry that this one is near, "*.suffix" without its "*."
	Reason string
}

const nearMark = "near: "

// Near returns the entry's marks. Any other comment is none.
func (e *Entry) Near() []Near {
	var marks []Near
	for _, part := range commentParts(e.Comment) {
		if body, ok := strings.CutPrefix(part, nearMark); ok {
			name, reason, _ := strings.Cut(strings.TrimSpace(body), " ")
			marks = append(marks, Near{name, strings.TrimSpace(reason)})
		}
	}
	return marks
}

// Origin returns the entry's comment without its marks.
func (e *Entry) Origin() string {
	var kept []string
	for _, part := range commentParts(e.Comment) {
		if !strings.HasPrefix(part, nearMark) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "; ")
}

// MarkNear adds a mark, in the place of one that names the same entry.
func (e *Entry) MarkNear(mark Near) {
	parts := commentParts(e.Comment)
	text := nearMark + mark.Name + " " + mark.Reason
	for i, part := range parts {
		if part == nearMark+mark.Name || strings.HasPrefix(part, nearMark+mark.Name+" ") {
			parts[i] = text
			e.Comment = strings.Join(parts, "; ")
			return
		}
	}
	e.Comment = strings.Join(append(parts, text), "; ")
}

// KeepMarks brings the marks of an older source into a new one that has the same
// entries: an import writes all comments anew.
func KeepMarks(fresh, before *Source) {
	marks := make(map[string][]Near)
	for i := range before.Entries {
		if e := &before.Entries[i]; len(e.Near()) > 0 {
			marks[e.Domain] = e.Near()
		}
	}
	for i := range fresh.Entries {
		for _, mark := range marks[fresh.Entries[i].Domain] {
			fresh.Entries[i].MarkNear(mark)
		}
	}
}

// commentParts splits a comment before each of its marks.
func commentParts(comment string) []string {
	var parts []string
	for comment != "" {
		next := strings.Index(comment, "; "+nearMark)
		if next < 0 {
			return append(parts, comment)
		}
		parts = append(parts, comment[:next])
		comment = comment[next+2:]
	}
	return parts
}
