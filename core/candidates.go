package core

import (
	"unsafe"

	"nearmiss/core/domain"
)

// Bounds of the work on one name. Real names have a handful of candidates;
// families of similar names ("branch000" to "branch999") and hostile lists do
// not get more than this.
const (
	maxCandidates = 32
	maxMatches    = 48
	maxGroup      = 64 // targets that share a label: yahoo has 40
	maxSquash     = 256
)

// maxDistance is how many edits away a target is looked for: 1.6 % of mistyped
// domains are further away, and most of those by a whole word.
const maxDistance = 3

// candidate is a target that may have been meant.
type candidate struct {
	name   string // the target
	suffix string // its public suffix
	entry  int32  // in targets.all; ownEntry; or registryEntry less a registry's place

	// covers is how many bytes at the end of the typed name stand for the
	// target; what is before them is kept: mail. in mail.amry.mil.
	covers int
	cost   bits // of the slip, without prior and slipRate
	head   bits // the part of cost that is not the suffix's
	score  bits
	famous bool // isRegistrySlip: before all others
	how    Kind // what the way of finding it says, or KindNone
}

func (k *candidate) suggestion(typed domain.Parts) string {
	return typed.Name[:len(typed.Name)-k.covers] + k.name
}

const (
	ownEntry      = -1 // the sender's own domain
	registryEntry = -2
)

// registry returns the registry that the candidate is an unlisted name of, or
// nil.
//
//go:noinline
func (c *Checker) registryOf(k *candidate) *registry {
	if k.entry > registryEntry {
		return nil
	}
	return &c.targets.registries[registryEntry-k.entry]
}

func (c *Checker) categoryName(k *candidate) string {
	if r := c.registryOf(k); r != nil {
		return c.targets.categories[r.category].name
	}
	if k.entry == ownEntry {
		return CategoryOwn
	}
	return c.targets.categories[c.targets.all[k.entry].category].name
}

// gather collects the candidates for a typed name. What is found inside of it comes
// first: it is spoken of whatever its score, so that nothing is left out beside it.
func (c *Checker) gather(typed domain.Parts, own domain.Domain, stand standing) {
	c.candidates = c.candidates[:0]
	c.stand, c.plain, c.best = stand, notComputed, -maxOps
	c.gatherEmbedded(typed)
	c.keepsAll = len(c.candidates) > 0
	c.gatherLabels(typed)
	c.gatherNames(typed)
	c.gatherSkeleton(typed)
	c.gatherRegistries(typed)
	if own.String() != "" {
		c.gatherOwn(typed, own)
	}
}

func (c *Checker) add(k candidate) {
	c.seenAs.apply(&k)
	if k.cost >= maxSlip {
		return
	}
	for i := range c.candidates {
		if c.candidates[i].entry == k.entry && c.candidates[i].covers == k.covers {
			if k.cost < c.candidates[i].cost {
				c.candidates[i] = k
			}
			return
		}
	}
	if len(c.candidates) < cap(c.candidates) {
		c.candidates = append(c.candidates, k)
	}
}

// gatherOwn compares with the sender's own domain and the registrable one it
// lies under.
func (c *Checker) gatherOwn(typed domain.Parts, own domain.Domain) {
	parts := c.suffixes.Split(own)
	if parts.Registrable == "" {
		return
	}
	cost := bits(maxOps)
	if n := len(parts.Label()); typed.Registrable != "" && (n >= shortestTypo || parts.Label() == typed.Label()) {
		cost = together(slip(typed.Label(), parts.Label()), suffixSlip(typed, parts.Suffix))
	}
	c.add(candidate{
		name:   parts.Registrable,
		suffix: parts.Suffix,
		entry:  ownEntry,
		covers: len(typed.Registrable),
		cost:   cost,
	})
	if parts.Name != parts.Registrable {
		c.add(candidate{name: parts.Name, suffix: parts.Suffix, entry: ownEntry, covers: len(typed.Name), cost: slip(typed.Name, parts.Name)})
	}
	c.add(candidate{name: parts.Registrable, suffix: parts.Suffix, entry: ownEntry, covers: len(typed.Name), cost: slip(typed.Name, parts.Registrable)})
}

func bytesAsString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// together is the cost of an error in the label and one in the suffix.
func together(label, suffix bits) bits {
	if label > 0 && suffix > 0 {
		return label + suffix + furtherError
	}
	return label + suffix
}
