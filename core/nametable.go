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

// hashName takes eight bytes a turn. maphash, which has an instruction of the
// processor for it elsewhere, takes four times as long in WebAssembly.
func hashName(name string) uint64 {
	h := nameSeed
	rest := name
	for len(rest) >= 8 {
		h = mix(h, eight(rest))
		rest = rest[8:]
	}
	if len(name) >= 8 {
		return mix(h, eight(name[len(name)-8:])) // again some of what was taken
	}
	last := uint64(len(rest))
	for i := 0; i < len(rest); i++ {
		last = last<<8 | uint64(rest[i])
	}
	return mix(h, last)
}

func mix(h, word uint64) uint64 {
	h = (h ^ word) * 0x9fb21c651e98df25
	return h ^ h>>35
}

func eight(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
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

// replace makes name, which must be there, that of id.
func (t *nameTable) replace(name string, id int32, nameOf func(id int32) string) {
	_, place := t.look(name, hashName(name), nameOf)
	t.slots[place] = t.slots[place]&^slotID | uint32(id+1)
}

// reserve makes room for n names at once.
func (t *nameTable) reserve(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	t.slots = make([]uint32, size)
}

// knownNames are real domains that nobody protects.
type knownNames struct {
	lists     [][]string // as they came: a list's own slice
	providers []bool     // of lists: mail providers
	starts    []int32    // id of each list's first name
	table     nameTable
}

func (k *knownNames) nameOf(id int32) string {
	i := k.listOf(id)
	return k.lists[i][id-k.starts[i]]
}

func (k *knownNames) listOf(id int32) int {
	i := len(k.starts) - 1
	for k.starts[i] > id {
		i--
	}
	return i
}

func (k *knownNames) add(names []string, providers bool) {
	next := int32(0)
	if n := len(k.lists); n > 0 {
		next = k.starts[n-1] + int32(len(k.lists[n-1]))
	}
	k.lists, k.providers, k.starts = append(k.lists, names), append(k.providers, providers), append(k.starts, next)
	for i, name := range names {
		if old := k.table.add(name, next+int32(i), k.nameOf); old >= 0 && providers && !k.providers[k.listOf(old)] {
			k.table.replace(name, next+int32(i), k.nameOf)
		}
	}
}

func (k *knownNames) has(name string) bool { return k.table.find(name, k.nameOf) >= 0 }

// hasProvider reports whether name is known as a mail provider's.
func (k *knownNames) hasProvider(name string) bool {
	id := k.table.find(name, k.nameOf)
	return id >= 0 && k.providers[k.listOf(id)]
}
