package core

import (
	"strings"

	"nearmiss/core/domain"
)

// outbound is what a policy says of where mail may go, near miss or not.
type outbound struct {
	blocked  patterns
	excepted patterns // the policy's allowed domains: exceptions from what is blocked
	own      patterns
	external Action // of a domain that is not own; "" for none
}

// patterns are domains as in a list: a name, or "*.name" for every name below.
type patterns struct{ exact, below map[string]struct{} }

func patternsOf(entries []string) (patterns, error) {
	p := patterns{exact: map[string]struct{}{}, below: map[string]struct{}{}}
	for _, entry := range entries {
		name, below := strings.CutPrefix(entry, "*.")
		d, err := domain.Parse(name)
		if err != nil {
			return p, &PolicyError{Domain: entry, Reason: err.Error()}
		}
		if below {
			p.below[d.String()] = struct{}{}
		} else {
			p.exact[d.String()] = struct{}{}
		}
	}
	return p, nil
}

// match returns the longest entry that a name falls under, without "*."; "" for
// none.
func (p *patterns) match(name string) string {
	if _, ok := p.exact[name]; ok {
		return name
	}
	for {
		_, rest, ok := strings.Cut(name, ".")
		if !ok {
			return ""
		}
		name = rest
		if _, ok := p.below[name]; ok {
			return name
		}
	}
}

func outboundOf(p *Policy) (o outbound, err error) {
	if p == nil {
		return o, nil
	}
	if o.blocked, err = patternsOf(p.Blocked); err != nil {
		return o, err
	}
	if o.excepted, err = patternsOf(p.Allowed); err != nil {
		return o, err
	}
	if o.own, err = patternsOf(p.Own); err != nil {
		return o, err
	}
	if len(p.Own) > 0 && p.External.Strength() > ActionAllow.Strength() {
		o.external = p.External
	}
	return o, nil
}

// blockedBy returns the entry by which mail to a domain is blocked; "" when it is
// not. An own domain that is named at least as exactly is not: "*.ml" blocks
// everything in Mali but works.ml, if that is the organisation's own, and what is
// below works.ml.
func (o *outbound) blockedBy(name string) string {
	entry := o.blocked.match(name)
	if entry == "" || o.excepted.match(name) != "" || len(o.own.match(name)) >= len(entry) {
		return ""
	}
	for above := name; len(above) > len(entry); {
		if _, ok := o.own.exact[above]; ok {
			return ""
		}
		_, above, _ = strings.Cut(above, ".")
	}
	return entry
}

// setOutbound finds what policy says of the name.
func (c *Checker) setOutbound(f *facts, q *question) {
	f.set(isBlocked, c.outbound.blockedBy(q.typed.Name) != "")
	if c.outbound.external != "" && strings.Contains(q.typed.Name, ".") && !q.isOwn() && !c.isOwnName(q.typed.Name) {
		f.set(isOutside, true)
		f.set(isAsked, c.outbound.external != ActionNotice)
	}
}

// isOwnName reports whether a name is one of the organisation's or the person's own
// domains, or lies below one.
func (c *Checker) isOwnName(name string) bool {
	t := &c.targets
	for part := name; ; {
		isBelow := len(part) < len(name)
		if i := t.find(part); i >= 0 && t.all[i].role == fromOwn && (!t.all[i].below || isBelow) {
			return true
		}
		if id, ok := t.protectedBelow[part]; ok && isBelow && t.categories[id].name == CategoryOwn {
			return true
		}
		_, rest, more := strings.Cut(part, ".")
		if !more {
			return false
		}
		part = rest
	}
}
