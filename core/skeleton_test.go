package core

import (
	"strings"
	"testing"
	"unicode/utf8"
)

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
