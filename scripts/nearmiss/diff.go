package main

import (
	"fmt"
	"io"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
)

// printDiff shows a person what lists gain and lose, and says whether there was
// anything:
//
//	us-military (protected): 1 added, 1 removed
//	  + jag.mil
//	  - gone.mil
func printDiff(w io.Writer, before, after map[string]*list.List) bool {
	changed := false
	for _, name := range sortedUnion(before, after) {
		was, is := before[name], after[name]
		switch {
		case was == nil:
			was = new(list.List)
			fmt.Fprintf(w, "%s (%s): a new list\n", name, is.Role)
			changed = true
		case is == nil:
			fmt.Fprintf(w, "%s (%s): the list is gone, with %d entries\n", name, was.Role, was.Len())
			changed = true
			continue
		case was.Role != is.Role || was.Category != is.Category:
			fmt.Fprintf(w, "%s: was %s %s, is %s %s\n", name, was.Role, was.Category, is.Role, is.Category)
			changed = true
		}
		added, removed := lint.Changes(was.Entries(), is.Entries())
		if len(added) == 0 && len(removed) == 0 {
			continue
		}
		changed = true
		fmt.Fprintf(w, "%s (%s): %d added, %d removed\n", name, is.Role, len(added), len(removed))
		for _, entry := range added {
			fmt.Fprintf(w, "  + %s\n", entry)
		}
		for _, entry := range removed {
			fmt.Fprintf(w, "  - %s\n", entry)
		}
	}
	return changed
}
