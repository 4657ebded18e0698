package gate

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/scripts/nearmiss/gate/mailtest"
	"nearmiss/scripts/nearmiss/scan"
)

// The wrong recipient is refused with the right one named; the others get their
// mail. Sent again the mail goes; tried again at once it does not. Block never
// passes. All of it is the same for both protocols.
func TestPostfixRefusesAndConfirms(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		var log logBuffer
		o := testOptions(t, &log)
		clock := testClock{now: time.Now()}
		o.Config.Now, o.Config.Wait = clock.Now, 15*time.Second
		o.Config.NeverConfirm.Add("printer@works.example")
		socket := filepath.Join(openFolder(t), "socket")
		w.listenAt(&o, "unix:"+socket)
		start(t, o)
		sink := newSink(t)
		p := newPostfix(t, sink.Address, w.settings("unix:"+socket)...)
		wanted := strings.Replace(refusal, "1 second", "15 seconds", 1)

		refused := send(t, p, atDesk, "bob@works.example", "cpt.lee@navy.mil", "ann@army.ml")
		if w.name == "policy service" { // Postfix puts this in front of the text
			wanted = strings.Replace(wanted, "5.7.1 ", "5.7.1 <ann@army.ml>: Recipient address rejected: ", 1)
		}
		if got := refused["ann@army.ml"]; got != "550 "+wanted {
			t.Errorf("the client reads %q, want %q", got, wanted)
		}
		if len(refused) != 1 {
			t.Errorf("refused %q", refused)
		}
		if mails := sink.Wait(1, 10*time.Second); len(mails) != 1 || !slices.Equal(mails[0].Recipients, []string{"cpt.lee@navy.mil"}) {
			t.Fatalf("delivered: %+v", mails)
		}
		// A retry, by a program or another sender, confirms nothing.
		if refused := send(t, p, atDesk, "bob@works.example", "ann@army.ml"); len(refused) != 1 {
			t.Error("an immediate retry passes")
		}
		clock.advance(o.Config.Wait)
		if refused := send(t, p, atDesk, "eve@works.example", "ann@army.ml"); len(refused) != 1 {
			t.Error("another sender passes")
		}
		if refused := send(t, p, mailtest.Client{Address: "10.0.0.8"}, "bob@works.example", "ann@army.ml"); len(refused) != 1 {
			t.Error("another client passes")
		}
		if refused := send(t, p, atDesk, "bob@works.example", "ann@army.ml"); len(refused) != 0 {
			t.Errorf("sent again, it is refused: %q", refused)
		}
		if refused := send(t, p, atDesk, "bob@works.example", "ann@army.ml"); len(refused) != 0 {
			t.Errorf("confirmed before, it is refused: %q", refused)
		}
		if mails := sink.Wait(3, 10*time.Second); len(mails) != 3 {
			t.Errorf("%d mails delivered, want 3", len(mails))
		}
		// The login counts, not the address that it comes from.
		send(t, p, loggedIn, "bob@works.example", "ann@navy.ml")
		send(t, p, atDesk, "printer@works.example", "ann@navy.ml")
		send(t, p, atDesk, "bob@works.example", "joe@gsa.gob")
		clock.advance(o.Config.Wait)
		if refused := send(t, p, mailtest.Client{Address: "10.9.9.9", Login: "bob"}, "bob.other@works.example", "ann@navy.ml"); len(refused) != 0 {
			t.Errorf("the same login confirms: %q", refused)
		}
		if refused := send(t, p, atDesk, "printer@works.example", "ann@navy.ml"); len(refused) != 1 || strings.Contains(fmt.Sprint(refused), "again") {
			t.Errorf("who repeats by itself: %q", refused)
		}
		blocked := send(t, p, atDesk, "bob@works.example", "joe@gsa.gob")
		if got := blocked["joe@gsa.gob"]; !strings.Contains(got, "mail to gsa.gob is not allowed here") || strings.Contains(got, "again") {
			t.Errorf("block: %q", blocked)
		}
		// A notification has nobody who could confirm it.
		if refused := send(t, p, atDesk, "", "ann@us.af.ml"); len(refused) != 0 {
			t.Errorf("the empty sender: %q", refused)
		}
		for _, secret := range []string{"ann@", "cpt.lee", "bob", "printer"} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log holds %q:\n%s", secret, log.String())
			}
		}
		for _, want := range []string{`"msg":"refused"`, `"msg":"confirmed"`, `"domain":"army.ml"`, `"right":"army.mil"`, `"sender":"works.example"`} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log lacks %s", want)
			}
		}
	})
}

