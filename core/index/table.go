package index

import "math/bits"

// table is a static multimap from 64-bit keys to the ids of names. The slots of
// bucket b are those from its start to the start of the next:
//
//	buckets | filter·start | filter·start | …     64 bits each, one more than buckets
//	slots   | tag·id | tag·id | tag·id | …        32 bits each
//
// The filter has two bits set for each key of the bucket; most keys that are not
// there end at it, after one access to memory. A slot has an id in the low bits
// and bits of the key above it. Neither is proof: who gets an id compares the name.
// A key takes six bytes.
type table struct {
	buckets []uint64
	slots   []uint32
	idMask  uint32
}

const (
	// perBucket is how many keys a bucket has on average: with four, one filter in
	// eighteen lets a strange key through.
	perBucket = 4

	startMask = 1<<31 - 1
	// crowdedBit says of a bucket that more than crowd names agree on all but a
	// piece there: they are found through the finer table instead.
	crowdedBit = 1 << 31
	filterBit  = 32 // and above
)

// layout gives a table buckets for the given number of keys, with ids below names.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (t *table) layout(keys, names int) {
	t.idMask = 1<<bits.Len(uint(names)) - 1
	t.buckets = make([]uint64, keys/perBucket+2)
}

// bucket, tag and filter are taken from different bits of the key.
func (t *table) bucket(key uint64) uint32 { return bucketOf(t.buckets, key) }

func bucketOf(buckets []uint64, key uint64) uint32 {
	return uint32((key >> 32) * uint64(len(buckets)-1) >> 32)
}

func (t *table) tag(key uint64) uint32 { return uint32(key) &^ t.idMask }

func filter(key uint64) uint64 { return (1<<(key>>3&31) | 1<<(key>>8&31)) << filterBit }

// countIn is the first pass: it reserves room for one key. It and put are given slices
// that a loop over many keys keeps at hand.
func countIn(buckets []uint64, key uint64) { buckets[bucketOf(buckets, key)]++ }

// reserve ends the first pass. Buckets with more than crowd keys get no room but
// the crowded mark, and a filter that lets everything through; it returns how many keys
// they have.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (t *table) reserve(crowd uint64) (crowded uint64) {
	end := uint64(0)
	last := len(t.buckets) - 1
	for b, n := range t.buckets[:last] {
		if n > crowd {
			t.buckets[b] = end | crowdedBit | (1<<32-1)<<filterBit
			crowded += n
			continue
		}
		end += n
		t.buckets[b] = end // counts down to the start while the bucket is filled
	}
	t.buckets[last] = end
	t.slots = make([]uint32, end)
	return crowded
}

// put is the second pass: the same keys as in the first, none of them of a crowded
// bucket.
func put(buckets []uint64, slots []uint32, key uint64, tagAndID uint32) {
	bucket := &buckets[bucketOf(buckets, key)]
	entry := (*bucket - 1) | filter(key)
	*bucket = entry
	slots[entry&startMask] = tagAndID
}

// has reports whether the table may have the key.
func (t *table) has(key uint64) bool {
	f := filter(key)
	return t.buckets[t.bucket(key)]&f == f
}

// slotsOf returns the slots of the key's bucket, and whether it is crowded.
func (t *table) slotsOf(key uint64) (slots []uint32, crowded bool) {
	b := t.bucket(key)
	if t.buckets[b]&crowdedBit != 0 {
		return nil, true
	}
	return t.slots[t.buckets[b]&startMask : t.buckets[b+1]&startMask], false
}

// find returns the slots of the key's bucket, none when the key is not there.
func (t *table) find(key uint64) []uint32 {
	if t.has(key) {
		slots, _ := t.slotsOf(key)
		return slots
	}
	return nil
}

func (t *table) bytes() int { return 8*len(t.buckets) + 4*len(t.slots) }
