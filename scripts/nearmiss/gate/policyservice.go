package gate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const (
	// maxRequest is the longest request that is read; Postfix's have about 1 KB.
	maxRequest = 32 << 10
	// requestTime is how long a request may take once its first byte is there.
	requestTime = 10 * time.Second
	// idleTime is longer than Postfix keeps a connection that it does not use
	// (smtpd_policy_service_max_idle, 300 s), so that Postfix closes it.
	idleTime = 20 * time.Minute
)

// errMalformed says that a client does not speak the protocol.
var errMalformed = errors.New("not a policy request")

// ServePolicy speaks Postfix's policy delegation protocol until the listener is
// closed: lines "name=value", an empty one, and the answer "action=…".
func (g *Gate) ServePolicy(l net.Listener) error {
	for {
		connection, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			// Such as too many open files: it passes.
			g.config.Log.Error("policy service: accepting", "error", err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		go g.servePolicy(connection)
	}
}

func (g *Gate) servePolicy(connection net.Conn) {
	defer connection.Close()
	in := bufio.NewReaderSize(connection, 4<<10)
	for {
		connection.SetDeadline(time.Now().Add(idleTime))
		if _, err := in.Peek(1); err != nil {
			return
		}
		connection.SetDeadline(time.Now().Add(requestTime))
		attributes, err := readRequest(in)
		if err != nil {
			g.counts.malformed.Add(1)
			g.config.Log.Warn("policy service: the connection is closed, the mail passes", "error", err)
			return
		}
		if _, err := io.WriteString(connection, "action="+g.answer(attributes)+"\n\n"); err != nil {
			return
		}
	}
}

// answer decides at RCPT; elsewhere there is nothing that could be refused alone.
func (g *Gate) answer(attributes map[string]string) string {
	if attributes["protocol_state"] != "RCPT" {
		return "DUNNO"
	}
	d := g.Decide(Request{
		Client: attributes["client_address"], Login: attributes["sasl_username"], Sender: attributes["sender"],
		Recipient: attributes["recipient"], Mail: attributes["instance"], Protocol: "policy",
	})
	if d.Refuse {
		return "550 5.7.1 " + d.Text
	}
	return "DUNNO"
}

func readRequest(in *bufio.Reader) (map[string]string, error) {
	attributes := make(map[string]string, 32)
	for size := 0; ; {
		line, err := in.ReadSlice('\n')
		if size += len(line); errors.Is(err, bufio.ErrBufferFull) || size > maxRequest {
			return nil, fmt.Errorf("%w: too long", errMalformed)
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errMalformed, err)
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			break
		}
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return nil, errMalformed
		}
		attributes[name] = value
	}
	if attributes["request"] != "smtpd_access_policy" {
		return nil, errMalformed
	}
	return attributes, nil
}
