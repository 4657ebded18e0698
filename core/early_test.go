package core

import (
	"testing"

	"nearmiss/core/list"
)

// Each row is a domain as it stands at some key, and whether a warning about it
// can be told before the person has come to the end of it.
func TestVerdictsThatMoreKeysMayVoidWait(t *testing.T) {
	checker, err := New(Config{Lists: shipped(t)})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		domain string
		level  Level
		early  bool
	}{
		{"army.ml", LevelWarn, true},
		{"us.army.ml", LevelWarn, true},
		{"gmial.com", LevelWarn, true},
		{"hotnail.com", LevelWarn, true},
		{"gmаil.com", LevelWarn, true}, // Cyrillic а

		{"army.mi", LevelWarn, false},         // army.mil
		{"gmail.co", LevelNotice, false},      // gmail.com
		{"example.o", LevelNotice, false},     // example.org
		{"und.ed", LevelNotice, false},        // und.edu, though bund.de is one key away
		{"gmail.con", LevelWarn, false},       // the suffix may be .construction
		{"vodafone.c", LevelWarn, false},      // vodafone.co.nz, though vodafone.de is famous
		{"livefi", LevelWarn, false},          // livefilestore.com, though live.fi has lost its dot
		{"hotmail.com.a", LevelNotice, false}, // hotmail.com.au
		{"csgb.gov", LevelNotice, false},      // csgb.gov.tr
		{"performance-", LevelWarn, false},    // performance-pcs.com
		{"army.mil", LevelNone, false},
	} {
		verdict := checker.Check("jane.doe@"+row.domain, "")
		if verdict.Level != row.level || verdict.Early != row.early {
			t.Errorf("%s: %s of kind %s, early %t; want %s, early %t",
				row.domain, verdict.Level, verdict.Kind, verdict.Early, row.level, row.early)
		}
	}
}

// Names of the person's own make are near those of others.
func TestOwnNamesAndThoseMailedBeforeAreNoWarningOnTheWay(t *testing.T) {
	checker, err := New(Config{Lists: append(shipped(t), listOf(list.RoleHistory, "", "bestfriends.org"))})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ domain, sender, told string }{
		{"OurCompany.com", "ann@ourcompany.com", ""},
		{"müllerwerke.de", "ann@müllerwerke.de", ""},
		{"contoso.cloud", "ann@contoso.com", ""},
		{"contoso.dev", "ann@contoso.com", ""},
		{"contosogroup.com", "ann@contoso.com", ""},
		{"bestfriends.online", "", ""},
		{"contsoo.com", "ann@contoso.com", "contsoo.com"},
		{"bestfreinds.org", "", "bestfreinds.org"},
	} {
		told := ""
		for end := range row.domain {
			if end > 0 && checker.Check("jane.doe@"+row.domain[:end], row.sender).Early {
				told = row.domain[:end]
				break
			}
		}
		if told == "" && checker.Check("jane.doe@"+row.domain, row.sender).Early {
			told = row.domain
		}
		if told != row.told {
			t.Errorf("%s, typed by %q: shown at %q, want %q", row.domain, row.sender, told, row.told)
		}
	}
}

// Typed key by key, a domain of the shipped lists is never warned about on the way.
func TestNoListedDomainIsWarnedAboutOnTheWay(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	lists := shipped(t)
	checker, err := New(Config{Lists: lists})
	if err != nil {
		t.Fatal(err)
	}
	typed, told := 0, 0
	for _, l := range lists {
		for i := 0; i < len(l.Domains); i += 5 {
			recipient := "jane.doe@" + l.Domains[i]
			typed++
			for end := len("jane.doe@") + 1; end < len(recipient); end++ {
				if v := checker.Check(recipient[:end], ""); v.Early {
					told++
					t.Logf("%s: %s is shown: %s", recipient, recipient[:end], v.Reason)
					break
				}
			}
		}
	}
	if typed < 5000 || told > 0 {
		t.Errorf("%d of %d domains are warned about while they are typed", told, typed)
	}
}
