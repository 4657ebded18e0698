package core

import (
	"math"
	"strings"

	"nearmiss/core/domain"
)

// rank scores the candidates and returns the best, and the second if it is so
// close that neither may be called the one.
func (c *Checker) rank(typed domain.Parts) (best, second *candidate) {
	if len(c.candidates) == 0 {
		return nil, nil
	}
	plain := c.plainSurprise(typed)
	if typed.Known {
		plain = min(plain, c.relatives(typed)+c.missing(typed))
	}
	for i := range c.candidates {
		k := &c.candidates[i]
		if k.famous = c.isRegistrySlip(k, typed); k.famous {
			k.cost = min(k.cost, registrySlipCost)
		}
		k.score = plain + inFront(k, typed) - c.prior(k) - slipRate - k.cost
		if k.entry >= 0 && c.targets.all[k.entry].below && k.covers == len(typed.Name) {
			k.score = -maxOps // "*.contoso.com" says nothing of contoso.com itself
		}
		if best == nil || k.better(best, typed) {
			best = k
		}
	}
	for i := range c.candidates {
		k := &c.candidates[i]
		if k != best && best.score-k.score < tie && !sameSuggestion(best, k, typed) && (second == nil || k.better(second, typed)) {
			second = k
		}
	}
	if best.famous && !(second != nil && second.famous) {
		second = nil
	}
	return best, second
}

// plainSurprise is how surprising it is that the typed name is meant as it stands,
// but for its relatives.
func (c *Checker) plainSurprise(typed domain.Parts) bits {
	if c.plain != notComputed {
		return c.plain
	}
	if typed.Registrable == "" {
		c.plain = labelSurprise(typed.Name)
	} else {
		c.plain = labelSurprise(typed.Label()) + suffixSurprise(typed.Suffix)
	}
	if !typed.Known {
		c.plain += nowhere
	}
	c.plain += c.missing(typed)
	return c.plain
}

// missing is the surprise at a name that its register does not have.
func (c *Checker) missing(typed domain.Parts) bits {
	if c.stand == covered && c.isRegistered(typed) {
		return unregistered
	}
	return 0
}

func (k *candidate) better(other *candidate, typed domain.Parts) bool {
	if k.famous != other.famous {
		return k.famous
	}
	if k.score != other.score {
		return k.score > other.score
	}
	return k.name < other.name // for the same verdict every time
}

func sameSuggestion(a, b *candidate, typed domain.Parts) bool {
	if a.covers < b.covers {
		a, b = b, a
	}
	kept := typed.Name[len(typed.Name)-a.covers : len(typed.Name)-b.covers]
	return len(a.name) == len(kept)+len(b.name) && strings.HasPrefix(a.name, kept) && strings.HasSuffix(a.name, b.name)
}

// inFront is the surprise of the labels before the registrable domain, where
// the slip explains them too: adwg in adwg.so.jp.
func inFront(k *candidate, typed domain.Parts) (surprise bits) {
	if more := k.covers - len(typed.Registrable); more <= 1 || typed.Registrable == "" {
		return 0
	}
	labels := typed.Name[len(typed.Name)-k.covers : len(typed.Name)-len(typed.Registrable)-1]
	for labels != "" {
		var label string
		label, labels, _ = strings.Cut(labels, ".")
		surprise += labelSurprise(label)
	}
	return surprise
}

// relatives is how surprising it is that the typed name is meant because a
// target's owner, or somebody who builds on the name, has it too: yahoo.no,
// seznamka.cz.
func (c *Checker) relatives(typed domain.Parts) bits {
	best, sibling := bits(maxOps), bits(notComputed)
	label := typed.Label()
	for i := range c.candidates {
		k := &c.candidates[i]
		if k.entry < 0 || c.isRegistrySlip(k, typed) {
			continue
		}
		e := &c.targets.all[k.entry]
		if e.headLen == 0 || e.role == fromOwn {
			continue // an organisation lists all of its own
		}
		meant := e.label()
		switch {
		case label == meant:
			if sibling < 0 { // google.com.ph has dozens
				sibling = c.sibling(label)
			}
			best = min(best, c.prior(k)+sibling+suffixSurprise(typed.Suffix))
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
				other = suffixSurprise(typed.Suffix)
			}
			best = min(best, c.prior(k)+extension+min(labelSurprise(added), lonelyLetter*bits(len(added)))+other)
		}
	}
	return best
}

