package core

import "strings"

// textTable finds the lines "key tenths" of a generated text. It is made at
// start, of two bytes a slot: a Go map literal of as many keys is ten times that
// in WebAssembly, and a search by halves ten comparisons for each of a label's
// ends.
type textTable struct {
	text  string
	slots []uint16 // where a line begins, + 1; 0 is free
}

var (
	usualHeads   = newTextTable(headBits)
	usualTails   = newTextTable(tailBits)
	busySuffixes = newTextTable(suffixBits)
)

func newTextTable(text string) textTable {
	size := 64
	for size < 3*strings.Count(text, "\n") {
		size *= 2
	}
	t := textTable{text, make([]uint16, size)}
	for at := 0; at < len(text); {
		key, _, _ := strings.Cut(text[at:], " ")
		slot := t.hash(key)
		for t.slots[slot] != 0 {
			slot = (slot + 1) & (len(t.slots) - 1)
		}
		t.slots[slot] = uint16(at + 1)
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return t
}

// hash is FNV-1a, folded.
func (t *textTable) hash(key string) int {
	h := uint32(2166136261)
	for i := 0; i < len(key); i++ {
		h = (h ^ uint32(key[i])) * 16777619
	}
	return int(h^h>>15) & (len(t.slots) - 1)
}

// tenths returns the number of a key's line as bits.
func (t *textTable) tenths(key string) (bits, bool) {
	for slot := t.hash(key); t.slots[slot] != 0; slot = (slot + 1) & (len(t.slots) - 1) {
		line := t.text[t.slots[slot]-1:]
		if len(line) <= len(key) || line[len(key)] != ' ' || line[:len(key)] != key {
			continue
		}
		tenths := 0
		for _, digit := range []byte(line[len(key)+1:]) {
			if digit == '\n' {
				break
			}
			tenths = 10*tenths + int(digit-'0')
		}
		return bits(tenths) / 10, true
	}
	return 0, false
}
