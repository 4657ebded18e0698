package verify

import (
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
)

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
		// The state of version 1.
		q := *p
		q.files = p.copyFiles()
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
