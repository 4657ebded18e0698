package report

import (
	"fmt"
	"strings"
	"testing"
)

// Each limit of a batch: what just fits is taken, and what is one more is not.
func TestLimits(t *testing.T) {
	row := func(change func(row map[string]any)) []byte {
		return batchWith(func(_, row map[string]any) { change(row) })
	}
	rows := func(n int) []byte {
		return batchWith(func(b, row map[string]any) {
			all := make([]any, n)
			for i := range all {
				all[i] = row
			}
			b["rows"] = all
		})
	}
	padded := func(length int) []byte {
		text := batchWith(func(_, _ map[string]any) {})
		return append(text, strings.Repeat(" ", length-len(text))...)
	}
	domain := func(n int) string { return strings.Repeat("a.", (n-1)/2)[:n-1] + "b" }
	for _, c := range []struct {
		name       string
		fits, more []byte
		why        string
	}{
		{"bytes", padded(MaxBytes), padded(MaxBytes + 1), "longer than"},
		{"rows", rows(MaxRows), rows(MaxRows + 1), "301 rows"},
		{"a count, below", row(func(row map[string]any) { row["count"] = 1 }), row(func(row map[string]any) { row["count"] = 0 }), "count: "},
		{"a count, above", row(func(row map[string]any) { row["count"] = MaxCount }), row(func(row map[string]any) { row["count"] = MaxCount + 1 }), "count: "},
		{"letters of a kind", row(func(row map[string]any) { row["kind"] = strings.Repeat("k", 40) }),
			row(func(row map[string]any) { row["kind"] = strings.Repeat("k", 41) }), "kind: "},
		{"letters of a domain", row(func(row map[string]any) { row["target"] = domain(253) }),
			row(func(row map[string]any) { row["target"] = domain(255) }), "target: "},
		{"a day ahead", row(func(row map[string]any) { row["day"] = "2026-11-22" }), row(func(row map[string]any) { row["day"] = "2026-11-23T" }), "day: "},
		{"a day's form", row(func(row map[string]any) { row["day"] = "2026-11-02" }), row(func(row map[string]any) { row["day"] = "2026-11-2" }), "day: "},
	} {
		if _, err := Parse(c.fits, now); err != nil {
			t.Errorf("%s: what just fits: %v", c.name, err)
		}
		if _, err := Parse(c.more, now); err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: one more: %v, want %q", c.name, err, c.why)
		}
	}
}

func TestUnknownKindIsOther(t *testing.T) {
	var s Sums
	day := Row{Day: "2026-11-21", Target: "army.mil", Did: "fix", Count: 1}
	known, unknown := day, day
	known.Kind, unknown.Kind = "suffix-slip", "telepathy"
	s.Add(&Batch{Batch: strings.Repeat("0", 32), Rows: []Row{known, unknown}}, 1)
	if len(s.Rows) != 2 || s.Rows[0].Kind != OtherKind || s.Rows[1].Kind != "suffix-slip" {
		t.Errorf("got %+v", s.Rows)
	}
}

// What is remembered to count once is bounded; the newest stay.
func TestBatchesAreBounded(t *testing.T) {
	var s Sums
	row := []Row{{Day: "2026-11-21", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 1}}
	for n := range maxBatches {
		s.Batches = append(s.Batches, fmt.Sprintf("%032x", n))
		s.Computers = append(s.Computers, fmt.Sprintf("%032x", n))
	}
	first, next := fmt.Sprintf("%032x", 0), strings.Repeat("f", 32)
	if s.Add(&Batch{Batch: first, Rows: row}, 1) {
		t.Error("the oldest is forgotten before there are too many")
	}
	if !s.Add(&Batch{Batch: next, Computer: next, Rows: row}, 1) || s.Add(&Batch{Batch: next, Rows: row}, 1) {
		t.Error("the newest does not count once")
	}
	if len(s.Batches) != maxBatches || s.Batches[0] != fmt.Sprintf("%032x", 1) || s.Batches[maxBatches-1] != next {
		t.Errorf("%d batches, from %s to %s", len(s.Batches), s.Batches[0], s.Batches[len(s.Batches)-1])
	}
	if s.CountComputers() != maxBatches {
		t.Errorf("%d computers, want %d at most", s.CountComputers(), maxBatches)
	}
}

