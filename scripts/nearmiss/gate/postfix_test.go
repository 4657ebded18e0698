package gate

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/gate/mailtest"
	"nearmiss/scripts/nearmiss/scan"
	"nearmiss/worker/lists"
)

// builtIn reads the lists that are shipped, once for all tests.
var builtIn = sync.OnceValues(func() ([]*list.List, error) {
	names, err := fs.Glob(lists.Files, "*.txt")
	if err != nil {
		return nil, err
	}
	var all []*list.List
	for _, name := range names {
		text, err := fs.ReadFile(lists.Files, name)
		if err != nil {
			return nil, err
		}
		l, err := list.Parse(name, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
})

// logBuffer collects what a gate logs.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *logBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// testClock goes on only when it is told to.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// testPolicy blocks what is near US federal names and asks about the rest.
const testPolicy = `{"organisationName": "Works", "organisationContact": "servicedesk@works.example",
	"ownDomains": ["works.example", "*.works.example"], "actions": ["* us-federal block"]}`

func testOptions(t *testing.T, log *logBuffer) Options {
	t.Helper()
	policyFile := filepath.Join(t.TempDir(), "policy.json")
	if err := os.WriteFile(policyFile, []byte(testPolicy), 0o600); err != nil {
		t.Fatal(err)
	}
	return Options{
		Config: Config{
			Enforce: true, Wait: time.Second, Window: DefaultWindow, Remember: DefaultRemember,
			Log: slog.New(slog.NewJSONHandler(log, nil)), Now: time.Now,
		},
		Sources:    Sources{Policy: policyFile, Lists: builtIn},
		SocketMode: 0o666,
	}
}

// start runs a gate in this process until the test ends, or stop is called.
func start(t *testing.T, o Options) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan bool), make(chan error, 1)
	o.Ready = func() { close(ready) }
	go func() { done <- Run(ctx, o) }()
	select {
	case <-ready:
	case err := <-done:
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// way is one of the two protocols, as Postfix is configured for it.
type way struct {
	name     string
	settings func(address string) []string
}

// The settings are the guide's.
var ways = []way{
	{"policy service", func(address string) []string {
		return []string{"smtpd_recipient_restrictions = check_policy_service { " + address + ", timeout=2s, default_action=DUNNO }, permit_mynetworks, reject"}
	}},
	{"milter", func(address string) []string {
		return []string{"smtpd_milters = " + address, "milter_default_action = accept", "milter_connect_timeout = 2s", "milter_command_timeout = 2s", "milter_content_timeout = 2s"}
	}},
}

// listenAt sets the address of the way in the options.
func (w way) listenAt(o *Options, address string) {
	if w.name == "milter" {
		o.Milter = address
	} else {
		o.Policy = address
	}
}

func eachWay(t *testing.T, test func(t *testing.T, w way)) {
	if why := mailtest.Unavailable(); why != "" {
		t.Skip(why)
	}
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) { test(t, w) })
	}
}

// openFolder is a folder for Postfix's own users, too.
func openFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "nearmiss-gate-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func newSink(t *testing.T) *mailtest.Sink {
	t.Helper()
	sink, err := mailtest.NewSink(true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sink.Close() })
	return sink
}

func newPostfix(t *testing.T, relay string, settings ...string) *mailtest.Postfix {
	t.Helper()
	return watched(t)(mailtest.Start(openFolder(t), relay, settings...))
}

// watched stops an instance at the end of the test, and shows its log after a failure.
func watched(t *testing.T) func(p *mailtest.Postfix, err error) *mailtest.Postfix {
	return func(p *mailtest.Postfix, err error) *mailtest.Postfix {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		stopAfter(t, p)
		return p
	}
}

func stopAfter(t *testing.T, p *mailtest.Postfix) {
	t.Cleanup(func() {
		if t.Failed() {
			if text, err := os.ReadFile(p.Log()); err == nil {
				t.Logf("Postfix:\n%s", text[max(0, len(text)-6000):])
			}
		}
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
}

func send(t *testing.T, p *mailtest.Postfix, who mailtest.Client, from string, recipients ...string) map[string]string {
	t.Helper()
	refused, err := mailtest.Send(p.Address, who, from, recipients...)
	if err != nil {
		t.Fatal(err)
	}
	return refused
}

var (
	atDesk   = mailtest.Client{Address: "10.0.0.7"}
	loggedIn = mailtest.Client{Address: "10.0.0.7", Login: "bob"}
)

const refusal = "5.7.1 Not sent to <ann@army.ml>. Did you mean <ann@army.mil>? army.ml ends in .ml (Mali), not in .mil. " +
	"If this is right, send it again after 1 second and within 1 hour. Questions: servicedesk@works.example [Nearmiss]"

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

// program builds the command once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "nearmiss-gate-program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "nearmiss")
	cmd := exec.Command("go", "build", "-o", path, "nearmiss/scripts/nearmiss")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := program(); err == nil && mailtest.Unavailable() == "" {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// load sends mails from some clients at a time. during is called in the middle. It
// returns how many were handed over.
func load(t *testing.T, p *mailtest.Postfix, mails int, during func()) (sent int) {
	t.Helper()
	const clients = 4
	work := make(chan int)
	var mu sync.Mutex
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			for i := range work {
				refused, err := mailtest.Send(p.Address, mailtest.Client{}, "bob@works.example", fmt.Sprintf("kim%d@gmail.com", i))
				if err != nil || len(refused) > 0 {
					t.Errorf("mail %d: %v %q", i, err, refused)
					continue
				}
				mu.Lock()
				sent++
				mu.Unlock()
			}
		})
	}
	for i := range mails {
		if i == mails/2 {
			during()
		}
		work <- i
	}
	close(work)
	group.Wait()
	return sent
}

