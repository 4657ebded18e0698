package verify

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"
)

// client is what an installation keeps.
type client struct {
	anchor  []byte
	now     time.Time
	scope   Scope
	state   *State
	texts   map[string]string // by sha256
	names   map[string]string // sha256 by list
	fetched []string          // of the last check
	bytes   int
}

func newClient(p *publisher) *client {
	return &client{anchor: p.anchor(), now: today, scope: ScopePublic, texts: map[string]string{}, names: map[string]string{}}
}

// upToDate is a publisher of version 1 and a client that believes it.
func upToDate(t *testing.T) (*publisher, *client) {
	t.Helper()
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	return p, p.believer()
}

// believer is a new client that has looked for news.
func (p *publisher) believer() *client {
	p.t.Helper()
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		p.t.Fatalf("a new client: %v", err)
	}
	return c
}

// check looks for news at a server that has these files. Lists are kept when it
// went well, verified metadata in any case.
func (c *client) check(files map[string]string) error {
	held := slices.Collect(maps.Keys(c.texts))
	c.fetched, c.bytes = nil, 0
	s, err := Begin(Config{Now: c.now, Root: c.anchor, State: c.state, Held: held, Scope: c.scope})
	if err != nil {
		return err
	}
	defer func() { c.state = s.Kept() }()
	texts := make(map[string]string)
	for want := s.Next(); want != nil; want = s.Next() {
		if want.IsHeld {
			if err := s.Give([]byte(c.texts[want.Makes])); err != nil {
				return err
			}
			continue
		}
		body, found := files[want.Path]
		c.fetched, c.bytes = append(c.fetched, want.Path), c.bytes+len(body)
		switch {
		case len(c.fetched) > 200:
			return fmt.Errorf("the check does not end")
		case !found:
			err = s.Missing()
		case want.Base != "":
			if text, ok := s.GiveDelta([]byte(body), []byte(c.texts[want.Base])); ok {
				texts[want.Makes] = text
			}
		default:
			if err = s.Give([]byte(body)); err == nil && want.Makes != "" {
				texts[want.Makes] = body
			}
		}
		if err != nil {
			return err
		}
	}
	result := s.Result()
	if result == nil {
		return fmt.Errorf("neither an error nor a result")
	}
	kept, names := make(map[string]string), make(map[string]string)
	for _, l := range slices.Concat(result.Lists, result.Webmails) {
		text, fresh := texts[l.SHA256]
		if !fresh {
			text = c.texts[l.SHA256]
		}
		if sum(text) != l.SHA256 {
			return fmt.Errorf("list %s is in the result and was never given", l.Name)
		}
		kept[l.SHA256], names[l.Name] = text, l.SHA256
	}
	if *result.State != *s.Kept() {
		return fmt.Errorf("the result and what is kept differ")
	}
	c.texts, c.names = kept, names
	return nil
}

// refuses fails the test unless a check is refused for this reason.
func (c *client) refuses(t *testing.T, files map[string]string, want Reason) {
	t.Helper()
	if err := c.check(files); reasonOf(err) != want {
		t.Errorf("got %v, want a refusal for %s", err, want)
	}
}

func reasonOf(err error) Reason {
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		return ""
	}
	return refusal.Reason
}
