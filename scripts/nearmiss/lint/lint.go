// Package lint finds what is wrong with list sources, all of it at once.
//
//	for _, finding := range lint.Lint(lint.Input{Texts: texts, Roles: roles}) {
//		fmt.Println(finding) // us-military.txt:12: …
//	}
package lint

import (
	"fmt"
	"slices"
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// Rule names what was found. The words stand in messages and in exceptions.
type Rule string

const (
	RuleHeader    Rule = "header"      // a key is missing, unknown, twice or has no fitting value
	RuleForm      Rule = "form"        // spaces, line ends, comments: "nearmiss list fmt" repairs it
	RuleCase      Rule = "case"        // capitals
	RuleALabel    Rule = "a-label"     // another script, or an A-label that does not decode
	RuleSyntax    Rule = "syntax"      // no domain and no "*.suffix"
	RuleOrder     Rule = "order"       // not sorted
	RuleDuplicate Rule = "duplicate"   // twice in a file, or in two files that say the same
	RuleSuffix    Rule = "suffix"      // not below a public suffix, or a public suffix itself
	RuleWide      Rule = "too-wide"    // "*.com": a whole registry that is open to all
	RuleSource    Rule = "source"      // a protected entry that does not say where it comes from
	RuleNearMiss  Rule = "near-miss"   // itself a near miss of an entry that is more used
	RuleMark      Rule = "mark"        // a mark without a reason, or beside what is no entry
	RuleRegistry  Rule = "registry"    // not below the registry that its category has
	RuleMustKeep  Rule = "must-keep"   // an entry that no edit may lose
	RuleBudget    Rule = "diff-budget" // more changes than a person can have looked at
	RuleSize      Rule = "size"        // more bytes than an update may cost

	// Of descriptions of webmails alone; the extension has the same (lint.ts).
	RuleShape    Rule = "shape"    // not what descriptor.schema.json says
	RuleSelector Rule = "selector" // no CSS selector
	RuleLocale   Rule = "locale"   // matches words of a language
	RuleHosts    Rule = "hosts"    // reads other pages than installed extensions may, or guards less
	RuleVersion  Rule = "version"  // not newer than what it replaces
)

// Finding is one thing that needs a person.
type Finding struct {
	File    string
	Line    int // from 1; 0 for the file as a whole
	Rule    Rule
	Message string
}

// String returns "file:line: message (rule)".
func (f Finding) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s (%s)", f.File, f.Message, f.Rule)
	}
	return fmt.Sprintf("%s:%d: %s (%s)", f.File, f.Line, f.Message, f.Rule)
}

// Text is one source as it is on disk.
type Text struct{ File, Text string }

// Input is what is looked at.
type Input struct {
	Texts []Text
	// Others are further sources, which entries are compared with and which are
	// not looked at themselves.
	Others []Text
	// Before are the lists that people have now, by name; nil skips the diff
	// budget.
	Before map[string]*list.List
	// Reviewed says that they were linted like this before people had them, so
	// that only what is new has to be compared.
	Reviewed   bool
	AllowLarge bool // the diff budget has been waived
	// Built says that the texts are lists as they are served, without comments: then
	// nothing can be said of where an entry comes from.
	Built bool
	// Roles are the ones that lists may play here.
	Roles []list.Role
	// Whole says that Texts are all public lists: only then can something be
	// missing.
	Whole bool
	// Complete says that Texts and Others are all lists there are: a mark can name
	// what is in no other.
	Complete bool

	// Webmails are descriptions of webmails, ID.json each.
	Webmails []Text
	// WebmailsBefore are the ones that people have now, by id; nil for none.
	WebmailsBefore map[string]Webmail
}

// NearMiss is an entry that looks like a slip of another, Near.
type NearMiss struct{ File, Entry, Near string }

// Lint returns every finding, by file and line.
func Lint(in Input) []Finding {
	l := lintAll(in)
	return l.findings
}

// NearMisses returns the near misses among the findings.
func NearMisses(in Input) []NearMiss { return lintAll(in).near }

// Suspects returns what somebody who signs should look at twice in lists as they
// are built, whose entries have no comments but their marks: new entries that are
// near misses, or outside the registry of their category.
func Suspects(in Input) []Finding {
	in.Built = true
	l := readSources(in)
	l.knownNearMisses(l.listsOf(list.RoleProtected))
	l.protectedNearMisses()
	return slices.DeleteFunc(l.findings, func(f Finding) bool {
		return f.Rule != RuleNearMiss && f.Rule != RuleRegistry || in.hadLine(l, f)
	})
}

