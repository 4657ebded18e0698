package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
)

// question is one typed domain, and what is known of it before any near miss is
// looked for.
type question struct {
	typed  domain.Parts
	sender sender
	status status
}

// ask cuts a domain at its public suffix and looks it up.
func (c *Checker) ask(d domain.Domain, from sender) question {
	return question{typed: c.split(d), sender: from, status: c.statusOf(d)}
}

// isOwn reports whether the name is the sender's organisation or lies below it.
func (q *question) isOwn() bool {
	own := q.sender.organisation.Name
	return own != "" && domain.IsUnder(q.typed.Name, own)
}

// split cuts a domain at its public suffix. What exists only inside an organisation
// exists for those who write to it. Below a country that does not exist, com.ay is as
// much a suffix as com.au.
func (c *Checker) split(d domain.Domain) domain.Parts {
	typed := c.suffixes.Split(d)
	typed.Known = typed.Known || errormodel.IsPrivateUse(typed.Suffix)
	if suffix := lastLabels(typed.Name, 2); !typed.Known && len(typed.Suffix) <= longestMistypedCountry && len(suffix) < len(typed.Name) {
		if word, _, _ := strings.Cut(suffix, "."); errormodel.IsSecondLevel(word) {
			typed.Suffix, typed.Registrable = suffix, lastLabels(typed.Name, 3)
		}
	}
	return typed
}

// longestMistypedCountry is a country code with a letter too many.
const longestMistypedCountry = 3

// status is what lists, policy and history say of a domain.
type status uint8

const (
	unknown   status = iota
	unlisted         // below a protected registry, but in no list: amry.mil
	knownReal        // in a list of real domains, or written to before
	settled          // protected, own or allowed: nothing to say
)

// String is for Explain.
func (s status) String() string {
	return [...]string{"unknown", "below a protected registry, in no list", "known to be real", "protected, own or allowed"}[s]
}

// statusOf looks the domain and those it lies under up.
func (c *Checker) statusOf(d domain.Domain) status {
	t := &c.targets
	best := unknown
	for name := d.String(); ; {
		isMistaken := false
		if i := t.find(name); i >= 0 {
			_, isBase := t.protectedBelow[name]
			switch {
			case t.all[i].role == fromHistory:
				best = max(best, knownReal)
			case isBase && len(name) < len(d.String()) && t.all[i].role == fromProtected: // bka.bund.de
				best = max(best, unlisted)
			case len(name) < len(d.String()) && c.isBelowBySlip(d.String(), name, i):
				best, isMistaken = max(best, unlisted), true
			default:
				return settled
			}
		}
		if _, ok := t.allowed[name]; ok {
			return settled
		}
		_, registry := t.protectedBelow[name]
		if _, ok := t.known[name]; ok && !isMistaken && !(registry && isUncommonBelow(d.String(), name)) {
			best = max(best, knownReal)
		}
		if registry && len(name) == len(d.String()) {
			return settled // the registry itself: gov.uk
		}
		if len(name) < len(d.String()) {
			if _, ok := t.allowedBelow[name]; ok {
				return settled
			}
			if _, ok := t.knownBelow[name]; ok {
				best = max(best, knownReal)
			}
			if registry {
				best = max(best, unlisted)
			}
		}
		dot := strings.IndexByte(name, '.')
		if dot < 0 {
			return best
		}
		name = name[dot+1:]
	}
}

// isUncommonBelow reports whether a name lies below a registry, whose own site says nothing
// of it, and has no word there that most states have a body by: justice.gov.si is likely
// real, econnomie.fgov.be is not.
func isUncommonBelow(name, registry string) bool {
	body, isBelow := strings.CutSuffix(name, "."+registry)
	return isBelow && !isCommonWord(lastLabels(body, 1))
}

// isBelowBySlip reports whether a name lies below the entry parent only because of a slip:
// hot.mail.com, for no provider has mailboxes at hosts, and army.mil.mil.
func (c *Checker) isBelowBySlip(name, parent string, entry int32) bool {
	t := &c.targets
	e := &t.all[entry]
	if e.role != fromProtected {
		return false
	}
	var room [maxSquash]byte
	if first := name[:len(name)-len(parent)-1]; t.categories[e.category].isPublic && len(name) <= len(room) && !strings.Contains(first, ".") {
		joined := t.find(bytesAsString(append(append(room[:0], first...), parent...)))
		return joined >= 0 && t.categories[t.all[joined].category].isPublic
	}
	body, last, _ := cutLast(name)
	_, before, _ := cutLast(body)
	return before == last && c.isRegistry(last) && t.find(body) >= 0
}

// isKnownAbove reports whether a name is known to be real only because it lies below one
// that is.
func (c *Checker) isKnownAbove(q *question) bool {
	name := q.typed.Name
	_, isKnown := c.targets.known[name]
	_, above, _ := strings.Cut(name, ".")
	_, isBelow := c.targets.knownBelow[above]
	return q.status == knownReal && !isKnown && !isBelow && c.targets.find(name) < 0
}

// entryOf returns the target, or registry, that d is or lies under.
func (c *Checker) entryOf(d domain.Domain) (name, categoryName string) {
	t := &c.targets
	for name := d.String(); ; {
		if i := t.find(name); i >= 0 && (!t.all[i].below || len(name) < len(d.String())) {
			return name, t.categories[t.all[i].category].name
		}
		if id, ok := t.protectedBelow[name]; ok && len(name) < len(d.String()) {
			return name, t.categories[id].name
		}
		dot := strings.IndexByte(name, '.')
		if dot < 0 {
			return "", ""
		}
		name = name[dot+1:]
	}
}
