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
func policyNotes(p *policy.Policy, problems []policy.Problem) []string {
	var notes []string
	known := append(listCategories(), core.CategoryPolicy, core.CategoryOwn, core.CategoryHistory)
	// As problems do, notes count entries of the text from 0.
	at := func(i int) string { return fmt.Sprintf("actions[%d]", p.RuleAt[i]) }
	for i, rule := range p.Rules {
		if rule.Category != "" && !slices.Contains(known, rule.Category) {
			notes = append(notes, fmt.Sprintf("%s: names the category %q, which none of the public lists has", at(i), rule.Category))
		}
		for j, earlier := range p.Rules[:i] {
			if (earlier.Kind == "" || earlier.Kind == rule.Kind) && (earlier.Category == "" || earlier.Category == rule.Category) {
				notes = append(notes, fmt.Sprintf("%s: never counts, %s decides before it", at(i), at(j)))
				break
			}
		}
		if rule.Action.Strength() > p.Strongest.Strength() {
			notes = append(notes, fmt.Sprintf("%s: says %s, strongestAction allows %s", at(i), rule.Action, p.Strongest))
		}
	}
	for _, allowed := range p.Allowed {
		if suffix, isSuffix := strings.CutPrefix(allowed, "*."); isSuffix && !strings.Contains(suffix, ".") {
			notes = append(notes, fmt.Sprintf("allowedDomains: %s lets every mail below .%s pass", allowed, suffix))
		}
	}
	for key, entries := range map[string][]string{"protectedDomains": p.Protected, "ownDomains": p.Own} {
		for _, entry := range entries {
			if suffix, isSuffix := strings.CutPrefix(entry, "*."); isSuffix && !strings.Contains(suffix, ".") {
				notes = append(notes, fmt.Sprintf("%s: %s protects every name below .%s, and warns about none; to stop mail to it, use blockedDomains",
					key, entry, suffix))
			}
		}
	}
	for _, own := range p.Own {
		if slices.Contains(p.Blocked, own) {
			notes = append(notes, fmt.Sprintf("blockedDomains: %s is in ownDomains too, and not blocked", own))
		}
	}
	isGiven := slices.ContainsFunc(problems, func(problem policy.Problem) bool { return strings.HasPrefix(problem.Path, "ownDomains") })
	if len(p.Own) == 0 && !isGiven {
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
