package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/list"
)

// decision is how strongly to speak of a name, and of what.
type decision struct {
	rule     string // its name, for Explain
	level    Level
	about    subject
	ofPolicy Kind // what policy says of the domain, whatever it is near to
	ranking
	registry  *registry // that the name may be an unlisted one of
	isOutside bool      // the fact, for policy's least action
}

// subject is what a rule speaks of.
type subject uint8

const (
	nothing       subject = iota
	theCandidates         // decision.ranking
	theSlip               // the same, but without a suggestion
	theRegistry           // decision.registry
)

// facts are what the rules look at, a bit each.
type facts uint32

const (
	isSettled       facts = 1 << iota // protected, own or allowed
	isKnownReal                       // in a list of real domains, or written to before
	isAlone                           // the best candidate's registry is no state's among many: mil
	isRegistrySlip                    // the best candidate is listed, and what was typed is a slip in its registry's part
	isHabit                           // the best candidate is a listed body's exact name, below the usual suffix
	isLayout                          // the keys that were hit give the best candidate on a Latin keyboard
	isProviderSlip                    // the best candidate is a provider's, one likely slip of the fingers away
	isForeign                         // the best candidate's name stands below what looks like another state's registry
	isUnlistedSlip                    // the same as isRegistrySlip of a name that is not listed
	isOpen                            // of more candidates than may be named
	isBelowRegistry                   // what was typed is below a protected registry itself, and in no list
	isInside                          // the best candidate's whole name stands inside the typed one, under a registry
	isNear                            // the best candidate scores enough to be shown
	isWeak                            // not enough to warn; or two are as likely; or what was typed bounces
	isAccented                        // the best candidate looks like the typed name but for accents
	isOtherSuffix                     // the best candidate is under another suffix, not by the keys, and everybody's
	isByRegistry                      // the suffix is one key from a registry whose names nobody can list
	isBuiltLike                       // and the name is built like those of the registry
	isBySuffix                        // the suffix does not exist, and one that does is one key away
	isBlocked                         // policy lets no mail go there
	isOutside                         // not the organisation's own, for a policy that wants it said
	isAsked                           // and wants it asked
	isSilent                          // no rule of near misses speaks
)

// rule is one line of the table.
type rule struct {
	name  string
	needs facts // all of them
	level Level
	about subject
}

// rules are all there is to decide of near misses. The first that fits does.
var rules = [...]rule{
	{"protected, own or allowed", isSettled, LevelNone, nothing},
	{"known real, but a registry slip", isKnownReal | isRegistrySlip | isAlone, LevelNotice, theCandidates},
	{"habit", isHabit, LevelNotice, theCandidates},
	{"known real", isKnownReal, LevelNone, nothing},
	{"registry slip, of too many", isRegistrySlip | isOpen, LevelNotice, theSlip},
	{"registry slip, below another registry", isRegistrySlip | isBelowRegistry, LevelNotice, theCandidates},
	{"registry slip", isRegistrySlip, LevelWarn, theCandidates},
	{"registry slip of a name that is not listed, of too many", isUnlistedSlip | isOpen, LevelNotice, theSlip},
	{"registry slip of a name that is not listed", isUnlistedSlip, LevelNotice, theCandidates},
	{"keyboard of another script", isLayout, LevelNotice, theCandidates},
	{"name of a body below another state", isForeign, LevelNotice, theCandidates},
	{"name of a registry inside another", isInside, LevelWarn, theCandidates},
	{"suffix that does not exist, of too many", isBySuffix | isOpen, LevelNotice, theSlip},
	{"suffix that does not exist", isBySuffix, LevelNotice, theCandidates},
	{"near miss, but weak, in doubt or of what bounces", isNear | isWeak, LevelNotice, theCandidates},
	// Who types müller.de has seen it; and nobody hits the key by mistake.
	{"near miss by accents", isNear | isAccented, LevelNotice, theCandidates},
	// The owner may well have it.
	{"near miss by another real suffix", isNear | isOtherSuffix, LevelNotice, theCandidates},
	{"near miss", isNear, LevelWarn, theCandidates},
	{"slip of the fingers in a provider's name", isProviderSlip, LevelNotice, theCandidates},
	{"one key from a registry, and built like its names", isByRegistry | isBuiltLike, LevelWarn, theRegistry},
	{"one key from a registry", isByRegistry, LevelNotice, theRegistry},
	{"no near miss", 0, LevelNone, nothing},
}

// policyRules come after, and say what policy has to say of any domain. What a rule above
// offers instead of it is still offered.
var policyRules = [...]struct {
	name  string
	needs facts
	level Level
	kind  Kind
}{
	// Before what lists, history and the person's own allowances settle.
	{"blocked by policy", isBlocked, LevelWarn, KindBlockedDomain},
	{"outside the organisation, and policy asks", isOutside | isAsked | isSilent, LevelWarn, KindExternalRecipient},
	{"outside the organisation", isOutside | isSilent, LevelNotice, KindExternalRecipient},
}

