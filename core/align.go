package core

// perBit: alignment counts in halves of a bit, in whole numbers: the least of two
// floats is a call in WebAssembly.
const (
	perBit  = 2
	tooMuch = 1 << 24
)

type halves = int32

// cell has the cheapest ways to a place in both names: one that ends in a match,
// substitution or swap; in a run of characters added; in a run of characters left out.
type cell struct{ same, added, omitted halves }

// A line has the cells of one character of what was meant, by how many more were
// typed so far: the middle one is for as many. The outermost stay empty.
type line [2*band + 3]cell

const middle = band + 1

var emptyLine = func() (l line) {
	for i := range l {
		l[i] = cell{tooMuch, tooMuch, tooMuch}
	}
	return l
}()

// The cheapest errors of each sort, as further ones.
const (
	leastOmission = halves(perBit * (min(undoubledCost, omittedCostAny, omittedSeparatorCost) + furtherError))
	leastAddition = halves(perBit * (min(doubledCost, addedAdjacentCost, addedCostAny, separatorCost) + furtherError))
	anOmission    = halves(perBit * omittedRunCost) // in a run
	anAddition    = halves(perBit * min(addedRunCost, repeatedCost))
)

// rests is what the ways to a cell cost at least from there on, by how many more were
// typed there than there are at the end, plus furthest.
var rests = func() (r [2*furthest + 1]cell) {
	for n := halves(1); n <= furthest; n++ {
		omissions, additions := leastOmission+(n-1)*anOmission, leastAddition+(n-1)*anAddition
		r[furthest+n] = cell{omissions, omissions, n * anOmission}
		r[furthest-n] = cell{additions, n * anAddition, additions}
	}
	return r
}()

const furthest = 2*band + 2

// within leaves out the ways that come to more than most; it reports whether any is left.
func (c *cell) within(r *cell, most halves) bool {
	if c.same+r.same > most {
		c.same = tooMuch
	}
	if c.added+r.added > most {
		c.added = tooMuch
	}
	if c.omitted+r.omitted > most {
		c.omitted = tooMuch
	}
	return min(c.same, c.added, c.omitted) < tooMuch
}

// align is the cheapest way from meant[from:meantEnd] to typed[from:typedEnd] when it
// costs most or less, else something above. Ways that must come to more are left at
// once: between two errors far apart, only one is left of nearly all names.
func align(typed, meant string, from, typedEnd, meantEnd int, most halves) halves {
	lines := [3]line{emptyLine, emptyLine, emptyLine}
	cur, prev, before := &lines[0], &lines[1], &lines[2]
	columns, last := typedEnd-from, meantEnd-from
	end := middle + columns - last
	rest := rests[furthest-end:]
	cur[middle].same = 0
	low, high := middle, middle // of cur: where there are ways
	for at := middle + 1; at-middle <= min(columns, band); at++ {
		c, left := &cur[at], &cur[at-1]
		j := from + at - middle - 1
		c.added = min(left.same+addedCost(typed, j), left.added+addedRun(typed, j))
		if !c.within(&rest[at], most) {
			break
		}
		high = at
	}
	lowPrev, highPrev := low, high
	for i := 0; i < last; i++ {
		if low == high && lowPrev >= low && highPrev <= high {
			if n := cur[low].alone(typed[from+i+low-middle:typedEnd], meant[from+i:meantEnd], rest[low-1:], most); n > 0 {
				c := cur[low]
				*cur, *prev = emptyLine, emptyLine
				cur[low], prev[low] = c, c
				lowPrev, highPrev = low, high
				i += n - 1
				continue
			}
		}
		cur, prev, before = before, cur, prev
		*cur = emptyLine
		at := max(1, min(low-1, lowPrev), middle-i-1)
		limit := max(high, highPrev)
		lowPrev, highPrev, low, high = low, high, len(cur), 0
		m := meant[from+i]
		for ; at < len(cur)-1 && i+1+at-middle <= columns; at++ {
			c, left, above := &cur[at], &cur[at-1], &prev[at+1]
			if j := from + i + at - middle; j >= from {
				t, p := typed[j], &prev[at]
				if c.same = min(p.same, p.added, p.omitted); m != t {
					if c.same < tooMuch {
						c.same += substitutionCost(m, t, from+i)
					}
					if i > 0 && j > from && m == typed[j-1] && meant[from+i-1] == t {
						b := &before[at]
						c.same = min(c.same, min(b.same, b.added, b.omitted)+halves(perBit*(swapCost+furtherError)))
					}
				}
				if once := min(left.same, left.omitted); once+leastAddition <= most {
					c.added = once + addedCost(typed, j)
				}
				if left.added < tooMuch {
					c.added = min(c.added, left.added+addedRun(typed, j))
				}
			}
			if once := min(above.same, above.added); once+leastOmission <= most {
				c.omitted = once + omittedCost(meant, from+i)
			}
			c.omitted = min(c.omitted, above.omitted+halves(perBit*omittedRunCost))
			if c.within(&rest[at], most) {
				low, high = min(low, at), at
			} else if at > limit {
				break
			}
		}
		if low > high && lowPrev > highPrev {
			return tooMuch
		}
	}
	c := &cur[end]
	return min(c.same, c.added, c.omitted)
}

// alone returns how many bytes typed and meant begin with alike, when no way but the
// one to this cell goes along them, else 0.
func (c *cell) alone(typed, meant string, rest []cell, most halves) (n int) {
	if c.added < tooMuch || c.omitted < tooMuch ||
		c.same+leastAddition+rest[2].added <= most || c.same+leastOmission+rest[0].omitted <= most {
		return 0
	}
	for n < len(typed) && n < len(meant) && typed[n] == meant[n] {
		n++
	}
	return n
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
