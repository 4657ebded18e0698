package core

import (
	"math"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/list"
	"nearmiss/core/namemodel"
)

// ranking is the likeliest candidate of those that were scored, and the second if it
// is so close that neither may be called the one. Either may be none.
type ranking struct{ best, second candidate }

func (k *candidate) isNone() bool { return k.name == "" }

// score sets the candidates' scores and ranks them.
func (c *Checker) score(q *question, found *candidates) (r ranking) {
	if found.count == 0 {
		return r
	}
	typed := q.typed
	meant := c.plainSurprise(q)
	if typed.Known {
		meant = min(meant, c.relatives(typed, found)+c.missing(q))
	}
	for i := range found.list() {
		k := &found.all[i]
		if k.isRegistrySlip = c.isRegistrySlip(k, typed); k.isRegistrySlip {
			k.cost = min(k.cost, registrySlipCost)
		}
		k.score = meant + inFront(k, typed) - c.prior(k) - slipRate - k.cost
		if k.entry >= 0 && c.targets.all[k.entry].below && k.matchedLen == len(typed.Name) {
			k.score = -errormodel.Impossible // "*.contoso.com" says nothing of contoso.com itself
		}
		if r.best.isNone() || k.isBetter(&r.best) {
			r.best = *k
		}
	}
	for i := range found.list() {
		k := &found.all[i]
		if r.best.score-k.score < tie && !sameSuggestion(&r.best, k, typed) && (r.second.isNone() || k.isBetter(&r.second)) {
			r.second = *k
		}
	}
	if r.best.isRegistrySlip && !r.second.isRegistrySlip {
		r.second = candidate{}
	}
	return r
}

// plainSurprise is how surprising it is that the typed name is meant as it stands,
// but for its relatives.
func (c *Checker) plainSurprise(q *question) (surprise bits) {
	if typed := q.typed; typed.Registrable == "" {
		surprise = namemodel.Label(typed.Name)
	} else {
		surprise = namemodel.Label(typed.Label()) + namemodel.Suffix(typed.Suffix)
	}
	if !q.typed.Known {
		surprise += nowhere
	}
	return surprise + c.missing(q)
}

// missing is the surprise at a name that its register does not have.
func (c *Checker) missing(q *question) bits {
	if q.status == unlisted && c.isRegistered(q.typed) {
		return unregistered
	}
	return 0
}

func (k *candidate) isBetter(other *candidate) bool {
	if k.isRegistrySlip != other.isRegistrySlip {
		return k.isRegistrySlip
	}
	if k.score != other.score {
		return k.score > other.score
	}
	return k.name < other.name // for the same verdict every time
}

func sameSuggestion(a, b *candidate, typed domain.Parts) bool {
	if a.matchedLen < b.matchedLen {
		a, b = b, a
	}
	kept := typed.Name[len(typed.Name)-a.matchedLen : len(typed.Name)-b.matchedLen]
	return len(a.name) == len(kept)+len(b.name) && strings.HasPrefix(a.name, kept) && strings.HasSuffix(a.name, b.name)
}

// inFront is the surprise of the labels before the registrable domain, where
// the slip explains them too: adwg in adwg.so.jp.
func inFront(k *candidate, typed domain.Parts) (surprise bits) {
	if more := k.matchedLen - len(typed.Registrable); more <= 1 || typed.Registrable == "" {
		return 0
	}
	labels := typed.Name[len(typed.Name)-k.matchedLen : len(typed.Name)-len(typed.Registrable)-1]
	for labels != "" {
		var label string
		label, labels, _ = strings.Cut(labels, ".")
		surprise += namemodel.Label(label)
	}
	return surprise
}

