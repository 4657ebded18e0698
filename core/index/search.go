package index

// Match is a name that was found, and its distance.
type Match struct {
	ID, Distance int32
}

// budget is how many names a Search compares at distances 2 and 3 before it gives
// up: each takes about 50 ns in a browser, so that is the tail of a query whose
// neighbourhood is one large family of names.
const budget = 1000

type search struct {
	x        *Index
	text     string
	found    []Match
	distance int // of the names that are being looked for
	fresh    int // where in found those begin
	left     int // names that may still be compared
	complete bool

	// seen has ids that were compared at this distance, each in the place of its
	// remainder: a name that shares most of its pieces with the query is met under
	// many keys.
	seen [64]int32
}

// Search finds the names within distance d (0 to 3) of query, nearest first. It
// appends them to found as far as its capacity goes, which it never changes. When
// complete is false there may be more at the distance of the last one or beyond.
func (x *Index) Search(query string, d int, found []Match) (matches []Match, complete bool) {
	if len(query) > MaxName+maxDistance {
		return found, true
	}
	s := search{x: x, text: query, found: found, complete: true}
	if id := x.Exact(query); id >= 0 {
		s.add(Match{id, 0})
	}
	for s.distance = 1; s.distance <= min(d, maxDistance) && s.complete; s.distance++ {
		s.fresh = len(s.found)
		s.left = budget
		for i := range s.seen {
			s.seen[i] = -1
		}
		for shift := -s.distance; shift <= s.distance && s.complete; shift++ {
			n := len(query) - shift
			if n < 1 || n > MaxName || x.lengths[n] == 0 {
				continue
			}
			switch s.distance {
			case 1:
				s.one(n)
			case 2:
				if n >= x.fromTwo {
					s.far(&x.two, n)
				}
			case 3:
				if n >= x.fromThree {
					s.far(&x.three, n)
				}
			}
		}
	}
	return s.found, s.complete
}

// one looks for names of n bytes at distance 1.
func (s *search) one(n int) {
	l := &s.x.one
	c := &l.cuts[n]
	shift := len(s.text) - n
	scheme := l.schemes[c.pieces]
	var h sums
	for _, need := range scheme.needs[shift+maxDistance] {
		h.hashPieces(s.text, c, need.shift, need.from, need.to)
	}
	for i := range scheme.probes[shift+maxDistance] {
		p := &scheme.probes[shift+maxDistance][i]
		k := key(p.sum(&h), p.salt, n)
		b := l.bucket(k)
		if !l.has(b, k) {
			continue
		}
		slots, crowded := l.bucketSlots(b)
		if crowded {
			s.finer(k, s.text[c.borders[p.hole]:int(c.borders[p.hole+1])+shift], shift)
			continue
		}
		s.compare(slots, l.tag(k), l.idMask)
	}
}

// finer looks for the names of a crowded bucket whose piece is an edit away from
// hole: theirs and the query's, or one of them without a byte, are then the same.
func (s *search) finer(sum uint64, hole string, shift int) {
	t := &s.x.finer
	skip := -1
	if shift > 0 {
		skip = 0
	}
	for ; skip < len(hole); skip++ {
		k := hashVariant(sum, hole, skip)
		s.compare(t.find(k), t.tag(k), t.idMask)
		if shift < 0 {
			return
		}
	}
}

// far looks for names of n bytes at distance 2 or 3.
func (s *search) far(l *level, n int) {
	c := &l.cuts[n]
	at := len(s.text) - n + maxDistance
	scheme := l.schemes[c.pieces]
	var h sums
	for _, need := range scheme.needs[at] {
		h.hashPieces(s.text, c, need.shift, need.from, need.to)
	}
	for i := range scheme.probes[at] {
		p := &scheme.probes[at][i]
		k := key(p.sum(&h), p.salt, n)
		b := l.bucket(k)
		if !l.has(b, k) {
			continue
		}
		slots, _ := l.bucketSlots(b)
		if s.left -= s.compare(slots, l.tag(k), l.idMask); s.left < 0 {
			s.complete = false
		}
		if !s.complete {
			return
		}
	}
	if at == maxDistance {
		s.swaps(c, s.distance, 1, hashAll(s.text))
	}
}

// swaps looks for names that the query has with some neighbours swapped, all of
// them across borders of pieces, and so many in a row that no choice of left-out
// pieces keeps both sides of each. sum is the hash of the query with those undone
// that are before border.
func (s *search) swaps(c *cut, swaps, border int, sum uint64) {
	if swaps == 0 {
		t := &s.x.exact
		k := key(sum, 0, len(s.text))
		s.compare(t.find(k), t.tag(k), t.idMask)
		return
	}
	for ; border+swaps <= int(c.pieces); border++ {
		b := c.borders[border]
		undone := (letter[s.text[b]] - letter[s.text[b-1]]) * (weight[b-1] - weight[b])
		s.swaps(c, swaps-1, border+1, sum+undone)
	}
}

// sum is the sum of the runs that p keeps.
func (p *probe) sum(h *sums) uint64 {
	sum := h[p.plus[0]&63] - h[p.minus[0]&63] + h[p.plus[1]&63] - h[p.minus[1]&63]
	if p.runs > 2 {
		sum += h[p.plus[2]&63] - h[p.minus[2]&63] + h[p.plus[3]&63] - h[p.minus[3]&63]
	}
	return sum
}

// compare compares the query with the names of the slots that carry the tag, adds
// those that have the distance looked for, and returns how many it compared.
func (s *search) compare(slots []uint32, tag, idMask uint32) (compared int) {
	for _, slot := range slots {
		if slot&^idMask != tag {
			continue
		}
		id := int32(slot & idMask)
		if seen := &s.seen[id%int32(len(s.seen))]; *seen == id {
			continue
		} else {
			*seen = id
		}
		compared++
		a, b := withoutCommonEnd(s.x.Name(id), s.text)
		// The nearer ones, found before, are rare here: they are told apart last.
		if within(a, b, s.distance) && !within(a, b, s.distance-1) {
			s.add(Match{id, int32(s.distance)})
		}
	}
	return compared
}

func (s *search) add(m Match) {
	for _, old := range s.found[s.fresh:] {
		if old == m {
			return
		}
	}
	if len(s.found) == cap(s.found) {
		s.complete = false
		return
	}
	s.found = append(s.found, m)
}
