package gate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nearmiss/scripts/nearmiss/gate/mailtest"
)

// A real Sendmail asks the milter: the wrong recipient is refused, sent again it
// passes, and without the gate everything does.
func TestSendmail(t *testing.T) {
	const root = "../../.."
	if testing.Short() {
		t.Skip("starts a mail server")
	}
	if why := mailtest.SendmailUnavailable(root); why != "" {
		t.Skip(why)
	}
	// Sendmail does not trust a socket below a folder that anybody can write to, as
	// /tmp is.
	dir, err := os.MkdirTemp("/var/lib", "nearmiss-gate-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	var log logBuffer
	clock := testClock{now: time.Now()}
	o := testOptions(t, &log)
	o.Config.Now = clock.Now
	socket := filepath.Join(dir, "milter")
	o.Milter, o.SocketMode = "unix:"+socket, 0o600
	stop := start(t, o)
	s, err := mailtest.StartSendmail(root, dir, socket)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	mail := func(recipients ...string) map[string]string {
		t.Helper()
		refused, err := mailtest.Send(s.Address, mailtest.Client{}, "bob@works.example", recipients...)
		if err != nil {
			t.Fatal(err)
		}
		return refused
	}
	refused := mail("cpt.lee@navy.mil", "ann@army.ml", "50%off@army.ml")
	if len(refused) != 2 || refused["ann@army.ml"] != "550 5.7.1 <ann@army.ml>... "+strings.TrimPrefix(refusal, "5.7.1 ") {
		t.Errorf("refused %q", refused)
	}
	if !strings.Contains(refused["50%off@army.ml"], "Not sent to <50%off@army.ml>.") {
		t.Errorf("a percent sign: %q", refused)
	}
	clock.advance(o.Config.Wait)
	if refused := mail("ann@army.ml"); len(refused) != 0 {
		t.Errorf("sent again: %q", refused)
	}
	stop()
	if refused := mail("joe@navy.ml"); len(refused) != 0 {
		t.Errorf("without the gate: %q", refused)
	}
}
