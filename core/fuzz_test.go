package core

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// smallLists is a set in which every kind can happen.
func smallLists(t testing.TB) []*list.List {
	ground := shipped(t)
	return []*list.List{
		protectedAs(ground, "us-military", "*.mil", "army.mil", "us.army.mil", "us.af.mil", "navy.mil", "dla.mil"),
		protectedAs(ground, "us-federal", "*.gov", "nasa.gov", "state.gov"),
		protectedAs(ground, "government", "*.gov.uk", "*.bund.de", "europa.eu"),
		protectedAs(ground, "mail-providers", "gmail.com", "hotmail.com", "hotmail.fr", "hotmail.co.uk", "qq.com", "yahoo.com"),
		listOf(list.RoleProtected, "given", "cba.com.au", "nipponpaint-holdings.com", "jr-central.co.jp"),
		listOf(list.RoleOwn, "", "vandelay-industries.com"),
		listOf(list.RoleHistory, "", "kramerica.com"),
		listOf(list.RoleKnown, "providers", "mail.com", "gmx.com"),
		listOf(list.RoleAllowed, "", "army.ml"),
	}
}

// isTarget reports whether name is, or lies below, something that mail may be
// meant for.
func isTarget(lists []*list.List, sender domain.Domain, name string) bool {
	for _, l := range lists {
		switch l.Role {
		case list.RoleProtected, list.RoleOwn, list.RoleHistory:
			for _, d := range l.Domains {
				if domain.IsUnder(name, d) {
					return true
				}
			}
			for _, s := range l.Suffixes {
				if domain.IsUnder(name, s) && name != s {
					return true
				}
			}
		}
	}
	registrable := domain.NewSuffixes(domain.SuffixRules{}).Split(sender).Registrable
	return registrable != "" && domain.IsUnder(name, registrable)
}

// checkVerdict fails when a verdict breaks what is promised of all of them.
func checkVerdict(t *testing.T, lists []*list.List, recipient, sender string, v Verdict) {
	t.Helper()
	fail := func(why string) { t.Errorf("Check(%q, %q) = %+v: %s", recipient, sender, v, why) }
	if v.Level == LevelNone {
		if v.Kind != KindNone || v.Suggestion != "" || v.Alternative != "" || v.Reason != "" || v.Target != "" {
			fail("says nothing and yet something")
		}
		return
	}
	if v.Kind == KindNone || v.Reason == "" || v.Action == "" {
		fail("speaks without a kind, reason or action")
	}
	if v.Level == LevelWarn && v.Suggestion == "" {
		fail("warns without a suggestion")
	}
	d, err := domain.Parse(v.Domain)
	if err != nil || d.String() != v.Domain {
		fail("domain is not canonical")
	}
	own := ownOf(sender)
	if v.Level == LevelWarn && v.Kind != KindMalformed && isEntry(lists, v.Domain) {
		fail("warns about a target")
	}
	for _, suggestion := range []string{v.Suggestion, v.Alternative} {
		if suggestion == "" {
			continue
		}
		if !utf8.ValidString(recipient) {
			continue
		}
		// What differs from the recipient is the domain.
		found := false
		for from := 0; ; {
			at, next, ok := nextDomain(suggestion, from)
			if !ok {
				break
			}
			if p, err := domain.Parse(suggestion[at.start:at.end]); err == nil && isTarget(lists, own, p.String()) {
				found = true
			}
			from = next
		}
		if at, ok := wholeDomain(suggestion); ok && !found {
			if p, err := domain.Parse(suggestion[at.start:at.end]); err == nil {
				found = isTarget(lists, own, p.String())
			}
		}
		if !found && !(v.Level == LevelNotice && (v.Category == "" || v.Kind == KindSuffixUnknown)) { // a suffix that does not exist
			fail("suggests " + suggestion + ", which nobody protects")
		}
	}
}

func ownOf(sender string) domain.Domain {
	at, _, ok := nextDomain(sender, 0)
	if !ok {
		at, ok = wholeDomain(sender)
	}
	if !ok {
		return domain.Domain{}
	}
	d, err := domain.Parse(sender[at.start:at.end])
	if err != nil {
		return domain.Domain{}
	}
	return d
}

// isEntry reports whether name is an entry itself.
func isEntry(lists []*list.List, name string) bool {
	for _, l := range lists {
		if l.Role != list.RoleProtected && l.Role != list.RoleOwn {
			continue
		}
		for _, d := range l.Domains {
			if d == name {
				return true
			}
		}
	}
	return false
}

func FuzzCheck(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.recipient, v.sender)
	}
	f.Add(strings.Repeat("a@b.", 100), "")
	f.Add("ann@"+strings.Repeat("gmail.com.", 25), "bob@"+strings.Repeat("x", 300))
	f.Add("ann@"+strings.Repeat("-", 250)+".mil", "\x00@\xff")
	lists := smallLists(f)
	c := newChecker(f, lists...)
	f.Fuzz(func(t *testing.T, recipient, sender string) {
		v := c.Check(recipient, sender)
		checkVerdict(t, lists, recipient, sender, v)
		if again := c.Check(recipient, sender); again != v {
			t.Errorf("Check(%q, %q) = %+v and then %+v", recipient, sender, v, again)
		}
	})
}

// FuzzKnown holds the promise that evidence of being real never adds a warning.
func FuzzKnown(f *testing.F) {
	for _, v := range readVectors(f) {
		f.Add(v.recipient, "vandelay.org")
		f.Add(v.recipient, "gmial.com")
	}
	lists := smallLists(f)
	before := newChecker(f, lists...)
	f.Fuzz(func(t *testing.T, recipient, known string) {
		d, err := domain.Parse(known)
		if err != nil || !d.HasDot() {
			return
		}
		after := newChecker(t, append(slices.Clip(lists), listOf(list.RoleKnown, "", d.String()))...)
		if was, is := before.Check(recipient, ""), after.Check(recipient, ""); is.Level > was.Level {
			t.Errorf("Check(%q) = %v, and %v once %s is known", recipient, was.Level, is.Level, d)
		}
	})
}
