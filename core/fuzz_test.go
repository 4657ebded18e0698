package core

import (
	"strings"
	"testing"
	"unicode/utf8"

	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// smallLists is a set in which every kind can happen.
func smallLists() []*list.List {
	return []*list.List{
		listOf(list.RoleProtected, "us-military", "*.mil", "army.mil", "us.army.mil", "us.af.mil", "navy.mil", "dla.mil"),
		listOf(list.RoleProtected, "us-federal", "*.gov", "nasa.gov", "state.gov"),
		listOf(list.RoleProtected, "government", "*.gov.uk", "*.bund.de", "europa.eu"),
		listOf(list.RoleProtected, "mail-providers", "gmail.com", "hotmail.com", "hotmail.fr", "hotmail.co.uk", "qq.com", "yahoo.com"),
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
	if v.Level == LevelWarn && v.Kind != KindMalformed && isListed(lists, v.Domain) {
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
		if !found {
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

// isListed reports whether name is an entry itself.
func isListed(lists []*list.List, name string) bool {
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
	lists := smallLists()
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
	lists := smallLists()
	before := newChecker(f, lists...)
	f.Fuzz(func(t *testing.T, recipient, known string) {
		d, err := domain.Parse(known)
		if err != nil || !d.HasDot() {
			return
		}
		after := newChecker(t, append(smallLists(), listOf(list.RoleKnown, "", d.String()))...)
		if was, is := before.Check(recipient, ""), after.Check(recipient, ""); is.Level > was.Level {
			t.Errorf("Check(%q) = %v, and %v once %s is known", recipient, was.Level, is.Level, d)
		}
	})
}

func FuzzSlip(f *testing.F) {
	for _, pair := range [][2]string{{"gmial.com", "gmail.com"}, {"a", ""}, {"groupup", "group"}, {"", "abcd"}, {"amry", "army"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, typed, meant string) {
		if len(typed) > 6 || len(meant) > 6 {
			// The band does not bind on short names, so the twin must agree.
			typed, meant = typed[:min(6, len(typed))], meant[:min(6, len(meant))]
		}
		got := slipWithin(typed, meant, maxOps)
		if abs(len(typed)-len(meant)) > band {
			if got < maxOps {
				t.Errorf("slip(%q, %q) = %v, want at least %v", typed, meant, got, maxOps)
			}
			return
		}
		if (got == 0) != (typed == meant) || got < 0 {
			t.Errorf("slip(%q, %q) = %v", typed, meant, got)
		}
		// Two errors in a name that repeats itself may cost a little more than need be.
		for limit := bits(0); limit <= maxSlip; limit += 0.5 {
			if bounded := slipWithin(typed, meant, limit); bounded != got && (got <= limit || bounded != maxOps) {
				t.Errorf("slipWithin(%q, %q, %v) = %v, want %v", typed, meant, limit, bounded, got)
			}
		}
		if want := slowSlip(typed, meant); got < want-0.01 || got > want+4 && want < 19 || got > want+8 && want < 30 {
			t.Errorf("slip(%q, %q) = %v, slow twin says %v", typed, meant, got, want)
		}
	})
}

// FuzzSlipOnce holds the short way for one error to the alignment.
func FuzzSlipOnce(f *testing.F) {
	for _, pair := range [][2]string{{"gmial.com", "gmail.com"}, {"a", ""}, {"groupp", "group"}, {"grop", "group"}, {"aab", "abb"}, {"a-b", "axb"}, {"aaa", "aa"}} {
		f.Add(pair[0], pair[1], uint8(1), byte('x'))
	}
	f.Fuzz(func(t *testing.T, text, letters string, place uint8, b byte) {
		if len(text) == 0 || len(text) > 60 || text[0] == '-' || text[0] == '.' {
			return
		}
		i := int(place) % len(text)
		one := []string{text[:i] + text[i+1:], text[:i] + string(b) + text[i:], text[:i] + string(b) + text[i+1:], letters}
		if i > 0 {
			one = append(one, text[:i-1]+text[i:i+1]+text[i-1:i]+text[i+1:])
		}
		for _, other := range one {
			for _, pair := range [][2]string{{text, other}, {other, text}} {
				typed, meant := pair[0], pair[1]
				got := slipOnce(typed, meant)
				if typed == meant || got == notComputed || typed == "" || meant == "" || typed[0] == '-' || meant[0] == '-' || typed[0] == '.' || meant[0] == '.' {
					continue
				}
				from, typedEnd, meantEnd := differing(typed, meant)
				if want := bits(align(typed, meant, from, typedEnd, meantEnd, tooMuch-1))/perBit - furtherError; got != want {
					t.Errorf("slipOnce(%q, %q) = %v, want %v", typed, meant, got, want)
				}
			}
		}
	})
}

// slowSlip tries every way of erring.
func slowSlip(typed, meant string) bits {
	const (
		none = iota
		adding
		omitting
	)
	var try func(i, j, run int) bits
	try = func(i, j, run int) bits { // meant[:i] was to be typed, typed[:j] was
		if i == len(meant) && j == len(typed) {
			return 0
		}
		best := bits(maxOps)
		if i < len(meant) && j < len(typed) {
			best = min(best, wholeSubstitutionCost(meant, i, typed[j])+try(i+1, j+1, none))
		}
		if i+1 < len(meant) && j+1 < len(typed) && meant[i] == typed[j+1] && meant[i+1] == typed[j] && meant[i] != meant[i+1] {
			best = min(best, swapCost+furtherError+try(i+2, j+2, none))
		}
		if j < len(typed) {
			cost := wholeAddedCost(typed, j)
			if run == adding {
				cost = min(cost, wholeAddedRun(typed, j))
			}
			best = min(best, cost+try(i, j+1, adding))
		}
		if i < len(meant) {
			cost := wholeOmittedCost(meant, i)
			if run == omitting {
				cost = min(cost, omittedRunCost)
			}
			best = min(best, cost+try(i+1, j, omitting))
		}
		return best
	}
	cost := try(0, 0, none)
	if cost == 0 {
		return 0
	}
	return cost - furtherError
}
