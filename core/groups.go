package core

import (
	"strings"

	"nearmiss/core/index"
)

// groups finds targets by a key that several may share. The id of a key is that of the
// first target that has it: nearly all have one of their own, so that the rest is a
// chain, and needs no look-up of its own.
type groups struct {
	keys  *index.Index
	next  []int32         // by id in targets.all, the next target with the same key, or 0
	room  [maxGroup]int32 // what of returned last
	heavy []int32         // ids of the keys of heavy targets
}

// of returns the targets with key k, at most as many as are worth a look, until it is
// asked again.
//
//go:noinline
func (g *groups) of(k int32) []int32 {
	g.room[0] = k
	n := 1
	for k = g.next[k]; k > 0 && n < len(g.room); k = g.next[k] {
		g.room[n] = k
		n++
	}
	return g.room[:n]
}

// named returns the targets with that very key.
func (g *groups) named(key string) []int32 {
	if k := g.keys.Exact(key); k >= 0 {
		return g.of(k)
	}
	return nil
}

// groupBy groups all targets by their keys, of which empty ones are none.
func (g *groups) groupBy(keys *index.Names, reach index.Reach, scratch *index.Scratch) {
	x, first := index.BuildGroups(keys, reach, scratch)
	next := make([]int32, len(first))
	for i := len(first) - 1; i >= 0; i-- { // so that a chain ascends
		if k := first[i]; k >= 0 && k != int32(i) {
			next[i], next[k] = next[k], int32(i)
		}
	}
	g.keys, g.next = x, next
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
	t.squashed.groupBy(t.squashedNames(), nameReach(distance, len(t.all)), scratch)
	t.labels.groupBy(t.labelNames(), labelReach(distance, len(t.all)), scratch)
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

// labelNames has the labels of registrable targets, and none for the others.
func (t *targets) labelNames() *index.Names {
	size := 0
	for i := range t.all {
		if t.all[i].isRegistrable() {
			size += int(t.all[i].headLen)
		}
	}
	keys := index.NewNames(len(t.all), size)
	for i := range t.all {
		label := ""
		if t.all[i].isRegistrable() {
			label = t.all[i].label()
		}
		keys.Add(label)
	}
	return keys
}

// squashedNames has the names of all targets without dots and hyphens.
func (t *targets) squashedNames() *index.Names {
	size := 0
	for i := range t.all {
		size += len(t.all[i].name)
	}
	keys := index.NewNames(len(t.all), size)
	for i := range t.all {
		keys.AddSome(t.all[i].name, &squashed)
	}
	return keys
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
