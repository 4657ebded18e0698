package index

import (
	"math/rand/v2"
	"testing"

	"github.com/agnivade/levenshtein"
)

// Without a swap, OSA is what the field calls the Levenshtein distance.
func TestOSAAgainstLevenshtein(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	swaps := 0
	for range 20000 {
		a := randomName(r, r.IntN(12), "abc")
		b := edit(r, edit(r, a, "abc"), "abc")
		got, plain := OSA(a, b, 5), levenshtein.ComputeDistance(a, b)
		if got != fullOSA(a, b) {
			t.Fatalf("OSA(%q, %q) = %d, want %d", a, b, got, fullOSA(a, b))
		}
		if got > plain || plain > 2*got {
			t.Fatalf("OSA(%q, %q) = %d, but Levenshtein is %d", a, b, got, plain)
		}
		if got < plain {
			swaps++
		}
	}
	if swaps == 0 {
		t.Error("no pair had a swap: this test tests nothing")
	}
}

func FuzzOSA(f *testing.F) {
	f.Add("army.mil", "amry.mil", uint8(1))
	f.Add("ca", "abc", uint8(2))
	f.Fuzz(func(t *testing.T, a, b string, limit uint8) {
		l := int(limit % 5)
		if len(a) > 60 || len(b) > 60 {
			return
		}
		want := min(fullOSA(a, b), l+1)
		if got := OSA(a, b, l); got != want {
			t.Errorf("OSA(%q, %q, %d) = %d, want %d", a, b, l, got, want)
		}
	})
}
