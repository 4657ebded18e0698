package policy

import (
	"testing"

	"nearmiss/core"
	"nearmiss/core/list"
)

// Of each verdict it is said which key or rule gave it its action.
func TestDecidedBy(t *testing.T) {
	lists := []*list.List{{Name: "us-military", Role: list.RoleProtected, Category: "us-military", Suffixes: []string{"mil"}, Domains: []string{"army.mil"}}}
	const own = `"ownDomains":["works.example"],`
	for _, row := range []struct{ name, policy, recipient, path, rule string }{
		{"nothing to say", `{"actions":["* * block"]}`, "ann@army.mil", "", ""},
		{"no rule fits", `{"actions":["homoglyph * block"]}`, "ann@army.ml", "", ""},
		{"a rule", `{"actions":["homoglyph * block","suffix-slip us-military ask-reason"]}`, "ann@army.ml", "actions[1]", "suffix-slip us-military ask-reason"},
		{"a rule for all", `{"actions":["* * block"]}`, "ann@army.ml", "actions[0]", "* * block"},
		{"a rule after one that cannot be read", `{"actions":["nonsense","* us-military notice"]}`, "ann@army.ml", "actions[1]", "* us-military notice"},
		{"capped", `{"strongestAction":"notice"}`, "ann@army.ml", "strongestAction", ""},
		{"a rule, capped", `{"actions":["* * block"],"strongestAction":"ask"}`, "ann@army.ml", "strongestAction", ""},
		{"blocked", `{"blockedDomains":["*.ml"]}`, "ann@anything.ml", "blockedDomains", ""},
		{"blocked, and a rule", `{"blockedDomains":["*.ml"],"actions":["blocked-domain * ask"]}`, "ann@anything.ml", "actions[0]", "blocked-domain * ask"},
		{"external", `{` + own + `"externalRecipients":"ask"}`, "ann@example.org", "externalRecipients", ""},
		{"a near miss that external makes stronger", `{` + own + `"externalRecipients":"ask","actions":["* * notice"]}`, "ann@army.ml", "externalRecipients", ""},
		{"a near miss that is strong enough", `{` + own + `"externalRecipients":"notice"}`, "ann@army.ml", "", ""},
	} {
		p, _ := Read([]byte(row.policy))
		c, err := core.New(core.Config{Lists: lists, Policy: p.Core()})
		if err != nil {
			t.Fatal(err)
		}
		v := c.Check(row.recipient, "")
		if path, rule := p.DecidedBy(&v); path != row.path || rule != row.rule {
			t.Errorf("%s: got %q %q, want %q %q (%s %s)", row.name, path, rule, row.path, row.rule, v.Kind, v.Action)
		}
	}
}
