package core

import (
	"strings"

	"nearmiss/core/domain"
)

// finding is what was found about one domain, before it becomes a Verdict in
// the recipient's own form.
type finding struct {
	level       Level
	kind        Kind
	domain      string // canonical, "" for none
	target      string
	category    string
	suggestion  string // a domain
	alternative string

	suffixTyped, suffixMeant string // for the reason
}

// find judges the domain that was typed as raw.
func (c *Checker) find(raw string, own domain.Domain) finding {
	d, err := domain.Parse(raw)
	if err != nil || d.IsIDN() && hasStrayMark(raw) {
		return c.repair(raw, own)
	}
	f := c.findDomain(d, own)
	if f.level == LevelNone && strings.HasSuffix(raw, ".") {
		// Some servers refuse "ann@army.mil." though it is right.
		if target, category := c.entryOf(d); target != "" {
			f.level, f.kind, f.suggestion = LevelNotice, KindMalformed, d.String()
			f.target, f.category = target, category
		}
	}
	return f
}

// standing is what is known of a domain before any near miss is looked for.
type standing uint8

const (
	unknown   standing = iota
	covered            // below a protected registry, but not listed: amry.mil
	knownReal          // in a list of real domains, or written to before
	settled            // protected, own or allowed: nothing to say
)

// standingOf looks the domain and those it lies under up.
func (c *Checker) standingOf(d domain.Domain) standing {
	t := &c.targets
	best := unknown
	for name := d.String(); ; {
		if i := t.find(name); i >= 0 {
			if t.all[i].role == fromHistory {
				best = max(best, knownReal)
			} else {
				return settled
			}
		}
		if _, ok := t.allowed[name]; ok {
			return settled
		}
		if t.known.has(name) {
			best = max(best, knownReal)
		}
		_, registry := t.protectedBelow[name]
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
				best = max(best, covered)
			}
		}
		dot := strings.IndexByte(name, '.')
		if dot < 0 {
			return best
		}
		name = name[dot+1:]
	}
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

// findDomain judges a canonical domain.
func (c *Checker) findDomain(d, own domain.Domain) finding {
	none := finding{domain: d.String()}
	stand := c.standingOf(d)
	if stand == settled || own.String() != "" && d.IsUnder(own.String()) {
		return none
	}
	typed := c.split(d)
	if stand == knownReal && !c.mayBeFamous(typed) {
		return none
	}
	c.gather(typed, own, stand)
	best, second := c.rank(typed)
	if best == nil {
		return c.findUnlisted(typed, stand)
	}
	f := none
	f.level = c.levelOf(best, second, typed, stand)
	if f.level == LevelNone {
		return c.findUnlisted(typed, stand)
	}
	f.target, f.category = best.name, c.categoryName(best)
	f.suggestion = best.suggestion(typed)
	if second != nil {
		f.alternative = second.suggestion(typed)
	}
	f.kind = c.kindOf(best, typed)
	f.suffixTyped, f.suffixMeant = typed.Suffix, best.suffix
	if r := c.registryOf(best); r != nil {
		f.target = r.suffix
	} else if f.kind == KindSuffixSlip {
		// so.jp is a name under .jp, but it was typed for the suffix co.jp.
		labels := strings.Count(best.suffix, ".") + 1
		f.suffixTyped = lastLabels(typed.Name, max(labels, strings.Count(typed.Suffix, ".")+1))
	}
	return f
}
