package core

// The noisy channel: how people err when they mean one name and type another.
// Costs are bits; thresholds.go has the numbers and where they come from.

const (
	maxOps      = 1e6 // more than any way of erring costs
	notComputed = -1  // less than any costs
)

// slip returns what it costs to type `typed` for `meant`, by the cheapest way
// of substitutions, swaps, insertions and omissions. Both are canonical names or
// parts of such; lengths may differ by band at most. What costs more than maxSlip
// costs maxOps.
//
// It is OSA distance with prices, where a run of insertions or omissions is
// cheaper than as many single ones (fujimedia for fujimediahd). Only where the
// names differ is looked at; two errors in a name that repeats itself (ababab) may
// so cost a few bits more than they must.
func slip(typed, meant string) bits { return slipWithin(typed, meant, maxSlip) }

// slipWithin is slip, and maxOps for what costs more than limit.
//
//go:noinline
func slipWithin(typed, meant string, limit bits) bits {
	if abs(len(typed)-len(meant)) > band {
		return maxOps
	}
	if typed == meant {
		return 0
	}
	if cost := slipOnce(typed, meant); cost > limit {
		return maxOps
	} else if cost >= 0 {
		return cost
	}
	from, typedEnd, meantEnd := differing(typed, meant)
	if typedEnd-from > maxAligned || meantEnd-from > maxAligned || limit < 0 {
		return maxOps
	}
	// Each error is charged as a further one.
	most := halves((limit + furtherError) * perBit)
	cost := align(typed, meant, from, typedEnd, meantEnd, most)
	if cost > most {
		return maxOps
	}
	return bits(cost)/perBit - furtherError
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

func abs(n int) int { return max(n, -n) }