// relatives is how surprising it is that the typed name is meant because a
// target's owner, or somebody who builds on the name, has it too: yahoo.no,
// seznamka.cz.
func (c *Checker) relatives(typed domain.Parts, found *candidates) bits {
	const notComputed = -1
	best, sibling := bits(errormodel.Impossible), bits(notComputed)
	label := typed.Label()
	for i := range found.list() {
		k := &found.all[i]
		if k.entry < 0 || c.isRegistrySlip(k, typed) {
			continue
		}
		e := &c.targets.all[k.entry]
		if e.labelLen == 0 || e.role == fromOwn {
			continue // an organisation lists all of its own
		}
		meant := e.label()
		switch {
		case label == meant:
			if sibling < 0 { // google.com.ph has dozens
				sibling = c.sibling(label)
			}
			best = min(best, c.prior(k)+sibling+namemodel.Suffix(typed.Suffix))
		case len(label) >= len(meant)+2 && !isRepetition(label, meant):
			added := ""
			if strings.HasPrefix(label, meant) {
				added = label[len(meant):]
			} else if strings.HasSuffix(label, meant) {
				added = label[:len(label)-len(meant)]
			} else {
				continue
			}
			other := bits(0)
			if typed.Suffix != e.suffix() {
				other = namemodel.Suffix(typed.Suffix)
			}
			best = min(best, c.prior(k)+extension+namemodel.Added(added)+other)
		}
	}
	return best
}

// isRepetition reports whether a label's end was typed twice (groupup for group):
// that is a slip and no new name.
func isRepetition(label, meant string) bool {
	n := len(label) - len(meant)
	return n <= len(meant) && strings.HasPrefix(label, meant) && label[len(meant):] == meant[len(meant)-n:]
}

// sibling is what it costs to mean another domain of the target's owner.
func (c *Checker) sibling(label string) bits {
	id := c.targets.labels.named(label)
	for n := 1; n < manySiblings && id >= 0; n++ {
		id = c.targets.labels.after(id)
	}
	if id < 0 {
		return siblingOfOne
	}
	return siblingOfMany
}

func (c *Checker) prior(k *candidate) bits {
	if r := c.registryOf(k); r != nil {
		// Some name below it, as surprising as the typed one is.
		return c.targets.categories[r.category].share + anyName
	}
	if k.entry == ownEntry {
		return ownSender
	}
	e := &c.targets.all[k.entry]
	if e.isPopular {
		return sharesOfAll[e.name]
	}
	return c.targets.categories[e.category].prior
}

// registryOf returns the registry that the candidate is an unlisted name of, or nil.
func (c *Checker) registryOf(k *candidate) *registry {
	if k.entry > registryEntry {
		return nil
	}
	return &c.targets.registries[registryEntry-k.entry]
}

// categoryOf returns the category that the candidate's target is of; one of the
// sender's own domain is of none that lists have.
func (c *Checker) categoryOf(k *candidate) *category {
	if r := c.registryOf(k); r != nil {
		return &c.targets.categories[r.category]
	}
	if k.entry == ownEntry {
		return &ownCategory
	}
	return &c.targets.categories[c.targets.all[k.entry].category]
}

var ownCategory = category{name: CategoryOwn, share: shareOfOthers}

// priorOf is what it costs to mean one of count targets that have a share.
func priorOf(share bits, count int) bits { return share + bits(math.Log2(float64(max(1, count)))) }

// isOwn reports whether the target is of the sender's own organisation.
func (c *Checker) isOwn(k *candidate) bool {
	return k.entry == ownEntry || k.entry >= 0 && c.targets.all[k.entry].role == fromOwn
}

// isRegistered reports whether the name lies below a registry whose whole register is
// published, so that one which is in no list does not exist: .gov.
func (c *Checker) isRegistered(typed domain.Parts) bool {
	id, ok := c.targets.protectedBelow[typed.Suffix]
	return ok && c.targets.categories[id].register == list.RegisterComplete
}

// isUnderRegistry reports whether the target lies below a protected public suffix.
func (c *Checker) isUnderRegistry(k *candidate) bool {
	_, ok := c.targets.protectedBelow[k.suffix]
	return ok
}
