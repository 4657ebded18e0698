package core

import (
	"testing"

	"nearmiss/core/list"
)

// A domain that several lists name is one target, and what the first of them says.
func TestTargetOfSeveralListsIsOne(t *testing.T) {
	of := func(role list.Role, category string, domains, suffixes []string) *list.List {
		return &list.List{Role: role, Category: category, Domains: domains, Suffixes: suffixes}
	}
	c := newChecker(t,
		of(list.RoleHistory, "", []string{"con-toso.com", "contoso.com", "hermes.fr"}, nil),
		of(list.RoleProtected, "banks", []string{"contoso.com", "mail.contoso.com"}, []string{"contoso.com"}),
		of(list.RoleProtected, "shops", []string{"contoso.com", "hermes.fr"}, []string{"hermes.fr"}),
	)
	for name, category := range map[string]string{
		"contoso.com": "banks", "con-toso.com": CategoryHistory, "hermes.fr": "shops", "mail.contoso.com": "banks",
	} {
		id := c.targets.find(name)
		if id < 0 {
			t.Errorf("%s is no target", name)
			continue
		}
		e := &c.targets.all[id]
		if got := c.targets.categories[e.category].name; e.name != name || got != category || e.below {
			t.Errorf("%s is %s of %s, only below: %v; want it of %s, and itself", name, e.name, got, e.below, category)
		}
	}
	for _, want := range []struct {
		category string
		count    int
	}{{"banks", 2}, {"shops", 1}, {CategoryHistory, 1}} {
		if got := c.targets.categories[c.targets.categoryID(want.category)].count; got != want.count {
			t.Errorf("%s has %d targets, want %d", want.category, got, want.count)
		}
	}
	for id := c.targets.labels.named("contoso"); id >= 0; id = c.targets.labels.after(id) {
		if e := &c.targets.all[id]; c.targets.find(e.name) != id {
			t.Errorf("by its label, %s is found again", e.name)
		}
	}
}

// However many names differ in dots and hyphens alone, each is known.
func TestTargetsThatDifferInDotsAreAllKnown(t *testing.T) {
	l := &list.List{Role: list.RoleProtected, Category: "dots"}
	const letters = "abcdefgh"
	for places := range 1 << (len(letters) - 1) {
		name := letters[:1]
		for i := 1; i < len(letters); i++ {
			if places>>(i-1)&1 != 0 {
				name += "-"
			}
			name += letters[i : i+1]
		}
		l.Domains = append(l.Domains, name+".com")
	}
	c := newChecker(t, l)
	for _, name := range l.Domains {
		if v := c.Check("ann@"+name, ""); v.Level != LevelNone || c.targets.find(name) < 0 {
			t.Errorf("Check(%q) = %v %q", name, v.Level, v.Suggestion)
		}
	}
}
