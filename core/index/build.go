package index

import "unsafe"

// never is a crowd that no bucket reaches.
const never = 1 << 62

// stringOf returns b as a string; nobody may change b afterwards.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// builder holds what only building needs.
type builder struct {
	*Index
	tail int      // see newCuts
	left []uint64 // a bit for each name that is not indexed: empty, too long, or there before
}

func (x *builder) each(visit func(id uint32, name string)) {
	for i := range uint32(x.Len()) {
		if x.left[i/64]>>(i%64)&1 == 0 {
			visit(i, x.Name(int32(i)))
		}
	}
}

// buildExact fills the table of whole names and counts their lengths.
func (x *builder) buildExact() {
	count := x.Len()
	x.left = make([]uint64, count/64+1)
	x.tail = commonTail(x.Index)
	for i := range count {
		if name := x.Name(int32(i)); name == "" || len(name) > MaxName {
			x.left[i/64] |= 1 << (i % 64)
		} else {
			x.lengths[len(name)]++
		}
	}
	x.fillExact()
	repeated := false
	x.each(func(id uint32, name string) {
		if x.Exact(name) != int32(id) {
			x.left[id/64] |= 1 << (id % 64)
			x.lengths[len(name)]--
			repeated = true
		}
	})
	if repeated {
		x.fillExact()
	}
}

// commonTail is how many bytes at the end tell names apart little: three when most
// of them have a dot before their last two or three bytes, as domains have.
func commonTail(x *Index) int {
	dotted := 0
	for i := range x.Len() {
		name := x.Name(int32(i))
		if n := len(name); n > 4 && (name[n-4] == '.' || name[n-3] == '.') {
			dotted++
		}
	}
	if 2*dotted > x.Len() {
		return 3
	}
	return 0
}

func (x *builder) fillExact() {
	x.exact.layout(x.Len(), x.Len())
	x.each(func(_ uint32, name string) { x.exact.count(key(hashAll(name), 0, len(name))) })
	x.exact.reserve(never)
	// A bucket is filled from its end, so Exact meets the last of equal names
	// first: they are put in backwards.
	for i := x.Len() - 1; i >= 0; i-- {
		if name := x.Name(int32(i)); x.left[i/64]>>(i%64)&1 == 0 {
			x.exact.put(key(hashAll(name), 0, len(name)), uint32(i))
		}
	}
}

// eachKey visits the keys of a name at a level.
func (l *level) eachKey(name string, visit func(key uint64, m mask)) {
	var (
		g prefixes
		s sums
	)
	g.fill(name)
	c := &l.cuts[len(name)]
	s.hashPieces(&g, len(name), c, 0, 0, int(c.pieces))
	for _, m := range l.schemes[c.pieces].masks {
		visit(key(s.kept(m, int(c.pieces)), m.salt, len(name)), m)
	}
}

// begin gives the level its cuts, and its table room for all names of at least
// shortest bytes.
func (x *builder) begin(l *level, shortest int, schemes *[maxPieces + 1]*scheme, pieces func(n int) int) (keys int) {
	l.cuts, l.schemes = newCuts(x.tail, pieces), schemes
	for n := shortest; n <= MaxName; n++ {
		if x.lengths[n] > 0 {
			keys += int(x.lengths[n]) * len(schemes[l.cuts[n].pieces].masks)
		}
	}
	if keys > 0 {
		l.layout(keys, x.Len())
	}
	return keys
}

// buildOne fills the tables for distance 1.
func (x *builder) buildOne() {
	l := &x.one
	if x.begin(l, 1, &scheme1, pieces1) == 0 {
		return
	}
	x.each(func(_ uint32, name string) {
		l.eachKey(name, func(k uint64, _ mask) { l.count(k) })
	})
	l.reserve(crowd)
	var crowded []crowdedName
	x.each(func(id uint32, name string) {
		l.eachKey(name, func(k uint64, m mask) {
			if l.put(k, id) {
				crowded = append(crowded, crowdedName{id, m.hole, k})
			}
		})
	})
	x.buildFiner(crowded)
}

// crowdedName is a name that found the bucket of its key without that piece crowded.
type crowdedName struct {
	id   uint32
	hole uint8
	key  uint64
}

// buildFiner fills the table of crowded names, under the left-out piece as it is
// and under it without each one of its bytes. Two pieces within distance 1 of each
// other have one of these in common.
func (x *builder) buildFiner(crowded []crowdedName) {
	keys := 0
	for _, c := range crowded {
		keys += len(x.hole(c)) + 1
	}
	if keys == 0 {
		return
	}
	x.finer.layout(keys, x.Len())
	for _, c := range crowded {
		hole := x.hole(c)
		for skip := -1; skip < len(hole); skip++ {
			x.finer.count(hashVariant(c.key, hole, skip))
		}
	}
	x.finer.reserve(never)
	for _, c := range crowded {
		hole := x.hole(c)
		for skip := -1; skip < len(hole); skip++ {
			x.finer.put(hashVariant(c.key, hole, skip), c.id)
		}
	}
}

func (x *Index) hole(c crowdedName) string {
	name := x.Name(int32(c.id))
	cut := &x.one.cuts[len(name)]
	return name[cut.borders[c.hole]:cut.borders[c.hole+1]]
}

// buildFar fills a level for distance 2 or 3.
func (x *builder) buildFar(l *level, shortest int, schemes *[maxPieces + 1]*scheme, pieces func(n int) int) {
	if x.begin(l, shortest, schemes, pieces) == 0 {
		return
	}
	x.each(func(_ uint32, name string) {
		if len(name) >= shortest {
			l.eachKey(name, func(k uint64, _ mask) { l.count(k) })
		}
	})
	l.reserve(never)
	x.each(func(id uint32, name string) {
		if len(name) >= shortest {
			l.eachKey(name, func(k uint64, _ mask) { l.put(k, id) })
		}
	})
}

// kept is the sum of the pieces that m keeps, of a name hashed at shift 0.
func (s *sums) kept(m mask, pieces int) (sum uint64) {
	at := row(0)
	for t := range pieces {
		if m.kept>>t&1 != 0 {
			sum += s[at+t+1] - s[at+t]
		}
	}
	return sum
}
