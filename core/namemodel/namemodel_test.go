package namemodel

import (
	"strconv"
	"strings"
	"testing"
)

func TestTablesAreSortedAndFound(t *testing.T) {
	for name, text := range map[string]string{"headBits": headBits, "tailBits": tailBits, "suffixBits": suffixBits} {
		table := newTextTable(text)
		previous, lines := "", 0
		for line := range strings.Lines(text) {
			lines++
			key, number, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			tenths, err := strconv.Atoi(number)
			if !ok || err != nil || key <= previous {
				t.Fatalf("%s: line %q after %q", name, line, previous)
			}
			if got, found := table[key]; !found || got != Bits(tenths)/10 {
				t.Errorf("%s[%q] = %v, %v, want %v tenths", name, key, got, found, tenths)
			}
			previous = key
		}
		if lines < 100 {
			t.Errorf("%s has %d lines only", name, lines)
		}
	}
	if len(halfBits) != ClassCount*ClassCount*ClassCount {
		t.Errorf("halfBits has %d bytes, want %d", len(halfBits), ClassCount*ClassCount*ClassCount)
	}
}

func TestLabelSurprise(t *testing.T) {
	// Real names are plausible, slips of them less; what is built on usual parts
	// and what may be an acronym more than its letters say.
	for _, row := range []struct{ less, more string }{
		{"gmail", "gmqil"},
		{"holdings", "hlodigns"},
		{"soundcloud", "soundclpud"},
		{"aoe", "aoeq"},
		{"online", "0nl1ne"},
	} {
		if a, b := Label(row.less), Label(row.more); a >= b {
			t.Errorf("Label(%q) = %v, not less than %v of %q", row.less, a, b, row.more)
		}
	}
}
