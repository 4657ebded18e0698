package core

import (
	"os"
	"path/filepath"
	"testing"

	"nearmiss/core/list"
)

// shippedLists reads the lists that the extension comes with.
func shippedLists(tb testing.TB) (lists []*list.List) {
	files, err := filepath.Glob("../worker/lists/*.txt")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no lists in worker/lists: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		l, err := list.Parse(file, string(text))
		if err != nil {
			tb.Fatal(err)
		}
		lists = append(lists, l)
	}
	return lists
}

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
	checker, err := New(Config{Lists: shippedLists(b)})
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
	lists := shippedLists(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(Config{Lists: lists}); err != nil {
			b.Fatal(err)
		}
	}
}
