package verify

import (
	"fmt"
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
	p.answer(s, func(want *Want) bool { return want.Base != "" })
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

// A delta that does not fit is an error and makes nothing, even where its result would be
// refused by its hash.
func TestDeltasThatDoNotFit(t *testing.T) {
	header := "# nearmiss-list: 1\n# name: x\n"
	base := header + "\nb.mil\nd.mil\n"
	right := DeltaMagic + "\n\n" + header + "\n"
	if made, err := ApplyDelta(right+"+a.mil\n-b.mil\n+c.mil\n+e.mil\n", base); err != nil || made != header+"\na.mil\nc.mil\nd.mil\ne.mil\n" {
		t.Fatalf("%v, %q", err, made)
	}
	for _, c := range []struct{ name, delta, base string }{
		{"of another kind", "# nearmiss-delta: 2\n\n" + header + "\n+a.mil\n", base},
		{"without its first line", header + "\n+a.mil\n", base},
		{"without an end of its header", DeltaMagic + "\n\n" + header, base},
		{"of a base without a header", right + "+a.mil\n", "b.mil\nd.mil\n"},
		{"a change without a line feed", right + "+a.mil", base},
		{"an empty change", right + "+\n", base},
		{"an empty line", right + "\n", base},
		{"a change of a third kind", right + "*a.mil\n", base},
		{"takes away what is not there", right + "-c.mil\n", base},
		{"takes away what comes after the last", right + "-e.mil\n", base},
		{"adds what is there", right + "+d.mil\n", base},
		{"goes back", right + "+c.mil\n-b.mil\n", base},
		{"of a base without a last line feed", right + "+e.mil\n", strings.TrimSuffix(base, "\n")},
	} {
		if made, err := ApplyDelta(c.delta, c.base); err == nil || made != "" {
			t.Errorf("%s: makes %q", c.name, made)
		}
	}
}

// Which deltas are asked for: those of a held base and a pending result, when they are
// shorter than the list.
func TestUsableDeltas(t *testing.T) {
	a, b := sum("a"), sum("b")
	named := func(name string, length int64) List { return List{Name: name, Length: length} }
	pending := []List{{Name: "x", SHA256: b, Length: 100}}
	for _, c := range []struct {
		name  string
		delta List
		held  string
		want  int
	}{
		{"right", named(DeltaName(a, b), 99), a, 1},
		{"as long as the list", named(DeltaName(a, b), 100), a, 0},
		{"of another base", named(DeltaName(b, b), 10), a, 0},
		{"of another result", named(DeltaName(a, a), 10), a, 0},
	} {
		if got := usable([]List{c.delta}, pending, []string{c.held}); len(got) != c.want || c.want == 1 && got[b].base != a {
			t.Errorf("%s: %v", c.name, got)
		}
	}
	for path, want := range map[string]bool{
		DeltaName(a, b) + ".txt":                                   true,
		"delta-" + a[:16] + "-" + strings.Repeat("g", 16) + ".txt": false,
		"delta-" + a[:15] + "-" + b[:16] + ".txt":                  false,
		"delta-" + a[:16] + "-" + b[:17] + ".txt":                  false,
		"delta-" + a[:16] + ".txt":                                 false,
		"other-" + a[:16] + "-" + b[:16] + ".txt":                  false,
		a[:16] + "-" + b[:16] + ".txt":                             false,
	} {
		if IsDelta(path) != want {
			t.Errorf("%s: want %v", path, want)
		}
	}
}

// What is given as a delta with its base counts only when it was asked for, when the base
// is the one that was meant, and when what comes of it is what was signed.
func TestGiveDelta(t *testing.T) {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("a%02d.mil", i))
	}
	before := listText("us-military", "protected", append(slices.Clone(names), "z.mil")...)
	after := listText("us-military", "protected", append(slices.Clone(names), "zz.mil")...)
	right := MakeDelta(parse(t, before), parse(t, after))
	for _, c := range []struct {
		name, delta, base string
		spoil             func(s *metadata.TargetsType)
		want              bool
	}{
		{"right", right, before, nil, true},
		{"another base", right, after, nil, false},
		{"no delta", strings.Repeat("x", len(right)), before, nil, false},
		{"makes another list", strings.Replace(right, "+zz", "+zy", 1), before, nil, false},
		{"longer than was signed", right, before, func(s *metadata.TargetsType) { s.Targets[DeltaName(sum(before), sum(after))+".txt"].Length-- }, false},
	} {
		p := newPublisher(t)
		p.editTargets = c.spoil
		p.publish(map[string]string{"us-military": after, DeltaName(sum(before), sum(after)): right})
		s, err := Begin(Config{Now: today, Root: p.anchor(), Held: []string{sum(before)}, Scope: ScopePublic})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := s.GiveDelta([]byte(c.delta), []byte(c.base)); ok {
			t.Errorf("%s: taken before it was asked for", c.name)
		}
		p.answer(s, func(want *Want) bool { return want.Makes != "" })
		if text, ok := s.GiveDelta([]byte(c.delta), []byte(c.base)); ok != c.want || ok && text != after {
			t.Errorf("%s: %v, %q", c.name, ok, text)
		}
		if _, ok := s.GiveDelta([]byte(right), []byte(before)); ok {
			t.Errorf("%s: taken a second time", c.name)
		}
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
