package errormodel

// keyboards are the letter rows of the layouts that people type domains on.
// A key's neighbours are the one before and after it in its row and the two
// that touch it in the rows above and below.
var keyboards = [...][4]string{
	{"1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm,.-"}, // QWERTY
	{"1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm,.-"},  // QWERTZ
	{"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn,;:"},  // AZERTY
}

// neighbours[a] has a bit for each layout-independent class of b that touches a:
// adjacentQWERTY for the commonest layout, adjacentOther for one of the others.
var adjacency = func() (table [128][128]uint8) {
	for layout, rows := range keyboards {
		mark := uint8(adjacentOther)
		if layout == 0 {
			mark = adjacentQWERTY
		}
		touch := func(a, b byte) {
			table[a][b] |= mark
			table[b][a] |= mark
		}
		for r, row := range rows {
			for i := range len(row) {
				if i+1 < len(row) {
					touch(row[i], row[i+1])
				}
				if r+1 < len(rows) {
					// Each row stands half a key to the right of the one above.
					below := rows[r+1]
					for _, j := range [2]int{i - 1, i} {
						if j >= 0 && j < len(below) {
							touch(row[i], below[j])
						}
					}
				}
			}
		}
	}
	return table
}()

// keyPlaces numbers the keys of QWERTY so that those side by side in a row, and no others,
// differ by one. What is no key of it has 0.
var keyPlaces = func() (places [256]uint8) {
	for r, row := range keyboards[0] {
		for i := range len(row) {
			places[row[i]] = uint8((r+1)*32 + i)
		}
	}
	return places
}()

const (
	adjacentQWERTY = 1 << iota
	adjacentOther
)

// alike are pairs that look alike (l, i), sound alike (s, z) or are told apart
// late in learning to write (b, d): people put one for the other without
// missing the key. "li" stands for both directions.
var alike = func() (table [128][128]bool) {
	for _, pair := range []string{
		"li", "l1", "i1", "ij", "o0", "bd", "pq", "gq", "mn", "uv", "vw", "nh", "rn", // seen
		"sz", "cs", "ck", "kq", "cq", "gj", "fv", "fh", "lr", "bv", "dt", "bp", "gk", "iy", "jy", "sc", "xz", "jz", "wv", // heard
		"ae", "ai", "ao", "au", "ei", "eo", "eu", "io", "iu", "ou", "ey", // vowels
	} {
		table[pair[0]][pair[1]] = true
		table[pair[1]][pair[0]] = true
	}
	return table
}()

func isAdjacent(a, b byte, mark uint8) bool {
	return a < 128 && b < 128 && adjacency[a][b]&mark != 0
}

func isAlike(a, b byte) bool { return a < 128 && b < 128 && alike[a][b] }
