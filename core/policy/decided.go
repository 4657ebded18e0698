package policy

import (
	"strconv"

	"nearmiss/core"
)

// DecidedBy returns what of the policy gave a verdict its action: "actions[0]", counted
// in the text, with the rule that stands there, or another key; "" where the policy says
// nothing about it.
func (p *Policy) DecidedBy(v *core.Verdict) (path, rule string) {
	if v.Level == core.LevelNone {
		return "", ""
	}
	switch ground := p.Core().Ground(v); {
	case ground.IsExternal:
		return "externalRecipients", ""
	case ground.IsCapped:
		return "strongestAction", ""
	case ground.Rule >= 0:
		r := p.Rules[ground.Rule]
		return "actions[" + strconv.Itoa(p.RuleAt[ground.Rule]) + "]", orAny(string(r.Kind)) + " " + orAny(r.Category) + " " + string(r.Action)
	}
	switch v.Kind {
	case core.KindBlockedDomain:
		return "blockedDomains", ""
	case core.KindExternalRecipient:
		return "externalRecipients", ""
	}
	return "", ""
}

func orAny(word string) string {
	if word == "" {
		return "*"
	}
	return word
}
