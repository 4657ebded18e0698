package verify

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
)

func TestNewsAreFetchedOnce(t *testing.T) {
	p := newPublisher(t)
	federal := listText("us-federal", "protected", "*.gov", "va.gov")
	p.publish(map[string]string{"us-military": military, "us-federal": federal})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
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

func TestKeysRotateOverSeveralRoots(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		before := p.keys[metadata.ROOT]
		p.newKeys(metadata.ROOT, 3)
		p.newKeys(metadata.TARGETS, 3)
		p.publishRoot(slices.Concat(before[:2], p.keys[metadata.ROOT][:2]))
	}
	p.publish(newer())
	for name, c := range map[string]*client{"a client of before": c, "a new client": newClient(p)} {
		if err := c.check(p.files); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if root, _ := metadata.Root().FromBytes([]byte(c.state.Root)); root.Signed.Version != 4 {
			t.Errorf("%s: keeps root %d", name, root.Signed.Version)
		}
	}
}

// A thief of the online key publishes the highest version there is. Replacing
// the key must bring clients back.
func TestRecoveryFromFastForward(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	honest := p.version[metadata.TIMESTAMP]
	p.version[metadata.TIMESTAMP] = 1 << 40
	p.publishTimestamp()
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.version[metadata.TIMESTAMP] = honest
	p.publish(newer())
	if err := c.check(p.files); err == nil {
		t.Fatal("without a new key the client goes back")
	}
	p.newKeys(metadata.TIMESTAMP, 1)
	p.publishRoot(p.keys[metadata.ROOT][:2])
	p.publishTimestamp()
	if err := c.check(p.files); err != nil {
		t.Errorf("with a new key: %v", err)
	}
}

// A client that was away while the timestamp ran out comes back without loss.
func TestReturnAfterALongTime(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	c.now = today.Add(30 * day)
	if err := c.check(p.files); err == nil || len(c.fetched) != 2 {
		t.Errorf("a timestamp that ran out: got %v, fetched %q", err, c.fetched)
	}
	p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(37 * day) }
	p.publishTimestamp()
	if err := c.check(p.files); err != nil {
		t.Errorf("with a new timestamp: %v", err)
	}
}

