package mailtest

import (
	"errors"
	"fmt"
	"net/smtp"
	"net/textproto"
)

// Client is who sends, as Postfix is made to believe.
type Client struct {
	Address string // "10.0.0.7", or "" for loopback
	Login   string
}

// Send hands one mail to an SMTP server on a connection of its own. It returns the
// reply that each refused recipient got. Like most clients it goes on with the
// recipients that were taken.
func Send(server string, client Client, from string, recipients ...string) (refused map[string]string, err error) {
	c, err := smtp.Dial(server)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := c.Hello("client.works.example"); err != nil {
		return nil, err
	}
	if client != (Client{}) {
		if err := impersonate(c, client); err != nil {
			return nil, err
		}
	}
	if err := c.Mail(from); err != nil {
		return nil, err
	}
	taken := 0
	for _, recipient := range recipients {
		err := c.Rcpt(recipient)
		var reply *textproto.Error
		switch {
		case err == nil:
			taken++
		case errors.As(err, &reply):
			if refused == nil {
				refused = make(map[string]string)
			}
			refused[recipient] = fmt.Sprintf("%d %s", reply.Code, reply.Msg)
		default:
			return refused, err
		}
	}
	if taken == 0 {
		return refused, c.Quit()
	}
	w, err := c.Data()
	if err != nil {
		return refused, err
	}
	if _, err := fmt.Fprintf(w, "From: %s\r\nTo: somebody\r\nSubject: test\r\n\r\nhello\r\n", from); err != nil {
		return refused, err
	}
	if err := w.Close(); err != nil {
		return refused, err
	}
	return refused, c.Quit()
}

// impersonate uses XCLIENT, Postfix's own command for tests. The session begins
// anew after it.
func impersonate(c *smtp.Client, client Client) error {
	command := "XCLIENT"
	if client.Address != "" {
		command += " ADDR=" + client.Address + " NAME=[UNAVAILABLE]"
	}
	if client.Login != "" {
		command += " LOGIN=" + client.Login
	}
	for _, step := range []struct {
		line string
		code int
	}{{command, 220}, {"EHLO client.works.example", 250}} {
		id, err := c.Text.Cmd("%s", step.line)
		if err != nil {
			return err
		}
		c.Text.StartResponse(id)
		_, _, err = c.Text.ReadResponse(step.code)
		c.Text.EndResponse(id)
		if err != nil {
			return fmt.Errorf("%s: %w", step.line, err)
		}
	}
	return nil
}
