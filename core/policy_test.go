package core

import (
	"errors"
	"testing"

	"nearmiss/core/list"
)

func TestPolicyAction(t *testing.T) {
	famous := Verdict{Level: LevelWarn, Kind: KindSuffixSlip, Category: "us-military"}
	guess := Verdict{Level: LevelNotice, Kind: KindRegistryUnlisted, Category: "us-military"}
	other := Verdict{Level: LevelWarn, Kind: KindLabelTypo, Category: "mail-providers"}
	military := Rule{Category: "us-military", Action: ActionBlock}
	for _, row := range []struct {
		name    string
		policy  *Policy
		verdict Verdict
		want    Action
	}{
		{"no policy, warning", nil, famous, ActionAsk},
		{"no policy, notice", nil, guess, ActionNotice},
		{"no verdict", &Policy{Rules: []Rule{{Action: ActionBlock}}}, Verdict{}, ActionAllow},
		{"by category", &Policy{Rules: []Rule{military}}, famous, ActionBlock},
		{"of another category", &Policy{Rules: []Rule{military}}, other, ActionAsk},
		{"a guess is not held by its category", &Policy{Rules: []Rule{military}}, guess, ActionNotice},
		{"a guess is held by its kind", &Policy{Rules: []Rule{{Kind: KindRegistryUnlisted, Action: ActionAskReason}}}, guess, ActionAskReason},
		{"a guess may be silenced by its category", &Policy{Rules: []Rule{{Category: "us-military", Action: ActionAllow}}}, guess, ActionAllow},
		{"the first that fits", &Policy{Rules: []Rule{{Kind: KindSuffixSlip, Action: ActionAskReason}, military}}, famous, ActionAskReason},
		{"capped", &Policy{Rules: []Rule{military}, Strongest: ActionNotice}, famous, ActionNotice},
		{"a cap raises nothing", &Policy{Strongest: ActionBlock}, guess, ActionNotice},
	} {
		if got := row.policy.action(&row.verdict); got != row.want {
			t.Errorf("%s: action = %q, want %q", row.name, got, row.want)
		}
	}
}

