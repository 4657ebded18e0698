package index

// never is a crowd that no bucket reaches.
const never = 1 << 62

// builder holds what only building needs.
type builder struct {
	*Index
	*Scratch // keys: of the table that is being filled, name by name; first: as BuildGroups returns it
	prefix   prefixes
	crowded  []crowdedName
}

// crowdedName is a name that found the bucket of its key without that piece crowded.
type crowdedName struct {
	id   uint32
	hole uint8
	key  uint64
}

// nearKeys is how many keys a name has in exact and one: the whole, and without
// each of three pieces.
const nearKeys = 4

// build fills one table after the other, so that what is written to at random
// stays near the processor. Keys are made once and kept until their table has them.
func (x *builder) build() {
	tail := commonTail(x.Index)
	x.one.begin(1, tail, &scheme1, pieces1)
	x.two.begin(x.fromTwo, tail, &scheme2, pieces2)
	x.three.begin(x.fromThree, tail, &scheme3, pieces3)
	x.reserve(x.Len(), max(nearKeys*x.Len(), x.keysAt(&x.two), x.keysAt(&x.three)))
	x.countNear()
	x.putExact()
	x.putOne()
	x.buildFiner()
	x.buildFar(&x.two)
	x.buildFar(&x.three)
}

func isIndexed(name string) bool { return 0 < len(name) && len(name) <= MaxName }

// tailLength is how many bytes an end has that tells names apart little.
const tailLength = 3

// sampled is how many names, at least half of it, commonTail looks at: two million pairs
// tell one in fifty from one in some hundred.
const sampled = 2000

// commonTail is tailLength when two names have the same end more than once in
// fifty times, as domains do (".com", and "com" without their dots), else 0: labels
// share one once in some hundred times.
func commonTail(x *Index) int {
	var ends [4096]uint32
	seen, same := 0, 0
	for id := 0; id < x.Len(); id += 1 + x.Len()/sampled {
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

// begin gives a level its cuts.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (l *level) begin(shortest, tail int, schemes *[maxPieces + 1]*scheme, pieces func(n int) int) {
	l.cuts, l.schemes, l.shortest = newCuts(tail, pieces), schemes, shortest
}

// countNear makes the keys of all names for exact and one, and room for them there.
// Every name has them, so they are made without the loops of others.
func (x *builder) countNear() {
	x.exact.layout(x.Len(), x.Len())
	x.one.layout(x.keysAt(&x.one), x.Len())
	g, exact, one := &x.prefix, x.exact.buckets, x.one.buckets
	masks := scheme1[3].masks
	for id := range x.Len() {
		name := x.Name(int32(id))
		n := len(name)
		if !isIndexed(name) {
			continue
		}
		letters := g.fill(name)
		x.names[id].letters = letters
		keys := (*[nearKeys]uint64)(x.keys[nearKeys*id:])
		keys[0] = key(g[n], 0, n)
		countIn(exact, keys[0])
		c := &x.one.cuts[n]
		if c.pieces != 3 {
			keys[1] = withLetters(key(0, scheme1[1].masks[0].salt, n), letters)
			countIn(one, keys[1])
			continue
		}
		a, b := int(c.borders[1]), int(c.borders[2])
		first := g[a]
		second := (g[b] - g[a]) * inverse[center+1]
		third := (g[n] - g[b]) * inverse[center+2]
		keys[1] = withLetters(key(first+second, masks[0].salt, n), letters)
		keys[2] = withLetters(key(first+third, masks[1].salt, n), letters)
		keys[3] = withLetters(key(second+third, masks[2].salt, n), letters)
		countIn(one, keys[1])
		countIn(one, keys[2])
		countIn(one, keys[3])
	}
	x.exact.reserve(never)
	x.crowded = make([]crowdedName, 0, x.one.reserve(crowd))
}

// putExact finds equal names on the way: the first has the room of the others, too,
// which stays empty, and is the only one that counts from there on.
func (x *builder) putExact() {
	t := &x.exact
	buckets, slots, idMask := t.buckets, t.slots, t.idMask
	for id := range x.Len() {
		name := x.Name(int32(id))
		if !isIndexed(name) {
			x.first[id] = -1
			continue
		}
		k := x.keys[nearKeys*id]
		x.first[id] = int32(id)
		if t.has(k) {
			if equal := x.named(name, k); equal >= 0 {
				x.first[id] = equal
				x.lengths[len(name)]--
				continue
			}
		}
		put(buckets, slots, k, uint32(k)&^idMask|uint32(id))
	}
}

func (x *builder) putOne() {
	t := &x.one.table
	buckets, slots, idMask := t.buckets, t.slots, t.idMask
	for id, first := range x.first {
		if first != int32(id) {
			continue
		}
		keys := (*[nearKeys]uint64)(x.keys[nearKeys*id:])
		holes := 3
		if x.one.cuts[x.length(id)].pieces != 3 {
			holes = 1
		}
		for i := range holes {
			if k := keys[1+i]; buckets[bucketOf(buckets, k)]&crowdedBit != 0 {
				x.crowded = append(x.crowded, crowdedName{uint32(id), uint8(holes - 1 - i), k})
			} else {
				put(buckets, slots, k, uint32(k)&^idMask|uint32(id))
			}
		}
	}
}

// keysAt is how many keys a level has at most.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (x *builder) keysAt(l *level) (keys int) {
	for n := l.shortest; n <= MaxName; n++ {
		if x.lengths[n] > 0 {
			keys += int(x.lengths[n]) * len(l.schemes[l.cuts[n].pieces].masks)
		}
	}
	return keys
}

