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
}

// key is the key of the policy that decided, "actions[0]"; "" when it says
// nothing about the verdict.
func (d *decided) key(v *core.Verdict) string {
	if d.policy == nil {
		return ""
	}
	path, _ := d.policy.DecidedBy(v)
	return path
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