// decide goes through the rules.
func (c *Checker) decide(q *question, r ranking) decision {
	d := decision{ranking: r}
	known := c.factsOf(q, r)
	if q.status == unknown && q.typed.Registrable != "" {
		if d.registry = c.unlistedRegistry(q); d.registry != nil {
			known.set(isByRegistry, true)
			known.set(isBuiltLike, c.isBuiltLike(d.registry, q.typed))
		}
	}
	for i := range rules {
		if r := &rules[i]; known&r.needs == r.needs {
			d.rule, d.level, d.about = r.name, r.level, r.about
			break
		}
	}
	c.setOutbound(&known, q)
	known.set(isSilent, d.level == LevelNone)
	for i := range policyRules {
		if r := &policyRules[i]; known&r.needs == r.needs {
			d.rule, d.level, d.ofPolicy = r.name, r.level, r.kind
			break
		}
	}
	d.isOutside = known&isOutside != 0
	return d
}

func (f *facts) set(fact facts, is bool) {
	if is {
		*f |= fact
	}
}

// factsOf finds what holds of the name and of its best candidate.
func (c *Checker) factsOf(q *question, r ranking) (f facts) {
	f.set(isSettled, q.status == settled || q.isOwn())
	f.set(isKnownReal, q.status == knownReal)
	best := &r.best
	if best.isNone() {
		return f
	}
	of := c.categoryOf(best)
	warn := of.warnAt()
	if c.isOwn(best, q.sender) {
		warn = ownWarnAt
	}
	isAmongStates := strings.Contains(best.suffix, ".")
	f.set(isAlone, !isAmongStates)
	f.set(isRegistrySlip, best.isRegistrySlip && best.isListed())
	f.set(isUnlistedSlip, best.isRegistrySlip && !best.isListed() && (isAmongStates || of.register != list.RegisterUnpublished))
	f.set(isBySuffix, best.entry == suffixEntry)
	f.set(isHabit, best.isHabit)
	f.set(isForeign, best.isForeign)
	f.set(isLayout, best.isLayout)
	f.set(isProviderSlip, q.status == unknown && c.isProviderSlip(best, q.typed))
	f.set(isOpen, r.isOpen)
	f.set(isBelowRegistry, q.status == unlisted)
	f.set(isInside, best.how == KindEmbedded && c.isUnderRegistry(best) && best.matchedLen == len(q.typed.Name))
	f.set(isNear, best.score >= c.noticeAt(best, q.typed) && !c.isSister(best, q) && !c.isOtherwise(best, q) && !c.isOtherBody(best, q) && !(r.isTie && best.score < abstainBelow))
	bounces := q.status == unlisted || best.how == KindHomoglyph && !q.typed.Known
	f.set(isWeak, best.score < warn || bounces || !r.second.isNone())
	f.set(isAccented, best.how == KindHomoglyph && isAccentedLatin(q.typed))
	f.set(isOtherSuffix, of.isPublished && q.typed.Known && q.typed.Suffix != best.suffix &&
		best.labelCost < errormodel.Impossible && !isMissedKey(q.typed.Suffix, best.suffix))
	return f
}

// noticeAt is the score from which a candidate is shown.
func (c *Checker) noticeAt(k *candidate, typed domain.Parts) bits {
	if k.entry >= 0 && c.targets.all[k.entry].isPopular && k.labelCost > 0 {
		meant := int(c.targets.all[k.entry].labelLen)
		if longestShortProvider < meant && len(typed.Label()) <= meant && typed.Name[len(typed.Subdomain())] == k.name[0] {
			return popularNoticeAt
		}
	}
	return c.categoryOf(k).noticeAt()
}

// isSister reports whether the candidate has the typed label below a suffix that no slip
// of the fingers makes of its own: most brands have several, and their countries' own.
func (c *Checker) isSister(k *candidate, q *question) bool {
	return k.entry >= 0 && k.labelCost == 0 && k.how == KindNone && c.categoryOf(k).isPublished && !c.targets.all[k.entry].isPopular &&
		k.name != q.sender.organisation.Name && q.typed.Known && index.OSA(q.typed.Suffix, k.suffix, 1) > 1 &&
		(errormodel.IsCountrys(q.typed.Suffix) || errormodel.IsCountrys(k.suffix))
}

// isOtherBody reports whether a name below a state's registry is rather another body's: it
// differs too much from one below another state's, or is short, and no likely slip of the
// fingers makes it of the candidate's, as abbreviations are.
func (c *Checker) isOtherBody(k *candidate, q *question) bool {
	if q.status != unlisted || k.entry < 0 || k.how != KindNone || k.isHabit || k.name == q.sender.organisation.Name {
		return false
	}
	label, base, _ := strings.Cut(q.typed.Name[len(q.typed.Name)-k.matchedLen:], ".")
	meant, registry, _ := strings.Cut(k.name, ".")
	switch {
	case !strings.Contains(base, "."):
		return false
	case base != registry:
		return k.cost > maxSlipAbroad && c.isRegistry(base) && c.isRegistry(registry)
	}
	return min(len(label), len(meant)) <= longestShortBody && !errormodel.IsLikelyKeySlip(label, meant)
}

// isOtherwise reports whether both parts of a name differ, the label by more than one
// edit and the suffix by no slip of the fingers.
func (c *Checker) isOtherwise(k *candidate, q *question) bool {
	if k.entry < 0 || k.how != KindNone || k.labelCost == errormodel.Impossible || k.name == q.sender.organisation.Name || !q.typed.Known {
		return false
	}
	e := &c.targets.all[k.entry]
	return e.labelLen > 0 && index.OSA(q.typed.Label(), e.label(), 1) > 1 && index.OSA(q.typed.Suffix, k.suffix, 1) > 1
}
