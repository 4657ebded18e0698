package verify

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func TestNewsAreFetchedOnce(t *testing.T) {
	p := newPublisher(t)
	federal := listText("us-federal", "protected", "*.gov", "va.gov")
	p.publish(map[string]string{"us-military": military, "us-federal": federal})
	c := p.believer()
	if len(c.fetched) != 6 || len(c.texts) != 2 {
		t.Errorf("the first time: fetched %q, holds %d lists", c.fetched, len(c.texts))
	}
	before := c.state
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	if want := []string{"metadata/2.root.json", "metadata/timestamp.json"}; !slices.Equal(c.fetched, want) {
		t.Errorf("without news: fetched %q, want %q", c.fetched, want)
	}
	if *c.state != *before {
		t.Error("without news the state changes")
	}
	p.publishTimestamp() // renewed
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	if len(c.fetched) != 2 || c.bytes > 400 {
		t.Errorf("a renewed timestamp: fetched %q, %d bytes", c.fetched, c.bytes)
	}
	p.publish(map[string]string{"us-military": newer()["us-military"], "us-federal": federal})
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	if n := len(c.fetched); n != 5 || !strings.HasSuffix(c.fetched[4], ".us-military.txt") {
		t.Errorf("one list has news: fetched %q", c.fetched)
	}
	p.publish(map[string]string{"us-military": newer()["us-military"]})
	if err := c.check(p.files); err != nil || len(c.texts) != 1 || len(c.fetched) != 4 {
		t.Errorf("a list is gone: %v, fetched %q, holds %d lists", err, c.fetched, len(c.texts))
	}
}

func TestSpoiltState(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	null := `{"signed":{"_type":"targets","spec_version":"1.0","version":1,"expires":"2027-01-01T00:00:00Z","targets":{"x.txt":null}},"signatures":[]}`
	for _, state := range []State{
		{Root: "{}", Timestamp: "x", Snapshot: "[]", Targets: "\x00"},
		{Root: string(p.anchor()), Timestamp: "null", Snapshot: "{}", Targets: null},
		{Root: string(p.anchor()), Targets: null},
	} {
		c := newClient(p)
		c.state = &state
		if err := c.check(p.files); err != nil {
			t.Errorf("a client whose storage is spoilt starts anew: %v", err)
		}
	}
}

func TestAfterTheEnd(t *testing.T) {
	p := newPublisher(t)
	s, err := Begin(Config{Now: today, Root: p.anchor(), Scope: ScopePublic})
	if err != nil {
		t.Fatal(err)
	}
	if s.Result() != nil {
		t.Error("a result before the end")
	}
	if s.Give([]byte("x")) == nil || s.Next() != nil || s.Result() != nil || s.Give(nil) == nil || s.Missing() == nil {
		t.Error("a check goes on after an error")
	}
}

// A text that the client thought it had is fetched, and after the end nothing is asked for
// and no result is given any more.
func TestHeldTextIsGone(t *testing.T) {
	p, c := upToDate(t)
	s, err := Begin(Config{Now: today, Root: p.anchor(), Held: []string{sum(military)}, Scope: ScopePublic})
	if err != nil {
		t.Fatal(err)
	}
	for want := s.Next(); want != nil; want = s.Next() {
		body, found := p.files[want.Path]
		if !found || want.IsHeld {
			err = s.Missing()
		} else {
			err = s.Give([]byte(body))
		}
		if err != nil {
			t.Fatalf("%s: %v", want.Path, err)
		}
	}
	if s.Result() == nil || !s.Result().Changed {
		t.Errorf("the first time: %+v", s.Result())
	}
	if s.Missing() == nil || s.Result() != nil {
		t.Error("a result after a mistake of the caller's")
	}
	if c.names["us-military"] != sum(military) {
		t.Error("the client is without its list")
	}
}

// What the result says of the lists: since when they are others, and how long they are good.
func TestResult(t *testing.T) {
	result := func(p *publisher, c *client) *Result {
		t.Helper()
		s, err := Begin(Config{Now: c.now, Root: c.anchor, State: c.state, Scope: c.scope})
		if err != nil {
			t.Fatal(err)
		}
		for want := s.Next(); want != nil; want = s.Next() {
			if body, found := p.files[want.Path]; found {
				err = s.Give([]byte(body))
			} else {
				err = s.Missing()
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return s.Result()
	}
	p, c := upToDate(t)
	if got := result(p, c); got.Changed || got.Version != 1 {
		t.Errorf("without news: %+v", got)
	}
	p.publish(newer())
	if got := result(p, c); !got.Changed || got.Version != 2 || !got.Expires.Equal(today.Add(7*day)) {
		t.Errorf("with news: %+v", got)
	}
	p.editTargets = func(s *metadata.TargetsType) { s.Expires = today.Add(3 * day) }
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Expires = today.Add(5 * day) }
	p.publish(newer())
	if got := result(p, c); !got.Expires.Equal(today.Add(3 * day)) {
		t.Errorf("targets expire first: %s", got.Expires)
	}
}

// FuzzSession gives a client, in the place of one file, whatever a server might:
// it never panics, and never ends well with what was not published.
func FuzzSession(f *testing.F) {
	p := newPublisher(&testing.T{})
	p.publish(map[string]string{"us-military": military})
	first := p.copyFiles()
	p.publishRoot(p.keys[metadata.ROOT][:2])
	p.publish(newer())
	paths := []string{"metadata/2.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/2.targets.json"}
	for i, path := range paths {
		f.Add(uint8(i), p.files[path])
		f.Add(uint8(i), `{"signatures":[],"signed":{"_type":"targets","spec_version":"1.0.31","version":2,"expires":"2027-01-01T00:00:00Z","targets":{"x":null}}}`)
	}
	before, after := newClient(p), newClient(p)
	if err := errors.Join(before.check(first), after.check(p.files)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, which uint8, body string) {
		path := paths[int(which)%len(paths)]
		c := *before
		files := p.copyFiles()
		files[path] = body
		// What is signed can be written in several ways, such as with more spaces.
		if err := c.check(files); err == nil && !maps.Equal(c.names, after.names) {
			t.Errorf("%s: believed is\n%s", path, body)
		}
	})
}
