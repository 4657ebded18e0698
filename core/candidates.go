package core

import (
	"unsafe"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
)

// Bounds of the work on one name. Real names have a handful of candidates;
// families of similar names ("branch000" to "branch999") and hostile lists do
// not get more than this.
const (
	maxCandidates = 32
	maxMatches    = 48
	maxGroup      = 64 // targets that share a label, or a name but for its dots: yahoo has 40
	maxSquash     = 256
)

// maxDistance is how many edits away a target is looked for: 1.6 % of mistyped
// domains are further away, and most of those by a whole word.
const maxDistance = 3

// candidate is a target that may have been meant.
type candidate struct {
	name   string // the target
	suffix string // its public suffix
	entry  int32  // in targets.all; ownEntry; suffixEntry; or registryEntry less a registry's place

	// matchedLen is how many trailing bytes of the typed name the target replaces;
	// what is before them is kept: mail. in mail.amry.mil.
	matchedLen int
	cost       bits // of the slip, without prior and slipRate
	labelCost  bits // the part of cost that is not the suffix's
	how        Kind // what the way of finding it says, or KindNone

	isRegistrySlip bool // found by a slip in the registry's part
	keepsRegistry  bool // which leaves the registry's letters, or all before the country code
	isKnownBody    bool // not listed, but known to be a real name below the registry
	isHabit        bool // a listed body's exact name, below the suffix that people are used to
	isLayout       bool // the keys that were hit give it on a Latin keyboard
	isForeign      bool // a body's name below what looks like another state's registry
	score          bits // set by score
}

// isListed reports whether the candidate is in a protected list, and no other name of a
// registry.
func (k *candidate) isListed() bool { return k.entry > suffixEntry }

const (
	ownEntry      = -1 // the sender's own domain
	suffixEntry   = -2 // a name that nobody protects, under a suffix that exists
	registryEntry = -3
)

// suggestion is the typed name with the target in it.
func (k *candidate) suggestion(typed domain.Parts) string {
	return typed.Name[:len(typed.Name)-k.matchedLen] + k.name
}

// candidates are the targets that may have been meant by one typed name, each once
// for each part of the name that it may replace.
type candidates struct {
	all   [maxCandidates]candidate
	count int
}

func (s *candidates) list() []candidate { return s.all[:s.count] }

// add adds a candidate. Where there is no room, the costliest slip makes it.
func (s *candidates) add(k candidate) {
	if k.cost >= errormodel.MaxSlip {
		return
	}
	costliest := 0
	for i := range s.list() {
		other := &s.all[i]
		if other.entry == k.entry && other.matchedLen == k.matchedLen && (k.isListed() || other.name == k.name) {
			if k.cost < other.cost || k.isRegistrySlip && !other.isRegistrySlip {
				k.isRegistrySlip = k.isRegistrySlip || other.isRegistrySlip
				*other = k
			}
			return
		}
		if other.cost > s.all[costliest].cost {
			costliest = i
		}
	}
	switch {
	case s.count < len(s.all):
		s.all[s.count] = k
		s.count++
	case k.cost < s.all[costliest].cost:
		s.all[costliest] = k
	}
}

// collect finds the targets that may have been meant by a name, of which nothing is
// known that settles it.
func (c *Checker) collect(q *question, found *candidates) {
	if q.status == settled || q.isOwn() {
		return
	}
	if q.status == knownReal && !c.isNearRegistry(q.typed) {
		c.addHabits(q, found)
		return
	}
	c.addEmbedded(q, found)
	c.addLabels(q.typed, found)
	c.addNames(q.typed, found)
	c.addLookalikes(q, found)
	c.addRegistries(q, found)
	c.addSuffixes(q.typed, found)
	c.addHabits(q, found)
	c.addRepeated(q, found)
	c.addOwn(q, found)
}

func bytesAsString(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// together is the cost of an error in the label and one in the suffix.
func together(label, suffix bits) bits {
	if label > 0 && suffix > 0 {
		return label + suffix + errormodel.FurtherError
	}
	return label + suffix
}
