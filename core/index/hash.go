package index

// The hash of a piece is the sum of letter·base^w over its bytes, where w is the
// byte's position in the name less the number of the piece. Hashes of pieces are
// added, so a key without some pieces costs one addition for each run of the
// others.
//
//	name  e x|a m p|l e s      cut into 3
//	w     0 1 1 2 3 3 4 5
//
// The bytes on both sides of a border share a weight. Their swap then changes no
// key that keeps both pieces, and needs no probe of its own.
//
// All of it comes from one pass over the query: base is odd and so has an inverse
// modulo 2^64, and a piece's hash is a difference of prefix sums, moved by a power
// of the inverse.
const base = 0x9e3779b97f4a7c15

var (
	letter  [256]uint64
	power   [MaxName + maxDistance + 2]uint64 // base^i
	inverse [16]uint64                        // base^(center−i)
)

// center is where inverse has 1: below it are powers of base, for pieces at
// negative shifts.
const center = maxDistance

func init() {
	x := uint64(0)
	for i := range letter {
		x += 0xd1b54a32d192ed03
		z := x // splitmix64's finish: Steele, Lea and Flood 2014
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		letter[i] = z ^ z>>31
	}
	power[0] = 1
	for i := 1; i < len(power); i++ {
		power[i] = power[i-1] * base
	}
	unit := uint64(base) // Newton: each step doubles the bits that are right
	for range 6 {
		unit *= 2 - base*unit
	}
	inverse[0] = power[center]
	for i := 1; i < len(inverse); i++ {
		inverse[i] = inverse[i-1] * unit
	}
}

const oddSalt = 0xd6e8feb86659fd93

// key makes the key of a mask, of names of n bytes, from the sum of the pieces it
// keeps. Sums of products of random numbers need no more mixing.
func key(sum, salt uint64, n int) uint64 { return sum + salt + uint64(n)*0xa0761d6478bd642f }

// prefixes are the sums of a text's first bytes: the i-th is that of text[:i].
type prefixes [MaxName + maxDistance + 1]uint64

// fill also returns which letters text has: as letterBit says.
func (g *prefixes) fill(text string) (letters uint32) {
	sum := uint64(0)
	for i := range min(len(text), len(g)-1) {
		sum += letter[text[i]] * power[i]
		g[i+1] = sum
		letters ^= letterBit[text[i]]
	}
	return letters
}

// piece is the hash of piece t, name[from:to], read out of a text at a shift.
// What lies outside of the text counts nothing.
func (g *prefixes) piece(t, from, to, shift, length int) uint64 {
	from, to = clamp(from+shift, length), clamp(to+shift, length)
	return (g[to] - g[from]) * inverse[(center+t+shift)&15]
}

func clamp(x, length int) int { return max(0, min(x, length)) }

// hashPieces sets s[row(shift)…] to the sums of pieces from..to of names cut so.
func (s *sums) hashPieces(g *prefixes, length int, c *cut, shift, from, to int) {
	at := row(shift)
	sum := uint64(0)
	s[(at+from)&63] = 0
	for t := from; t < to && t < maxPieces; t++ {
		sum += g.piece(t, int(c.borders[t]), int(c.borders[t+1]), shift, length)
		s[(at+t+1)&63] = sum
	}
}

// hashAll is the sum of the whole text.
func hashAll(text string) (sum uint64) {
	weight := uint64(1)
	for i := 0; i < len(text); i++ {
		sum += letter[text[i]] * weight
		weight *= base
	}
	return sum
}

// hashVariant is the key of a crowded bucket's finer table: the key without a
// piece, and without its letters, and that piece without its byte at skip (−1: whole).
func hashVariant(sum uint64, hole string, skip int) uint64 {
	h := sum &^ foldMask
	for i := 0; i < len(hole); i++ {
		if i != skip {
			h = (h ^ letter[hole[i]]) * 0x9fb21c651e98df25
			h ^= h >> 35
		}
	}
	return h
}
