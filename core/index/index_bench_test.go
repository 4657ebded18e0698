package index

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// given is what `npm run bench` has written for both benchmarks of that name: the
// names, and what is asked for by kind.
type given struct {
	Names   []string
	Queries map[string][]string
}

func readGiven(b *testing.B) (g given) {
	file := os.Getenv("NEARMISS_BENCH")
	if file == "" {
		b.Skip("NEARMISS_BENCH names no file: see npm run bench")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	if err := json.Unmarshal(text, &g); err != nil {
		b.Fatal(err)
	}
	return g
}

func BenchmarkGiven(b *testing.B) {
	g := readGiven(b)
	b.Run("index/build/1", func(b *testing.B) {
		for b.Loop() {
			Build(g.Names, Reach{})
		}
	})
	x := Build(g.Names, Reach{Two: 4, Three: 12})
	room := make([]Match, 0, 64)
	for kind, queries := range g.Queries {
		kind = strings.ReplaceAll(kind, " ", "_")
		b.Run("index/exact/"+kind, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				x.Exact(queries[i%len(queries)])
			}
		})
		for d, name := range []string{1: "d1", 2: "d2", 3: "d3"} {
			if d == 0 {
				continue
			}
			b.Run("index/"+name+"/"+kind, func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					x.Search(queries[i%len(queries)], d, room)
				}
			})
		}
	}
}
