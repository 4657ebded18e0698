package gate

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/d--j/go-milter"
	"golang.org/x/net/nettest"
)

func localListener(t *testing.T) net.Listener {
	t.Helper()
	l, err := nettest.NewLocalListener("unix")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

const policyRequest = "request=smtpd_access_policy\nprotocol_state=%s\nprotocol_name=ESMTP\nclient_address=10.0.0.7\nclient_name=desk\n" +
	"sender=bob@works.example\nrecipient=%s\ninstance=1.2.3\nsasl_username=\nunknown_attribute=a=b\n\n"

func TestPolicyProtocol(t *testing.T) {
	g, log := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	l := localListener(t)
	go g.ServePolicy(l)
	connection, err := net.Dial("unix", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	in := bufio.NewReader(connection)
	ask := func(text string) string {
		t.Helper()
		for _, part := range []string{text[:len(text)/2], text[len(text)/2:]} { // in two writes
			if _, err := io.WriteString(connection, part); err != nil {
				t.Fatal(err)
			}
		}
		answer, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if empty, err := in.ReadString('\n'); err != nil || empty != "\n" {
			t.Fatalf("behind the answer: %q %v", empty, err)
		}
		return answer
	}
	// Several requests of one connection.
	for _, row := range []struct{ state, recipient, want string }{
		{"RCPT", "ann@army.mil", "action=DUNNO\n"},
		{"RCPT", "ann@army.ml", "action=550 5.7.1 Not sent to <ann@army.ml>."},
		{"DATA", "ann@army.ml", "action=DUNNO\n"},
		{"END-OF-MESSAGE", "ann@army.ml", "action=DUNNO\n"},
	} {
		if got := ask(fmt.Sprintf(policyRequest, row.state, row.recipient)); !strings.HasPrefix(got, row.want) {
			t.Errorf("%s %s: %q, want %q", row.state, row.recipient, got, row.want)
		}
	}
	for _, garbage := range []string{"GET / HTTP/1.0\n\n", "\n", "request=other\n\n", strings.Repeat("a=b\n", maxRequest), "a=" + strings.Repeat("x", 8<<10)} {
		other, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(other, garbage)
		other.SetReadDeadline(time.Now().Add(10 * time.Second))
		if n, err := io.Copy(io.Discard, other); n != 0 || os.IsTimeout(err) {
			t.Errorf("%.20q: %d bytes, %v", garbage, n, err)
		}
		other.Close()
	}
	if !strings.Contains(log.String(), "the mail passes") {
		t.Error("nothing is said of garbage")
	}
}

// FuzzPolicyRequest: any bytes are read or refused in bounded memory, and an answer
// is one line.
func FuzzPolicyRequest(f *testing.F) {
	f.Add([]byte(fmt.Sprintf(policyRequest, "RCPT", "ann@army.ml")))
	f.Add([]byte("request=smtpd_access_policy\nrecipient=\"a\rb\"@army.ml\nprotocol_state=RCPT\n\n"))
	g := &Gate{config: enforcing(&testClock{now: time.Now()}), pairs: newPairs(0, time.Hour, time.Hour)}
	g.config.Log = discardLog
	g.Use(&Rules{Checker: sharedChecker()})
	f.Fuzz(func(t *testing.T, text []byte) {
		attributes, err := readRequest(bufio.NewReaderSize(strings.NewReader(string(text)), 4<<10))
		if err != nil {
			return
		}
		if answer := g.answer(attributes); strings.ContainsAny(answer, "\r\n\x00") || !isASCII(answer) {
			t.Errorf("%q", answer)
		}
	})
}

// The milter, asked as Sendmail and Postfix ask: each mail on a connection of its own,
// with the login as a macro.
func TestMilterProtocol(t *testing.T) {
	clock := testClock{now: time.Now()}
	g, _ := testGate(t, enforcing(&clock), `{}`)
	l := localListener(t)
	go g.ServeMilter(l)
	macros := milter.NewMacroBag()
	macros.Set(milter.MacroAuthAuthen, "bob")
	client := milter.NewClient("unix", l.Addr().String())
	mail := func(address string, recipients ...string) (replies []string) {
		t.Helper()
		session, err := client.Session(macros)
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		for _, step := range []func() (*milter.Action, error){
			func() (*milter.Action, error) { return session.Conn("desk", milter.FamilyInet, 25, address) },
			func() (*milter.Action, error) { return session.Helo("desk") },
			func() (*milter.Action, error) { return session.Mail("bob@works.example", "") },
		} {
			if action, err := step(); err != nil || action.StopProcessing() {
				t.Fatalf("%v %v", action, err)
			}
		}
		for _, recipient := range recipients {
			action, err := session.Rcpt(recipient, "")
			if err != nil {
				t.Fatal(err)
			}
			replies = append(replies, action.SMTPReply)
		}
		return replies
	}
	replies := mail("10.0.0.7", "ann@army.mil", "50%off@army.ml", "ann@army.ml", "kim@gmail.com")
	for i, want := range []string{
		"250 accept",
		"550 5.7.1 Not sent to <50%%off@army.ml>.", // a milter doubles it, and the server halves it
		"550 5.7.1 Not sent to <ann@army.ml>. Did you mean <ann@army.mil>?",
		"250 accept",
	} {
		if !strings.HasPrefix(replies[i], want) {
			t.Errorf("recipient %d: %q, want %q", i, replies[i], want)
		}
	}
	clock.advance(DefaultWait)
	if replies := mail("10.0.0.99", "ann@army.ml"); replies[0] != "250 accept" {
		t.Errorf("the same login from another place does not confirm: %q", replies)
	}
}

// FuzzMilter: any bytes from a connection end it or get an answer; the gate stands.
func FuzzMilter(f *testing.F) {
	negotiation := "\x00\x00\x00\x0dO\x00\x00\x00\x06\x00\x00\x01\xff\x00\x1f\xff\xff"
	f.Add([]byte(negotiation + "\x00\x00\x00\x14Cdesk\x004\x00\x1910.0.0.7\x00" + "\x00\x00\x00\x07M<a@b>\x00" + "\x00\x00\x00\x0fR<ann@army.ml>\x00"))
	f.Add([]byte(negotiation + "\x00\x00\x00\x00"))
	f.Add([]byte(negotiation + "\x00\x00\x00\x01R\x00\x00\x00\x01M\x00\x00\x00\x01C\x00\x00\x00\x01D"))
	g := &Gate{config: enforcing(&testClock{now: time.Now()}), pairs: newPairs(0, time.Hour, time.Hour)}
	g.config.Log = discardLog
	g.Use(&Rules{Checker: sharedChecker()})
	l, err := nettest.NewLocalListener("unix")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { l.Close() })
	go g.ServeMilter(l)
	f.Fuzz(func(t *testing.T, text []byte) {
		connection, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		connection.SetDeadline(time.Now().Add(10 * time.Second))
		connection.Write(text)
		connection.(*net.UnixConn).CloseWrite()
		if _, err := io.Copy(io.Discard, connection); os.IsTimeout(err) {
			t.Errorf("%q: still open", text)
		}
	})
}

// A connection that announces a packet of half a gigabyte is closed; garbage, too.
func TestMilterGarbage(t *testing.T) {
	g, _ := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	l := localListener(t)
	go g.ServeMilter(l)
	const negotiation = "\x00\x00\x00\x0dO\x00\x00\x00\x06\x00\x00\x01\xff\x00\x1f\xff\xff"
	for _, garbage := range []string{
		"\x1f\xff\xff\xffO", negotiation + "\x00\x00\x00\x00", negotiation + "\x00\x00\x00\x05Cdesk", negotiation + "\x00\x00\x00\x06Cdesk\x00",
		negotiation + "\x00\x00\x00\x01M", negotiation + "\x00\x00\x00\x04R<a>", negotiation + "\x00\x00\x00\x01D",
		"\x00\x00\x00\x05xxxxx", "\x00\x00\x00\x00", "GET / HTTP/1.0\r\n\r\n",
	} {
		connection, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(connection, garbage)
		connection.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, connection); os.IsTimeout(err) {
			t.Errorf("%q: still open", garbage)
		}
		connection.Close()
	}
	// It still serves.
	client := milter.NewClient("unix", l.Addr().String())
	session, err := client.Session(nil)
	if err != nil {
		t.Fatal(err)
	}
	session.Close()
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"unix:/run/x": "unix /run/x", "inet:127.0.0.1:10040": "tcp 127.0.0.1:10040", "127.0.0.1:1": "tcp 127.0.0.1:1",
		"inet:localhost:10": "tcp 127.0.0.1:10", "inet:[::1]:10": "tcp [::1]:10",
		"inet:0.0.0.0:10": "", "inet:192.0.2.1:10": "", ":10": "", "unix:": "", "": "", "mx.example:10": "",
	} {
		network, address, err := ParseAddress(text)
		if got := network + " " + address; err == nil && got != want || (err != nil) != (want == "") {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
}

// A socket of a process that died is replaced; one that lives is left alone.
func TestListenReplacesADeadSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "socket")
	first, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := listen("unix:"+path, 0o660); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a socket in use: %v", err)
	}
	first.SetUnlinkOnClose(false)
	first.Close()
	l, err := listen("unix:"+path, 0o660)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// A reload takes a new policy, keeps confirmations, and keeps the old rules where
