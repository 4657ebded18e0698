package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"
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

func sortMatches(m []Match) {
	slices.SortFunc(m, func(a, b Match) int {
		return int(a.Distance-b.Distance)<<20 + int(a.ID-b.ID)
	})
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

func spell(names []string, matches []Match) string {
	var b strings.Builder
	for _, m := range matches {
		fmt.Fprintf(&b, " %q at %d", names[m.ID], m.Distance)
	}
	return "[" + strings.TrimSpace(b.String()) + "]"
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

func randomName(r *rand.Rand, n int, alphabet string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[r.IntN(len(alphabet))]
	}
	return string(b)
}

// Few letters and many names: every query has neighbours, every piece repeats.
func TestSearchFindsWhatAScanFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, set := range []struct {
		alphabet         string
		shortest, longer int
		names            int
	}{
		{"ab", 1, 6, 100},
		{"abc", 1, 9, 300},
		{"abc", 4, 12, 1000},
		{"abcdef", 6, 20, 1000},
		{"abcd", 10, 8, 1000},
		{"ab-.", 12, 30, 500},
		{"abcdefghijklmnopqrstuvwxyz0123456789-.", 1, 253, 500},
	} {
		names := make([]string, 0, 2*set.names)
		for range set.names {
			name := randomName(r, min(MaxName, set.shortest+r.IntN(set.longer)), set.alphabet)
			names = append(names, name, edit(r, edit(r, name, set.alphabet), set.alphabet))
		}
		for _, reach := range []Reach{{Two: 4, Three: 12}, {Two: 8}, {}} {
			x := Build(names, reach)
			for i := range 100 {
				query := names[r.IntN(len(names))]
				for range i % 5 {
					query = edit(r, query, set.alphabet)
				}
				compare(t, names, reach, x, query, 1+i%3)
			}
		}
	}
}

// Every pair of edits on one name, swaps across every border included.
func TestEveryTwoEditsAreFound(t *testing.T) {
	const alphabet = "az"
	edits := func(text string) (all []string) {
		for i := range len(text) + 1 {
			for _, c := range alphabet {
				all = append(all, text[:i]+string(c)+text[i:])
				if i < len(text) {
					all = append(all, text[:i]+string(c)+text[i+1:])
				}
			}
			if i < len(text) {
				all = append(all, text[:i]+text[i+1:])
			}
			if i+1 < len(text) {
				all = append(all, text[:i]+text[i+1:i+2]+text[i:i+1]+text[i+2:])
			}
		}
		return all
	}
	for n := 1; n <= 26; n++ {
		name := "abcdefghijklmnopqrstuvwxyz"[:n]
		names := []string{name}
		reach := Reach{Two: 4, Three: 12}
		x := Build(names, reach)
		for _, once := range edits(name) {
			compare(t, names, reach, x, once, 1)
			if n >= shortestForTwo && n < 16 {
				for _, twice := range edits(once) {
					compare(t, names, reach, x, twice, 2)
				}
			}
		}
	}
}

// Every three edits of one name would be millions: all triples of swaps and of
// shifts at the ends, which the choices of pieces treat specially, and chance.
func TestThreeEditsAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	reach := Reach{Two: 4, Three: 12}
	for n := 12; n <= 40; n++ {
		name := randomName(r, n, "abcdefghijklmnopqrstuvwxyz")
		names := []string{name}
		x := Build(names, reach)
		swap := func(text string, i int) string {
			return text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
		}
		for i := 0; i+1 < n; i++ {
			for j := i + 2; j+1 < n; j++ {
				for k := j + 2; k+1 < n; k++ {
					compare(t, names, reach, x, swap(swap(swap(name, i), j), k), 3)
				}
			}
			for _, ends := range []string{"..", "xy"} {
				once := swap(name, i)
				for _, query := range []string{ends + once, once + ends, once[2:], once[:n-2], once[1 : n-1], "x" + once + "y"} {
					compare(t, names, reach, x, query, 3)
				}
			}
		}
		for range 500 {
			compare(t, names, reach, x, edit(r, edit(r, edit(r, name, name), name), name), 3)
		}
	}
}

