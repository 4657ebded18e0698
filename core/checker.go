package core

import (
	"errors"
	"slices"

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
	for _, l := range config.Lists {
		if l.Role == list.RoleProtected && l.Share > 0 {
			for _, base := range l.Suffixes {
				if !isListed(config.Lists, base) { // gouv.bj, not bund.de
					rules.Exact = append(rules.Exact, base)
				}
			}
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

// isListed reports whether name is an entry of a protected list.
func isListed(lists []*list.List, name string) bool {
	return slices.ContainsFunc(lists, func(l *list.List) bool {
		_, found := slices.BinarySearch(l.Domains, name)
		return found && l.Role == list.RoleProtected
	})
}
