package main

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"nearmiss/core"
	"nearmiss/core/policy"
	"nearmiss/worker/lists"
)

// policyNotes are what is right by its form and yet probably not meant: the
// extension cannot know that, because lists of an organisation's own bring
// categories of their own.
func policyNotes(p *policy.Policy) []string {
	var notes []string
	known := append(listCategories(), core.CategoryPolicy, core.CategoryOwn, core.CategoryHistory)
	for i, rule := range p.Rules {
		if rule.Category != "" && !slices.Contains(known, rule.Category) {
			notes = append(notes, fmt.Sprintf("actions: rule %d names the category %q, which none of the public lists has", i+1, rule.Category))
		}
		for j, earlier := range p.Rules[:i] {
			if (earlier.Kind == "" || earlier.Kind == rule.Kind) && (earlier.Category == "" || earlier.Category == rule.Category) {
				notes = append(notes, fmt.Sprintf("actions: rule %d never counts, rule %d decides before it", i+1, j+1))
				break
			}
		}
		if rule.Action.Strength() > p.Strongest.Strength() {
			notes = append(notes, fmt.Sprintf("actions: rule %d says %s, strongestAction allows %s", i+1, rule.Action, p.Strongest))
		}
	}
	for _, allowed := range p.Allowed {
		if suffix, isSuffix := strings.CutPrefix(allowed, "*."); isSuffix && !strings.Contains(suffix, ".") {
			notes = append(notes, fmt.Sprintf("allowedDomains: %s lets every mail below .%s pass", allowed, suffix))
		}
	}
	if len(p.Own) == 0 {
		notes = append(notes, "ownDomains: not given; near misses of your own domains are warned about only for who sends from them")
	}
	return notes
}

// listCategories are those of the lists that this command was built with.
func listCategories() []string {
	var categories []string
	names, err := fs.Glob(lists.Files, "*.txt")
	if err != nil {
		panic(err) // the pattern is right
	}
	for _, name := range names {
		text, err := fs.ReadFile(lists.Files, name)
		if err != nil {
			continue
		}
		header, _, _ := strings.Cut(string(text), "\n\n")
		for line := range strings.Lines(header) {
			if category, isIt := strings.CutPrefix(line, "# category: "); isIt {
				categories = append(categories, strings.TrimSpace(category))
			}
		}
	}
	return categories
}