// Families: names that share all but a few bytes, far more of them than a bucket
// may hold.
func TestFamiliesAreFoundAtDistanceOne(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var names []string
	for i := range 1000 {
		names = append(names, fmt.Sprintf("branch%03d", i), fmt.Sprintf("%03d.bank.example", i), fmt.Sprintf("city-%03d-office", i))
	}
	for a := 'a'; a <= 'z'; a++ {
		names = append(names, string(a))
		for b := 'a'; b <= 'z'; b++ {
			names = append(names, string(a)+string(b))
		}
	}
	x := Build(names, Reach{})
	if len(x.finer.slots) == 0 {
		t.Fatal("no bucket is crowded: this test tests nothing")
	}
	for range 300 {
		compare(t, names, Reach{}, x, edit(r, names[r.IntN(len(names))], "0123456789ab-."), 1)
	}
}

func TestNothingToBeFound(t *testing.T) {
	long := strings.Repeat("a", MaxName+1)
	for _, names := range [][]string{nil, {""}, {long}, {"", long, ""}, {"a"}, {long[:MaxName]}} {
		x := Build(names, Reach{Two: 4, Three: 12})
		for _, query := range []string{"", "ab", "army.mil", long, long[:MaxName], long + long} {
			for d := range 5 {
				compare(t, names, Reach{Two: 4, Three: 12}, x, query, min(d, maxDistance))
			}
			if id := x.Exact(query); id >= 0 && names[id] != query {
				t.Errorf("Exact(%q) = %d", query, id)
			}
		}
		if got := x.Len(); got != len(names) {
			t.Errorf("Len() = %d, want %d", got, len(names))
		}
	}
	matches, complete := Build([]string{"army.mil", "navy.mil"}, Reach{}).Search("army.mil", 1, nil)
	if len(matches) != 0 || complete {
		t.Errorf("without room, Search = %v, %v, want none, false", matches, complete)
	}
}

func TestGroupsAreOfEqualNames(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	names := []string{"", strings.Repeat("a", MaxName+1)}
	for range 1000 {
		names = append(names, randomName(r, 1+r.IntN(4), "abc"))
	}
	all := NewNames(len(names), 0)
	for _, name := range names {
		all.Add(name)
	}
	_, first := BuildGroups(all, Reach{}, new(Scratch))
	for i, name := range names {
		want := int32(slices.Index(names, name))
		if name == "" || len(name) > MaxName {
			want = -1
		}
		if first[i] != want {
			t.Errorf("first[%d] of %q = %d, want %d", i, name, first[i], want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("army.mil navy.mil af.mil usarmy.mil", "amry.mil", uint8(2))
	f.Add("a b ab ba aab aba", "ab", uint8(1))
	f.Add("abcdefghijkl bacdefghijlk abcdefghijklmnop", "badcfehgjilk", uint8(3))
	f.Fuzz(func(t *testing.T, text, query string, d uint8) {
		if len(text) > 2000 || len(query) > 300 {
			return
		}
		names := strings.Split(text, " ")
		reach := Reach{Two: 4, Three: 12}
		compare(t, names, reach, Build(names, reach), query, int(d%4))
	})
}

func FuzzOSA(f *testing.F) {
	f.Add("army.mil", "amry.mil", uint8(1))
	f.Add("ca", "abc", uint8(2))
	f.Fuzz(func(t *testing.T, a, b string, limit uint8) {
		l := int(limit % 5)
		if len(a) > 60 || len(b) > 60 {
			return
		}
		want := min(fullOSA(a, b), l+1)
		if got := OSA(a, b, l); got != want {
			t.Errorf("OSA(%q, %q, %d) = %d, want %d", a, b, l, got, want)
		}
	})
}

// Without a swap, OSA is what the field calls the Levenshtein distance.
func TestOSAAgainstLevenshtein(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	swaps := 0
	for range 20000 {
		a := randomName(r, r.IntN(12), "abc")
		b := edit(r, edit(r, a, "abc"), "abc")
		got, plain := OSA(a, b, 5), levenshtein.ComputeDistance(a, b)
		if got != fullOSA(a, b) {
			t.Fatalf("OSA(%q, %q) = %d, want %d", a, b, got, fullOSA(a, b))
		}
		if got > plain || plain > 2*got {
			t.Fatalf("OSA(%q, %q) = %d, but Levenshtein is %d", a, b, got, plain)
		}
		if got < plain {
			swaps++
		}
	}
	if swaps == 0 {
		t.Error("no pair had a swap: this test tests nothing")
	}
}