// the new ones are wrong; the health page says so.
func TestReloadAndHealth(t *testing.T) {
	var log logBuffer
	clock := testClock{now: time.Now()}
	o := testOptions(t, &log)
	dir := t.TempDir()
	o.Config.Now, o.Sources.Dir = clock.Now, filepath.Join(dir, "state")
	o.Policy, o.Health = "unix:"+filepath.Join(dir, "policy"), "unix:"+filepath.Join(dir, "health")
	reload := make(chan os.Signal)
	o.Reload = reload
	stop := start(t, o)

	pages := http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return net.Dial("unix", filepath.Join(dir, "health"))
	}}}
	get := func(path string) (int, string) {
		t.Helper()
		answer, err := pages.Get("http://gate" + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(text)
	}
	ask := func(recipient string) string {
		t.Helper()
		connection, err := net.Dial("unix", filepath.Join(dir, "policy"))
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		fmt.Fprintf(connection, policyRequest, "RCPT", recipient)
		answer, err := bufio.NewReader(connection).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return answer
	}
	reloaded := func(word string) {
		t.Helper()
		reload <- syscall.SIGHUP
		for range 500 {
			if strings.Contains(log.String(), word) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("no %q in the log:\n%s", word, log.String())
	}

	if got := ask("ann@army.ml"); !strings.Contains(got, "550") {
		t.Errorf("%q", got)
	}
	clock.advance(o.Config.Wait)
	if got := ask("ann@army.ml"); got != "action=DUNNO\n" {
		t.Errorf("%q", got)
	}
	status, text := get("/health")
	var page healthPage
	if err := json.Unmarshal([]byte(text), &page); err != nil || status != http.StatusOK || page.Status != isProtecting || page.Mode != "enforce" || page.Confirmed != 1 {
		t.Errorf("%d %s %v", status, text, err)
	}

	if err := os.WriteFile(o.Sources.Policy, []byte(`{"actions": ["suffix-slip * blok"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	reloaded("the old rules stay")
	if got := ask("joe@gsa.gob"); !strings.Contains(got, "not allowed") {
		t.Errorf("after a wrong policy the old one is gone: %q", got)
	}
	if status, text := get("/health"); status != http.StatusServiceUnavailable || !strings.Contains(text, "actions[0]") {
		t.Errorf("%d %s", status, text)
	}

	if err := os.WriteFile(o.Sources.Policy, []byte(`{"policyLabel": "new", "actions": ["* us-military allow"]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	reloaded(`"msg":"reloaded"`)
	if got := ask("lee@navy.ml"); got != "action=DUNNO\n" {
		t.Errorf("the new policy does not count: %q", got)
	}
	if got := ask("joe@gsa.gob"); strings.Contains(got, "not allowed") {
		t.Errorf("the old policy counts: %q", got)
	}
	if status, text := get("/health"); status != http.StatusOK || !strings.Contains(text, `"new"`) {
		t.Errorf("%d %s", status, text)
	}
	_, metrics := get("/metrics")
	for _, want := range []string{
		`nearmiss_gate_recipients_total{outcome="confirmed"} 1`, `nearmiss_gate_recipients_total{outcome="blocked"} 1`,
		`nearmiss_gate_decision_seconds_bucket{le="+Inf"} 5`, "nearmiss_gate_enforcing 1", "nearmiss_gate_confirmations 1",
	} {
		if !strings.Contains(metrics, want+"\n") {
			t.Errorf("no %q in\n%s", want, metrics)
		}
	}
	if !strings.HasSuffix(metrics, "# EOF\n") || strings.Contains(metrics, "army") {
		t.Errorf("metrics:\n%s", metrics)
	}

	// What was confirmed is known after a restart.
	stop()
	if err := os.WriteFile(o.Sources.Policy, []byte(testPolicy), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, o)
	if got := ask("ann@army.ml"); got != "action=DUNNO\n" {
		t.Errorf("after a restart: %q", got)
	}
	stored, err := os.ReadFile(filepath.Join(o.Sources.Dir, pairsName))
	if err != nil || strings.Contains(string(stored), "army") || strings.Contains(string(stored), "bob") {
		t.Errorf("%s %v", stored, err)
	}
}
