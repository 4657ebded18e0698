package errormodel

import (
	"math/rand/v2"
	"testing"
)

// wholeSlip is the slow twin of slip: in bits, over the whole names.
func wholeSlip(typed, meant string) bits {
	if abs(len(typed)-len(meant)) > band || len(typed) > maxAligned || len(meant) > maxAligned {
		return Impossible
	}
	// Rows are meant's positions, columns typed's. Each state of a cell is the
	// cheapest way to get there: done by a match, substitution or swap; in a run
	// of characters added; in a run of characters left out.
	type row struct{ same, added, omitted [maxAligned + 1]bits }
	var rows [3]row
	first := &rows[0]
	for j := range len(typed) + 1 {
		first.same[j], first.added[j], first.omitted[j] = Impossible, Impossible, Impossible
	}
	first.same[0] = 0
	for j := 1; j <= min(len(typed), band); j++ {
		first.added[j] = min(first.same[j-1]+wholeAddedCost(typed, j-1), first.added[j-1]+wholeAddedRun(typed, j-1))
	}
	for i := 1; i <= len(meant); i++ {
		cur, prev, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		low, high := max(0, i-band), min(len(typed), i+band)
		if low > 0 {
			cur.same[low-1], cur.added[low-1], cur.omitted[low-1] = Impossible, Impossible, Impossible
		}
		if high < len(typed) {
			cur.same[high+1], cur.added[high+1], cur.omitted[high+1] = Impossible, Impossible, Impossible
		}
		for j := low; j <= high; j++ {
			same, added := bits(Impossible), bits(Impossible)
			if j > 0 {
				same = min(prev.same[j-1], prev.added[j-1], prev.omitted[j-1]) + wholeSubstitutionCost(meant, i-1, typed[j-1])
				if i > 1 && j > 1 && meant[i-1] == typed[j-2] && meant[i-2] == typed[j-1] && meant[i-1] != meant[i-2] {
					same = min(same, min(before.same[j-2], before.added[j-2], before.omitted[j-2])+swapCost+FurtherError)
				}
				if j > low || low == 0 {
					added = min(min(cur.same[j-1], cur.omitted[j-1])+wholeAddedCost(typed, j-1), cur.added[j-1]+wholeAddedRun(typed, j-1))
				}
			}
			omitted := bits(Impossible)
			if j < i+band {
				omitted = min(min(prev.same[j], prev.added[j])+wholeOmittedCost(meant, i-1), prev.omitted[j]+omittedRunCost)
			}
			cur.same[j], cur.added[j], cur.omitted[j] = same, added, omitted
		}
	}
	last := &rows[len(meant)%3]
	cost := min(last.same[len(typed)], last.added[len(typed)], last.omitted[len(typed)])
	if cost == 0 {
		return 0
	}
	// Each error was charged as a further one.
	return cost - FurtherError
}

func wholeSubstitutionCost(meant string, i int, typed byte) bits {
	m := meant[i]
	if m == typed {
		return 0
	}
	cost := strangeCost
	switch {
	case isAdjacent(m, typed, adjacentQWERTY):
		cost = adjacentCost
	case isAlike(m, typed):
		cost = AlikeCost
	case isAdjacent(m, typed, adjacentOther):
		cost = adjacentOtherCost
	case (m == '.' || m == '-') && (typed == '.' || typed == '-'):
		cost = separatorCost
	case m == '.' || typed == '.' || m == '-' || typed == '-':
		cost = strangeCost + 2
	}
	if i == 0 {
		cost += firstCost
	}
	return cost + FurtherError
}

func wholeAddedCost(typed string, j int) bits {
	return FurtherError + wholeAddedOnly(typed, j)
}

func wholeAddedOnly(typed string, j int) bits {
	b := typed[j]
	switch {
	case b == '.' || b == '-':
		return separatorCost
	case j > 0 && typed[j-1] == b || j+1 < len(typed) && typed[j+1] == b:
		return doubledCost
	case j > 0 && isAdjacent(typed[j-1], b, adjacentQWERTY) || j+1 < len(typed) && isAdjacent(typed[j+1], b, adjacentQWERTY):
		return addedAdjacentCost
	case j == 0:
		return addedCostAny + firstCost
	}
	return addedCostAny
}

// addedRun is what it costs to go on adding: little where letters are typed
// twice (groupup), much where they are others.
func wholeAddedRun(typed string, j int) bits {
	for n := 2; n <= 3; n++ {
		if j+1 >= 2*n && typed[j+1-n:j+1] == typed[j+1-2*n:j+1-n] {
			return repeatedCost
		}
	}
	return addedRunCost
}

func wholeOmittedCost(meant string, i int) bits {
	return FurtherError + wholeOmittedOnly(meant, i)
}

func wholeOmittedOnly(meant string, i int) bits {
	b := meant[i]
	switch {
	case b == '.' || b == '-':
		return omittedSeparatorCost
	case i > 0 && meant[i-1] == b || i+1 < len(meant) && meant[i+1] == b:
		return undoubledCost
	case i == 0:
		return omittedCostAny + firstCost
	}
	return omittedCostAny
}

