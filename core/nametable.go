package core

import "hash/maphash"

// nameTable finds a name among those of a slice that somebody else keeps: four
// bytes a slot, where a Go map would keep every name once more. Ids are
// positions in that slice.
//
// A slot has the id, plus one, and above it the first bits of the name's hash:
// what is asked for is mostly not there, and without them each slot on its way would
// cost two accesses to far memory, to the slice and to the name. Free slots are 0.
type nameTable struct {
	slots []uint32 // as many as a power of two, half of them free
	used  int
}

// slotID is the bits of the id: more names than 4 GB hold.
const slotID = 1<<26 - 1

func tagOf(hash uint64) uint32 { return uint32(hash>>32) &^ slotID }

// nameSeed is another one each time, so that no list is made to collide.
var nameSeed = maphash.String(maphash.MakeSeed(), "")

// hashName is FNV-1a, folded. maphash, which has an instruction of the processor for
// it elsewhere, takes four times as long in WebAssembly.
func hashName(name string) uint64 {
	h := nameSeed
	for i := 0; i < len(name); i++ {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return h ^ h>>32
}

// find returns the id of name, or -1. nameOf returns the name of an id.
func (t *nameTable) find(name string, nameOf func(id int32) string) int32 {
	if len(t.slots) == 0 {
		return -1
	}
	id, _ := t.look(name, hashName(name), nameOf)
	return id
}

// look returns the id of name, or -1 and the place that it would have.
func (t *nameTable) look(name string, hash uint64, nameOf func(id int32) string) (id int32, place uint64) {
	mask, tag := uint64(len(t.slots)-1), tagOf(hash)
	for at := hash & mask; ; at = (at + 1) & mask {
		slot := t.slots[at]
		if slot == 0 {
			return -1, at
		}
		if id := int32(slot&slotID) - 1; slot&^slotID == tag && nameOf(id) == name {
			return id, at
		}
	}
}

// add gives name the id, unless it has one: then that is returned, else -1.
func (t *nameTable) add(name string, id int32, nameOf func(id int32) string) (old int32) {
	if 2*(t.used+1) > len(t.slots) {
		old := t.slots
		t.slots = make([]uint32, max(64, 2*len(old)))
		for _, slot := range old {
			if slot != 0 {
				t.put(hashName(nameOf(int32(slot&slotID)-1)), slot)
			}
		}
	}
	hash := hashName(name)
	old, place := t.look(name, hash, nameOf)
	if old < 0 {
		t.slots[place] = tagOf(hash) | uint32(id+1)
		t.used++
	}
	return old
}

func (t *nameTable) put(hash uint64, slot uint32) {
	mask := uint64(len(t.slots) - 1)
	at := hash & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = slot
}

// reserve makes room for n names at once.
func (t *nameTable) reserve(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	t.slots = make([]uint32, size)
}