// hadLine reports whether people have the entry of a finding already.
func (in *Input) hadLine(l *linter, f Finding) bool {
	for _, s := range l.sources {
		for i := range s.Entries {
			if before := in.Before[s.Get("name")]; s.File == f.File && s.Entries[i].Line == f.Line && before != nil {
				return slices.Contains(before.Entries(), s.Entries[i].Domain)
			}
		}
	}
	return false
}

func readSources(in Input) *linter {
	l := &linter{input: in}
	for _, t := range in.Others {
		l.others = append(l.others, source.Read(t.File, t.Text))
	}
	for _, t := range in.Texts {
		l.sources = append(l.sources, source.Read(t.File, t.Text))
	}
	return l
}

func lintAll(in Input) *linter {
	l := readSources(in)
	for i, s := range l.sources {
		l.header(s)
		l.form(s, in.Texts[i].Text)
		for i := range s.Entries {
			l.entry(s, &s.Entries[i])
		}
		l.order(s)
		l.size(s)
	}
	l.webmails()
	l.acrossFiles()
	l.knownNearMisses(l.listsOf(list.RoleProtected))
	l.protectedNearMisses()
	l.marks()
	if in.Whole {
		l.mustKeep()
	}
	if in.Before != nil && !in.AllowLarge {
		l.budget()
	}
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		if a.File != b.File {
			return strings.Compare(a.File, b.File)
		}
		return a.Line - b.Line
	})
	return l
}

type linter struct {
	input    Input
	sources  []*source.Source // of input.Texts
	others   []*source.Source // of input.Others
	findings []Finding
	near     []NearMiss
	added    map[string]bool // public suffixes of the suffix lists, on first use
}

// listsOf returns the sources of a role as lists, also the ones that are only
// compared with.
func (l *linter) listsOf(role list.Role) []*list.List {
	var lists []*list.List
	for _, s := range slices.Concat(l.sources, l.others) {
		if list.Role(s.Get("role")) == role {
			if parsed, err := list.Parse(s.File, source.Format(s)); err == nil {
				lists = append(lists, parsed)
			}
		}
	}
	return lists
}

func (l *linter) add(file string, line int, rule Rule, format string, args ...any) {
	l.findings = append(l.findings, Finding{file, line, rule, fmt.Sprintf(format, args...)})
}

// form compares with what fmt would write, but leaves order, capitals and
// duplicates to their own rules.
func (l *linter) form(s *source.Source, text string) {
	if !strings.HasSuffix(text, "\n") {
		l.add(s.File, strings.Count(text, "\n")+1, RuleForm, "the last line does not end in a line feed")
	}
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSuffix(line, "\n")
		switch body, comment, hasComment := strings.Cut(line, "#"); {
		case strings.HasSuffix(line, "\r"):
			l.add(s.File, number, RuleForm, "ends in a carriage return")
		case strings.TrimSpace(line) != line:
			l.add(s.File, number, RuleForm, "has spaces around it")
		case hasComment && comment == "":
			if body != "" {
				l.add(s.File, number, RuleForm, "has an empty comment")
			}
		case hasComment && (comment[0] != ' ' || body != "" && !strings.HasSuffix(body, " ")):
			l.add(s.File, number, RuleForm, `a comment begins with "# ", after an entry with " # "`)
		case body != "" && strings.TrimSuffix(body, " ") != strings.TrimSpace(body):
			l.add(s.File, number, RuleForm, "has more than one space before its comment")
		}
	}
}

// order wants entries sorted bytewise and unique.
func (l *linter) order(s *source.Source) {
	first := make(map[string]int, len(s.Entries))
	previous := ""
	for _, e := range s.Entries {
		if line, twice := first[e.Domain]; twice {
			l.add(s.File, e.Line, RuleDuplicate, "%s stands in line %d already", e.Domain, line)
			continue
		}
		first[e.Domain] = e.Line
		if e.Domain < previous {
			l.add(s.File, e.Line, RuleOrder, "%s belongs before %s", e.Domain, previous)
			continue
		}
		previous = e.Domain
	}
}
