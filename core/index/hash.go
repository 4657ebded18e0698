package index

// The hash of a piece is the sum of letter·weight over its bytes, where the
// weight belongs to the byte's position in the whole name. Hashes of pieces are
// added, so a key without some pieces costs one addition for each run of the
// others.
//
//	name    e x|a m p|l e s      cut into 3
//	weight  0 1 1 2 3 3 4 5
//
// The bytes on both sides of a border share a weight: byte x of piece t has
// weight x−t. Their swap then changes no
// key that keeps both pieces, and needs no probe of its own.
var letter, weight = func() (l, w [256]uint64) {
	x := uint64(0)
	next := func() uint64 { // splitmix64, Steele and others 2014
		x += 0x9e3779b97f4a7c15
		z := x
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		return z ^ z>>31
	}
	for i := range l {
		l[i], w[i] = next(), next()|1
	}
	return l, w
}()

const oddSalt = 0xd6e8feb86659fd93

// key makes the key of a mask, of names of n bytes, from the sum of the pieces it
// keeps. Sums of products of random numbers need no more mixing.
func key(sum, salt uint64, n int) uint64 { return sum + salt + uint64(n)*0xa0761d6478bd642f }

// hashPieces sets s[row(shift)…] to the sums of pieces from..to of names cut so,
// read out of text shifted by shift. Bytes outside of text count nothing.
func (s *sums) hashPieces(text string, c *cut, shift, from, to int) {
	at := row(shift)
	sum := uint64(0)
	s[(at+from)&63] = 0
	for t := from; t < to && t < maxPieces; t++ {
		for x, end := int(c.borders[t]), int(c.borders[t+1]); x < end; x++ {
			if y := x + shift; uint(y) < uint(len(text)) {
				sum += letter[text[y]] * weight[uint8(x-t)]
			}
		}
		s[(at+t+1)&63] = sum
	}
}

// hashAll is the key of the whole text.
func hashAll(text string) (sum uint64) {
	for i := 0; i < len(text); i++ {
		sum += letter[text[i]] * weight[uint8(i)]
	}
	return sum
}

// hashVariant is the key of a crowded bucket's finer table: the sum of the kept
// pieces, and the left-out one without its byte at skip (−1: whole).
func hashVariant(sum uint64, hole string, skip int) uint64 {
	h := sum
	for i := 0; i < len(hole); i++ {
		if i != skip {
			h = (h ^ letter[hole[i]]) * 0x9fb21c651e98df25
			h ^= h >> 35
		}
	}
	return h
}