func TestPolicyDomains(t *testing.T) {
	c, err := New(Config{
		Lists: []*list.List{listOf(list.RoleProtected, "us-military", "*.mil", "army.mil")},
		Policy: &Policy{
			Own:       []string{"vandelay-industries.com"},
			Protected: []string{"*.kramerica.com", "pennypacker.org"},
			Allowed:   []string{"army.ml", "*.navy.ml"},
			Rules:     []Rule{{Category: CategoryPolicy, Action: ActionBlock}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		recipient, suggestion, category string
		level                           Level
		action                          Action
	}{
		{"ann@army.ml", "", "", LevelNone, ""},
		{"ann@us.navy.ml", "", "", LevelNone, ""},
		{"ann@vandelay-industires.com", "ann@vandelay-industries.com", CategoryOwn, LevelWarn, ActionAsk},
		{"ann@pennypakcer.org", "ann@pennypacker.org", CategoryPolicy, LevelWarn, ActionBlock},
		{"ann@mail.krameirca.com", "ann@mail.kramerica.com", CategoryPolicy, LevelWarn, ActionBlock},
		{"ann@mail.kramerica.com", "", "", LevelNone, ""},
		{"ann@kramerica.com", "", "", LevelNone, ""},
	} {
		v := c.Check(row.recipient, "")
		if v.Level != row.level || v.Suggestion != row.suggestion || v.Category != row.category || v.Action != row.action {
			t.Errorf("Check(%q) = %v %q %q %q, want %v %q %q %q", row.recipient, v.Level, v.Suggestion, v.Category, v.Action,
				row.level, row.suggestion, row.category, row.action)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New(Config{}); err == nil {
		t.Error("New of nothing has no error")
	}
	_, err := New(Config{Policy: &Policy{Own: []string{"*.not a domain"}}})
	var wrong *PolicyError
	if !errors.As(err, &wrong) || wrong.Domain != "*.not a domain" {
		t.Errorf("New with a wrong own domain: %v, want a *PolicyError that names it", err)
	}
}

// TestWordsAreClosed keeps Kinds and Actions complete and without repetition:
// policies are written with them.
func TestWordsAreClosed(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds {
		k := k.Word
		if k == KindNone || seen[string(k)] {
			t.Errorf("Kinds has %q twice, or none", k)
		}
		seen[string(k)] = true
	}
	for _, v := range readVectors(t) {
		if kind := v.want[1]; kind != "" && !seen[kind] {
			t.Errorf("%s:%d: there is no kind %q", v.file, v.line, kind)
		}
		delete(seen, "")
	}
	used := map[string]bool{}
	for _, v := range readVectors(t) {
		used[v.want[1]] = true
	}
	for _, k := range Kinds {
		if !used[string(k.Word)] {
			t.Errorf("no vector has kind %q", k.Word)
		}
	}
}

func TestBlockedDomains(t *testing.T) {
	lists := []*list.List{
		listOf(list.RoleProtected, "us-military", "*.mil", "army.mil"),
		listOf(list.RoleKnown, "popular", "orange.ml", "example.com"),
		listOf(list.RoleHistory, "history", "friend.ml"),
		listOf(list.RoleAllowed, "personal", "army.ml", "mine.ml"),
	}
	lists[0].Register = list.RegisterUnpublished
	blocks := func(rules ...Rule) *Policy {
		return &Policy{
			Own: []string{"works.ml", "*.works.ml"}, Allowed: []string{"orange.ml", "*.sotelma.ml"},
			Blocked: []string{"*.ml", "example.com", "*.evil.example", "mail.works.ml"}, Rules: rules,
		}
	}
	for _, row := range []struct {
		name       string
		policy     *Policy
		recipient  string
		kind       Kind
		target     string
		suggestion string
		action     Action
	}{
		{"any name below", blocks(), "ann@anything.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"an exception", blocks(), "ann@orange.ml", KindNone, "", "", ""},
		{"below an exception that names one domain", blocks(), "ann@sub.orange.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"below an exception for all below", blocks(), "ann@sub.sotelma.ml", KindNone, "", "", ""},
		{"written to before", blocks(), "ann@friend.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"allowed by the person", blocks(), "ann@mine.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"own", blocks(), "ann@works.ml", KindNone, "", "", ""},
		{"below own", blocks(), "ann@sub.works.ml", KindNone, "", "", ""},
		{"below an own domain alone", &Policy{Own: []string{"works.ml"}, Blocked: []string{"*.ml"}}, "ann@a.sub.works.ml", KindNone, "", "", ""},
		{"beside it", &Policy{Own: []string{"works.ml"}, Blocked: []string{"*.ml"}}, "ann@myworks.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"below an own domain, and blocked below it", &Policy{Own: []string{"works.ml"}, Blocked: []string{"*.works.ml"}}, "ann@a.works.ml", KindBlockedDomain, "works.ml", "", ActionBlock},
		{"own, and named itself", blocks(), "ann@mail.works.ml", KindBlockedDomain, "mail.works.ml", "", ActionBlock},
		{"own, and blocked as exactly", &Policy{Own: []string{"works.ml"}, Blocked: []string{"works.ml"}}, "ann@works.ml", KindNone, "", "", ""},
		{"known to be real", blocks(), "ann@example.com", KindBlockedDomain, "example.com", "", ActionBlock},
		{"below a name", blocks(), "ann@www.example.com", KindNone, "", "", ""},
		{"the name of a wildcard itself", blocks(), "ann@evil.example", KindNone, "", "", ""},
		{"a rule for the kind", blocks(Rule{Kind: KindBlockedDomain, Action: ActionAsk}), "ann@anything.ml", KindBlockedDomain, "ml", "", ActionAsk},
		{"a rule for all", blocks(Rule{Action: ActionAskReason}), "ann@anything.ml", KindBlockedDomain, "ml", "", ActionAskReason},
		{"a rule for others", blocks(Rule{Kind: KindSuffixSlip, Action: ActionAsk}), "ann@anything.ml", KindBlockedDomain, "ml", "", ActionBlock},
		{"capped", &Policy{Blocked: []string{"*.ml"}, Strongest: ActionNotice}, "ann@anything.ml", KindBlockedDomain, "ml", "", ActionNotice},
		{"a near miss too", &Policy{Blocked: []string{"*.ml"}}, "ann@navy.ml", KindBlockedDomain, "ml", "", ActionBlock},
	} {
		c, err := New(Config{Lists: lists, Policy: row.policy})
		if err != nil {
			t.Fatal(err)
		}
		v := c.Check(row.recipient, "")
		if v.Kind != row.kind || v.Target != row.target || v.Action != row.action || (v.Level == LevelWarn) != (row.kind != KindNone) {
			t.Errorf("%s: %s: got %+v", row.name, row.recipient, v)
		}
	}
	c, err := New(Config{Lists: lists[:1], Policy: &Policy{Blocked: []string{"*.ml"}}})
	if err != nil {
		t.Fatal(err)
	}
	v := c.Check("ann@army.ml", "")
	if v.Kind != KindBlockedDomain || v.Suggestion != "ann@army.mil" || v.Category != CategoryPolicy || v.Action != ActionBlock {
		t.Errorf("a near miss too: got %+v", v)
	}
	if v := c.Check("ann@dlabuy.ml", ""); v.Suggestion != "" || v.Kind != KindBlockedDomain {
		t.Errorf("a guess is offered: %+v", v)
	}
	if e := c.Explain("army.ml", ""); e.Rule != "blocked by policy" || e.Level != LevelWarn {
		t.Errorf("Explain says %q, %s", e.Rule, e.Level)
	}
	var bad *PolicyError
	if _, err := New(Config{Lists: lists, Policy: &Policy{Blocked: []string{"a b"}}}); !errors.As(err, &bad) {
		t.Errorf("a blocked domain that is none: %v", err)
	}
}

func TestExternalRecipients(t *testing.T) {
	lists := []*list.List{
		listOf(list.RoleProtected, "us-military", "*.mil", "army.mil"),
		listOf(list.RoleKnown, "popular", "example.com"),
		listOf(list.RoleOwn, "own", "partner.example"),
	}
	lists[0].Register = list.RegisterUnpublished
	external := func(action Action, rules ...Rule) *Policy {
		return &Policy{Own: []string{"works.example", "*.works.example"}, External: action, Rules: rules}
	}
	for _, row := range []struct {
		name      string
		policy    *Policy
		recipient string
		sender    string
		kind      Kind
		level     Level
		action    Action
	}{
		{"off", external(""), "ann@example.com", "", KindNone, LevelNone, ""},
		{"allow", external(ActionAllow), "ann@example.com", "", KindNone, LevelNone, ""},
		{"notice", external(ActionNotice), "ann@example.com", "", KindExternalRecipient, LevelNotice, ActionNotice},
		{"ask", external(ActionAsk), "ann@example.com", "", KindExternalRecipient, LevelWarn, ActionAsk},
		{"a protected domain", external(ActionAsk), "ann@army.mil", "", KindExternalRecipient, LevelWarn, ActionAsk},
		{"own", external(ActionAsk), "ann@works.example", "", KindNone, LevelNone, ""},
		{"below own", external(ActionAsk), "ann@sub.works.example", "", KindNone, LevelNone, ""},
		{"own by a list", external(ActionAsk), "ann@partner.example", "", KindNone, LevelNone, ""},
		{"the sender's", external(ActionAsk), "ann@eu.contoso.com", "bob@contoso.com", KindNone, LevelNone, ""},
		{"without own domains", &Policy{External: ActionAsk}, "ann@example.com", "", KindNone, LevelNone, ""},
		{"a near miss", external(ActionNotice), "ann@army.ml", "", KindSuffixSlip, LevelWarn, ActionAsk},
		{"an uncertain near miss", external(ActionAsk), "ann@dlabuy.ml", "", KindRegistryUnlisted, LevelNotice, ActionAsk},
		{"capped", &Policy{Own: []string{"works.example"}, External: ActionAsk, Strongest: ActionNotice}, "ann@example.com", "", KindExternalRecipient, LevelWarn, ActionNotice},
		{"a rule for all is for near misses", external(ActionAsk, Rule{Action: ActionBlock}), "ann@example.com", "", KindExternalRecipient, LevelWarn, ActionAsk},
		{"a rule for the kind", external(ActionAsk, Rule{Kind: KindExternalRecipient, Action: ActionAskReason}), "ann@example.com", "", KindExternalRecipient, LevelWarn, ActionAskReason},
		{"a rule for the kind, and a near miss", external(ActionAsk, Rule{Kind: KindExternalRecipient, Action: ActionAskReason}), "ann@army.ml", "", KindSuffixSlip, LevelWarn, ActionAskReason},
		{"no address", external(ActionAsk), "ann", "", KindNone, LevelNone, ""},
	} {
		c, err := New(Config{Lists: lists, Policy: row.policy})
		if err != nil {
			t.Fatal(err)
		}
		v := c.Check(row.recipient, row.sender)
		if v.Kind != row.kind || v.Level != row.level || v.Action != row.action {
			t.Errorf("%s: %s: got %s %s %q, want %s %s %q", row.name, row.recipient, v.Kind, v.Level, v.Action, row.kind, row.level, row.action)
		}
	}
}

// What is left of a near miss when a person has said that it is none.
func TestExternalBesideANearMiss(t *testing.T) {
	lists := []*list.List{listOf(list.RoleProtected, "us-military", "*.mil", "army.mil"), listOf(list.RoleKnown, "popular", "example.com")}
	own := []string{"works.example"}
	byName := func(action Action) []Rule { return []Rule{{Kind: KindExternalRecipient, Action: action}} }
	for _, row := range []struct {
		name      string
		policy    *Policy
		recipient string
		want      Action
	}{
		{"a near miss", &Policy{Own: own, External: ActionAsk}, "ann@army.ml", ActionAsk},
		{"only told", &Policy{Own: own, External: ActionNotice}, "ann@army.ml", ActionNotice},
		{"no near miss", &Policy{Own: own, External: ActionAsk}, "ann@example.com", ActionAsk},
		{"blocked", &Policy{Own: own, External: ActionAsk, Blocked: []string{"*.ml"}}, "ann@army.ml", ActionAsk},
		{"capped", &Policy{Own: own, External: ActionAsk, Strongest: ActionNotice}, "ann@army.ml", ActionNotice},
		{"a rule that asks for more", &Policy{Own: own, External: ActionAsk, Rules: byName(ActionBlock)}, "ann@army.ml", ActionBlock},
		{"a rule that asks for nothing", &Policy{Own: own, External: ActionAsk, Rules: byName(ActionAllow)}, "ann@army.ml", ""},
		{"off", &Policy{Own: own}, "ann@army.ml", ""},
		{"no policy", nil, "ann@army.ml", ""},
		{"own", &Policy{Own: own, External: ActionAsk}, "ann@works.example", ""},
		{"near miss of the own", &Policy{Own: []string{"kestrelworks.example"}, External: ActionAsk}, "ann@kestrelwrks.example", ActionAsk},
	} {
		c, err := New(Config{Lists: lists, Policy: row.policy})
		if err != nil {
			t.Fatal(err)
		}
		if v := c.Check(row.recipient, ""); v.External != row.want {
			t.Errorf("%s: %s: external is %q, want %q", row.name, row.recipient, v.External, row.want)
		}
	}
}
