package index

import "unsafe"

// never is a crowd that no bucket reaches.
const never = crowdedBit - 1

// stringOf returns b as a string; nobody may change b afterwards.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// builder holds what only building needs.
type builder struct {
	*Index
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

// eachKey visits the keys of a name that leave out pieces as the scheme says.
func eachKey(name string, scheme *scheme, visit func(key uint64, m mask)) {
	var s sums
	s.hashPieces(name, len(name), scheme.pieces, 0, 0, scheme.pieces)
	for _, m := range scheme.masks {
		visit(key(s.kept(m, scheme.pieces), m.salt, len(name)), m)
	}
}

// buildOne fills the tables for distance 1.
func (x *builder) buildOne() {
	keys := 0
	for n, names := range x.lengths {
		keys += int(names) * pieces1(n)
	}
	x.one.layout(keys, x.Len())
	x.each(func(_ uint32, name string) {
		eachKey(name, scheme1[pieces1(len(name))], func(k uint64, _ mask) { x.one.count(k) })
	})
	x.one.reserve(crowd)
	var crowded []crowdedName
	x.each(func(id uint32, name string) {
		eachKey(name, scheme1[pieces1(len(name))], func(k uint64, m mask) {
			if x.one.put(k, id) {
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
	n, pieces := len(name), pieces1(len(name))
	return name[n*int(c.hole)/pieces : n*(int(c.hole)+1)/pieces]
}

// buildFar makes the table for distance 2 or 3 of the names of at least shortest
// bytes.
func (x *builder) buildFar(shortest int, schemeFor func(n int) *scheme) (t table) {
	keys := 0
	for n := shortest; n <= MaxName; n++ {
		keys += int(x.lengths[n]) * len(schemeFor(n).masks)
	}
	if keys == 0 {
		return t
	}
	t.layout(keys, x.Len())
	x.each(func(_ uint32, name string) {
		if len(name) >= shortest {
			eachKey(name, schemeFor(len(name)), func(k uint64, _ mask) { t.count(k) })
		}
	})
	t.reserve(never)
	x.each(func(id uint32, name string) {
		if len(name) >= shortest {
			eachKey(name, schemeFor(len(name)), func(k uint64, _ mask) { t.put(k, id) })
		}
	})
	return t
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
