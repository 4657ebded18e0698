package core

import (
	"sync"
	"testing"
)

// Many goroutines share one Checker: the race detector watches, and each must get the
// verdicts that one alone gets.
func TestCheckerServesManyGoroutines(t *testing.T) {
	c := newChecker(t, shipped(t)...)
	vectors := readVectors(t)
	want := make([]Verdict, len(vectors))
	for i, v := range vectors {
		want[i] = c.Check(v.recipient, v.sender)
	}
	var all sync.WaitGroup
	for first := range 8 {
		all.Go(func() {
			for i := range vectors {
				at := (i + first*len(vectors)/8) % len(vectors)
				if got := c.Check(vectors[at].recipient, vectors[at].sender); got != want[at] {
					t.Errorf("Check(%q) = %+v beside others, %+v alone", vectors[at].recipient, got, want[at])
				}
				c.Explain("army.ml", vectors[at].sender)
			}
		})
	}
	all.Wait()
}
