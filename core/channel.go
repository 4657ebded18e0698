package core

// The noisy channel: how people err when they mean one name and type another.
// Costs are bits; thresholds.go has the numbers and where they come from.

const (
	maxOps      = 1e6 // more than any way of erring costs
	notComputed = -1  // less than any costs
)

// slip returns what it costs to type `typed` for `meant`, by the cheapest way
// of substitutions, swaps, insertions and omissions. Both are canonical names or
// parts of such; lengths may differ by band at most, else it is maxOps.
//
// It is OSA distance with prices, where a run of insertions or omissions is
// cheaper than as many single ones (fujimedia for fujimediahd). Only where the
// names differ is looked at; two errors in a name that repeats itself (ababab) may
// so cost a few bits more than they must.
func slip(typed, meant string) bits {
	if abs(len(typed)-len(meant)) > band {
		return maxOps
	}
	if typed == meant {
		return 0
	}
	if cost := slipOnce(typed, meant); cost >= 0 {
		return cost
	}
	from, typedEnd, meantEnd := differing(typed, meant)
	if typedEnd-from > maxAligned || meantEnd-from > maxAligned {
		return maxOps
	}
	// Each error is charged as a further one.
	return bits(align(typed, meant, from, typedEnd, meantEnd))/perBit - furtherError
}

// slipOnce is slip for different names that one error makes of each other, notComputed
// for others. No way of two errors is cheaper than one error, and of the places in a
// repeated letter that may be the one too many, all cost the same.
func slipOnce(typed, meant string) bits {
	from, n, m := 0, len(typed), len(meant)
	if abs(n-m) > 1 {
		return notComputed
	}
	for from < n && from < m && typed[from] == meant[from] {
		from++
	}
	for n > from && m > from && typed[n-1] == meant[m-1] {
		n--
		m--
	}
	cost := halves(0)
	switch n, m = n-from, m-from; {
	case n == 1 && m == 0:
		cost = addedCost(typed, from)
	case n == 0 && m == 1:
		cost = omittedCost(meant, from)
	case n == 1 && m == 1:
		cost = substitutionCost(meant[from], typed[from], from)
	case n == 2 && m == 2 && typed[from] == meant[from+1] && typed[from+1] == meant[from]:
		cost = halves(perBit * (swapCost + furtherError))
	default:
		return notComputed
	}
	return bits(cost)/perBit - furtherError
}

// leastSlip is what slip returns at least for names that are so many edits apart,
// or more. The cheapest way may have more of them, as runs are cheap; each case is
// the cheapest of all ways that fit the lengths.
func leastSlip(typed, meant string, distance int) bits {
	const (
		omission     = min(undoubledCost, omittedCostAny, omittedSeparatorCost)
		addition     = min(doubledCost, addedAdjacentCost, addedCostAny, separatorCost)
		substitution = min(adjacentCost, alikeCost, adjacentOtherCost, separatorCost, strangeCost, swapCost)
		another      = furtherError + substitution
		both         = omission + furtherError + addition
		addedRun     = min(addedRunCost, repeatedCost)
	)
	longer := len(meant) - len(typed)
	switch {
	case longer >= distance:
		return omission + bits(longer-1)*omittedRunCost
	case -longer >= distance:
		return addition + bits(-longer-1)*addedRun
	case distance == 1:
		return substitution
	case longer > 0:
		return min(omission+another, both+bits(longer)*omittedRunCost)
	case longer < 0:
		return min(addition+another, both+bits(-longer)*addedRun)
	case distance == 2 && !isShifted(typed, meant):
		return min(substitution+another, both+omittedRunCost+addedRun)
	}
	return both
}

// leastTurn is what slip returns at least for names that are 2 or 3 edits apart, not
// all of which are additions or all omissions. Cheapest are one run of either.
//
//go:noinline
func leastTurn(distance int) bits {
	return min(undoubledCost, omittedCostAny, omittedSeparatorCost) + furtherError +
		min(doubledCost, addedAdjacentCost, addedCostAny, separatorCost) + bits(distance-2)*min(repeatedCost, omittedRunCost)
}

// isShifted reports whether one omission and one addition make one name of the other,
// as long as it: then all between the two has moved by one.
func isShifted(typed, meant string) bool {
	from, end := 0, len(typed)
	for from < end && typed[from] == meant[from] {
		from++
	}
	for end > from && typed[end-1] == meant[end-1] {
		end--
	}
	return end > from && (typed[from+1:end] == meant[from:end-1] || typed[from:end-1] == meant[from+1:end])
}

// leastSuffixSlip is what suffixSlip returns at least for two suffixes.
const leastSuffixSlip = min(undoubledCost, omittedCostAny, omittedSeparatorCost, labelOfSuffixCost, genericCost, sameCountryCost)

// differing returns where the names begin to differ, and where each begins to be
// the other's end again. One byte that they share is left on either side, since an
// error costs by what stands beside it, and all of a letter that is repeated there,
// since any of them may be the one too many.
func differing(typed, meant string) (from, typedEnd, meantEnd int) {
	for from < len(typed) && from < len(meant) && typed[from] == meant[from] {
		from++
	}
	typedEnd, meantEnd = len(typed), len(meant)
	for typedEnd > from && meantEnd > from && typed[typedEnd-1] == meant[meantEnd-1] {
		typedEnd--
		meantEnd--
	}
	for from = max(0, from-1); from > 0 && typed[from-1] == typed[from]; {
		from--
	}
	if typedEnd < len(typed) {
		typedEnd++
		meantEnd++
	}
	for typedEnd < len(typed) && typed[typedEnd] == typed[typedEnd-1] {
		typedEnd++
		meantEnd++
	}
	return from, typedEnd, meantEnd
}

