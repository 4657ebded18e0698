package core

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"nearmiss/core/list"
)

// What people type, from the commonest on; each row is one branch of the check.
var checkedForBench = []struct{ name, recipient string }{
	{"exact", "jane.doe@army.mil"},
	{"exact subdomain", "jane.doe@us.af.mil"},
	{"known", "jane.doe@google.com"},
	{"unrelated", "jane.doe@kleingartenverein-lindenhof.de"},
	{"unrelated short", "jane.doe@qzx.io"},
	{"suffix slip", "jane.doe@army.ml"},
	{"distance 1", "jane.doe@gmial.com"},
	{"distance 2", "jane.doe@washigntno.edu"},
	{"IDN", "jane.doe@bücher.example"},
	{"look-alike", "jane.doe@аrmy.mil"},
	{"display name", "Jane Doe <jane.doe@whitehuose.gov>"},
}

func BenchmarkCheck(b *testing.B) {
	checker, err := New(Config{Lists: shipped(b)})
	if err != nil {
		b.Fatal(err)
	}
	for _, row := range checkedForBench {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				checker.Check(row.recipient, "")
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	lists := shipped(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(Config{Lists: lists}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGiven measures with the names that `npm run bench` has written, as the
// one of core/index does.
func BenchmarkGiven(b *testing.B) {
	file := os.Getenv("NEARMISS_BENCH")
	if file == "" {
		b.Skip("NEARMISS_BENCH names no file: see npm run bench")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	var given struct {
		Names   []string
		Queries map[string][]string
	}
	if err := json.Unmarshal(text, &given); err != nil {
		b.Fatal(err)
	}
	protected := &list.List{Name: "bench", Role: list.RoleProtected, Category: "bench", Domains: given.Names}
	for distance, name := range []string{1: "d1", 3: "d3"} {
		if name == "" {
			continue
		}
		checker, err := New(Config{Lists: []*list.List{protected}, Distance: distance})
		if err != nil {
			b.Fatal(err)
		}
		for kind, domains := range given.Queries {
			recipients := make([]string, len(domains))
			for i, domain := range domains {
				recipients[i] = "jane.doe@" + domain
			}
			b.Run("check/"+name+"/"+strings.ReplaceAll(kind, " ", "_"), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					checker.Check(recipients[i%len(recipients)], "")
				}
			})
		}
	}
}
