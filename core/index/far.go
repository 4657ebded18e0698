package index

import "math/bits"

// budget is the work of a Search at distances 2 and 3, each, before it gives up: a
// name told by its letters counts one, a name compared counts costOfComparing. In a
// browser that is some thirty microseconds, for a query whose neighbourhood is one
// large family of names.
const (
	budget          = 2000
	costOfComparing = 8
)

// far looks for names of n bytes at distance 2 or 3.
func (s *search) far(l *level, n int) {
	c := &l.cuts[n]
	at := len(s.text) - n + maxDistance
	scheme := l.schemes[c.pieces]
	h := &s.sums
	for _, need := range scheme.needs[at] {
		h.hashPieces(&s.prefix, len(s.text), c, need.shift, need.from, need.to)
	}
	for i := range scheme.probes[at] {
		p := &scheme.probes[at][i]
		k := key(p.sum(h), p.salt, n)
		if !l.has(k) {
			continue
		}
		slots, _ := l.slotsOf(k)
		s.compare(slots, l.tag(k), l.idMask)
		if s.left < 0 {
			s.complete = false
		}
		if !s.complete {
			return
		}
	}
	if at == maxDistance {
		s.swaps(c, s.distance, 1, s.prefix[len(s.text)])
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
		undone := (letter[s.text[b]] - letter[s.text[b-1]]) * (power[b-1] - power[b])
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

// compare compares the query with the names of the slots that carry the tag, and
// adds those that have the distance looked for.
func (s *search) compare(slots []uint32, tag, idMask uint32) {
	s.left -= len(slots)
	names, letters, most := s.x.names, s.letters, 2*s.distance
	for _, slot := range slots {
		id := slot & idMask
		if (slot^tag)&^idMask != 0 || bits.OnesCount32(names[id].letters^letters) > most {
			continue
		}
		seen := &s.seen[id%uint32(len(s.seen))]
		if *seen == id+1 {
			continue
		}
		*seen = id + 1
		s.left -= costOfComparing
		a, b := withoutCommonEnd(s.x.Name(int32(id)), s.text)
		// The nearer ones, found before, are rare here: they are told apart last.
		if within(a, b, s.distance) && !within(a, b, s.distance-1) {
			if s.add(Match{int32(id), int32(s.distance)}); !s.complete {
				return // no room
			}
		}
	}
}
