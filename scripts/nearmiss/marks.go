package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/source"
)

// otherLists are the sources beside the named ones.
func otherLists(named []namedText, folder string) ([]lint.Text, error) {
	if len(named) == 0 {
		return nil, nil
	}
	all, err := textsOf(nil, folder)
	if err != nil {
		return nil, err
	}
	var others []lint.Text
	for _, t := range all {
		isNamed := func(n namedText) bool { return filepath.Base(n.file) == filepath.Base(t.file) }
		if !slices.ContainsFunc(named, isNamed) {
			others = append(others, lint.Text{File: t.file, Text: t.text})
		}
	}
	return others, nil
}

// markNear writes marks for the named entries into their files, and returns the
// texts with them.
func (p *program) markNear(in lint.Input, texts []namedText, names []string, reason string) ([]namedText, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || strings.ContainsAny(reason, "\r\n") || strings.Contains(reason, "; near:") {
		return nil, &usageError{"--reason is one line of text"}
	}
	for _, t := range texts {
		in.Texts = append(in.Texts, lint.Text{File: t.file, Text: t.text})
	}
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
		if len(marks[t.file]) == 0 {
			continue
		}
		s := source.Read(t.file, t.text)
		for _, n := range marks[t.file] {
			for j := range s.Entries {
				if s.Entries[j].Domain == n.Entry {
					s.Entries[j].MarkNear(source.Near{Name: n.Near, Reason: reason})
				}
			}
			fmt.Fprintf(p.err, "%s: %s is marked as near %s\n", t.file, n.Entry, n.Near)
		}
		marked[i].text = source.Format(s)
		if err := os.WriteFile(t.file, []byte(marked[i].text), 0o666); err != nil {
			return nil, plainError(err)
		}
	}
	return marked, nil
}
