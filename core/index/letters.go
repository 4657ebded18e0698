package index

import "math/bits"

// letterBit is a bit for each letter and digit. The letters of a text are the bits of
// those that it has an odd number of times. Rare letters share theirs, and whatever no
// domain has is among those of others. An edit changes two bits at most, so most names
// that are further away are told by it, without reading them.
var letterBit = func() (bit [256]uint32) {
	for b := range bit {
		bit[b] = 1 << (b % 32)
	}
	for place, bytes := range [32]string{
		"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "-",
		"a", "bf", "c", "d", "e", "g", "h", "i", "jq", "ky", "l", "m", "n", "o", "p", "r", "s", "t", "u", "vw", "xz",
	} {
		for _, b := range []byte(bytes) {
			bit[b] = 1 << place
		}
	}
	bit['.'] = 0 // nearly all names have one
	return bit
}()

// mayBeWithin reports whether names with these letters can be at distance d.
func mayBeWithin(a, b uint32, d int) bool { return bits.OnesCount32(a^b) <= 2*d }

// A key of distance 1 has its name's letters once more, folded to ten bits, where it has no
// say in bucket or filter, so that they stand in the slot:
//
//	slot   letters | key | id     10 bits; what is left over; as many as names need
//
// Among a million names thirteen share all but a piece of a usual query. What the fold
// does not tell costs an access to far memory each: two or three of them.
const (
	foldBit  = 22
	foldMask = 0x3ff << foldBit
)

func fold(letters uint32) uint32 {
	return (letters ^ letters>>10 ^ letters>>20 ^ letters>>30) << foldBit
}

// withLetters is a key of distance 1 for, or of, a name with these letters.
func withLetters(key uint64, letters uint32) uint64 {
	return key&^foldMask | uint64(fold(letters))
}

// mayBeNear reports whether a slot of distance 1 can be of a name within it, where tag
// is of the query's key with its letters.
func mayBeNear(slot, tag, idMask uint32) bool {
	differ := (slot ^ tag) &^ idMask
	return differ&^foldMask == 0 && bits.OnesCount32(differ) <= 2
}
