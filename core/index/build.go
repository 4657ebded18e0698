package index

import "unsafe"

// never is a crowd that no bucket reaches.
const never = 1 << 62

// stringOf returns b as a string; nobody may change b afterwards.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// builder holds what only building needs. Its scratch space is its own because
// clearing it for each of a million names would take longer than the rest.
type builder struct {
	*Index
	prefix prefixes
	sums   sums

	crowded []crowdedName
	first   []int32 // as BuildGroups returns it; nil when nobody asks
}

// crowdedName is a name that found the bucket of its key without that piece crowded.
type crowdedName struct {
	id   uint32
	hole uint8
	key  uint64
}

// build fills all tables in two passes over the names: the first counts what each
// bucket will hold, the second puts it there.
func (x *builder) build() {
	x.copyLengths()
	tail := commonTail(x.Index)
	x.exact.layout(x.Len(), x.Len())
	x.begin(&x.one, 1, tail, &scheme1, pieces1)
	x.begin(&x.two, x.fromTwo, tail, &scheme2, pieces2)
	x.begin(&x.three, x.fromThree, tail, &scheme3, pieces3)
	levels := []*level{&x.one, &x.two, &x.three}
	for id := range x.Len() {
		name := x.Name(int32(id))
		if !isIndexed(name) {
			continue
		}
		x.prefix.fill(name)
		x.exact.count(key(x.prefix[len(name)], 0, len(name)))
		for _, l := range levels {
			if len(name) >= l.shortest {
				x.countAt(l, name)
			}
		}
	}
	x.exact.reserve(never)
	x.one.reserve(crowd)
	x.two.reserve(never)
	x.three.reserve(never)
	for id := range x.Len() {
		name := x.Name(int32(id))
		first := int32(-1)
		if isIndexed(name) {
			x.prefix.fill(name)
			if first = x.exactly(name, x.prefix[len(name)]); first < 0 {
				first = int32(id)
			}
		}
		if x.first != nil {
			x.first[id] = first
		}
		if first != int32(id) {
			continue // what has an equal before it keeps its room, empty
		}
		x.exact.put(key(x.prefix[len(name)], 0, len(name)), uint32(id))
		for _, l := range levels {
			if len(name) >= l.shortest {
				x.putAt(l, uint32(id), name)
			}
		}
	}
	x.buildFiner()
}

func isIndexed(name string) bool { return 0 < len(name) && len(name) <= MaxName }

func (x *builder) copyLengths() {
	for id := range x.Len() {
		if name := x.Name(int32(id)); isIndexed(name) {
			x.lengths[len(name)]++
		}
	}
}

// tailLength is how many bytes an end has that tells names apart little.
const tailLength = 3

// commonTail is tailLength when two names have the same end more than once in
// fifty times, as domains do (".com", and "com" without their dots), else 0: labels
// share one once in some hundred times.
func commonTail(x *Index) int {
	var ends [4096]uint32
	seen, same := 0, 0
	for id := 0; id < x.Len(); id += 1 + x.Len()/10000 {
		name := x.Name(int32(id))
		if len(name) <= tailLength {
			continue
		}
		end := &ends[hashVariant(0, name[len(name)-tailLength:], -1)>>52]
		same += int(*end)
		*end++
		seen++
	}
	if 50*same > seen*(seen-1)/2 {
		return tailLength
	}
	return 0
}

// begin gives a level its cuts, and its table room for the names of at least
// shortest bytes.
func (x *builder) begin(l *level, shortest, tail int, schemes *[maxPieces + 1]*scheme, pieces func(n int) int) {
	l.cuts, l.schemes, l.shortest = newCuts(tail, pieces), schemes, shortest
	keys := 0
	for n := shortest; n <= MaxName; n++ {
		if x.lengths[n] > 0 {
			keys += int(x.lengths[n]) * len(schemes[l.cuts[n].pieces].masks)
		}
	}
	l.layout(keys, x.Len())
}

// keysOfThree are the keys of a name of n bytes that is cut into three for distance
// 1, by mask. Every name has them, so they are made without the loops of others.
func (x *builder) keysOfThree(c *cut, n int) (keys [3]uint64) {
	g := &x.prefix
	a, b := int(c.borders[1]), int(c.borders[2])
	first := g[a]
	second := (g[b] - g[a]) * inverse[center+1]
	third := (g[n] - g[b]) * inverse[center+2]
	masks := scheme1[3].masks
	keys[0] = key(first+second, masks[0].salt, n)
	keys[1] = key(first+third, masks[1].salt, n)
	keys[2] = key(second+third, masks[2].salt, n)
	return keys
}

func (x *builder) countAt(l *level, name string) {
	c := &l.cuts[len(name)]
	if c.pieces == 3 {
		keys := x.keysOfThree(c, len(name))
		l.count(keys[0])
		l.count(keys[1])
		l.count(keys[2])
		return
	}
	x.sums.hashPieces(&x.prefix, len(name), c, 0, 0, int(c.pieces))
	masks := l.schemes[c.pieces].masks
	for i := range masks {
		l.count(key(x.sums.kept(&masks[i]), masks[i].salt, len(name)))
	}
}

func (x *builder) putAt(l *level, id uint32, name string) {
	c := &l.cuts[len(name)]
	if c.pieces == 3 {
		for i, k := range x.keysOfThree(c, len(name)) {
			if l.put(k, id) {
				x.crowded = append(x.crowded, crowdedName{id, uint8(2 - i), k})
			}
		}
		return
	}
	x.sums.hashPieces(&x.prefix, len(name), c, 0, 0, int(c.pieces))
	masks := l.schemes[c.pieces].masks
	for i := range masks {
		k := key(x.sums.kept(&masks[i]), masks[i].salt, len(name))
		if l.put(k, id) {
			x.crowded = append(x.crowded, crowdedName{id, masks[i].hole, k})
		}
	}
}

// kept is the sum of the pieces that m keeps, of a name hashed at shift 0.
func (s *sums) kept(m *mask) uint64 { return m.whole.sum(s) }

// buildFiner fills the table of crowded names, under the left-out piece as it is
// and under it without each one of its bytes. Two pieces within distance 1 of each
// other have one of these in common.
func (x *builder) buildFiner() {
	keys := 0
	for _, c := range x.crowded {
		keys += len(x.hole(c)) + 1
	}
	x.finer.layout(keys, x.Len())
	for _, c := range x.crowded {
		hole := x.hole(c)
		for skip := -1; skip < len(hole); skip++ {
			x.finer.count(hashVariant(c.key, hole, skip))
		}
	}
	x.finer.reserve(never)
	for _, c := range x.crowded {
		hole := x.hole(c)
		for skip := -1; skip < len(hole); skip++ {
			x.finer.put(hashVariant(c.key, hole, skip), c.id)
		}
	}
}

func (x *builder) hole(c crowdedName) string {
	name := x.Name(int32(c.id))
	cut := &x.one.cuts[len(name)]
	return name[cut.borders[c.hole]:cut.borders[c.hole+1]]
}