// isBuiltOn tells labels that relatives compares at all.
//
//go:noinline
func isBuiltOn(label, meant string) bool {
	return len(label) >= len(meant)+2 && (strings.HasPrefix(label, meant) || strings.HasSuffix(label, meant))
}

// isRepetition tells a label whose end was typed twice (groupup for group):
// that is a slip and no new name.
func isRepetition(label, meant string) bool {
	n := len(label) - len(meant)
	return n <= len(meant) && strings.HasPrefix(label, meant) && label[len(meant):] == meant[len(meant)-n:]
}

// sibling is what it costs to mean another domain of the target's owner.
func (c *Checker) sibling(label string) bits {
	if len(c.targets.labels.named(label)) >= manySiblings {
		return siblingOfMany
	}
	return siblingOfOne
}

func (c *Checker) prior(k *candidate) bits {
	if r := c.registryOf(k); r != nil {
		// Some name below it, as surprising as the typed one is.
		return shareOf(c.targets.categories[r.category].name) + anyName
	}
	if k.entry == ownEntry {
		return ownSender
	}
	e := &c.targets.all[k.entry]
	if e.heavy {
		return sharesOfAll[e.name]
	}
	return c.targets.categories[e.category].prior
}

func shareOf(category string) bits {
	if share, ok := shares[category]; ok {
		return share
	}
	return shareOfOthers
}

// priorOf is what it costs to mean one of count targets of a category.
func priorOf(name string, count int) bits {
	return shareOf(name) + bits(math.Log2(float64(max(1, count))))
}

// noticeOf is the score from which a category's targets are spoken of.
func noticeOf(category string) bits {
	if _, isPublished := shares[category]; isPublished {
		return publishedNoticeAt
	}
	return noticeAt
}

// levelOf decides how strongly to speak.
func (c *Checker) levelOf(best, second *candidate, typed domain.Parts, stand standing) Level {
	slip := best.famous
	categoryName := c.categoryName(best)
	warn, notice := warnAt, noticeOf(categoryName)
	_, isPublished := shares[categoryName]
	if isPublished {
		warn = publishedWarnAt
	}
	if c.isOwn(best) {
		warn = ownWarnAt
	}
	switch {
	case stand == knownReal && slip:
		return LevelNotice
	case stand == knownReal:
		return LevelNone
	case slip || best.how == KindEmbedded && c.isUnderRegistry(best) && best.covers == len(typed.Name):
		return LevelWarn
	case best.score < notice || second != nil && best.score < abstainBelow:
		return LevelNone
	case best.score < warn || stand == covered || second != nil:
		return LevelNotice
	case c.isAccented && best.how == KindHomoglyph:
		// Who types müller.de has seen it; and nobody hits the key by mistake.
		return LevelNotice
	case isPublished && typed.Known && typed.Suffix != best.suffix && best.head < maxOps && !isMissedKey(typed.Suffix, best.suffix):
		// Another real suffix, not by the keys: the owner may well have it.
		return LevelNotice
	}
	return LevelWarn
}

// isOwn tells targets of the sender's own organisation.
func (c *Checker) isOwn(k *candidate) bool {
	return k.entry == ownEntry || k.entry >= 0 && c.targets.all[k.entry].role == fromOwn
}

// isRegistered tells names below a registry whose whole register is published,
// so that one which is in no list does not exist: .gov.
func (c *Checker) isRegistered(typed domain.Parts) bool {
	id, ok := c.targets.protectedBelow[typed.Suffix]
	return ok && publishesRegister(c.targets.categories[id].name)
}

// isUnderRegistry tells targets below a protected public suffix.
func (c *Checker) isUnderRegistry(k *candidate) bool {
	_, ok := c.targets.protectedBelow[k.suffix]
	return ok
}
