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
type ranking struct {
	best, second candidate
	isTie        bool // the second is as likely
	isOpen       bool // so many more are as likely that none may be named

	isKnown    bool // the typed suffix exists
	hasMailbox bool // a provider's name is one slip away
}

func (k *candidate) isNone() bool { return k.name == "" }

// score sets the candidates' scores and ranks them.
func (c *Checker) score(q *question, found *candidates) (r ranking) {
	typed := q.typed
	r.isKnown = typed.Known
	if found.count == 0 {
		return r
	}
	meant := c.plainSurprise(q)
	if typed.Known {
		meant = min(meant, c.relatives(q, found)+c.missing(q))
	}
	for i := range found.list() {
		k := &found.all[i]
		k.score = meant + inFront(k, typed) - c.prior(k, q) - slipRate - k.cost
		if k.entry >= 0 && c.targets.all[k.entry].below && k.matchedLen == len(typed.Name) || k.name == typed.Name[len(typed.Name)-k.matchedLen:] {
			k.score = -errormodel.Impossible // "*.contoso.com" says nothing of contoso.com itself, and x.bund.de is not bund.de
		}
		if k.entry >= 0 && k.cost <= oneSlip && c.targets.categories[c.targets.all[k.entry].category].isPublic {
			r.hasMailbox = true
		}
	}
	for i := range found.list() {
		if k := &found.all[i]; r.best.isNone() || r.isBetter(k, &r.best) {
			r.best = *k
		}
	}
	if !r.best.isListed() || r.best.isRegistrySlip {
		r.amongSuffixes(typed, found)
		return r
	}
	for i := range found.list() {
		k := &found.all[i]
		isTie := r.best.score-k.score < tie && k.cost-r.best.cost < clearlyLess
		if (isTie || c.isSisterBySlip(k, &r.best, typed)) && !sameSuggestion(&r.best, k, typed) && (r.second.isNone() || r.isBetter(k, &r.second)) {
			r.second, r.isTie = *k, isTie
		}
	}
	if !r.second.isNone() && c.isProviderSlip(&r.second, typed) && !c.isProviderSlip(&r.best, typed) { // aol.co
		r.best, r.second = r.second, r.best
	}
	return r
}

// amongSuffixes finds the second best of the names that slips in the registry's part, or
// in the suffix, may have been meant for, where the best is not sure. Listed names stand
// before all others.
func (r *ranking) amongSuffixes(typed domain.Parts, found *candidates) {
	rest := bits(0) // of the probability, where the best has 1
	for i := range found.list() {
		k := &found.all[i]
		if k.isListed() && !k.isRegistrySlip || r.precedence(k) != r.precedence(&r.best) || sameSuggestion(&r.best, k, typed) {
			continue
		}
		rest += oddsOf(k.score - r.best.score)
		if r.second.isNone() || r.isBetter(k, &r.second) {
			r.second = *k
		}
	}
	if r.second.isNone() {
		return
	}
	second := oddsOf(r.second.score - r.best.score)
	switch all := 1 + rest; {
	case 1/all >= sureOfOne:
		r.second = candidate{}
	case (1+second)/all < sureOfTwo:
		r.isOpen = true
	}
	r.isTie = !r.second.isNone()
}

// oddsOf is 2 to the power of less, which is not above 0, within a tenth.
func oddsOf(less bits) bits {
	odds := bits(1)
	for ; less <= -1; less++ {
		odds /= 2
	}
	return odds * (1 + less/2)
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

// isBetter reports whether k stands before other: by what it is of, then by score.
func (r *ranking) isBetter(k, other *candidate) bool {
	if a, b := r.precedence(k), r.precedence(other); a != b {
		return a > b
	}
	if k.score != other.score {
		return k.score > other.score
	}
	return k.name < other.name // for the same verdict every time
}

// precedence of what speaks for a target more than any sum.
func (r *ranking) precedence(k *candidate) int {
	switch {
	case k.isRegistrySlip && k.isListed() || k.entry == ownEntry && k.labelCost == 0:
		return 5
	case k.isHabit:
		return 4
	case k.isRegistrySlip && k.isKnownBody || k.how == KindHomoglyph && k.cost == homoglyphCost:
		return 3 // army.mil.kг is army.mil.kr, and no name with army.mil in it
	case r.hasMailbox: // hotmil.cl is hotmail.cl rather than hot.mil.cl
		return 0
	case k.how == KindEmbedded && !k.isForeign:
		return 2
	case k.isRegistrySlip && (r.isKnown || k.keepsRegistry):
		return 1
	}
	return 0
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
func (c *Checker) relatives(q *question, found *candidates) bits {
	typed := q.typed
	const notComputed = -1
	best, sibling := bits(errormodel.Impossible), bits(notComputed)
	label := typed.Label()
	for i := range found.list() {
		k := &found.all[i]
		if k.entry < 0 || k.isRegistrySlip {
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
			best = min(best, c.prior(k, q)+sibling+namemodel.Suffix(typed.Suffix))
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
			best = min(best, c.prior(k, q)+extension+namemodel.Added(added)+other)
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

// prior is how surprising it is that the candidate is meant.
func (c *Checker) prior(k *candidate, q *question) bits {
	if k.entry == suffixEntry {
		return namemodel.Country(k.suffix) + namemodel.Label(q.typed.Label())
	}
	if r := c.registryOf(k); r != nil {
		if k.isKnownBody {
			return c.targets.categories[r.category].share + anyName + q.sender.surpriseAt(r.suffix, r.surprise)
		}
		// Some name below it, as surprising as the typed one is.
		return c.targets.categories[r.category].share + anyName + q.sender.surpriseAt(r.suffix, r.surprise) + namemodel.Label(q.typed.Label())
	}
	if k.isRegistrySlip {
		return c.categoryOf(k).share + q.sender.surpriseAt(k.suffix, namemodel.State(k.suffix))
	}
	if k.entry == ownEntry || k.name == q.sender.organisation.Name {
		return ownSender
	}
	e := &c.targets.all[k.entry]
	if e.isPopular {
		return shareOf(e.name)
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
	switch k.entry {
	case ownEntry:
		return &ownCategory
	case suffixEntry:
		return &noCategory
	}
	return &c.targets.categories[c.targets.all[k.entry].category]
}

var (
	ownCategory = category{name: CategoryOwn, share: shareOfOthers}
	noCategory  = category{isPublished: true}
)

// priorOf is what it costs to mean one of count targets that have a share.
func priorOf(share bits, count int) bits { return share + bits(math.Log2(float64(max(1, count)))) }

// isOwn reports whether the target is of the sender's own organisation.
func (c *Checker) isOwn(k *candidate, from sender) bool {
	return k.entry == ownEntry || k.name == from.organisation.Name || k.entry >= 0 && c.targets.all[k.entry].role == fromOwn
}

// isRegistered reports whether the name lies below a registry whose whole register is
// published, so that one which is in no list does not exist: .gov.
func (c *Checker) isRegistered(typed domain.Parts) bool {
	id, ok := c.targets.protectedBelow[typed.Suffix]
	return ok && c.targets.categories[id].register == list.RegisterComplete
}

// isUnderRegistry reports whether the target lies below a protected public suffix.
func (c *Checker) isUnderRegistry(k *candidate) bool { return c.isRegistry(k.suffix) }

// isRegistry reports whether every name below the suffix is protected.
func (c *Checker) isRegistry(suffix string) bool {
	_, ok := c.targets.protectedBelow[suffix]
	return ok
}