// buildFar fills the table for distance 2 or 3.
func (x *builder) buildFar(l *level) {
	keys := x.keysAt(l)
	l.layout(keys, x.Len())
	if keys == 0 {
		l.reserve(never)
		return
	}
	made, buckets := x.keys[:keys], l.buckets
	for id := range x.Len() {
		if n := x.length(id); n >= l.shortest && x.first[id] == int32(id) {
			x.prefix.fill(x.Name(int32(id)))
			c := &l.cuts[n]
			some := l.schemes[c.pieces].keys(made, &x.prefix, c, n)
			for _, k := range some {
				countIn(buckets, k)
			}
			made = made[len(some):]
		}
	}
	l.reserve(never)
	made = x.keys[:keys]
	slots, idMask := l.slots, l.idMask
	for id := range x.Len() {
		if n := x.length(id); n >= l.shortest && x.first[id] == int32(id) {
			masks := len(l.schemes[l.cuts[n].pieces].masks)
			for _, k := range made[:masks] {
				put(buckets, slots, k, uint32(k)&^idMask|uint32(id))
			}
			made = made[masks:]
		}
	}
}

// buildFiner fills the table of crowded names, under the left-out piece as it is
// and under it without each one of its bytes. Two pieces within distance 1 of each
// other have one of these in common.
func (x *builder) buildFiner() {
	count := 0
	for _, c := range x.crowded {
		count += len(x.hole(c)) + 1
	}
	x.reserve(x.Len(), count)
	keys := x.keys[:0]
	for _, c := range x.crowded {
		hole := x.hole(c)
		for skip := -1; skip < len(hole); skip++ {
			keys = append(keys, hashVariant(c.key, hole, skip))
		}
	}
	x.finer.layout(count, x.Len())
	buckets := x.finer.buckets
	for _, k := range keys {
		countIn(buckets, k)
	}
	x.finer.reserve(never)
	slots, idMask := x.finer.slots, x.finer.idMask
	for _, c := range x.crowded {
		variants := len(x.hole(c)) + 1
		for _, k := range keys[:variants] {
			put(buckets, slots, k, uint32(k)&^idMask|c.id)
		}
		keys = keys[variants:]
	}
}

// Not inlined: see layout.
//
//go:noinline
func (x *builder) hole(c crowdedName) string {
	name := x.Name(int32(c.id))
	cut := &x.one.cuts[len(name)]
	return name[cut.borders[c.hole]:cut.borders[c.hole+1]]
}
