package main

import (
	"fmt"

	"nearmiss/core"
	"nearmiss/core/policy"
)

// decided says by which part of a policy an action follows from a verdict. Its
// zero value is of no policy.
type decided struct {
	file   string
	policy *policy.Policy
	core   *core.Policy
}

// key is the key of the policy that decided, "actions[0]"; "" when it says
// nothing about the verdict.
func (d *decided) key(v *core.Verdict) string {
	if d.policy == nil || v.Level == core.LevelNone {
		return ""
	}
	switch ground := d.core.Ground(v); {
	case ground.IsExternal:
		return "externalRecipients"
	case ground.IsCapped:
		return "strongestAction"
	case ground.Rule >= 0:
		return fmt.Sprintf("actions[%d]", d.policy.RuleAt[ground.Rule])
	}
	switch v.Kind {
	case core.KindBlockedDomain:
		return "blockedDomains"
	case core.KindExternalRecipient:
		return "externalRecipients"
	}
	return ""
}

// whatFollows says what a person meets, and why.
func (d *decided) whatFollows(v *core.Verdict) string {
	what := map[core.Action]string{
		core.ActionAllow:     "nothing is said",
		core.ActionNotice:    "hint only, the mail goes",
		core.ActionAsk:       "asks at Send",
		core.ActionAskReason: "asks at Send, and for a reason",
		core.ActionBlock:     "blocked at Send",
	}[v.Action]
	switch key := d.key(v); {
	case key != "":
		return fmt.Sprintf("%s, by %s of %s", what, key, d.file)
	case d.policy != nil:
		return fmt.Sprintf("%s, as no rule of %s says otherwise", what, d.file)
	}
	return what
}
