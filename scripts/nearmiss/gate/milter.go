package gate

import (
	"encoding/binary"
	"fmt"
	"net"
	"strings"

	"github.com/d--j/go-milter"
)

// ServeMilter speaks the milter protocol until the listener is closed. Of a mail it
// asks for the envelope only, and answers for each recipient.
func (g *Gate) ServeMilter(l net.Listener) error {
	server := milter.NewServer(
		milter.WithMilter(func() milter.Milter { return &session{gate: g} }),
		milter.WithActions(0),
		milter.WithProtocols(milter.OptNoHelo|milter.OptNoData|milter.OptNoHeaders|milter.OptNoEOH|milter.OptNoBody|
			milter.OptNoUnknown|milter.OptNoConnReply|milter.OptNoMailReply),
		milter.WithMacroRequest(milter.StageMail, []milter.MacroName{milter.MacroAuthAuthen}),
		milter.WithMacroRequest(milter.StageRcpt, []milter.MacroName{milter.MacroQueueId}),
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

// maxPacket is the longest packet of a session without headers and body. The
// library reads 512 MB.
const maxPacket = 64 << 10

// packetListener closes connections that announce longer packets, so that garbage
// takes no memory.
type packetListener struct{ net.Listener }

func (l packetListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &packetConn{Conn: connection}, nil
}

// packetConn follows the lengths in what it reads: four bytes, most significant
// first, before each packet.
type packetConn struct {
	net.Conn
	header [4]byte
	have   int    // bytes of header
	left   uint32 // bytes of the packet
}

func (c *packetConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	for rest := p[:n]; len(rest) > 0; {
		if c.left > 0 {
			skip := min(c.left, uint32(len(rest)))
			c.left -= skip
			rest = rest[skip:]
			continue
		}
		c.header[c.have] = rest[0]
		rest = rest[1:]
		if c.have++; c.have < len(c.header) {
			continue
		}
		c.have, c.left = 0, binary.BigEndian.Uint32(c.header[:])
		if c.left > maxPacket {
			c.Conn.Close()
			return 0, fmt.Errorf("a packet of %d bytes", c.left)
		}
	}
	return n, err
}
