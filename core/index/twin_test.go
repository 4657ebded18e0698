package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// fullOSA is the slow twin of OSA: the whole matrix.
func fullOSA(a, b string) int {
	d := make([][]int, len(a)+1)
	cells := make([]int, (len(a)+1)*(len(b)+1))
	for i := range d {
		d[i], cells = cells[:len(b)+1], cells[len(b)+1:]
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j], d[i][j-1], d[i-1][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// scan is the slow twin of Search: every name, one after the other.
func scan(names []string, reach Reach, query string, d int) (matches []Match) {
	seen := map[string]bool{}
	for id, name := range names {
		if seen[name] || name == "" || len(name) > MaxName {
			continue
		}
		seen[name] = true
		if len(name) > len(query)+d || len(query) > len(name)+d {
			continue
		}
		distance := fullOSA(name, query)
		if distance <= d && (distance < 2 ||
			distance == 2 && reach.Two > 0 && len(name) >= max(reach.Two, shortestForTwo) ||
			distance == 3 && reach.Three > 0 && len(name) >= max(reach.Three, shortestForThree)) {
			matches = append(matches, Match{int32(id), int32(distance)})
		}
	}
	sortMatches(matches)
	return matches
}

func compare(t *testing.T, names []string, reach Reach, x *Index, query string, d int) {
	t.Helper()
	got, complete := x.Search(query, d, make([]Match, 0, 4096))
	if !slices.IsSortedFunc(got, func(a, b Match) int { return int(a.Distance - b.Distance) }) {
		t.Errorf("Search(%q, %d) = %v, not nearest first", query, d, got)
	}
	sortMatches(got)
	want := scan(names, reach, query, d)
	if !complete {
		// What was cut off lies at the last distance; all nearer names are there.
		last := int32(2)
		if len(got) > 0 {
			last = max(last, got[len(got)-1].Distance)
		}
		nearer := func(m []Match) []Match {
			return slices.DeleteFunc(slices.Clone(m), func(m Match) bool { return m.Distance >= last })
		}
		if !slices.Equal(nearer(got), nearer(want)) {
			t.Errorf("Search(%q, %d) gave up without all nearer names: got %v, want %v", query, d, got, want)
		}
		return
	}
	if !slices.Equal(got, want) {
		t.Errorf("among %d names, Search(%q, %d) = %s, want %s", len(names), query, d, spell(names, got), spell(names, want))
	}
}

func sortMatches(m []Match) {
	slices.SortFunc(m, func(a, b Match) int {
		return int(a.Distance-b.Distance)<<20 + int(a.ID-b.ID)
	})
}

func spell(names []string, matches []Match) string {
	var b strings.Builder
	for _, m := range matches {
		fmt.Fprintf(&b, " %q at %d", names[m.ID], m.Distance)
	}
	return "[" + strings.TrimSpace(b.String()) + "]"
}

func randomName(r *rand.Rand, n int, alphabet string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// edit changes text in one place, as often as not near the last change.
func edit(r *rand.Rand, text, alphabet string) string {
	i := r.IntN(len(text) + 1)
	letter := string(alphabet[r.IntN(len(alphabet))])
	switch op := r.IntN(4); {
	case op == 0 || len(text) == 0:
		return text[:i] + letter + text[i:]
	case op == 1:
		i = min(i, len(text)-1)
		return text[:i] + text[i+1:]
	case op == 2:
		i = min(i, len(text)-1)
		return text[:i] + letter + text[i+1:]
	default:
		if len(text) < 2 {
			return text
		}
		i = min(i, len(text)-2)
		return text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
	}
}
