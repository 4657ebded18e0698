package lint

import "github.com/agnivade/levenshtein"

// oneEditApart returns the pairs of entries whose names are one key apart: one
// that is added, left out or another, or two that are swapped. The core is silent
// about many of them, because short real names are near each other; a person who
// writes a list should look at each.
func oneEditApart(all []*protectedEntry) [][2]*protectedEntry {
	var pairs [][2]*protectedEntry
	seen := make(map[[2]*protectedEntry]bool)
	// Two such names are equal after at most one character of each is left out.
	shortened := make(map[string][]*protectedEntry)
	for _, e := range all {
		forms := map[string]bool{e.bare: true}
		for i := range e.bare {
			forms[e.bare[:i]+e.bare[i+1:]] = true
		}
		for form := range forms {
			for _, other := range shortened[form] {
				pair := [2]*protectedEntry{other, e}
				if !seen[pair] && other.bare != e.bare && isOneEdit(other.bare, e.bare) {
					seen[pair] = true
					pairs = append(pairs, pair)
				}
			}
			shortened[form] = append(shortened[form], e)
		}
	}
	return pairs
}

func isOneEdit(a, b string) bool {
	switch levenshtein.ComputeDistance(a, b) {
	case 1:
		return true
	case 2: // a swap, which the plain distance counts twice
		if len(a) != len(b) {
			return false
		}
		i := 0
		for a[i] == b[i] {
			i++
		}
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return false
}
