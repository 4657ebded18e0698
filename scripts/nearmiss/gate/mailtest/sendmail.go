package mailtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// Sendmail is one running instance.
type Sendmail struct {
	Address string
	daemon  *exec.Cmd
}

// sendmailRoot is where scripts/setup.mjs --mail unpacks Sendmail: its package cannot
// be installed beside Postfix. root is this repository.
func sendmailRoot(root string) string { return filepath.Join(root, "build", "sendmail") }

// SendmailUnavailable returns why Sendmail cannot run here, or "".
func SendmailUnavailable(root string) string {
	if _, err := os.Stat(filepath.Join(sendmailRoot(root), "usr", "libexec", "sendmail", "sendmail")); err != nil {
		return "Sendmail is not unpacked: node scripts/setup.mjs --mail does it on Debian"
	}
	if os.Getuid() != 0 {
		return "Sendmail runs only as root"
	}
	if err := exec.Command("unshare", "--uts", "true").Run(); err != nil {
		return "Sendmail needs a host name of its own, which this machine does not give: unshare --uts"
	}
	return ""
}

// StartSendmail runs an instance that asks a milter at a Unix socket. It keeps what
// it takes in its queue. dir and its parents may be written by root only, on which
// Sendmail insists.
func StartSendmail(root, dir, socket string) (*Sendmail, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	from, err := filepath.Abs(sendmailRoot(root))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "queue"), 0o700); err != nil {
		return nil, err
	}
	files := map[string]string{
		"service.switch": "hosts files\naliases files\n",
		"hosts":          "127.0.0.1 sm.works.example localhost\n",
		"sendmail.mc":    fmt.Sprintf(sendmailConfig, from, dir, address[strings.LastIndexByte(address, ':')+1:], socket),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	m4 := exec.Command(filepath.Join(from, "usr", "bin", "m4"), filepath.Join(dir, "sendmail.mc"))
	m4.Stderr = nil // it warns of the open relay that this is, on loopback
	made, err := m4.Output()
	if err != nil {
		return nil, fmt.Errorf("m4: %w", err)
	}
	config := filepath.Join(dir, "sendmail.cf")
	if err := os.WriteFile(config, made, 0o644); err != nil {
		return nil, err
	}
	var output bytes.Buffer
	// Sendmail waits a minute for its machine to get a full name, so it gets one.
	script := "hostname sm.works.example; exec timeout " + maxLife + ` "$0" "$@"`
	daemon := exec.Command("unshare", "--uts", "sh", "-c", script,
		filepath.Join(from, "usr", "libexec", "sendmail", "sendmail"), "-C", config, "-bD")
	daemon.Env = append(os.Environ(), "RES_OPTIONS=timeout:1 attempts:1") // no name server is asked for long
	daemon.Stdout, daemon.Stderr = &output, &output
	if err := daemon.Start(); err != nil {
		return nil, err
	}
	s := &Sendmail{address, daemon}
	if err := waitFor(address); err != nil {
		s.Stop()
		return nil, fmt.Errorf("Sendmail %w\n%s", err, output.String())
	}
	return s, nil
}

// Stop ends the instance.
func (s *Sendmail) Stop() error {
	err := s.daemon.Process.Signal(syscall.SIGTERM)
	s.daemon.Wait()
	return err
}

// sendmailConfig wants the folder of Sendmail, the instance's, its port and the
// milter's socket. However busy the machine is, it listens.
const sendmailConfig = "include(`%[1]s/usr/share/sendmail/cf/m4/cf.m4')dnl\n" +
	"OSTYPE(`linux')dnl\n" +
	"define(`confPID_FILE', `%[2]s/pid')dnl\n" +
	"define(`QUEUE_DIR', `%[2]s/queue')dnl\n" +
	"define(`STATUS_FILE', `%[2]s/statistics')dnl\n" +
	"define(`ALIAS_FILE', `')dnl\n" +
	"define(`confSERVICE_SWITCH_FILE', `%[2]s/service.switch')dnl\n" +
	"define(`confHOSTS_FILE', `%[2]s/hosts')dnl\n" +
	"define(`confDOMAIN_NAME', `sm.works.example')dnl\n" +
	"define(`confTO_IDENT', `0')dnl\n" +
	"define(`confREFUSE_LA', `0')dnl\n" +
	"define(`confQUEUE_LA', `0')dnl\n" +
	"define(`confDELIVERY_MODE', `queueonly')dnl\n" +
	"define(`SMART_HOST', `[127.0.0.1]')dnl\n" +
	"FEATURE(`accept_unresolvable_domains')dnl\n" +
	"FEATURE(`nocanonify')dnl\n" +
	"FEATURE(`promiscuous_relay')dnl\n" +
	"DAEMON_OPTIONS(`Port=%[3]s, Addr=127.0.0.1, Name=MTA')dnl\n" +
	"INPUT_MAIL_FILTER(`nearmiss', `S=local:%[4]s, T=C:2s;S:2s;R:2s')dnl\n" +
	"MAILER(`smtp')dnl\n"
