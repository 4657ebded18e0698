package core

import (
	"strings"

	"nearmiss/core/index"
)

// groups finds targets by a key that several may share. The id of a key is that of the
// first target that has it: nearly all have one of their own, so that the rest is a
// chain, and needs no look-up of its own.
type groups struct {
	keys *index.Index
	next []int32 // by id in targets.all, the next target with the same key, or 0
}

// named returns the id of the first target with that very key, or -1.
func (g *groups) named(key string) int32 { return g.keys.Exact(key) }

// after returns the id of the next target with the same key, or -1 behind the last of the
// group.
func (g *groups) after(id int32) int32 {
	if next := g.next[id]; next > 0 {
		return next
	}
	return -1
}

// groupBy groups all targets by their keys, of which empty ones are none. A group has the
// first of those that share its key, so many at most.
func (g *groups) groupBy(keys *index.Names, reach index.Reach, scratch *index.Scratch, most int) {
	x, first := index.BuildGroups(keys, reach, scratch)
	next := make([]int32, len(first))
	for i := len(first) - 1; i >= 0; i-- { // so that a chain ascends
		if k := first[i]; k >= 0 && k != int32(i) {
			next[i], next[k] = next[k], int32(i)
		}
	}
	for i := range next {
		if next[i] == 0 || first[i] != int32(i) {
			continue
		}
		last := int32(i)
		for n := 1; n < most && next[last] > 0; n++ {
			last = next[last]
		}
		next[last] = 0
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
	t.squashed.groupBy(t.squashedNames(), nameReach(distance, len(t.all)), scratch, len(t.all))
	t.dropRepeated()
	t.labels.groupBy(t.labelNames(), labelReach(distance, len(t.all)), scratch, maxGroup)
	t.findHosts()
}

// labelNames has the labels of registrable targets, and none for the others.
func (t *targets) labelNames() *index.Names {
	keys := index.NewNames(len(t.all), t.labelBytes)
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
	keys := index.NewNames(len(t.all), t.nameBytes)
	for i := range t.all {
		keys.AddSome(t.all[i].name, &squashed)
	}
	return keys
}

// squash drops dots and hyphens, so that whoever loses, adds or moves one is
// still at distance 0 here: usarmymil.
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

func (t *targets) findHosts() {
	t.hosts = map[string]int32{}
	for i := range t.all {
		e := &t.all[i]
		if e.labelLen == 0 || e.isRegistrable() {
			continue
		}
		first, _, _ := strings.Cut(e.name, ".")
		before := len(t.hosts)
		t.hosts[first] = int32(i)
		if len(t.hosts) == before { // another host has it
			t.hosts[first] = severalHosts
		}
	}
}

// hostNamed returns the only host that has that first label, or -1.
func (t *targets) hostNamed(label string) int32 {
	id, isHost := t.hosts[label]
	if !isHost || len(label) < shortestHost {
		return -1
	}
	return id
}