func TestSlipCostsWhatTheWholeAlignmentCosts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	different := 0
	names := []string{"gmail.com", "us.army.mil", "groupgroup.co.jp", "aaa.bbb", "fujimediahd", "startia", "ababab.com", "a", "af", "com.au", "wwwww"}
	for range 200_000 {
		meant := names[r.IntN(len(names))]
		typed := meant
		for range r.IntN(5) {
			typed = erred(r, typed)
		}
		if r.IntN(2) == 0 {
			typed, meant = meant, typed
		}
		got, want := Slip(typed, meant), wholeSlip(typed, meant)
		if got == Impossible {
			got = max(want, MaxSlip) // slip stops counting there
		}
		if got != want {
			different++
			// Where a name repeats itself (ababab), an error may find a cheaper
			// place in what slip leaves out, seldom and for a few bits.
			if got < want || want < 19 && got > want+4 || got > want+6 {
				t.Errorf("slip(%q, %q) = %v, want %v", typed, meant, got, want)
			}
		}
	}
	if different > 200 {
		t.Errorf("%d of 200,000 are different", different)
	}
}

// erred changes text in one place: mostly by letters that are there already.
func erred(r *rand.Rand, text string) string {
	letters := text + "abcmn.-"
	letter := string(letters[r.IntN(len(letters))])
	if len(text) < 2 {
		return text + letter
	}
	i := r.IntN(len(text) - 1)
	switch r.IntN(4) {
	case 0:
		return text[:i] + letter + text[i:]
	case 1:
		return text[:i] + text[i+1:]
	case 2:
		return text[:i] + letter + text[i+1:]
	default:
		return text[:i] + text[i+1:i+2] + text[i:i+1] + text[i+2:]
	}
}

func FuzzSlip(f *testing.F) {
	for _, pair := range [][2]string{{"gmial.com", "gmail.com"}, {"a", ""}, {"groupup", "group"}, {"", "abcd"}, {"amry", "army"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, typed, meant string) {
		if len(typed) > 6 || len(meant) > 6 {
			// The band does not bind on short names, so the twin must agree.
			typed, meant = typed[:min(6, len(typed))], meant[:min(6, len(meant))]
		}
		got := Slip(typed, meant)
		if abs(len(typed)-len(meant)) > band {
			if got < Impossible {
				t.Errorf("slip(%q, %q) = %v, want at least %v", typed, meant, got, Impossible)
			}
			return
		}
		if (got == 0) != (typed == meant) || got < 0 {
			t.Errorf("slip(%q, %q) = %v", typed, meant, got)
		}
		// Two errors in a name that repeats itself may cost a little more than need be.
		if want := slowSlip(typed, meant); got < want-0.01 || got > want+4 && want < 19 || got > want+8 && want < 30 {
			t.Errorf("slip(%q, %q) = %v, slow twin says %v", typed, meant, got, want)
		}
	})
}

// FuzzSlipOnce holds the short way for one error to the alignment.
func FuzzSlipOnce(f *testing.F) {
	for _, pair := range [][2]string{{"gmial.com", "gmail.com"}, {"a", ""}, {"groupp", "group"}, {"grop", "group"}, {"aab", "abb"}, {"a-b", "axb"}, {"aaa", "aa"}} {
		f.Add(pair[0], pair[1], uint8(1), byte('x'))
	}
	f.Fuzz(func(t *testing.T, text, letters string, place uint8, b byte) {
		if len(text) == 0 || len(text) > 60 || text[0] == '-' || text[0] == '.' {
			return
		}
		i := int(place) % len(text)
		one := []string{text[:i] + text[i+1:], text[:i] + string(b) + text[i:], text[:i] + string(b) + text[i+1:], letters}
		if i > 0 {
			one = append(one, text[:i-1]+text[i:i+1]+text[i-1:i]+text[i+1:])
		}
		for _, other := range one {
			for _, pair := range [][2]string{{text, other}, {other, text}} {
				typed, meant := pair[0], pair[1]
				from, typedEnd, meantEnd := differing(typed, meant)
				got := slipOnce(typed, meant, from, typedEnd, meantEnd)
				if typed == meant || got == notComputed || typed == "" || meant == "" || typed[0] == '-' || meant[0] == '-' || typed[0] == '.' || meant[0] == '.' {
					continue
				}
				from, typedEnd, meantEnd = widened(typed, from, typedEnd, meantEnd)
				if want := bits(align(typed, meant, from, typedEnd, meantEnd))/perBit - FurtherError; got != want {
					t.Errorf("slipOnce(%q, %q) = %v, want %v", typed, meant, got, want)
				}
			}
		}
	})
}

// slowSlip tries every way of erring.
func slowSlip(typed, meant string) bits {
	const (
		none = iota
		adding
		omitting
	)
	var try func(i, j, run int) bits
	try = func(i, j, run int) bits { // meant[:i] was to be typed, typed[:j] was
		if i == len(meant) && j == len(typed) {
			return 0
		}
		best := bits(Impossible)
		if i < len(meant) && j < len(typed) {
			best = min(best, wholeSubstitutionCost(meant, i, typed[j])+try(i+1, j+1, none))
		}
		if i+1 < len(meant) && j+1 < len(typed) && meant[i] == typed[j+1] && meant[i+1] == typed[j] && meant[i] != meant[i+1] {
			best = min(best, swapCost+FurtherError+try(i+2, j+2, none))
		}
		if j < len(typed) {
			cost := wholeAddedCost(typed, j)
			if run == adding {
				cost = min(cost, wholeAddedRun(typed, j))
			}
			best = min(best, cost+try(i, j+1, adding))
		}
		if i < len(meant) {
			cost := wholeOmittedCost(meant, i)
			if run == omitting {
				cost = min(cost, omittedRunCost)
			}
			best = min(best, cost+try(i+1, j, omitting))
		}
		return best
	}
	cost := try(0, 0, none)
	if cost == 0 {
		return 0
	}
	return cost - FurtherError
}
