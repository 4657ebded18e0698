// Package mailtest runs real instances of Postfix and Sendmail and an SMTP server that
// takes everything, for the tests and benchmarks of the gate. All of it lies in one
// folder and listens on loopback only; the machine's own servers are not touched.
package mailtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Postfix is one running instance.
type Postfix struct {
	Address string // of its smtpd
	Dir     string
	master  *exec.Cmd
}

// Unavailable returns why Postfix cannot run here, or "".
func Unavailable() string {
	if _, err := exec.LookPath("postfix"); err != nil {
		return "Postfix is not installed: node scripts/setup.mjs --mail installs it on Debian"
	}
	if os.Getuid() != 0 {
		return "Postfix runs only as root"
	}
	return ""
}

// Start runs an instance that relays everything to relay, "127.0.0.1:PORT". settings
// are further lines of main.cf. dir is new, and everybody may pass through it.
func Start(dir, relay string, settings ...string) (*Postfix, error) {
	return start(dir, relay, "n", settings)
}

// StartInChroot is the same with smtpd in a chroot, as on Debian.
func StartInChroot(dir, relay string, settings ...string) (*Postfix, error) {
	return start(dir, relay, "y", settings)
}

func start(dir, relay, chroot string, settings []string) (*Postfix, error) {
	if why := Unavailable(); why != "" {
		return nil, errors.New(why)
	}
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	p := &Postfix{Address: address, Dir: dir}
	for _, folder := range []string{"conf", "spool", "data"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			return nil, err
		}
	}
	if err := giveTo("postfix", filepath.Join(dir, "data")); err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(relay)
	if err != nil {
		return nil, err
	}
	main := strings.Join(append([]string{
		"compatibility_level = 3.6",
		"queue_directory = " + filepath.Join(dir, "spool"),
		"data_directory = " + filepath.Join(dir, "data"),
		"maillog_file_prefixes = " + dir,
		"maillog_file = " + p.Log(),
		"inet_interfaces = 127.0.0.1",
		"inet_protocols = ipv4",
		"disable_dns_lookups = yes",
		"smtp_host_lookup = native",
		"myhostname = mx.works.example",
		"mydestination =",
		"local_recipient_maps =",
		"mynetworks = 127.0.0.0/8 10.0.0.0/8",
		"smtpd_authorized_xclient_hosts = 127.0.0.0/8",
		"relayhost = [" + host + "]:" + port,
		"smtp_tls_security_level = none",
		"smtpd_tls_security_level = none",
		"alias_maps =", "alias_database =",
		"minimal_backoff_time = 2s", "maximal_backoff_time = 4s", "queue_run_delay = 2s",
	}, settings...), "\n") + "\n"
	if err := os.WriteFile(filepath.Join(dir, "conf", "main.cf"), []byte(main), 0o644); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, "conf", "master.cf"), []byte(fmt.Sprintf(master, address, chroot)), 0o644); err != nil {
		return nil, err
	}
	if out, err := exec.Command("postfix", "-c", p.config(), "check").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("postfix check: %w\n%s", err, out)
	}
	daemons, err := exec.Command("postconf", "-c", p.config(), "-h", "daemon_directory").Output()
	if err != nil {
		return nil, fmt.Errorf("postconf: %w", err)
	}
	// In the foreground, and for so long at most: should whoever started it be gone.
	p.master = exec.Command(filepath.Join(strings.TrimSpace(string(daemons)), "master"), "-c", p.config(), "-d", "-e", maxLife)
	if err := p.master.Start(); err != nil {
		return nil, err
	}
	if err := waitFor(p.Address); err != nil {
		p.Stop()
		return nil, fmt.Errorf("Postfix %w\n%s", err, p.readLog())
	}
	return p, nil
}

// maxLife is when an instance ends by itself, in seconds.
const maxLife = "7200"

func (p *Postfix) config() string { return filepath.Join(p.Dir, "conf") }

// master is a master.cf; where smtpd listens and whether it is in a chroot is left
// open.
const master = `%s inet n - %s - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
`

// Log is the instance's log file.
func (p *Postfix) Log() string { return filepath.Join(p.Dir, "mail.log") }

// Stop ends the instance.
func (p *Postfix) Stop() error {
	if err := p.master.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	p.master.Wait() // its status says only that it was told to end
	return nil
}

func (p *Postfix) readLog() string {
	text, err := os.ReadFile(p.Log())
	if err != nil {
		return ""
	}
	return string(text)
}

// startTime bounds how long a server takes to listen.
const startTime = 90 * time.Second

var errSilent = errors.New("does not listen")

func waitFor(address string) error {
	for end := time.Now().Add(startTime); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		connection, err := net.Dial("tcp", address)
		if err == nil {
			connection.Close()
			return nil
		}
	}
	return errSilent
}

// freeAddress finds a port that is free now.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func giveTo(name, path string) error {
	owner, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		return err
	}
	return os.Chown(path, uid, -1)
}