// perBit: alignment counts in halves of a bit, in whole numbers: the least of two
// floats is a call in WebAssembly.
const (
	perBit  = 2
	tooMuch = 1 << 24
)

type halves = int32

// align is the cheapest way from meant[from:meantEnd] to typed[from:typedEnd].
func align(typed, meant string, from, typedEnd, meantEnd int) halves {
	// Rows are meant's positions, columns typed's. Each state of a cell is the
	// cheapest way to get there: done by a match, substitution or swap; in a run
	// of characters added; in a run of characters left out.
	type cell struct{ same, added, omitted halves }
	var rows [3][maxAligned + 2]cell
	nothing := cell{tooMuch, tooMuch, tooMuch}
	columns, lines := typedEnd-from, meantEnd-from
	first := &rows[0]
	for j := range columns + 1 {
		first[j] = nothing
	}
	first[0].same = 0
	for j := 1; j <= min(columns, band); j++ {
		first[j].added = min(first[j-1].same+addedCost(typed, from+j-1), first[j-1].added+addedRun(typed, from+j-1))
	}
	for i := 1; i <= lines; i++ {
		cur, prev, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		low, high := max(0, i-band), min(columns, i+band)
		if low > 0 {
			cur[low-1] = nothing
		}
		if high < columns {
			cur[high+1] = nothing
		}
		m := meant[from+i-1]
		omittedOne := omittedCost(meant, from+i-1)
		for j := low; j <= high; j++ {
			now := nothing
			if j > 0 {
				t := typed[from+j-1]
				p := &prev[j-1]
				now.same = min(p.same, p.added, p.omitted)
				if m != t {
					now.same += substitutionCost(m, t, from+i-1)
				}
				if i > 1 && j > 1 && m == typed[from+j-2] && meant[from+i-2] == t && m != t {
					b := &before[j-2]
					now.same = min(now.same, min(b.same, b.added, b.omitted)+halves(perBit*(swapCost+furtherError)))
				}
				if j > low || low == 0 {
					c := &cur[j-1]
					now.added = min(min(c.same, c.omitted)+addedCost(typed, from+j-1), c.added+addedRun(typed, from+j-1))
				}
			}
			if j < i+band {
				p := &prev[j]
				now.omitted = min(min(p.same, p.added)+omittedOne, p.omitted+halves(perBit*omittedRunCost))
			}
			cur[j] = now
		}
	}
	last := &rows[lines%3][columns]
	return min(last.same, last.added, last.omitted)
}

// substitutionCost is for the i-th byte of what was meant.
func substitutionCost(meant, typed byte, i int) halves {
	cost := halves(perBit * (strangeCost + furtherError))
	switch {
	case isAdjacent(meant, typed, adjacentQWERTY):
		cost = halves(perBit * (adjacentCost + furtherError))
	case isAlike(meant, typed):
		cost = halves(perBit * (alikeCost + furtherError))
	case isAdjacent(meant, typed, adjacentOther):
		cost = halves(perBit * (adjacentOtherCost + furtherError))
	case (meant == '.' || meant == '-') && (typed == '.' || typed == '-'):
		cost = halves(perBit * (separatorCost + furtherError))
	case meant == '.' || typed == '.' || meant == '-' || typed == '-':
		cost = halves(perBit * (strangeCost + 2 + furtherError))
	}
	if i == 0 {
		cost += halves(perBit * firstCost)
	}
	return cost
}

func addedCost(typed string, j int) halves {
	b := typed[j]
	switch {
	case b == '.' || b == '-':
		return halves(perBit * (separatorCost + furtherError))
	case j > 0 && typed[j-1] == b || j+1 < len(typed) && typed[j+1] == b:
		return halves(perBit * (doubledCost + furtherError))
	case j > 0 && isAdjacent(typed[j-1], b, adjacentQWERTY) || j+1 < len(typed) && isAdjacent(typed[j+1], b, adjacentQWERTY):
		return halves(perBit * (addedAdjacentCost + furtherError))
	case j == 0:
		return halves(perBit * (addedCostAny + firstCost + furtherError))
	}
	return halves(perBit * (addedCostAny + furtherError))
}

// addedRun is what it costs to go on adding: little where letters are typed
// twice (groupup), much where they are others.
func addedRun(typed string, j int) halves {
	if j >= 3 && typed[j] == typed[j-2] && typed[j-1] == typed[j-3] ||
		j >= 5 && typed[j] == typed[j-3] && typed[j-1] == typed[j-4] && typed[j-2] == typed[j-5] {
		return halves(perBit * repeatedCost)
	}
	return halves(perBit * addedRunCost)
}

func omittedCost(meant string, i int) halves {
	b := meant[i]
	switch {
	case b == '.' || b == '-':
		return halves(perBit * (omittedSeparatorCost + furtherError))
	case i > 0 && meant[i-1] == b || i+1 < len(meant) && meant[i+1] == b:
		return halves(perBit * (undoubledCost + furtherError))
	case i == 0:
		return halves(perBit * (omittedCostAny + firstCost + furtherError))
	}
	return halves(perBit * (omittedCostAny + furtherError))
}

func abs(n int) int { return max(n, -n) }
