package core

import (
	"errors"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// Config is what a Checker is made of.
type Config struct {
	Lists  []*list.List
	Policy *Policy // nil: no policy

	// Distance is how many edits away a target is looked for: 1, 2 or 3. Longer
	// distances only reach long names. 0 is 3; 1 makes a check of an unrelated
	// name several times cheaper and finds nine of ten slips that 3 finds.
	Distance int
}

// Checker judges recipients. It never changes once New has made it, so it serves many
// goroutines at once.
type Checker struct {
	policy   *Policy
	suffixes *domain.Suffixes
	targets  targets
	outbound outbound
	distance int
}

// errNoTargets: a Checker without anything to protect would look like one that
// protects.
var errNoTargets = errors.New("no list, policy or history names a domain to protect")

// New makes a Checker. It keeps the lists' strings. The error is a *PolicyError
// or says that there is nothing to protect.
func New(config Config) (*Checker, error) {
	c := &Checker{policy: config.Policy, distance: maxDistance}
	if 0 < config.Distance && config.Distance < maxDistance {
		c.distance = config.Distance
	}
	var rules domain.SuffixRules
	for _, l := range config.Lists {
		if l.Role == list.RoleSuffixes {
			rules.Exact = append(rules.Exact, l.Domains...)
			rules.Wildcards = append(rules.Wildcards, l.Suffixes...)
			rules.Exceptions = append(rules.Exceptions, l.Exceptions...)
			rules.Removed = append(rules.Removed, l.Removed...)
		}
	}
	c.suffixes = domain.NewSuffixes(rules)
	config.Distance = c.distance
	var err error
	if c.outbound, err = outboundOf(config.Policy); err != nil {
		return nil, err
	}
	if err := c.targets.collect(config, c.suffixes); err != nil {
		return nil, err
	}
	return c, nil
}

// Check judges one recipient: an address in any form that people paste
// ("Ann <ann@army.mil>"), a bare domain, or a field of several addresses, of
// which the most serious verdict is returned. sender is the address or domain
// it is sent from, or "". Any text is accepted; what is no recipient has no
// verdict. Neither string is kept.
func (c *Checker) Check(recipient, sender string) Verdict {
	if len(recipient) > maxField {
		recipient = recipient[:maxField]
	}
	own := c.ownDomain(sender)
	var worst Verdict
	any := false
	for from, n := 0, 0; n < maxRecipients; n++ {
		at, next, ok := nextDomain(recipient, from)
		if !ok {
			break
		}
		any = true
		v := c.judgeAt(recipient, at, own)
		if n == 0 || v.Level > worst.Level {
			worst = v
		}
		from = next
	}
	if !any {
		if at, ok := wholeDomain(recipient); ok {
			worst = c.judgeAt(recipient, at, own)
		}
	}
	return worst
}

// ownDomain returns the sender's domain if its near misses are reported; the
// zero Domain for none.
func (c *Checker) ownDomain(sender string) domain.Domain {
	if sender == "" || len(sender) > maxField {
		return domain.Domain{}
	}
	at, _, ok := nextDomain(sender, 0)
	if !ok {
		if at, ok = wholeDomain(sender); !ok {
			return domain.Domain{}
		}
	}
	d, err := domain.Parse(sender[at.start:at.end])
	if err != nil || !d.HasDot() {
		return domain.Domain{}
	}
	if _, listed := c.entryOf(d); listed != "" || c.targets.known[d.String()] {
		// A target already, or a provider's: bob@gmial.com is no near miss of
		// ann@gmail.com's own domain.
		return domain.Domain{}
	}
	return d
}

// judgeAt gives the verdict on the domain at that place of field.
func (c *Checker) judgeAt(field string, at place, own domain.Domain) Verdict {
	raw := field[at.start:at.end]
	f := c.judgeText(raw, own)
	isExternal := c.isExternal(f.parsed, own)
	if isExternal && f.level == LevelNone {
		f.level, f.kind, f.category = externalLevel(c.outbound.external), KindExternalRecipient, CategoryPolicy
	}
	v := Verdict{
		Level:    f.level,
		Kind:     f.kind,
		Domain:   f.domain,
		Target:   f.target,
		Category: f.category,
	}
	if f.level == LevelNone {
		v.Kind, v.Target, v.Category = KindNone, "", ""
		return v
	}
	rest := field[at.end:]
	if strings.HasPrefix(rest, ",") && strings.Trim(rest, " ,\t\r\n") == "" {
		rest = "" // ann@gmial.com,
	}
	if f.suggestion != "" {
		v.Suggestion = field[:at.start] + f.suggestion + rest
	}
	if f.alternative != "" {
		v.Alternative = field[:at.start] + f.alternative + rest
	}
	v.Action = c.policy.action(&v)
	if isExternal && v.Kind != KindExternalRecipient {
		v.Action = c.policy.atLeast(v.Action, c.outbound.external)
	}
	v.Early = c.isEarly(&f)
	v.Reason = f.reason()
	return v
}
