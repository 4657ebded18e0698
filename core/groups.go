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
	heavy []int32 // ids of the keys of heavy targets
}

// of returns the targets with key k, at most as many as are worth a look.
//
//go:noinline
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
func groupBy(ids []int32, keys *index.Names, reach index.Reach, scratch *index.Scratch) groups {
	x, first := index.BuildGroups(keys, reach, scratch)
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
	return groups{keys: x, start: start, ids: grouped}
}

// index makes everything that is searched, once all targets are there.
func (t *targets) index(distance int) {
	suffixes := make([]string, 0, len(t.registries))
	for i := range t.registries {
		suffixes = append(suffixes, t.registries[i].suffix)
	}
	t.registryIndex = index.Build(suffixes, index.Reach{})

	// Nothing that is let go of while a Checker is made comes back before the end.
	scratch := new(index.Scratch)
	t.squashed = t.groupSquashed(nameReach(distance, len(t.all)), scratch)
	t.labels = t.groupLabels(labelReach(distance, len(t.all)), scratch)
	t.findHeavy()
	t.findNesting()
}

// findHeavy finds the keys of heavy targets.
//
//go:noinline
func (t *targets) findHeavy() {
	buffer := make([]byte, 0, maxSquash)
	for i := range t.all {
		if e := &t.all[i]; e.heavy {
			if e.isRegistrable() {
				t.labels.addHeavy(e.label())
			}
			t.squashed.addHeavy(bytesAsString(squash(buffer, e.name)))
		}
	}
}

//go:noinline
func (g *groups) addHeavy(key string) { g.heavy = append(g.heavy, g.keys.Exact(key)) }

func (t *targets) groupLabels(reach index.Reach, scratch *index.Scratch) groups {
	count, size := 0, 0
	for i := range t.all {
		if t.all[i].isRegistrable() {
			count++
			size += int(t.all[i].headLen)
		}
	}
	ids, keys := make([]int32, 0, count), index.NewNames(count, size)
	for i := range t.all {
		if t.all[i].isRegistrable() {
			ids = append(ids, int32(i))
			keys.Add(t.all[i].label())
		}
	}
	return groupBy(ids, keys, reach, scratch)
}

func (t *targets) groupSquashed(reach index.Reach, scratch *index.Scratch) groups {
	size := 0
	for i := range t.all {
		size += len(t.all[i].name)
	}
	ids, keys := make([]int32, len(t.all)), index.NewNames(len(t.all), size)
	for i := range t.all {
		ids[i] = int32(i)
		keys.AddSome(t.all[i].name, &squashed)
	}
	return groupBy(ids, keys, reach, scratch)
}

// squash drops dots and hyphens, so that whoever loses, adds or moves one is
// still at distance 0 here: usarmymil.
//
//go:noinline
func squash(buffer []byte, name string) []byte {
	for i := 0; i < len(name); i++ {
		if squashed[name[i]] != 0 {
			buffer = append(buffer, name[i])
		}
	}
	return buffer
}

// squashed is 0 for what squash drops.
var squashed = func() (kept [256]uint8) {
	for b := range kept {
		if b != '.' && b != '-' {
			kept[b] = 1
		}
	}
	return kept
}()

func (t *targets) findNesting() {
	t.nesting = map[string]struct{}{}
	var hosts nameTable // by first label, the first that has it
	firstOf := func(id int32) string { first, _, _ := strings.Cut(t.all[id].name, "."); return first }
	for i := range t.all {
		e := &t.all[i]
		if e.headLen == 0 || e.isRegistrable() {
			continue
		}
		first := firstOf(int32(i))
		if other := hosts.add(first, int32(i), firstOf); other >= 0 && t.all[other].name != e.name {
			t.nesting[first] = struct{}{}
		}
	}
}