// Killed or stopped under load (it accepts and never answers), the gate loses no
// mail: the sink counts.
func TestPostfixGoesOnWithoutTheGate(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		path, err := program()
		if err != nil {
			t.Fatal(err)
		}
		for _, fate := range []struct {
			name   string
			signal syscall.Signal
			mails  int
		}{{"killed", syscall.SIGKILL, 60}, {"hanging", syscall.SIGSTOP, 24}} {
			t.Run(fate.name, func(t *testing.T) {
				socket := filepath.Join(openFolder(t), "socket")
				flag := map[string]string{"milter": "--milter", "policy service": "--policy-service"}[w.name]
				cmd := exec.Command(path, "gate", "--enforce", "--socket-mode", "0666", flag, "unix:"+socket)
				cmd.Stderr = os.Stderr
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				defer func() {
					cmd.Process.Kill()
					cmd.Wait()
				}()
				waitForSocket(t, socket)
				sink := newSink(t)
				p := newPostfix(t, sink.Address, w.settings("unix:"+socket)...)
				if refused := send(t, p, mailtest.Client{}, "bob@works.example", "ann@army.ml"); len(refused) != 1 {
					t.Fatal("the gate does not refuse")
				}
				sent := load(t, p, fate.mails, func() { cmd.Process.Signal(fate.signal) })
				if got := len(sink.Wait(fate.mails, 30*time.Second)); sent != fate.mails || got != fate.mails {
					t.Errorf("%d mails sent, %d delivered, want %d", sent, got, fate.mails)
				}
			})
		}
	})
}

func waitForSocket(t *testing.T, path string) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if connection, err := net.Dial("unix", path); err == nil {
			connection.Close()
			return
		}
	}
	t.Fatal("the gate does not listen")
}

// Whatever answers instead of the gate, the mail goes.
func TestPostfixGoesOnWithGarbage(t *testing.T) {
	eachWay(t, func(t *testing.T, w way) {
		socket := filepath.Join(openFolder(t), "socket")
		l, err := net.Listen("unix", socket)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if err := os.Chmod(socket, 0o666); err != nil {
			t.Fatal(err)
		}
		type reply struct {
			text  string
			stays bool // the connection stays open behind it
		}
		var current atomic.Value
		asked := make(chan bool, 1000)
		go func() {
			for {
				connection, err := l.Accept()
				if err != nil {
					return
				}
				asked <- true
				r := current.Load().(reply)
				connection.Write([]byte(r.text))
				if !r.stays {
					connection.Close()
				}
			}
		}()
		sink := newSink(t)
		p := newPostfix(t, sink.Address, append(w.settings("unix:"+socket), "smtpd_policy_service_max_idle = 1s")...)
		for i, row := range []struct {
			name string
			reply
		}{
			{"nothing, and closed", reply{"", false}},
			{"garbage", reply{"\x00\xff\xfe<html>hello\n\n", true}},
			{"half a line", reply{"action=55", true}},
			{"half a line, and closed", reply{"action=55", false}},
			{"a packet that is none", reply{"\x00\x00\x00\x05xxxxx", true}},
			{"an endless packet", reply{"\x7f\xff\xff\xffO", true}},
		} {
			current.Store(row.reply)
			if refused := send(t, p, atDesk, "bob@works.example", "kim@gmail.com"); len(refused) != 0 {
				t.Errorf("%s: refused: %q", row.name, refused)
			}
			if mails := sink.Wait(i+1, 20*time.Second); len(mails) != i+1 {
				t.Errorf("%s: %d mails delivered, want %d", row.name, len(mails), i+1)
			}
		}
		if len(asked) == 0 {
			t.Error("Postfix asked nobody")
		}
	})
}
