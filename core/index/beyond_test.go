package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestBeyondAndDistanceAgreeWithAScan(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const alphabet = "abcd"
	reach := Reach{Two: 6, Three: 12}
	names := make([]string, 400)
	for i := range names {
		names[i] = randomName(r, 4+r.IntN(14), alphabet)
	}
	x := Build(names, reach)
	found := 0
	for range 1500 {
		query := names[r.IntN(len(names))]
		for range 1 + r.IntN(3) {
			query = edit(r, query, alphabet)
		}
		for apart := 2; apart <= 4; apart++ {
			got, complete := x.Beyond(query, 3, apart, make([]Match, 0, 4096))
			if !complete {
				continue
			}
			sortMatches(got)
			want := slices.DeleteFunc(scan(names, reach, query, 3), func(m Match) bool {
				longer := len(query) - x.length(int(m.ID))
				return m.Distance < 2 || int(m.Distance) >= apart && max(longer, -longer) != int(m.Distance)
			})
			found += len(want)
			if !slices.Equal(got, want) {
				t.Errorf("Beyond(%q, 3, %d) = %s, want %s", query, apart, spell(names, got), spell(names, want))
			}
			if len(got) > 0 && !x.Reaches(len(query)) {
				t.Errorf("Reaches(%d) = false, but there is %s", len(query), spell(names, got))
			}
			for _, m := range want {
				if d := x.Distance(query, m.ID, 3); d != int(m.Distance) {
					t.Errorf("Distance(%q, %q) = %d, want %d", query, x.Name(m.ID), d, m.Distance)
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d names to be found", found)
	}
	if d := Build([]string{"abc"}, reach).Distance("ade", 0, 3); d != 4 {
		t.Errorf("a name too short for distance 2: Distance = %d, want 4", d)
	}
}
