package core

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTablesAreSortedAndFound(t *testing.T) {
	for name, table := range map[string]textTable{"usualHeads": usualHeads, "usualTails": usualTails, "busySuffixes": busySuffixes} {
		previous, lines := "", 0
		for line := range strings.Lines(table.text) {
			lines++
			key, number, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			tenths, err := strconv.Atoi(number)
			if !ok || err != nil || key <= previous {
				t.Fatalf("%s: line %q after %q", name, line, previous)
			}
			if got, found := table.tenths(key); !found || got != bits(tenths)/10 {
				t.Errorf("%s.tenths(%q) = %v, %v, want %v tenths", name, key, got, found, tenths)
			}
			for _, other := range []string{key + "a", key[:len(key)-1] + "~", "~"} {
				if got, found := table.tenths(other); found && !strings.Contains(table.text, other+" ") {
					t.Errorf("%s.tenths(%q) = %v", name, other, got)
				}
			}
			previous = key
		}
		if lines < 100 {
			t.Errorf("%s has %d lines only", name, lines)
		}
	}
	if len(halfBits) != classCount*classCount*classCount {
		t.Errorf("halfBits has %d bytes, want %d", len(halfBits), classCount*classCount*classCount)
	}
}

func TestLooks(t *testing.T) {
	lines, previous := 0, rune(0)
	for line := range strings.Lines(looksLike) {
		lines++
		r, size := utf8.DecodeRuneInString(line)
		if r <= previous || r < utf8.RuneSelf {
			t.Fatalf("looksLike: %U after %U", r, previous)
		}
		if got, want := looks(r), strings.TrimSuffix(line[size:], "\n"); got != want {
			t.Errorf("looks(%U) = %q, want %q", r, got, want)
		}
		previous = r
	}
	if lines < 300 {
		t.Errorf("looksLike has %d lines only", lines)
	}
	for _, r := range []rune{'語', 'ß', 0x10ffff, 0x80} {
		if got := looks(r); got != "" && !strings.Contains(looksLike, string(r)+got+"\n") {
			t.Errorf("looks(%U) = %q", r, got)
		}
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
		if a, b := labelSurprise(row.less), labelSurprise(row.more); a >= b {
			t.Errorf("labelSurprise(%q) = %v, not less than %v of %q", row.less, a, b, row.more)
		}
	}
}
