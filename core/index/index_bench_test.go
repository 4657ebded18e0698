package index

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// namesForBench reads the file that `npm run bench` has written, one name in a
// line; without it there is nothing real to measure with.
func namesForBench(b *testing.B) []string {
	file := os.Getenv("NEARMISS_BENCH_NAMES")
	if file == "" {
		b.Skip("NEARMISS_BENCH_NAMES names no file: see npm run bench")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func BenchmarkBuild(b *testing.B) {
	names := namesForBench(b)
	for _, reach := range []Reach{{}, {Two: 4}, {Two: 4, Three: 12}} {
		b.Run(fmt.Sprintf("two=%d/three=%d", reach.Two, reach.Three), func(b *testing.B) {
			var x *Index
			for b.Loop() {
				x = Build(names, reach)
			}
			b.ReportMetric(float64(x.Bytes())/float64(len(names)), "B/name")
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	names := namesForBench(b)
	r := rand.New(rand.NewPCG(1, 1))
	x := Build(names[len(names)/10:], Reach{Two: 4, Three: 12})
	unrelated := names[:len(names)/10]
	r.Shuffle(len(unrelated), func(i, j int) { unrelated[i], unrelated[j] = unrelated[j], unrelated[i] })
	unrelated = unrelated[:min(len(unrelated), 4096)]
	near := make([]string, len(unrelated))
	for i := range near {
		near[i] = edit(r, x.Name(int32(r.IntN(x.Len()))), "abcdefghijklmnopqrstuvwxyz")
	}
	room := make([]Match, 0, 64)
	for _, queries := range []struct {
		name string
		text []string
	}{{"unrelated", unrelated}, {"edited", near}} {
		b.Run(queries.name+"/exact", func(b *testing.B) {
			i := 0
			for b.Loop() {
				x.Exact(queries.text[i%len(queries.text)])
				i++
			}
		})
		for d := 1; d <= 3; d++ {
			b.Run(fmt.Sprintf("%s/d%d", queries.name, d), func(b *testing.B) {
				b.ReportAllocs()
				i, found := 0, 0
				for b.Loop() {
					m, _ := x.Search(queries.text[i%len(queries.text)], d, room)
					found += len(m)
					i++
				}
				b.ReportMetric(float64(found)/float64(b.N), "found/op")
			})
		}
	}
}
