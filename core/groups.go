package core

import (
	"strings"

	"nearmiss/core/index"
)

// groups finds targets by a key that several may share.
type groups struct {
	keys  *index.Index
	start []int32 // ids[start[k]:start[k+1]] have the key with id k
	ids   []int32 // in targets.all
}

// of returns the targets with key k, at most as many as are worth a look.
func (g *groups) of(k int32) []int32 {
	ids := g.ids[g.start[k]:g.start[k+1]]
	return ids[:min(len(ids), maxGroup)]
}

// named returns the targets with that very key.
func (g *groups) named(key string) []int32 {
	if k := g.keys.Exact(key); k >= 0 {
		return g.of(k)
	}
	return nil
}

// groupBy groups targets, given in ascending order, by their keys.
func groupBy(ids []int32, keyOf func(id int32) string, reach index.Reach) groups {
	keys := make([]string, len(ids))
	for i, id := range ids {
		keys[i] = keyOf(id)
	}
	x, first := index.BuildGroups(keys, reach)
	// Counted, then put in place: start[k] counts down from the end of group k.
	start := make([]int32, len(ids)+1)
	for _, k := range first {
		if k >= 0 {
			start[k]++
		}
	}
	end := int32(0)
	for k := range start {
		end += start[k]
		start[k] = end
	}
	grouped := make([]int32, len(ids))
	for i := len(ids) - 1; i >= 0; i-- {
		if k := first[i]; k >= 0 {
			start[k]--
			grouped[start[k]] = ids[i]
		}
	}
	return groups{x, start, grouped}
}

// index makes everything that is searched, once all targets are there.
func (t *targets) index(distance int) {
	suffixes := make([]string, 0, len(t.registries))
	for i := range t.registries {
		suffixes = append(suffixes, t.registries[i].suffix)
	}
	t.registryIndex = index.Build(suffixes, index.Reach{})

	ids := make([]int32, 0, len(t.all))
	for i := range t.all {
		if t.all[i].isRegistrable() {
			ids = append(ids, int32(i))
		}
	}
	t.labels = groupBy(ids, func(id int32) string { return t.all[id].label() }, labelReach(distance, len(t.all)))
	t.squashed = t.groupSquashed(nameReach(distance, len(t.all)))
	t.findNesting()
}

func (t *targets) groupSquashed(reach index.Reach) groups {
	// One string for all keys: a hundred thousand small ones would be garbage
	// that WebAssembly's memory never gives back.
	size := 0
	for i := range t.all {
		size += len(t.all[i].name)
	}
	text := make([]byte, 0, size)
	ends := make([]uint32, len(t.all)+1)
	ids := make([]int32, len(t.all))
	for i := range t.all {
		text = squash(text, t.all[i].name)
		ends[i+1] = uint32(len(text))
		ids[i] = int32(i)
	}
	all := bytesAsString(text)
	return groupBy(ids, func(id int32) string { return all[ends[id]:ends[id+1]] }, reach)
}

// squash drops dots and hyphens, so that whoever loses, adds or moves one is
// still at distance 0 here: usarmymil.
func squash(buffer []byte, name string) []byte {
	for i := 0; i < len(name); i++ {
		if name[i] != '.' && name[i] != '-' {
			buffer = append(buffer, name[i])
		}
	}
	return buffer
}

func (t *targets) findNesting() {
	t.nesting = map[string]struct{}{}
	parents := map[string]string{} // of a first label: one that it stands before
	for i := range t.all {
		e := &t.all[i]
		if e.headLen == 0 || e.isRegistrable() {
			continue
		}
		first, parent, _ := strings.Cut(e.name, ".")
		if other, seen := parents[first]; seen && other != parent {
			t.nesting[first] = struct{}{}
		}
		parents[first] = parent
	}
}