// A new extension can carry a newer root than the state: it is how an owner who
// lost all keys begins anew.
func TestNewerRootInTheProgram(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	other := newPublisher(t)
	other.publishRoot(other.keys[metadata.ROOT][:2])
	other.publish(newer())
	if err := c.check(other.files); err == nil {
		t.Fatal("another owner's lists are believed")
	}
	c.anchor = []byte(other.files["metadata/2.root.json"])
	if err := c.check(other.files); err != nil {
		t.Errorf("with the other owner's root: %v", err)
	}
	// And an older root in the program than in the state changes nothing.
	c.anchor = other.anchor()
	if err := c.check(other.files); err != nil || len(c.fetched) != 2 {
		t.Errorf("with an older root: %v, fetched %q", err, c.fetched)
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

func TestTargetsOfLaterKinds(t *testing.T) {
	p := newPublisher(t)
	p.editTargets = func(s *metadata.TargetsType) { s.Targets["gmail.json"] = s.Targets["us-military.txt"] }
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil || len(c.names) != 1 {
		t.Errorf("got %v, lists %v", err, c.names)
	}
}

func TestUnusableAnchor(t *testing.T) {
	p := newPublisher(t)
	one := metadata.Root(today.Add(day))
	spoilt := func(edit func(*metadata.RootType)) string {
		q := *p
		q.version = map[string]int64{}
		q.files = map[string]string{}
		q.editRoot = edit
		q.publishRoot(q.keys[metadata.ROOT][:2])
		return q.files["metadata/1.root.json"]
	}
	for _, row := range []struct {
		name, anchor string
		want         Reason
	}{
		{"empty", "", ReasonFormat},
		{"text", "root", ReasonFormat},
		{"unsigned", signed(t, one, nil), ReasonFormat},
		{"signed by a stranger", signed(t, one, []ed25519.PrivateKey{stranger()}), ReasonFormat},
		{"signed by one of two", signed(t, root(t, spoilt(nil)), nil), ReasonSignature},
		{"too long", spoilt(nil) + strings.Repeat(" ", MaxRoot), ReasonLength},
		{"another role", p.files["metadata/timestamp.json"], ReasonFormat},
		{"no consistent snapshots", spoilt(func(r *metadata.RootType) { r.ConsistentSnapshot = false }), ReasonFormat},
		{"a key of another kind", spoilt(func(r *metadata.RootType) { r.Keys["x"] = &metadata.Key{Type: "rsa"} }), ReasonFormat},
		{"no key", spoilt(func(r *metadata.RootType) { r.Keys["x"] = nil }), ReasonFormat},
	} {
		_, err := Begin(Config{Now: today, Root: []byte(row.anchor), Scope: ScopePublic})
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Reason != row.want {
			t.Errorf("%s: got %v, want a refusal for %s", row.name, err, row.want)
		}
	}
}

func root(t *testing.T, text string) *metadata.Metadata[metadata.RootType] {
	t.Helper()
	r, err := metadata.Root().FromBytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Signatures = r.Signatures[:1]
	return r
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

func parse(t *testing.T, text string) *list.List {
	t.Helper()
	l, err := list.Parse("f", text)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDeltas(t *testing.T) {
	var many []string
	for _, letter := range "abcdefghijklmnopqrstuvwxyz" {
		for _, other := range "abcdefghijklmnopqrstuvwxyz" {
			many = append(many, string(letter)+string(other)+".mil")
		}
	}
	before := listText("us-military", "protected", many...)
	after := listText("us-military", "protected", append([]string{"*.mil", "0.mil"}, append(slices.Clone(many[5:400]), append(many[401:], "zzz.mil")...)...)...)
	delta := MakeDelta(parse(t, before), parse(t, after))
	name := DeltaName(sum(before), sum(after))
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": before})
	p.publish(map[string]string{"us-military": after, name: delta})
	fresh := func() *client {
		c := newClient(p)
		first := map[string]string{}
		for path, text := range p.files {
			first[path] = text
		}
		// The state of version 1.
		q := *p
		q.files = first
		q.version = map[string]int64{metadata.ROOT: 1, metadata.TARGETS: 1, metadata.SNAPSHOT: 1, metadata.TIMESTAMP: 0}
		q.publishTimestamp()
		if err := c.check(q.files); err != nil {
			t.Fatal(err)
		}
		return c
	}
	c := fresh()
	if err := c.check(p.files); err != nil || c.texts[c.names["us-military"]] != after {
		t.Fatalf("by delta: %v", err)
	}
	if last := c.fetched[len(c.fetched)-1]; !strings.Contains(last, ".delta-") {
		t.Errorf("fetched %q", c.fetched)
	}
	c = fresh()
	s, err := Begin(Config{Now: today, Root: c.anchor, State: c.state, Held: []string{c.names["us-military"]}, Scope: c.scope})
	if err != nil {
		t.Fatal(err)
	}
	for s.Next().Base == "" {
		if body, found := p.files[s.Next().Path]; found {
			err = s.Give([]byte(body))
		} else {
			err = s.Missing()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Give([]byte(delta)); err == nil || !strings.Contains(err.Error(), "with its base") {
		t.Errorf("a delta given alone: got %v", err)
	}
	for name, spoil := range map[string]func(files map[string]string, path string){
		"missing": func(files map[string]string, path string) { delete(files, path) },
		"altered": func(files map[string]string, path string) {
			files[path] = strings.Replace(files[path], "+zzz", "+zzy", 1)
		},
		"truncated": func(files map[string]string, path string) { files[path] = files[path][:len(files[path])-4] },
		"no delta":  func(files map[string]string, path string) { files[path] = "<html>" },
	} {
		files := p.copyFiles()
		for path := range files {
			if strings.Contains(path, ".delta-") {
				spoil(files, path)
			}
		}
		c := fresh()
		if err := c.check(files); err != nil || c.texts[c.names["us-military"]] != after {
			t.Errorf("%s: the whole list does as well: %v", name, err)
		}
		if last := c.fetched[len(c.fetched)-1]; strings.Contains(last, ".delta-") {
			t.Errorf("%s: fetched %q", name, c.fetched)
		}
	}
}

func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// FuzzApplyDelta: what a delta makes of a list is what it was made for, and no
// text makes it fail otherwise than with an error.
func FuzzApplyDelta(f *testing.F) {
	f.Add("a.mil\nb.mil\n", "b.mil\nc.mil\n", "")
	f.Add("*.mil\n", "", "# nearmiss-delta: 1\n\n# x\n\n+a\n-b\n")
	f.Fuzz(func(t *testing.T, one, other, delta string) {
		ApplyDelta(delta, one)
		header := listText("x", "protected")
		before, err1 := list.Parse("f", strings.TrimSuffix(header, "\n")+one)
		after, err2 := list.Parse("f", strings.TrimSuffix(header, "\n")+other)
		if err1 != nil || err2 != nil {
			return
		}
		got, err := ApplyDelta(MakeDelta(before, after), list.Format(before))
		if err != nil || got != list.Format(after) {
			t.Errorf("got %q, %v; want %q", got, err, list.Format(after))
		}
	})
}

// Descriptions of webmails travel beside the lists: fetched when they are new,
// for the public channel only. What stands in them is not looked at here.
func TestDescriptionsOfWebmails(t *testing.T) {
	p := newPublisher(t)
	texts := map[string]string{"us-military": military, "webmail-gmail.json": `{"id":"gmail","version":2}`, "webmail-x.json": "no JSON"}
	p.publish(texts)
	c := newClient(p)
	if err := c.check(p.files); err != nil || len(c.texts) != 3 {
		t.Fatalf("the first time: %v, holds %d texts", err, len(c.texts))
	}
	if c.names["gmail"] == "" || c.names["x"] == "" {
		t.Errorf("holds %v", c.names)
	}
	texts["webmail-gmail.json"] = `{"id":"gmail","version":3}`
	p.publish(texts)
	if err := c.check(p.files); err != nil || len(c.fetched) != 5 || !strings.HasSuffix(c.fetched[4], ".webmail-gmail.json") {
		t.Errorf("one has news: %v, fetched %q", err, c.fetched)
	}
	delete(texts, "webmail-gmail.json")
	p.publish(texts)
	if err := c.check(p.files); err != nil || c.names["gmail"] != "" || len(c.texts) != 2 {
		t.Errorf("one is gone: %v, holds %v", err, c.names)
	}
	for _, scope := range []Scope{ScopeProtect, ScopeAllow, ScopeProtectAllow} {
		organisation := newClient(p)
		organisation.scope = scope
		var refusal *Refusal
		if err := organisation.check(p.files); !errors.As(err, &refusal) || refusal.Reason != ReasonScope {
			t.Errorf("scope %s: got %v", scope, err)
		}
	}
	p.publish(map[string]string{"us-military": military, "webmail-.json": "{}", "webmail-A.json": "{}", "other.json": "{}"})
	if err := c.check(p.files); err != nil || len(c.texts) != 1 {
		t.Errorf("targets of a later kind: %v, holds %v", err, c.names)
	}
}

// In lists of public suffixes entries begin with the marks that deltas use.
func TestDeltaOfSuffixes(t *testing.T) {
	before := listText("suffixes", "suffixes", "!www.ck", "*.ck", "*.old", "-*.er", "-com.ml", "one", "two")
	after := listText("suffixes", "suffixes", "!new.ck", "!www.ck", "*.ck", "-com.ml", "-net.ml", "one", "three")
	delta := MakeDelta(parse(t, before), parse(t, after))
	for _, line := range []string{"+!new.ck\n", "-*.old\n", "--*.er\n", "+-net.ml\n", "-two\n", "+three\n"} {
		if !strings.Contains(delta, "\n"+line) {
			t.Errorf("no line %q in\n%s", line, delta)
		}
	}
	if made, err := ApplyDelta(delta, before); err != nil || made != after {
		t.Errorf("%v, makes\n%s", err, made)
	}
}

// A snapshot may not forget metadata that it named before, even such as this
// client has no use for.
func TestSnapshotForgetsNothing(t *testing.T) {
	p := newPublisher(t)
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["other.json"] = metadata.MetaFile(1) }
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.editSnapshot = nil
	p.publish(newer())
	var refusal *Refusal
	if err := c.check(p.files); !errors.As(err, &refusal) || refusal.Reason != ReasonFormat {
		t.Errorf("got %v", err)
	}
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["other.json"] = metadata.MetaFile(2) }
	p.publish(newer())
	if err := c.check(p.files); err != nil {
		t.Errorf("named again: %v", err)
	}
}
