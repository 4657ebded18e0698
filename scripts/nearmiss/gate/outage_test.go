//go:build unix

package gate

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"nearmiss/scripts/nearmiss/gate/mailtest"
)

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
