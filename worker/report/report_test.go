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
		{"no day", func(b, row map[string]any) { row["day"] = "2026-02-30" }, "rows[0]: day: YYYY"},
		{"a day and a time", func(b, row map[string]any) { row["day"] = "2026-11-21T00:00:00Z" }, "rows[0]: day: YYYY"},
		{"a day of one digit", func(b, row map[string]any) { row["day"] = "2026-11-2" }, "rows[0]: day: YYYY"},
		{"a day with spaces", func(b, row map[string]any) { row["day"] = " 2026-11-21" }, "rows[0]: day: YYYY"},
		{"no rows", func(b, row map[string]any) { b["rows"] = []any{} }, "0 rows"},
		{"with a number of the computer", func(b, row map[string]any) { b["computer"] = strings.Repeat("9f", 16) }, ""},
		{"with a name as that number", func(b, row map[string]any) { b["computer"] = "ann-s-laptop-ann-s-laptop-ann-s-" }, "computer: "},
		{"with a short one", func(b, row map[string]any) { b["computer"] = "9f" }, "computer: "},
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
		first.Add(b, 1)
	}
	var second Sums
	for _, i := range rand.Perm(len(batches)) {
		if !second.Add(batches[i], 1) || second.Add(batches[i], 1) {
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

// total is the count of all rows, and target that of the ones of a target.
func total(rows []Row, target string) (all, of int) {
	for _, row := range rows {
		all += row.Count
		if row.Target == target {
			of += row.Count
		}
	}
	return all, of
}

// Somebody who has the token invents targets, kinds and days: what computers
// really report stays in the report, the file stays small, and the total right.
func TestInventedRowsCrowdNothingOut(t *testing.T) {
	honest := func(n int) *Batch {
		return &Batch{Token: "t", Batch: fmt.Sprintf("%032x", 1<<40+n),
			Rows: []Row{{Day: "2026-11-21", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 1}}}
	}
	var s Sums
	want := 0
	invent := func(batches int) {
		for range batches {
			b := &Batch{Token: "t", Batch: fmt.Sprintf("%032x", want)}
			for i := range MaxRows {
				row := Row{Day: fmt.Sprintf("2026-11-%02d", 1+i%20), Kind: "label-typo", Target: fmt.Sprintf("a%d-%d.mil", want, i), Did: "fix", Count: 1}
				switch i % 3 {
				case 1:
					row.Kind, row.Target = "kind-"+strings.Repeat("x", want%30)+"-"+string(rune('a'+i%26)), ""
				case 2:
					row.Typed = fmt.Sprintf("t%d-%d.ml", want, i)
				}
				b.Rows = append(b.Rows, row)
				want++
			}
			s.Add(b, 1)
		}
	}
	invent(100)
	for n := range 3 {
		s.Add(honest(n), 1)
	}
	invent(300)
	s.Add(honest(3), 1)
	all, army := total(s.Rows, "army.mil")
	if army != 4 {
		t.Errorf("army.mil counts %d, want 4", army)
	}
	if all != want+4 {
		t.Errorf("all together %d, want %d", all, want+4)
	}
	if most := maxSums + 4*64; len(s.Rows) > most || len(s.Once) > maxSums {
		t.Errorf("%d rows, %d of one batch; want %d at most", len(s.Rows), len(s.Once), most)
	}
	if text, err := json.Marshal(s); err != nil || len(text) > 1<<20 {
		t.Errorf("a file of %d bytes, %v", len(text), err)
	}
}

// One token of several cannot take the room of the others.
func TestTokenHasABudget(t *testing.T) {
	var s Sums
	for n := range 2 * maxSums {
		b := &Batch{Token: "thief", Batch: fmt.Sprintf("%032x", n), Rows: []Row{
			{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("a%d.mil", n/2), Did: "fix", Count: 1}}} // each twice
		s.Add(b, 2)
	}
	if len(s.Rows) > maxSums/2+1 {
		t.Errorf("%d rows of one token of two, want %d and one for the rest", len(s.Rows), maxSums/2)
	}
	s.Add(&Batch{Token: "other", Batch: strings.Repeat("f", 32),
		Rows: []Row{{Day: "2026-11-21", Kind: "suffix-slip", Target: "navy.mil", Did: "fix", Count: 1}}}, 2)
	if _, navy := total(s.Rows, "navy.mil"); navy != 1 {
		t.Error("the row of the other token finds no room")
	}
}

// A batch that names a row twice is one batch.
func TestRowOfOneBatch(t *testing.T) {
	var s Sums
	row := Row{Day: "2026-11-21", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 1}
	s.Add(&Batch{Token: "t", Batch: strings.Repeat("0", 32), Rows: []Row{row, row}}, 1)
	if len(s.Once) != 1 || s.Rows[0].Count != 2 {
		t.Errorf("got %+v", s)
	}
	s.Add(&Batch{Token: "t", Batch: strings.Repeat("1", 32), Rows: []Row{row}}, 1)
	if len(s.Once) != 0 || s.Rows[0].Count != 3 {
		t.Errorf("got %+v", s)
	}
}

func TestMerge(t *testing.T) {
	a := Row{Day: "2026-11-21", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 1}
	b := Row{Day: "2026-11-20", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 5}
	if got, want := Merge([]Row{a}, nil, []Row{b, a}), []Row{b, {a.Day, a.Kind, a.Target, "", a.Did, 2}}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
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
		s.Add(b, 1)
		kept, err := json.Marshal(s)
		if err != nil || strings.Contains(string(kept), "@") {
			t.Errorf("%q is kept as %s, %v", text, kept, err)
		}
	})
}
