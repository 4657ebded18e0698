package core

import "nearmiss/core/errormodel"

// decision is how strongly to speak of a name, and of what.
type decision struct {
	rule  string // its name, for Explain
	level Level
	about subject
	ranking
	registry *registry // that the name may be an unlisted one of
	suffix   string    // that exists, for one that does not
}

// subject is what a rule speaks of.
type subject uint8

const (
	nothing       subject = iota
	theCandidates         // decision.ranking
	theRegistry           // decision.registry
	theSuffix             // decision.suffix
)

// facts are what the rules look at, a bit each.
type facts uint32

const (
	isSettled      facts = 1 << iota // protected, own or allowed
	isKnownReal                      // in a list of real domains, or written to before
	isRegistrySlip                   // the best candidate is army.mil for army.ml
	isInside                         // the best candidate's whole name stands inside the typed one, under a registry
	isNear                           // the best candidate scores enough to be spoken of
	isWeak                           // not enough to warn; or two are as likely; or what was typed bounces
	isAccented                       // the best candidate looks like the typed name but for accents
	isOtherSuffix                    // the best candidate is under another suffix, not by the keys, and everybody's
	isByRegistry                     // the suffix is one key from a registry whose names nobody can list
	isBuiltLike                      // and the name is built like those of the registry
	isBySuffix                       // the suffix does not exist, and one that does is one key away
)

// rule is one line of the table.
type rule struct {
	name  string
	needs facts // all of them
	level Level
	about subject
}

// rules are all there is to decide. The first that fits does.
var rules = [...]rule{
	{"protected, own or allowed", isSettled, LevelNone, nothing},
	{"known real, but a registry slip", isKnownReal | isRegistrySlip, LevelNotice, theCandidates},
	{"known real", isKnownReal, LevelNone, nothing},
	{"registry slip", isRegistrySlip, LevelWarn, theCandidates},
	{"name of a registry inside another", isInside, LevelWarn, theCandidates},
	{"near miss, but weak, in doubt or of what bounces", isNear | isWeak, LevelNotice, theCandidates},
	// Who types müller.de has seen it; and nobody hits the key by mistake.
	{"near miss by accents", isNear | isAccented, LevelNotice, theCandidates},
	// The owner may well have it.
	{"near miss by another real suffix", isNear | isOtherSuffix, LevelNotice, theCandidates},
	{"near miss", isNear, LevelWarn, theCandidates},
	{"one key from a registry, and built like its names", isByRegistry | isBuiltLike, LevelWarn, theRegistry},
	{"one key from a registry", isByRegistry, LevelNotice, theRegistry},
	{"suffix that does not exist", isBySuffix, LevelNotice, theSuffix},
	{"no near miss", 0, LevelNone, nothing},
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
		if !q.typed.Known {
			d.suffix = nearBusySuffix(q.typed.Suffix)
			known.set(isBySuffix, d.suffix != "")
		}
	}
	for i := range rules {
		if r := &rules[i]; known&r.needs == r.needs {
			d.rule, d.level, d.about = r.name, r.level, r.about
			break
		}
	}
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
	if c.isOwn(best) {
		warn = ownWarnAt
	}
	f.set(isRegistrySlip, best.isRegistrySlip)
	f.set(isInside, best.how == KindEmbedded && c.isUnderRegistry(best) && best.matchedLen == len(q.typed.Name))
	f.set(isNear, best.score >= of.noticeAt() && !(!r.second.isNone() && best.score < abstainBelow))
	f.set(isWeak, best.score < warn || q.status == unlisted || !r.second.isNone())
	f.set(isAccented, best.how == KindHomoglyph && isAccentedLatin(q.typed))
	f.set(isOtherSuffix, of.isPublished && q.typed.Known && q.typed.Suffix != best.suffix &&
		best.labelCost < errormodel.Impossible && !isMissedKey(q.typed.Suffix, best.suffix))
	return f
}
