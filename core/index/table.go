package index

import "math/bits"

// table is a static multimap from 64-bit keys to the ids of names. The slots of
// bucket b are slots[starts[b]:starts[b+1]]:
//
//	starts  | 0 | 3 | 3 | 7 | …      one per bucket, and the end
//	slots   | tag·id | tag·id | …    an id in the low bits, key bits above it
//
// A key takes about five bytes and a look-up that finds nothing touches two cache
// lines. The tag is no proof: who gets an id compares the name.
type table struct {
	starts []uint32
	slots  []uint32
	idMask uint32
}

// crowdedBit in starts[b] says that bucket b has more than crowd names that agree
// on all but a piece: they are found through the finer table instead.
const crowdedBit = 1 << 31

// perBucket is how many keys a bucket has on average. Four cost one byte of
// starts each and are read within one cache line.
const perBucket = 4

// layout gives a table room for the given number of keys with ids below names.
func (t *table) layout(keys, names int) {
	t.idMask = 1<<bits.Len(uint(names)) - 1
	t.starts = make([]uint32, keys/perBucket+2)
}

// bucket and tag are taken from different bits of the mixed key.
func (t *table) bucket(key uint64) uint32 {
	return uint32((key >> 32) * uint64(len(t.starts)-1) >> 32)
}

func (t *table) tag(key uint64) uint32 { return uint32(key) &^ t.idMask }

// count is the first pass: it reserves room for one key.
func (t *table) count(key uint64) { t.starts[t.bucket(key)]++ }

// reserve ends the first pass. Buckets with more than crowd keys get no room but
// the crowded mark.
func (t *table) reserve(crowd uint32) (crowded bool) {
	end := uint32(0)
	last := len(t.starts) - 1
	for b, n := range t.starts[:last] {
		if n > crowd {
			t.starts[b] = end | crowdedBit
			crowded = true
			continue
		}
		end += n
		t.starts[b] = end // counts down to the start while the bucket is filled
	}
	t.starts[last] = end
	t.slots = make([]uint32, end)
	return crowded
}

// put is the second pass: the same keys as in the first. It reports whether the
// key's bucket is crowded and nothing was put.
func (t *table) put(key uint64, id uint32) (crowded bool) {
	b := t.bucket(key)
	if t.starts[b]&crowdedBit != 0 {
		return true
	}
	t.starts[b]--
	t.slots[t.starts[b]] = t.tag(key) | id
	return false
}

// find returns the slots of the key's bucket, and whether it is crowded.
func (t *table) find(key uint64) (slots []uint32, crowded bool) {
	b := t.bucket(key)
	start, end := t.starts[b], t.starts[b+1]
	if start&crowdedBit != 0 {
		return nil, true
	}
	return t.slots[start : end&^crowdedBit], false
}

func (t *table) bytes() int { return 4 * (len(t.starts) + len(t.slots)) }
