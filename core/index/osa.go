package index

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
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
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
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if len(a) == 0 || len(b) == 0 {
		return true // what is left of the longer one is d bytes
	}
	swapped := len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0]
	switch k {
	case 0:
		return false
	case 1:
		return aroundEdit(a, b, swapped)
	}
	return d < k && -d < k && within(a[1:], b[1:], k-1) ||
		d > -k && within(a[1:], b, k-1) ||
		d < k && within(a, b[1:], k-1) ||
		swapped && within(a[2:], b[2:], k-1)
}

// aroundEdit reports whether a and b, neither of them empty, are the same but for one
// edit at their very beginning.
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
