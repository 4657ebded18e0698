package index

import "math/bits"

// OSA returns the optimal string alignment distance of a and b in bytes: the
// fewest insertions, deletions, substitutions and swaps of neighbours that make
// one of the other, no byte edited twice ("ca" and "abc" are 3 apart). A distance
// over limit is returned as limit+1. It allocates nothing, and is made for limits
// up to 3: each more takes up to four times as long.
func OSA(a, b string, limit int) int {
	a, b = withoutCommonEnd(a, b)
	for k := max(len(a), len(b)) - min(len(a), len(b)); k <= limit; k++ {
		if within(a, b, k) {
			return k
		}
	}
	return limit + 1
}

func withoutCommonEnd(a, b string) (string, string) {
	n, m := len(a), len(b)
	for n > 0 && m > 0 && a[n-1] == b[m-1] {
		n--
		m--
	}
	return a[:n], b[:m]
}

// within reports whether the distance of a and b is at most k. After the common
// beginning one of the edits must come next: at most 4 to the power of k paths,
// nearly all of which end at their first byte.
func within(a, b string, k int) bool {
	d := len(a) - len(b)
	if d > k || -d > k {
		return false
	}
	i, n := 0, min(len(a), len(b))
	for i < n && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	if i == n {
		return true // what is left of the longer one is d bytes
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]
	switch k {
	case 0:
		return false
	case 1:
		switch d {
		case 0:
			return a[1:] == b[1:] || swapped && a[2:] == b[2:]
		case 1:
			return a[1:] == b
		default:
			return a == b[1:]
		}
	}
	return d < k && -d < k && within(a[1:], b[1:], k-1) ||
		d > -k && within(a[1:], b, k-1) ||
		d < k && within(a, b[1:], k-1) ||
		swapped && within(a[2:], b[2:], k-1)
}

// lettersOf has a bit for each letter of the text; digits share five bits, and
// whatever no domain has shares those of others. An edit changes two bits at most,
// so most names that are further away are told by it, without reading them.
func lettersOf(text string) (letters uint32) {
	for len(text) >= 4 {
		letters |= letterBit[text[0]] | letterBit[text[1]] | letterBit[text[2]] | letterBit[text[3]]
		text = text[4:]
	}
	for i := 0; i < len(text); i++ {
		letters |= letterBit[text[i]]
	}
	return letters
}

var letterBit = func() (bit [256]uint32) {
	for b := range bit {
		switch {
		case b == '.': // nearly all names have one
		case 'a' <= b && b <= 'z':
			bit[b] = 1 << (b - 'a')
		case '0' <= b && b <= '9':
			bit[b] = 1 << (26 + b%5)
		default:
			bit[b] = 1 << (b % 32)
		}
	}
	bit['-'] = 1 << 31
	return bit
}()

// mayBeWithin reports whether names with these letters can be at distance d.
func mayBeWithin(a, b uint32, d int) bool { return bits.OnesCount32(a^b) <= 2*d }
