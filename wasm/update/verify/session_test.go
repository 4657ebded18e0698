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
