package core

// The noisy channel: how people err when they mean one name and type another.
// Costs are bits; thresholds.go has the numbers and where they come from.

const maxOps = 1e6 // more than any way of erring costs

// slip returns what it costs to type `typed` for `meant`, by the cheapest way
// of substitutions, swaps, insertions and omissions. Both are canonical names or
// parts of such; lengths may differ by band at most, else it is maxOps.
//
// It is OSA distance with prices, where a run of insertions or omissions is
// cheaper than as many single ones (fujimedia for fujimediahd).
func slip(typed, meant string) bits {
	if abs(len(typed)-len(meant)) > band || len(typed) > maxAligned || len(meant) > maxAligned {
		return maxOps
	}
	// Rows are meant's positions, columns typed's. Each state of a cell is the
	// cheapest way to get there: done by a match, substitution or swap; in a run
	// of characters added; in a run of characters left out.
	type row struct{ same, added, omitted [maxAligned + 1]bits }
	var rows [3]row
	first := &rows[0]
	for j := range len(typed) + 1 {
		first.same[j], first.added[j], first.omitted[j] = maxOps, maxOps, maxOps
	}
	first.same[0] = 0
	for j := 1; j <= min(len(typed), band); j++ {
		first.added[j] = min(first.same[j-1]+addedCost(typed, j-1), first.added[j-1]+addedRun(typed, j-1))
	}
	for i := 1; i <= len(meant); i++ {
		cur, prev, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		low, high := max(0, i-band), min(len(typed), i+band)
		if low > 0 {
			cur.same[low-1], cur.added[low-1], cur.omitted[low-1] = maxOps, maxOps, maxOps
		}
		if high < len(typed) {
			cur.same[high+1], cur.added[high+1], cur.omitted[high+1] = maxOps, maxOps, maxOps
		}
		for j := low; j <= high; j++ {
			same, added := bits(maxOps), bits(maxOps)
			if j > 0 {
				same = min(prev.same[j-1], prev.added[j-1], prev.omitted[j-1]) + substitutionCost(meant, i-1, typed[j-1])
				if i > 1 && j > 1 && meant[i-1] == typed[j-2] && meant[i-2] == typed[j-1] && meant[i-1] != meant[i-2] {
					same = min(same, min(before.same[j-2], before.added[j-2], before.omitted[j-2])+swapCost+furtherError)
				}
				if j > low || low == 0 {
					added = min(min(cur.same[j-1], cur.omitted[j-1])+addedCost(typed, j-1), cur.added[j-1]+addedRun(typed, j-1))
				}
			}
			omitted := bits(maxOps)
			if j < i+band {
				omitted = min(min(prev.same[j], prev.added[j])+omittedCost(meant, i-1), prev.omitted[j]+omittedRunCost)
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
	return cost - furtherError
}

func substitutionCost(meant string, i int, typed byte) bits {
	m := meant[i]
	if m == typed {
		return 0
	}
	cost := strangeCost
	switch {
	case isAdjacent(m, typed, adjacentQWERTY):
		cost = adjacentCost
	case isAlike(m, typed):
		cost = alikeCost
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
	return cost + furtherError
}

func addedCost(typed string, j int) bits {
	return furtherError + addedOnly(typed, j)
}

func addedOnly(typed string, j int) bits {
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
func addedRun(typed string, j int) bits {
	for n := 2; n <= 3; n++ {
		if j+1 >= 2*n && typed[j+1-n:j+1] == typed[j+1-2*n:j+1-n] {
			return repeatedCost
		}
	}
	return addedRunCost
}

func omittedCost(meant string, i int) bits {
	return furtherError + omittedOnly(meant, i)
}

func omittedOnly(meant string, i int) bits {
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

func abs(n int) int { return max(n, -n) }
