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
	for n >= 8 && m >= 8 {
		differ := eight(a[n-8:]) ^ eight(b[m-8:])
		if differ != 0 {
			same := bits.LeadingZeros64(differ) / 8
			return a[:n-same], b[:m-same]
		}
		n -= 8
		m -= 8
	}
	for n > 0 && m > 0 && a[n-1] == b[m-1] {
		n--
		m--
	}
	return a[:n], b[:m]
}

// commonStart is how many bytes a and b begin with alike.
func commonStart(a, b string) int {
	i, n := 0, min(len(a), len(b))
	for ; n-i >= 8; i += 8 {
		if differ := eight(a[i:]) ^ eight(b[i:]); differ != 0 {
			return i + bits.TrailingZeros64(differ)/8
		}
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// eight reads eight bytes at once: a turn of a loop is what WebAssembly from Go is
// slow at.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// within reports whether the distance of a and b is at most k. After the common
// beginning one of the edits must come next: at most 4 to the power of k paths,
// nearly all of which end at their first byte. Unless one of them is empty, a and b
// must end in other bytes.
func within(a, b string, k int) bool {
	d := len(a) - len(b)
	if d > k || -d > k {
		return false
	}
	i, n := commonStart(a, b), min(len(a), len(b))
	a, b = a[i:], b[i:]
	if i == n {
		return true // what is left of the longer one is d bytes
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]
	switch k {
	case 0:
		return false
	case 1:
		return aroundEdit(a, b, swapped)
	}
	if k == 2 && len(a) >= 4 && len(b) >= 4 {
		return twoEdits(a, b, swapped)
	}
	return d < k && -d < k && within(a[1:], b[1:], k-1) ||
		d > -k && within(a[1:], b, k-1) ||
		d < k && within(a, b[1:], k-1) ||
		swapped && within(a[2:], b[2:], k-1)
}

// twoEdits is within for k = 2 and texts of four bytes or more that both begin and
// end in other bytes: one edit is at the very beginning, one at the very end, and
// all between them is the same. Of names in a family that is told by the byte beside
// the last edit. swapped says of the first two bytes whether they are.
func twoEdits(a, b string, swapped bool) bool {
	n, m := len(a), len(b)
	if a[n-1] == b[m-2] && a[n-2] == b[m-1] && aroundEdit(a[:n-2], b[:m-2], swapped) {
		return true
	}
	return a[n-2] == b[m-2] && aroundEdit(a[:n-1], b[:m-1], swapped) ||
		a[n-2] == b[m-1] && aroundEdit(a[:n-1], b, swapped) ||
		a[n-1] == b[m-2] && aroundEdit(a, b[:m-1], swapped)
}

// aroundEdit reports whether a and b, neither of them empty, are the same but for one
// edit at their very beginning.
//
//go:noinline
func aroundEdit(a, b string, swapped bool) bool {
	switch len(a) - len(b) {
	case 0:
		return a[1:] == b[1:] || swapped && a[2:] == b[2:]
	case 1:
		return a[1:] == b
	case -1:
		return a == b[1:]
	}
	return false
}
