// Package errormodel says how surprising it is that somebody who means one name
// types another: a noisy channel, in bits of surprise. costs.go has the numbers and
// where they come from.
//
//	errormodel.Slip("amry", "army") // 8.5 bits: two letters change places
//	errormodel.Slip("navy", "army") // 35.5 bits: another word
package errormodel

// Impossible is more than any way of erring costs.
const Impossible = 1e6

const notComputed = -1 // less than any costs

// Slip returns what it costs to type `typed` for `meant`, by the cheapest way
// of substitutions, swaps, insertions and omissions. Both are canonical names or
// parts of such; lengths may differ by band at most. What costs more than MaxSlip
// costs Impossible.
//
// It is OSA distance with prices, where a run of insertions or omissions is
// cheaper than as many single ones (fujimedia for fujimediahd). Only where the
// names differ is looked at; two errors in a name that repeats itself (ababab) may
// so cost a few bits more than they must.
func Slip(typed, meant string) bits {
	if abs(len(typed)-len(meant)) > band {
		return Impossible
	}
	if typed == meant {
		return 0
	}
	from, typedEnd, meantEnd := differing(typed, meant)
	if cost := slipOnce(typed, meant, from, typedEnd, meantEnd); cost >= 0 {
		return cost
	}
	from, typedEnd, meantEnd = widened(typed, from, typedEnd, meantEnd)
	if typedEnd-from > maxAligned || meantEnd-from > maxAligned {
		return Impossible
	}
	// Each error is charged as a further one.
	cost := bits(align(typed, meant, from, typedEnd, meantEnd))/perBit - FurtherError
	if cost > MaxSlip {
		return Impossible
	}
	return cost
}

// slipOnce is Slip for names that differ where differing says, if one error makes them of
// each other, notComputed for others. No way of two errors is cheaper than one error, and
// of the places in a repeated letter that may be the one too many, all cost the same.
func slipOnce(typed, meant string, from, typedEnd, meantEnd int) bits {
	cost := halves(0)
	switch n, m := typedEnd-from, meantEnd-from; {
	case n == 1 && m == 0:
		cost = addedCost(typed, from)
	case n == 0 && m == 1:
		cost = omittedCost(meant, from)
	case n == 1 && m == 1:
		cost = substitutionCost(meant[from], typed[from], from)
	case n == 2 && m == 2 && typed[from] == meant[from+1] && typed[from+1] == meant[from]:
		cost = halves(perBit * (swapCost + FurtherError))
	default:
		return notComputed
	}
	return bits(cost)/perBit - FurtherError
}

// differing returns where two names begin to differ, and where each begins to be the
// other's end again.
func differing(typed, meant string) (from, typedEnd, meantEnd int) {
	typedEnd, meantEnd = len(typed), len(meant)
	for from < typedEnd && from < meantEnd && typed[from] == meant[from] {
		from++
	}
	for typedEnd > from && meantEnd > from && typed[typedEnd-1] == meant[meantEnd-1] {
		typedEnd--
		meantEnd--
	}
	return from, typedEnd, meantEnd
}

// widened leaves one byte that the names share on either side, since an error costs by
// what stands beside it, and all of a letter that is repeated there, since any of them may
// be the one too many.
func widened(typed string, from, typedEnd, meantEnd int) (int, int, int) {
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
