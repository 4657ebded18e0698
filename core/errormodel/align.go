package errormodel

// perBit: alignment counts in halves of a bit, in whole numbers: the least of two
// floats is a call in WebAssembly.
const (
	perBit  = 2
	tooMuch = 1 << 24
)

type halves = int

// cell has the cheapest ways to a place in both names: one that ends in a match,
// substitution or swap; in a run of characters added; in a run of characters left out.
type cell struct{ same, added, omitted halves }

// align is the cheapest way from meant[from:meantEnd] to typed[from:typedEnd].
func align(typed, meant string, from, typedEnd, meantEnd int) halves {
	var rows [3][maxAligned + 1]cell                         // of one character of meant each
	var adding [maxAligned + 1]struct{ one, further halves } // of typed[from+j-1]
	columns := typedEnd - from
	rows[0][0] = cell{0, tooMuch, tooMuch}
	for j := 1; j <= columns; j++ {
		adding[j].one, adding[j].further = addedCost(typed, from+j-1), addedRun(typed, from+j-1)
		left := rows[0][j-1]
		rows[0][j] = cell{tooMuch, min(left.same+adding[j].one, left.added+adding[j].further), tooMuch}
	}
	for i := 1; i <= meantEnd-from; i++ {
		row, above, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		omitting := omittedCost(meant, from+i-1)
		omit := func(up cell) halves {
			return min(min(up.same, up.added)+omitting, up.omitted+halves(perBit*omittedRunCost))
		}
		diagonal := above[0]
		left := cell{tooMuch, tooMuch, omit(diagonal)}
		row[0] = left
		for j := 1; j <= columns; j++ {
			up := above[j]
			c := cell{
				same:    min(diagonal.same, diagonal.added, diagonal.omitted),
				added:   min(min(left.same, left.omitted)+adding[j].one, left.added+adding[j].further),
				omitted: omit(up),
			}
			if m, t := meant[from+i-1], typed[from+j-1]; m != t {
				c.same += substitutionCost(m, t, from+i-1)
				if i > 1 && j > 1 && m == typed[from+j-2] && meant[from+i-2] == t {
					b := before[j-2]
					c.same = min(c.same, min(b.same, b.added, b.omitted)+halves(perBit*(swapCost+FurtherError)))
				}
			}
			row[j] = c
			left, diagonal = c, up
		}
	}
	end := rows[(meantEnd-from)%3][columns]
	return min(end.same, end.added, end.omitted)
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
