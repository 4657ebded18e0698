package index

// OSA returns the optimal string alignment distance of a and b in bytes: the
// fewest insertions, deletions, substitutions and swaps of neighbours that make
// one of the other, no byte edited twice ("ca" and "abc" are 3 apart). A distance
// over limit is returned as limit+1. It allocates nothing; with limit up to 3 it
// takes a few dozen nanoseconds for names that are close, fewer for others.
func OSA(a, b string, limit int) int {
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for k := max(len(a), len(b)) - min(len(a), len(b)); k <= limit; k++ {
		if within(a, b, k) {
			return k
		}
	}
	return limit + 1
}

// within reports whether the distance of a and b is at most k. After the common
// beginning one of the edits must come next: at most 4 to the power of k paths,
// nearly all of which end at their first byte.
func within(a, b string, k int) bool {
	i, n := 0, min(len(a), len(b))
	for i < n && a[i] == b[i] {
		i++
	}
	a, b = a[i:], b[i:]
	if len(a) == 0 || len(b) == 0 {
		return len(a)+len(b) <= k
	}
	d := len(a) - len(b)
	if d > k || -d > k || k == 0 {
		return false
	}
	return d < k && -d < k && within(a[1:], b[1:], k-1) ||
		d > -k && within(a[1:], b, k-1) ||
		d < k && within(a, b[1:], k-1) ||
		len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && within(a[2:], b[2:], k-1)
}
