package index

import "math/bits"

// A scheme cuts names into pieces and makes keys that leave some of them out.
type scheme struct {
	pieces int
	masks  []mask
	// probes, by shift + maxDistance: the keys to rebuild from a query that is
	// longer than the names by shift.
	probes [2*maxDistance + 1][]probe
	// needs, likewise: what of sums those probes read.
	needs [2*maxDistance + 1][]span
}

// span is the pieces from..to at a shift.
type span struct{ shift, from, to int }

// mask is one choice of left-out pieces; salt tells its keys from the others'.
type mask struct {
	salt  uint64
	kept  uint8    // a bit for each piece
	hole  uint8    // the left-out piece, when it is only one
	parts [3]uint8 // the kept pieces; maxPieces, which is nothing, for less than three
}

// probe rebuilds the key of a mask from a query, given how far each run of kept
// pieces has been shifted. A run from piece a up to piece b at shift s is the sum
// sums[row(s)+b] − sums[row(s)+a].
type probe struct {
	salt  uint64
	runs  uint8
	plus  [4]uint8
	minus [4]uint8
}

const (
	maxDistance = 3
	maxPieces   = 6
	rowLength   = 8 // of sums: maxPieces+1, rounded up
)

// sums holds, for each shift, the sums of the first pieces' hashes.
type sums [8 * rowLength]uint64

func row(shift int) int { return (shift + maxDistance) * rowLength }

// scheme1 is for distance 1, scheme2 and scheme3 are for 2 and 3, by pieces.
var (
	scheme1 = [maxPieces + 1]*scheme{1: newScheme(1, 1), 3: newScheme(3, 1)}
	scheme2 = [maxPieces + 1]*scheme{4: newScheme(4, 2), 5: newScheme(5, 2)}
	scheme3 = [maxPieces + 1]*scheme{6: newScheme(6, 3)}
)

func newScheme(pieces, holes int) *scheme {
	s := &scheme{pieces: pieces}
	all := uint8(1<<pieces - 1)
	for choice := uint8(0); choice <= all; choice++ {
		kept := choice
		left := all &^ kept
		if bits.OnesCount8(left) != holes {
			continue
		}
		m := mask{
			salt:  (uint64(kept)<<8 | uint64(pieces)<<4 | uint64(holes)) * oddSalt,
			kept:  kept,
			hole:  uint8(bits.TrailingZeros8(left)),
			parts: [3]uint8{maxPieces, maxPieces, maxPieces},
		}
		for part := 0; kept != 0; part++ {
			m.parts[part] = uint8(bits.TrailingZeros8(kept))
			kept &= kept - 1
		}
		s.addProbes(m, 0, 0, probe{salt: m.salt}, holes)
		s.masks = append(s.masks, m)
	}
	for at, probes := range s.probes {
		s.needs[at] = spans(probes)
	}
	return s
}

// keys puts the keys of a name of n bytes that is cut so at the beginning of room, and
// returns them.
func (s *scheme) keys(room []uint64, g *prefixes, c *cut, n int) []uint64 {
	var pieces [8]uint64
	for t := range s.pieces {
		pieces[t&7] = (g[c.borders[t+1]] - g[c.borders[t]]) * inverse[(center+t)&15]
	}
	room = room[:len(s.masks)]
	for i := range room {
		m := &s.masks[i]
		sum := pieces[m.parts[0]&7] + pieces[m.parts[1]&7] + pieces[m.parts[2]&7]
		room[i] = key(sum, m.salt, n)
	}
	return room
}

// addProbes goes through the pieces from the given one on, which the edits before
// have shifted by shift, and adds a probe for every way to spend the edits that
// are left. A run of left-out pieces hides one edit for each of its pieces; at
// either end of a name a lone one may hide two, because its only neighbour may be
// needed whole (two edits in the first piece and a swap between the next two).
func (s *scheme) addProbes(m mask, piece, shift int, p probe, edits int) {
	if piece == s.pieces {
		at := shift + maxDistance
		s.probes[at] = append(s.probes[at], p)
		return
	}
	end := piece
	if m.kept>>piece&1 != 0 {
		for end < s.pieces && m.kept>>end&1 != 0 {
			end++
		}
		p.plus[p.runs], p.minus[p.runs] = uint8(row(shift)+end), uint8(row(shift)+piece)
		p.runs++
		s.addProbes(m, end, shift, p, edits)
		return
	}
	for end < s.pieces && m.kept>>end&1 == 0 {
		end++
	}
	hidden := end - piece
	if hidden == 1 && bits.OnesCount8(m.kept) == s.pieces-3 && (piece == 0 || end == s.pieces) {
		hidden = 2
	}
	hidden = min(hidden, edits)
	for by := -hidden; by <= hidden; by++ {
		s.addProbes(m, end, shift+by, p, edits-max(by, -by))
	}
}

// spans returns what of sums the probes read.
func spans(probes []probe) (needs []span) {
	for shift := -maxDistance; shift <= maxDistance; shift++ {
		from, to := maxPieces, 0
		for _, p := range probes {
			for r := range p.runs {
				if a, b := int(p.minus[r])-row(shift), int(p.plus[r])-row(shift); a >= 0 && b < rowLength {
					from, to = min(from, a), max(to, b)
				}
			}
		}
		if from < to {
			needs = append(needs, span{shift, from, to})
		}
	}
	return needs
}

// cut is where names of one length are cut: piece t is name[borders[t]:borders[t+1]].
type cut struct {
	pieces  uint8
	borders [maxPieces + 1]uint8
}

// cuts has a cut for each length of a name.
type cuts [MaxName + 1]cut

// newCuts cuts names into as many pieces as pieces says of the length without the
// tail: the last bytes, which tell names apart so little (".com") that they are
// left to the last piece.
func newCuts(tail int, pieces func(n int) int) *cuts {
	c := new(cuts)
	for n := 1; n <= MaxName; n++ {
		told := max(n-tail, (n+1)/2)
		p := min(pieces(told), n)
		told = max(told, p)
		c[n].pieces = uint8(p)
		for t := range p {
			c[n].borders[t] = uint8(told * t / p)
		}
		c[n].borders[p] = uint8(n)
	}
	return c
}

// pieces1 is how many pieces a name of length n is cut into for distance 1.
// Three are the fewest that leave a swap across a border whole; each more costs
// six bytes a name and three probes, and makes candidates rarer.
func pieces1(n int) int {
	if n < 3 {
		return 1
	}
	return 3
}

// pieces2 is the same for distance 2: four are the fewest. Short names need more,
// since what is kept must still be rare.
func pieces2(n int) int {
	switch {
	case n < 5:
		return 4
	case n < 10:
		return 5
	default:
		return 4
	}
}

func pieces3(int) int { return 6 }