// A server that relays to the gate's gets the refusal, and its sender the whole text
// in the bounce. scan finds both in the logs.
func TestPostfixBounceNamesTheRightDomain(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		var log logBuffer
		o := testOptions(t, &log)
		socket := filepath.Join(openFolder(t), "socket")
		w.listenAt(&o, "unix:"+socket)
		start(t, o)
		sink := newSink(t)
		gated := newPostfix(t, sink.Address, w.settings("unix:"+socket)...)
		relaying := newPostfix(t, gated.Address)
		if refused := send(t, relaying, mailtest.Client{}, "bob@works.example", "cpt.lee@navy.mil", "ann@army.ml"); len(refused) != 0 {
			t.Fatalf("the relay refuses %q", refused)
		}
		mails := sink.Wait(2, 20*time.Second)
		if len(mails) != 2 {
			t.Fatalf("%d mails: %+v", len(mails), mails)
		}
		bounce := mails[slices.IndexFunc(mails, func(m mailtest.Mail) bool { return m.From == "" })]
		text := strings.Join(strings.Fields(bounce.Text), " ")
		if want := strings.TrimPrefix(refusal, "5.7.1 "); strings.Count(text, want) != 2 || !slices.Equal(bounce.Recipients, []string{"bob@works.example"}) {
			t.Errorf("to %q, %d times %q in\n%s", bounce.Recipients, strings.Count(text, want), want, bounce.Text)
		}
		checker := sharedChecker()
		for path, want := range map[string]scan.Status{gated.Log(): scan.Refused, relaying.Log(): scan.Bounced} {
			s := scan.New(scan.Options{Checker: checker, Now: time.Now()})
			if err := s.ReadFile(path); err != nil {
				t.Fatal(err)
			}
			r := s.Report()
			if len(r.Wrong) != 1 || r.Wrong[0].Counts[want] != 1 || r.Wrong[0].Counts.All() != 1 {
				t.Errorf("scan of %s: %+v, want 1 %s", path, r.Wrong, want)
			}
		}
	})
}

// In audit everything passes, and the log says what would have been refused.
func TestPostfixAudit(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		var log logBuffer
		o := testOptions(t, &log)
		o.Config.Enforce = false
		socket := filepath.Join(openFolder(t), "socket")
		w.listenAt(&o, "unix:"+socket)
		start(t, o)
		sink := newSink(t)
		p := newPostfix(t, sink.Address, w.settings("unix:"+socket)...)
		if refused := send(t, p, atDesk, "bob@works.example", "ann@army.ml", "joe@gsa.gob", "kim@gmail.com"); len(refused) != 0 {
			t.Errorf("refused %q", refused)
		}
		if mails := sink.Wait(1, 10*time.Second); len(mails) != 1 || len(mails[0].Recipients) != 3 {
			t.Errorf("delivered %+v", mails)
		}
		if n := strings.Count(log.String(), `"msg":"would refuse"`); n != 2 {
			t.Errorf("%d lines of what would be refused, want 2:\n%s", n, log.String())
		}
	})
}

// In a chroot, as Debian's Postfix runs, a socket in the queue folder is found by a
// path from there: as the guide has it.
func TestPostfixInAChroot(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		var log logBuffer
		o := testOptions(t, &log)
		sink, dir := newSink(t), openFolder(t)
		sockets := filepath.Join(dir, "spool", "nearmiss")
		if err := os.MkdirAll(sockets, 0o755); err != nil {
			t.Fatal(err)
		}
		w.listenAt(&o, "unix:"+filepath.Join(sockets, "socket"))
		start(t, o)
		p := watched(t)(mailtest.StartInChroot(dir, sink.Address, w.settings("unix:nearmiss/socket")...))
		if refused := send(t, p, atDesk, "bob@works.example", "ann@army.ml", "kim@gmail.com"); len(refused) != 1 {
			t.Errorf("refused %q", refused)
		}
	})
}
