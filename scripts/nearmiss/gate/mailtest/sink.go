package mailtest

import (
	"bufio"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"time"
)

// Mail is what a Sink has taken.
type Mail struct {
	From       string
	Recipients []string
	Text       string
}

// Sink is an SMTP server that takes everything.
type Sink struct {
	Address  string
	listener net.Listener
	mu       sync.Mutex
	mails    []Mail
	keepText bool
}

// NewSink starts a sink. Without keepText it only counts.
func NewSink(keepText bool) (*Sink, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Sink{Address: l.Addr().String(), listener: l, keepText: keepText}
	go func() {
		for {
			connection, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(connection)
		}
	}()
	return s, nil
}

// Close ends the sink.
func (s *Sink) Close() error { return s.listener.Close() }

// Mails returns what has come in so far.
func (s *Sink) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Wait waits until at least n mails have come in, or until the time is over.
func (s *Sink) Wait(n int, limit time.Duration) []Mail {
	end := time.Now().Add(limit)
	for {
		if mails := s.Mails(); len(mails) >= n || time.Now().After(end) {
			return mails
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func (s *Sink) serve(connection net.Conn) {
	defer connection.Close()
	in := textproto.NewReader(bufio.NewReader(connection))
	fmt.Fprint(connection, "220 sink ESMTP\r\n")
	var mail Mail
	for {
		connection.SetDeadline(time.Now().Add(time.Minute))
		line, err := in.ReadLine()
		if err != nil {
			return
		}
		reply := "250 ok"
		switch upper := strings.ToUpper(line); {
		case strings.HasPrefix(upper, "EHLO"):
			reply = "250-sink\r\n250-PIPELINING\r\n250 8BITMIME"
		case strings.HasPrefix(upper, "MAIL FROM:"):
			mail = Mail{From: bracketed(line)}
		case strings.HasPrefix(upper, "RCPT TO:"):
			mail.Recipients = append(mail.Recipients, bracketed(line))
		case upper == "DATA":
			fmt.Fprint(connection, "354 go on\r\n")
			text, err := in.ReadDotBytes()
			if err != nil {
				return
			}
			if s.keepText {
				mail.Text = string(text)
			}
			s.mu.Lock()
			s.mails = append(s.mails, mail)
			s.mu.Unlock()
			reply = "250 2.0.0 taken"
		case upper == "QUIT":
			fmt.Fprint(connection, "221 bye\r\n")
			return
		}
		if _, err := fmt.Fprint(connection, reply+"\r\n"); err != nil {
			return
		}
	}
}

func bracketed(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}
