package index

// Match is a name that was found, and its distance.
type Match struct {
	ID, Distance int32
}

// search is the state of one Search.
type search struct {
	x        *Index
	text     string
	found    []Match // as far as its capacity goes, of which count are set
	count    int
	distance int // of the names that are being looked for
	fresh    int // where in found those begin
	left     int // of the budget
	complete bool
	prefix   prefixes // of text
	sums     sums     // for one length of names; what is not set for it is not read
	letters  uint32   // of text

	// seen has the ids, plus one, that were compared at this distance, each in the
	// place of its remainder: a name that shares most of its pieces with the query
	// is met under many keys.
	seen [512]uint32

	// added has a bit for each name in found, by hash: where it is clear, found need
	// not be searched for the name.
	added [8]uint64
}

// Search finds the names within distance d (0 to 3) of query, nearest first. It
// appends them to found as far as its capacity goes, which it never changes. When
// complete is false there may be more at the distance of the last one or beyond.
func (x *Index) Search(query string, d int, found []Match) (matches []Match, complete bool) {
	if len(query) > MaxName+maxDistance {
		return found, true
	}
	s := search{x: x, text: query, found: found[:cap(found)], count: len(found), complete: true}
	s.letters = s.prefix.fill(query)
	if id := x.exactly(query, s.prefix[len(query)]); id >= 0 {
		s.add(Match{id, 0})
	}
	for s.distance = 1; s.distance <= min(d, maxDistance) && s.complete; s.distance++ {
		s.fresh = s.count
		s.left = budget
		if s.distance > 1 {
			clear(s.seen[:])
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
	return found[:s.count], s.complete
}

// one looks for names of n bytes at distance 1. It is what every check does, so
// it has no loops: those are what WebAssembly from Go is slow at.
func (s *search) one(n int) {
	c := &s.x.one.cuts[n]
	shift := len(s.text) - n
	t := &s.x.one.table
	if c.pieces != 3 {
		if k := key(0, scheme1[1].masks[0].salt, n); t.has(k) {
			s.probeOne(k, c, 0, shift)
		}
		return
	}
	g := &s.prefix
	a, b := int(c.borders[1]), int(c.borders[2])
	at := center + shift
	first := g[a]
	second := (g[b] - g[a]) * inverse[center+1]
	secondMoved := (g[b+shift] - g[a+shift]) * inverse[(at+1)&15]
	thirdMoved := (g[n+shift] - g[b+shift]) * inverse[(at+2)&15]
	masks := scheme1[3].masks
	if k := key(secondMoved+thirdMoved, masks[2].salt, n); t.has(k) {
		s.probeOne(k, c, 0, shift)
	}
	if k := key(first+thirdMoved, masks[1].salt, n); t.has(k) {
		s.probeOne(k, c, 1, shift)
	}
	if k := key(first+second, masks[0].salt, n); t.has(k) {
		s.probeOne(k, c, 2, shift)
	}
}

// probeOne looks a key without the piece hole up, which the table may have.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (s *search) probeOne(k uint64, c *cut, hole, shift int) {
	t := &s.x.one.table
	from, to := int(c.borders[hole]), int(c.borders[hole+1])
	slots, crowded := t.slotsOf(k)
	if crowded {
		s.finer(k, from, to, shift)
		return
	}
	tag, idMask := uint32(withLetters(k, s.letters)), t.idMask
	for _, slot := range slots {
		if mayBeNear(slot, tag, idMask) {
			s.compareOne(int32(slot&idMask), from, to, shift)
		}
	}
}

// finer looks for the names of a crowded bucket whose piece from..to is an edit away
// from the query's: theirs and the query's, or one of them without a byte, are then the
// same.
func (s *search) finer(sum uint64, from, to, shift int) {
	t := &s.x.finer
	clear(s.seen[:])
	skip := -1
	if shift > 0 {
		skip = 0
	}
	for hole := s.text[from : to+shift]; skip < len(hole); skip++ {
		k := hashVariant(sum, hole, skip)
		tag, idMask := t.tag(k), t.idMask
		for _, slot := range t.find(k) {
			id := slot & idMask
			if seen := &s.seen[id%uint32(len(s.seen))]; (slot^tag)&^idMask == 0 && *seen != id+1 {
				*seen = id + 1
				s.compareOne(int32(id), from, to, shift)
			}
		}
		if shift < 0 {
			return
		}
	}
}

// compareOne adds the name when it is at distance 1 by the piece from..to. That is a few
// bytes, which decide nearly always. Where they are the same, the edit is a swap across
// a border.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (s *search) compareOne(id int32, from, to, shift int) {
	if !mayBeWithin(s.x.names[id].letters, s.letters, 1) {
		return
	}
	name := s.x.Name(id)
	if len(name)+shift != len(s.text) {
		return // another key, and the same tag by chance
	}
	mine, theirs := name[from:to], s.text[from:to+shift]
	if mine == theirs {
		if a, b := withoutCommonEnd(name, s.text); within(a, b, 1) && !within(a, b, 0) {
			s.add(Match{id, 1})
		}
	} else if within(mine, theirs, 1) && name[:from] == s.text[:from] && name[to:] == s.text[to+shift:] {
		s.add(Match{id, 1})
	}
}

// add adds a match, unless it is there.
func (s *search) add(m Match) {
	hash := uint32(m.ID) * 0x9e3779b1
	word, bit := &s.added[hash>>29], uint64(1)<<(hash>>23&63)
	if *word&bit != 0 {
		for _, old := range s.found[s.fresh:s.count] {
			if old == m {
				return
			}
		}
	}
	if s.count == len(s.found) {
		s.complete = false
		return
	}
	*word |= bit
	s.found[s.count] = m
	s.count++
}
