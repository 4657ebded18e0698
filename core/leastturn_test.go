package core

import (
	"math/rand/v2"
	"testing"

	"nearmiss/core/index"
)

func TestLeastTurnIsALowerBound(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	compared := 0
	for range 200_000 {
		meant := []string{"branch007.example", "us.army.mil", "city-of-boston.gov", "aabbaabb.co.jp", "gmail.com"}[random.IntN(5)]
		typed := mistype(random, mistype(random, meant))
		a, b := string(squash(nil, typed)), string(squash(nil, meant))
		d := index.OSA(a, b, 3)
		if d < 2 || d > 3 || abs(len(a)-len(b)) == d {
			continue
		}
		compared++
		if cost := slipWithin(typed, meant, maxOps); cost < leastTurn(d) {
			t.Errorf("%s for %s, %d edits apart, costs %v, less than leastTurn: %v", typed, meant, d, cost, leastTurn(d))
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d were compared", compared)
	}
}
