package gate

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/d--j/go-milter"
)

// ServeMilter speaks the milter protocol until the listener is closed. Of a mail it
// asks for the envelope only, and answers for each recipient. The server's own macros
// are enough: Postfix and Sendmail send the login with MAIL unless told otherwise.
func (g *Gate) ServeMilter(l net.Listener) error {
	milter.LogWarning = func(format string, v ...any) { g.config.Log.Warn("milter: " + fmt.Sprintf(format, v...)) }
	server := milter.NewServer(
		milter.WithMilter(func() milter.Milter { return &session{gate: g} }),
		milter.WithActions(0),
		milter.WithProtocols(milter.OptNoHelo|milter.OptNoData|milter.OptNoHeaders|milter.OptNoEOH|milter.OptNoBody|
			milter.OptNoUnknown|milter.OptNoConnReply|milter.OptNoMailReply),
	)
	return server.Serve(packetListener{l})
}

// session is one SMTP connection.
type session struct {
	milter.NoOpMilter
	gate    *Gate
	request Request
}

func (s *session) Connect(_, family string, _ uint16, address string, _ milter.Modifier) (*milter.Response, error) {
	s.request = Request{Protocol: "milter"}
	if family == "tcp4" || family == "tcp6" {
		s.request.Client = strings.TrimPrefix(address, "IPv6:")
	}
	return milter.RespContinue, nil
}

func (s *session) MailFrom(from, _ string, m milter.Modifier) (*milter.Response, error) {
	s.request.Sender, s.request.Login = from, m.Get(milter.MacroAuthAuthen)
	return milter.RespContinue, nil
}

func (s *session) RcptTo(recipient, _ string, m milter.Modifier) (*milter.Response, error) {
	r := s.request
	r.Recipient, r.Mail = recipient, m.Get(milter.MacroQueueId)
	d := s.gate.Decide(r)
	if !d.Refuse {
		return milter.RespContinue, nil
	}
	response, err := milter.RejectWithCodeAndReason(550, "5.7.1 "+d.Text)
	if err != nil {
		s.gate.config.Log.Error("milter: the recipient passes", "error", err)
		return milter.RespContinue, nil
	}
	return response, nil
}

// maxPacket is the longest packet of a session without headers and body.
const maxPacket = 64 << 10

// packetListener lets only whole packets through whose form the library relies on:
// go-milter v0.10.1 allocates whatever length is announced, up to 512 MB, and panics
// at an empty packet and at a command whose strings do not end, which would take the
// gate along.
type packetListener struct{ net.Listener }

func (l packetListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &packetConn{Conn: connection, in: bufio.NewReader(connection)}, nil
}

// packetConn reads a packet, four bytes of length and then the command and its data,
// before it gives any of it away, and writes an answer at once: the library writes
// its head and its data apart, which would wake the mail server twice.
type packetConn struct {
	net.Conn
	in     *bufio.Reader
	packet []byte // what is left of it
	buffer []byte
	head   []byte // of an answer whose data is still to come
}

var errPacket = errors.New("not a packet of the milter protocol")

func (c *packetConn) Read(p []byte) (int, error) {
	if len(c.packet) == 0 {
		var header [4]byte
		if _, err := io.ReadFull(c.in, header[:]); err != nil {
			return 0, err
		}
		length := binary.BigEndian.Uint32(header[:])
		if length == 0 || length > maxPacket {
			return 0, fmt.Errorf("%w: %d bytes", errPacket, length)
		}
		c.buffer = append(c.buffer[:0], header[:]...)
		c.buffer = append(c.buffer, make([]byte, length)...)
		data := c.buffer[len(header):]
		if _, err := io.ReadFull(c.in, data); err != nil {
			return 0, err
		}
		if !isWellFormed(data[0], data[1:]) {
			return 0, fmt.Errorf("%w: command %q", errPacket, data[:1])
		}
		c.packet = c.buffer
	}
	n := copy(p, c.packet)
	c.packet = c.packet[n:]
	return n, nil
}

func (c *packetConn) Write(p []byte) (int, error) {
	const head = 5 // length and code
	if len(c.head) == 0 && len(p) == head && binary.BigEndian.Uint32(p) > 1 {
		c.head = append(c.head, p...)
		return len(p), nil
	}
	if len(c.head) == 0 {
		return c.Conn.Write(p)
	}
	whole := append(c.head, p...)
	n, err := c.Conn.Write(whole)
	c.head = c.head[:0]
	return max(0, n-head), err
}

// isWellFormed reports whether a command has the strings that it must have.
func isWellFormed(command byte, data []byte) bool {
	end := bytes.IndexByte(data, 0)
	switch command {
	case 'C': // host name, a zero byte, and at least the family
		return end >= 0 && end+1 < len(data)
	case 'M', 'R':
		return end >= 0
	case 'D': // macros for which command
		return len(data) > 0
	}
	return true
}
