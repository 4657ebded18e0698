package report

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func batchWith(change func(b map[string]any, row map[string]any)) []byte {
	row := map[string]any{"day": "2026-11-21", "kind": "suffix-slip", "target": "army.mil", "did": "fix", "count": 2}
	b := map[string]any{"version": 1, "token": "t", "batch": strings.Repeat("0a", 16), "rows": []any{row}}
	change(b, row)
	text, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return text
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(b, row map[string]any)
		want   string // the error's start; "" for none
	}{
		{"right", func(b, row map[string]any) {}, ""},
		{"without a target: it came from the person's own", func(b, row map[string]any) { row["target"] = "" }, ""},
		{"with the typed domain", func(b, row map[string]any) { row["typed"] = "army.ml" }, ""},
		{"tomorrow, east of here", func(b, row map[string]any) { row["day"] = "2026-11-22" }, ""},
		{"an address as target", func(b, row map[string]any) { row["target"] = "ann@army.mil" }, "rows[0]: target: "},
		{"an address as typed", func(b, row map[string]any) { row["typed"] = "ann@army.ml" }, "rows[0]: typed: "},
		{"a recipient beside", func(b, row map[string]any) { row["recipient"] = "ann@army.mil" }, "not a batch: "},
		{"a device beside", func(b, row map[string]any) { b["device"] = "x" }, "not a batch: "},
		{"an address as kind", func(b, row map[string]any) { row["kind"] = "ann@army.mil" }, "rows[0]: kind: "},
		{"another deed", func(b, row map[string]any) { row["did"] = "cried" }, "rows[0]: did: "},
		{"no count", func(b, row map[string]any) { row["count"] = 0 }, "rows[0]: count: "},
		{"a count below nothing", func(b, row map[string]any) { row["count"] = -1 }, "rows[0]: count: "},
		{"half a count", func(b, row map[string]any) { row["count"] = 1.5 }, "not a batch: "},
		{"a count to drown the others", func(b, row map[string]any) { row["count"] = MaxCount + 1 }, "rows[0]: count: "},
		{"long ago", func(b, row map[string]any) { row["day"] = "2026-09-01" }, "rows[0]: day: "},
		{"to come", func(b, row map[string]any) { row["day"] = "2026-11-24" }, "rows[0]: day: "},
		{"no day", func(b, row map[string]any) { row["day"] = "2026-02-30" }, "rows[0]: day: "},
		{"no rows", func(b, row map[string]any) { b["rows"] = []any{} }, "0 rows"},
		{"a short id", func(b, row map[string]any) { b["batch"] = "0a" }, "batch: "},
		{"a later version", func(b, row map[string]any) { b["version"] = 2 }, "version 2"},
	} {
		_, err := Parse(batchWith(c.change), now)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "ann@") {
			t.Errorf("%s: the error quotes what it refuses: %v", c.name, err)
		}
	}
	if _, err := Parse(append(batchWith(func(b, row map[string]any) {}), "{}"...), now); err == nil {
		t.Error("two batches in one are taken")
	}
	if _, err := Parse([]byte(strings.Repeat(" ", MaxBytes+1)), now); err == nil {
		t.Error("a long text is taken")
	}
}

// Whatever the order and however often each arrives, the sums are the same.
func TestSums(t *testing.T) {
	var batches []*Batch
	total := 0
	for i := range 50 {
		b := &Batch{Batch: fmt.Sprintf("%032x", i)}
		for range 1 + rand.IntN(5) {
			row := Row{Day: fmt.Sprintf("2026-11-%02d", 1+rand.IntN(3)), Kind: "label-typo", Target: []string{"", "army.mil", "navy.mil"}[rand.IntN(3)], Did: "fix", Count: 1 + rand.IntN(9)}
			b.Rows = append(b.Rows, row)
			total += row.Count
		}
		batches = append(batches, b)
	}
	var first Sums
	for _, b := range batches {
		first.Add(b)
	}
	var second Sums
	for _, i := range rand.Perm(len(batches)) {
		if !second.Add(batches[i]) || second.Add(batches[i]) {
			t.Fatal("a batch counts once")
		}
	}
	if !reflect.DeepEqual(first.Rows, second.Rows) {
		t.Errorf("%v and %v", first.Rows, second.Rows)
	}
	sum := 0
	for _, row := range second.Rows {
		sum += row.Count
	}
	if sum != total {
		t.Errorf("sum %d, want %d", sum, total)
	}
}

func TestSumsAreBounded(t *testing.T) {
	var s Sums
	for i := range maxSums + 100 {
		s.AddRows([]Row{{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("a%d.mil", i), Did: "fix", Count: 1}})
	}
	if len(s.Rows) != maxSums+1 {
		t.Errorf("%d rows, want %d and one for the rest", len(s.Rows), maxSums)
	}
	if s.Rows[0].Target != "" || s.Rows[0].Count != 100 {
		t.Errorf("the rest is %+v, want 100 under no target", s.Rows[0])
	}
}

func FuzzParse(f *testing.F) {
	f.Add(batchWith(func(b, row map[string]any) {}))
	f.Add(batchWith(func(b, row map[string]any) { row["typed"] = "army.ml" }))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := Parse(text, now)
		if err != nil {
			return
		}
		var s Sums
		s.Add(b)
		kept, err := json.Marshal(s)
		if err != nil || strings.Contains(string(kept), "@") {
			t.Errorf("%q is kept as %s, %v", text, kept, err)
		}
	})
}
