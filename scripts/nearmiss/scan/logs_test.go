package scan

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A mail deferred in the older log and delivered in the newer one is one mail,
// however the shell sorts the names.
func TestLogsAreReadInOrder(t *testing.T) {
	dir := t.TempDir()
	newer, older := filepath.Join(dir, "mail.log"), filepath.Join(dir, "mail.log.1")
	write := func(path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(newer, "Jan  1 00:10:01 mx postfix/smtp[1]: A2: to=<ann@army.ml>, relay=mx[203.0.113.1]:25, status=sent (ok)\nJan  1 00:10:01 mx postfix/qmgr[1]: A2: removed\n")
	write(older, "Dec 31 23:50:01 mx postfix/smtp[1]: A2: to=<ann@army.ml>, relay=none, status=deferred (no)\n")
	when := time.Date(2027, 1, 1, 0, 20, 0, 0, time.UTC)
	for _, path := range []string{newer, older} {
		if err := os.Chtimes(path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	s := New(testOptions())
	ordered := InOrder([]string{newer, older}, testNow)
	if ordered[0] != older {
		t.Fatalf("order %q", ordered)
	}
	for _, path := range ordered {
		if err := s.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	if got := summary(s.Report()); len(got) != 1 || got[0] != "army.ml→army.mil delivered 1 2026-12-31" {
		t.Errorf("%q", got)
	}
}

// A queue identifier is used again for another mail: both count.
func TestQueueIdentifierUsedAgain(t *testing.T) {
	var text strings.Builder
	for i := range 3 {
		fmt.Fprintf(&text, "2026-11-29T09:0%d:00.1+01:00 mx postfix/qmgr[1]: 4F01: from=<bob@works.example>, size=1, nrcpt=1 (queue active)\n", i)
		fmt.Fprintf(&text, "2026-11-29T09:0%d:01.1+01:00 mx postfix/smtp[1]: 4F01: to=<ann@army.ml>, relay=mx[203.0.113.1]:25, status=sent (ok)\n", i)
		fmt.Fprintf(&text, "2026-11-29T09:0%d:02.1+01:00 mx postfix/qmgr[1]: 4F01: removed\n", i)
	}
	if got := summary(scanned(t, testOptions(), strings.NewReader(text.String()))); len(got) != 1 || got[0] != "army.ml→army.mil delivered 3 2026-11-29" {
		t.Errorf("%q", got)
	}
}

func TestExpired(t *testing.T) {
	const text = "Nov 29 09:00:01 mx postfix/smtp[1]: A2: to=<ann@army.ml>, relay=none, status=deferred (no)\n" +
		"Nov 29 10:00:01 mx postfix/qmgr[1]: A2: from=<bob@works.example>, status=expired, returned to sender\n"
	if got := summary(scanned(t, testOptions(), strings.NewReader(text))); len(got) != 1 || got[0] != "army.ml→army.mil bounced 1 2026-11-29" {
		t.Errorf("%q", got)
	}
}

// Relays of one's own: private addresses, and those that were named.
func TestOwnRelays(t *testing.T) {
	r := newRelays([]string{"smart.works.example", "*.corp.example", "203.0.113.25"})
	for relay, want := range map[string]bool{
		"10.1.2.3[10.1.2.3]:25": true, "mx[127.0.0.1]:10024": true, "x[fd00::1]:25": true, "x[::ffff:192.168.1.1]:25": true,
		"mx.army.ml[203.0.113.9]:25": false, "any[203.0.113.25]:25": true, "smart.works.example[203.0.113.4]:587": true,
		"a.corp.example[203.0.113.4]:25": true, "notcorp.example[203.0.113.4]:25": false, "mx.works.example. [203.0.113.9]": false,
		"mx[private/dovecot-lmtp]": false, "none": false, "": false,
	} {
		if got := r.own([]byte(relay)); got != want {
			t.Errorf("%q: %v, want %v", relay, got, want)
		}
	}
}

// Whole addresses are kept only where they were asked for.
func TestAddressesOnlyWhenAsked(t *testing.T) {
	for _, asked := range []bool{false, true} {
		options := testOptions()
		options.Addresses = asked
		var out strings.Builder
		r := scanned(t, options, strings.NewReader("Nov 29 09:00:01 mx postfix/smtp[1]: A2: to=<ann.secret@army.ml>, relay=none, status=bounced (no)\n"))
		r.Print(&out, true)
		r.WriteJSON(&out, true)
		r.WriteCSV(&out, true)
		if strings.Contains(out.String(), "ann.secret") != asked {
			t.Errorf("asked %v:\n%s", asked, out.String())
		}
	}
}
