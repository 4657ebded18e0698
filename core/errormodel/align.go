package errormodel

// perBit: alignment counts in halves of a bit, in whole numbers: the least of two
// floats is a call in WebAssembly.
const (
	perBit         = 2
	tooMuch halves = 1 << 24
)

type halves = int32

// align is the cheapest way from meant[from:meantEnd] to typed[from:typedEnd]. To go on
// with a run, of characters added or left out, never costs more than to begin one.
func align(typed, meant string, from, typedEnd, meantEnd int) halves {
	const omittingOn = halves(perBit * omittedRunCost)
	// Ways to a place in both names, a row for each character of meant: the cheapest, and
	// in the row before, the cheapest that ends in characters left out.
	var rows [3][maxAligned + 1]halves
	var omitted [maxAligned + 1]halves
	var adding [maxAligned + 1]struct{ one, further halves } // of typed[from+j-1]
	row, above, before := &rows[0], &rows[1], &rows[2]
	columns := typedEnd - from
	omitted[0] = tooMuch
	for j, added := 1, tooMuch; j <= columns; j++ {
		adding[j].one, adding[j].further = addedCost(typed, from+j-1), addedRun(typed, from+j-1)
		added = min(row[j-1]+adding[j].one, added+adding[j].further)
		row[j], omitted[j] = added, tooMuch
	}
	for i := 1; i <= meantEnd-from; i++ {
		m := meant[from+i-1]
		row, above, before = before, row, above
		omitting, added := omittedCost(meant, from+i-1), tooMuch
		omitted[0] = min(above[0]+omitting, omitted[0]+omittingOn)
		row[0] = omitted[0]
		for j := 1; j <= columns; j++ {
			omitted[j] = min(above[j]+omitting, omitted[j]+omittingOn)
			added = min(row[j-1]+adding[j].one, added+adding[j].further)
			same := above[j-1]
			if t := typed[from+j-1]; m != t {
				same += substitutionCost(m, t, from+i-1)
				if i > 1 && j > 1 && m == typed[from+j-2] && meant[from+i-2] == t {
					same = min(same, before[j-2]+halves(perBit*(swapCost+FurtherError)))
				}
			}
			row[j] = min(same, added, omitted[j])
		}
	}
	return row[columns]
}

// substitutionCost is for the i-th byte of what was meant.
func substitutionCost(meant, typed byte, i int) halves {
	cost := halves(perBit * (strangeCost + FurtherError))
	if meant < 128 && typed < 128 {
		cost = halves(substitutions[meant][typed])
	}
	if i == 0 {
		cost += halves(perBit * firstCost)
	}
	return cost
}

// substitutions has what it costs to type one character for another one, by what was
// meant: alignment asks for each pair of characters.
var substitutions = func() (table [128][128]uint8) {
	for m := range table {
		for t := range table[m] {
			table[m][t] = uint8(perBit * (substitution(byte(m), byte(t)) + FurtherError))
		}
	}
	return table
}()

func substitution(meant, typed byte) bits {
	isSeparator := func(b byte) bool { return b == '.' || b == '-' }
	switch {
	case isAdjacent(meant, typed, adjacentQWERTY):
		return adjacentCost
	case isAlike(meant, typed):
		return AlikeCost
	case isAdjacent(meant, typed, adjacentOther):
		return adjacentOtherCost
	case isSeparator(meant) && isSeparator(typed):
		return separatorCost
	case isSeparator(meant) || isSeparator(typed):
		return strangeCost + 2
	}
	return strangeCost
}

func addedCost(typed string, j int) halves {
	b := typed[j]
	switch {
	case b == '.' || b == '-':
		return halves(perBit * (separatorCost + FurtherError))
	case j > 0 && typed[j-1] == b || j+1 < len(typed) && typed[j+1] == b:
		return halves(perBit * (doubledCost + FurtherError))
	case j > 0 && isAdjacent(typed[j-1], b, adjacentQWERTY) || j+1 < len(typed) && isAdjacent(typed[j+1], b, adjacentQWERTY):
		return halves(perBit * (addedAdjacentCost + FurtherError))
	case j == 0:
		return halves(perBit * (addedCostAny + firstCost + FurtherError))
	}
	return halves(perBit * (addedCostAny + FurtherError))
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
		return halves(perBit * (omittedSeparatorCost + FurtherError))
	case i > 0 && meant[i-1] == b || i+1 < len(meant) && meant[i+1] == b:
		return halves(perBit * (undoubledCost + FurtherError))
	case i == 0:
		return halves(perBit * (omittedCostAny + firstCost + FurtherError))
	}
	return halves(perBit * (omittedCostAny + FurtherError))
}
