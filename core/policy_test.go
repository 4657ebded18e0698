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
