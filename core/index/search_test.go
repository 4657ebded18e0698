package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Few letters and many names: every query has neighbours, every piece repeats.
func TestSearchFindsWhatAScanFinds(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
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
	if testing.Short() {
		t.Skip("takes seconds")
	}
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
