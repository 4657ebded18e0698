package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/scripts/nearmiss/source"
)

// otherLists are the sources beside the named ones.
func otherLists(named []lint.Text, folder string) ([]lint.Text, error) {
	if len(named) == 0 {
		return nil, nil
	}
	all, err := textsOf(nil, folder)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t lint.Text) bool {
		return slices.ContainsFunc(named, func(n lint.Text) bool { return filepath.Base(n.File) == filepath.Base(t.File) })
	}), nil
}

// markNear writes marks for the named entries into their files, and returns the
// texts with them.
func (p *program) markNear(in lint.Input, texts []lint.Text, names []string, reason string) ([]lint.Text, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || strings.ContainsAny(reason, "\r\n") || strings.Contains(reason, "; near:") {
		return nil, &usageError{"--reason is one line of text"}
	}
	in.Texts = texts
	found := lint.NearMisses(in)
	marks := make(map[string][]lint.NearMiss) // by file
	for _, name := range names {
		bare := strings.TrimPrefix(strings.ToLower(name), "*.")
		named := slices.DeleteFunc(slices.Clone(found), func(n lint.NearMiss) bool { return strings.TrimPrefix(n.Entry, "*.") != bare })
		if len(named) == 0 {
			// By the other name of the finding.
			named = slices.DeleteFunc(slices.Clone(found), func(n lint.NearMiss) bool { return n.Near != bare })
		}
		if len(named) == 0 {
			return nil, fmt.Errorf("%s is no near miss of another entry here, or is marked already", name)
		}
		for _, n := range named {
			marks[n.File] = append(marks[n.File], n)
		}
	}
	marked := slices.Clone(texts)
	for i, t := range marked {
		if len(marks[t.File]) == 0 {
			continue
		}
		s := source.Read(t.File, t.Text)
		for _, n := range marks[t.File] {
			for j := range s.Entries {
				if s.Entries[j].Domain == n.Entry {
					s.Entries[j].MarkNear(source.Near{Name: n.Near, Reason: reason})
				}
			}
			fmt.Fprintf(p.err, "%s: %s is marked as near %s\n", t.File, n.Entry, n.Near)
		}
		marked[i].Text = source.Format(s)
		if err := os.WriteFile(t.File, []byte(marked[i].Text), 0o666); err != nil {
			return nil, plainError(err)
		}
	}
	return marked, nil
}

// marksOf are the marks of sources, by list and entry: what a person who signs
// built lists is told with them.
func marksOf(texts []lint.Text) release.Marks {
	marks := make(release.Marks)
	for _, t := range texts {
		s := source.Read(t.File, t.Text)
		for i := range s.Entries {
			e := &s.Entries[i]
			for _, mark := range e.Near() {
				if marks[s.Get("name")] == nil {
					marks[s.Get("name")] = make(map[string][]release.Mark)
				}
				marks[s.Get("name")][e.Domain] = append(marks[s.Get("name")][e.Domain], release.Mark(mark))
			}
		}
	}
	return marks
}

// printSuspects shows, in red, which new entries of the staged lists look like
// slips and bear no mark, and with which mark others came.
func (p *program) printSuspects(r *release.Repository) error {
	before, after, err := stagedLists(r)
	if err != nil {
		return err
	}
	if len(before) == 0 {
		return nil // nobody can look at every entry of all lists twice: stage has
	}
	marks, err := r.StagedMarks()
	if err != nil {
		return plainError(err)
	}
	in := lint.Input{Before: before, Reviewed: true}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		s := source.Read(name, list.Format(after[name]))
		var had []string
		if before[name] != nil {
			had = before[name].Entries()
		}
		for i := range s.Entries {
			e := &s.Entries[i]
			for _, mark := range marks[name][e.Domain] {
				e.MarkNear(source.Near(mark))
				if !slices.Contains(had, e.Domain) {
					fmt.Fprintf(p.out, "%s: %s is near %s and marked as real: %s\n", name, e.Domain, mark.Name, mark.Reason)
				}
			}
		}
		in.Texts = append(in.Texts, lint.Text{File: name, Text: source.Format(s)})
	}
	paper := paper{colours: isTerminal(p.out)}
	for _, suspect := range lint.Suspects(in) {
		what, _, _ := strings.Cut(suspect.Message, ": leave it out")
		fmt.Fprintln(p.out, paper.coloured(red, fmt.Sprintf("look twice: %s: %s", suspect.File, what)))
	}
	return nil
}