func TestComputersAreCounted(t *testing.T) {
	var s Sums
	row := []Row{{Day: "2026-11-21", Kind: "suffix-slip", Target: "army.mil", Did: "fix", Count: 1}}
	add := func(n int, computer string) {
		s.Add(&Batch{Batch: fmt.Sprintf("%032x", n), Computer: computer, Rows: row}, 1)
	}
	if s.ForgetComputers() {
		t.Error("forgets what there is not")
	}
	add(1, "a")
	add(2, "b")
	add(3, "a")
	add(4, "")
	if s.CountComputers() != 2 {
		t.Errorf("%d computers, want 2", s.CountComputers())
	}
	if !s.ForgetComputers() || s.CountComputers() != 2 || len(s.Computers) != 0 {
		t.Errorf("after they are forgotten: %d, %v", s.CountComputers(), s.Computers)
	}
	add(5, "c")
	if s.CountComputers() != 3 || !s.ForgetComputers() || s.CountComputers() != 3 {
		t.Errorf("one more: %d", s.CountComputers())
	}
}

// One batch adds a few rows that are not there yet, and its others to the rest; the only
// token has all the room.
func TestNewRowsOfABatch(t *testing.T) {
	var s Sums
	b := &Batch{Token: "t", Batch: strings.Repeat("0", 32)}
	for i := range maxNew + 2 {
		b.Rows = append(b.Rows, Row{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("a%d.mil", i), Did: "fix", Count: 1})
	}
	s.Add(b, 1)
	if all, rest := total(s.Rows, ""); len(s.Rows) != maxNew+1 || all != maxNew+2 || rest != 2 {
		t.Errorf("%d rows, %d together, %d in the rest", len(s.Rows), all, rest)
	}
	s = Sums{}
	for n := range maxSums {
		s.Add(&Batch{Token: "t", Batch: fmt.Sprintf("%032x", n), Rows: []Row{
			{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("a%d.mil", n), Did: "fix", Count: 1}}}, 1)
	}
	if _, rest := total(s.Rows, ""); len(s.Rows) != maxSums || rest != 0 {
		t.Errorf("the only token has room for %d rows, and %d in the rest", len(s.Rows), rest)
	}
}

// Where every row has been confirmed by a second batch, none makes room for a new one.
func TestConfirmedRowsStay(t *testing.T) {
	var s Sums
	add := func(n int, target string) {
		s.Add(&Batch{Token: "t", Batch: fmt.Sprintf("%032x", n), Rows: []Row{
			{Day: "2026-11-21", Kind: "label-typo", Target: target, Did: "fix", Count: 1}}}, 1)
	}
	for n := range 2 * maxSums {
		add(n, fmt.Sprintf("a%d.mil", n/2))
	}
	add(2*maxSums, "new.mil")
	_, rest := total(s.Rows, "")
	_, gone := total(s.Rows, "new.mil")
	if _, first := total(s.Rows, "a0.mil"); first != 2 || gone != 0 || rest != 1 || len(s.Rows) != maxSums+1 {
		t.Errorf("%d of the first, %d of the new one, %d in the rest, %d rows", first, gone, rest, len(s.Rows))
	}
}

// A file in which Once names a row that Rows does not have still takes batches.
func TestSumsThatDisagree(t *testing.T) {
	s := Sums{Once: []Row{{Day: "2026-11-21", Kind: "label-typo", Target: "zz.mil", Did: "fix"}}}
	for n := range maxSums {
		s.Rows = append(s.Rows, Row{Day: "2026-11-21", Kind: "label-typo", Target: fmt.Sprintf("a%04d.mil", n), Did: "fix", Count: 1})
	}
	s.Add(&Batch{Token: "t", Batch: strings.Repeat("0", 32), Rows: []Row{
		{Day: "2026-11-21", Kind: "label-typo", Target: "new.mil", Did: "fix", Count: 1}}}, 1)
	if all, rest := total(s.Rows, ""); all != maxSums+1 || rest != 1 || len(s.Once) != 0 {
		t.Errorf("%d together, %d in the rest, %d of one batch", all, rest, len(s.Once))
	}
}
