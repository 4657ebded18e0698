package verify

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Not the bytes that were signed; or signed, and not what their name says.
func TestListsAreRefused(t *testing.T) {
	refuses(t, []attack{
		{"list altered", func(p *publisher) {
			p.publish(newer())
			replace(p.files, "targets/", func(text string) string { return strings.Replace(text, "army.mil", "army.nil", 1) })
		}, ReasonHash},
		{"list longer than signed", func(p *publisher) {
			p.publish(newer())
			replace(p.files, "targets/", func(text string) string { return text + "zzz.mil\n" })
		}, ReasonLength},
		{"no list", func(p *publisher) {
			p.publish(newer())
			for path := range p.files {
				if strings.HasPrefix(path, "targets/") {
					delete(p.files, path)
				}
			}
		}, ReasonMissing},
		{"one list under the name of another", func(p *publisher) {
			p.publish(map[string]string{"us-federal": listText("us-military", "protected", "army.mil")})
		}, ReasonFormat},
		{"what is signed is no list", func(p *publisher) {
			p.publish(map[string]string{"us-military": "<html>Log in</html>"})
		}, ReasonFormat},
		{"a list that lets people through", func(p *publisher) {
			p.publish(map[string]string{"us-military": listText("us-military", "allowed", "army.ml")})
		}, ReasonScope},
		{"a history that people never had", func(p *publisher) {
			p.publish(map[string]string{"us-military": listText("us-military", "history", "army.ml")})
		}, ReasonScope},
		{"no list at all", func(p *publisher) { p.publish(nil) }, ReasonFormat},
		{"lists without a hash that is known", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) {
				s.Targets["us-military.txt"].Hashes = metadata.Hashes{"sha512": make([]byte, 64)}
			}
			p.publish(newer())
		}, ReasonFormat},
		{"delegations", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) {
				s.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}, Roles: []metadata.DelegatedRole{}}
			}
			p.publish(newer())
		}, ReasonFormat},
		{"lists larger together than a client holds", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) {
				for i := range 3 {
					s.Targets[fmt.Sprintf("big-%d.txt", i)] = &metadata.TargetFiles{Length: 30 << 20, Hashes: metadata.Hashes{"sha256": make([]byte, 32)}}
				}
			}
			p.publish(newer())
		}, ReasonLength},
		{"a list larger than a list may be", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Targets["us-military.txt"].Length = 33 << 20 }
			p.publish(newer())
		}, ReasonFormat},
		{"a list of less than no length", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Targets["us-military.txt"].Length = -1 }
			p.publish(newer())
		}, ReasonFormat},
		{"a list shorter than was signed", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Targets["us-military.txt"].Length++ }
			p.publish(newer())
		}, ReasonHash},
		{"too many lists", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) {
				for i := range MaxTargets + 1 {
					s.Targets[fmt.Sprintf("l%d.txt", i)] = s.Targets["us-military.txt"]
				}
			}
			p.publish(newer())
		}, ReasonFormat},
	})
}

func TestOtherScopes(t *testing.T) {
	for _, row := range []struct {
		scope   Scope
		allowed []string
	}{
		{ScopePublic, []string{"protected", "known", "suffixes"}},
		{ScopeProtect, []string{"protected", "own"}},
		{ScopeAllow, []string{"allowed"}},
		{ScopeProtectAllow, []string{"protected", "own", "allowed"}},
	} {
		for _, role := range []string{"protected", "known", "suffixes", "own", "allowed", "history"} {
			p := newPublisher(t)
			p.publish(map[string]string{"contoso": listText("contoso", role, "contoso.example")})
			c := newClient(p)
			c.scope = row.scope
			if err := c.check(p.files); (err == nil) != slices.Contains(row.allowed, role) {
				t.Errorf("scope %s, role %s: got %v", row.scope, role, err)
			}
		}
	}
	if _, err := Begin(Config{Root: newPublisher(t).anchor(), Scope: "everything"}); err == nil {
		t.Error("an unknown scope is taken")
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

// A text that is named as no list can be is passed over, whatever is in it.
func TestNamesThatAreNoLists(t *testing.T) {
	for _, name := range []string{"", "A", "a_b", "a.b", strings.Repeat("a", 65)} {
		p := newPublisher(t)
		p.publish(map[string]string{"us-military": military, name: "no list"})
		if c := newClient(p); c.check(p.files) != nil || len(c.names) != 1 {
			t.Errorf("%q: lists %v", name, c.names)
		}
	}
	p := newPublisher(t)
	longest := strings.Repeat("a", 64)
	p.publish(map[string]string{longest: listText(longest, "protected", "army.mil")})
	if c := p.believer(); c.names[longest] == "" {
		t.Error("the longest name is passed over")
	}
}

func TestWebmailsAreRefused(t *testing.T) {
	refuses(t, []attack{
		{"description of a webmail altered", func(p *publisher) {
			p.publish(withWebmail(`{"id":"gmail"}`))
			replace(p.files, ".webmail-gmail.json", func(text string) string { return strings.Replace(text, "gmail", "gmaiI", 1) })
		}, ReasonHash},
		{"description of a webmail longer than signed", func(p *publisher) {
			p.publish(withWebmail(`{"id":"gmail"}`))
			replace(p.files, ".webmail-gmail.json", func(text string) string { return text + " " })
		}, ReasonLength},
		{"description of a webmail withheld", func(p *publisher) {
			p.publish(withWebmail(`{"id":"gmail"}`))
			for path := range p.files {
				if strings.HasSuffix(path, ".webmail-gmail.json") {
					delete(p.files, path)
				}
			}
		}, ReasonMissing},
		{"description of a webmail of enormous length", func(p *publisher) {
			p.publish(withWebmail(strings.Repeat(" ", MaxWebmail+1)))
		}, ReasonFormat},
		{"description of a webmail of less than no length", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Targets["webmail-gmail.json"].Length = -1 }
			p.publish(withWebmail(`{"id":"gmail"}`))
		}, ReasonFormat},
		{"description of a webmail by half a hash", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) {
				s.Targets["webmail-gmail.json"].Hashes = metadata.Hashes{"sha256": make([]byte, 16)}
			}
			p.publish(withWebmail(`{"id":"gmail"}`))
		}, ReasonFormat},
		{"description of a webmail that targets say nothing of", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Targets["webmail-gmail.json"] = nil }
			p.publish(newer())
		}, ReasonFormat},
	})
}

// Descriptions of webmails travel beside the lists: fetched when they are new,
// for the public channel only. That they are descriptions is looked at here, and
// nothing else.
func TestDescriptionsOfWebmails(t *testing.T) {
	p := newPublisher(t)
	texts := map[string]string{"us-military": military, "webmail-gmail.json": `{"id":"gmail","version":2}`, "webmail-x.json": `{"id":"x","version":1}`}
	p.publish(texts)
	c := newClient(p)
	if err := c.check(p.files); err != nil || len(c.texts) != 3 {
		t.Fatalf("the first time: %v, holds %d texts", err, len(c.texts))
	}
	if c.names["gmail"] == "" || c.names["x"] == "" {
		t.Errorf("holds %v", c.names)
	}
	for _, none := range []string{"no JSON", `{"id":"gmail","version":1}`, `{"id":"x"}`, `{"id":"x","version":0}`, `["x"]`, "null",
		listText("x", "allowed", "army.ml")} {
		texts["webmail-y.json"] = strings.ReplaceAll(none, `"x"`, `"z"`)
		p.publish(texts)
		if err := c.check(p.files); err != nil || c.names["y"] != "" || len(c.texts) != 3 {
			t.Errorf("a description that is none, %s: %v, holds %v", none, err, c.names)
		}
	}
	delete(texts, "webmail-y.json")
	p.publish(texts)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
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
		if err := organisation.check(p.files); reasonOf(err) != ReasonScope {
			t.Errorf("scope %s: got %v", scope, err)
		}
	}
	p.publish(map[string]string{"us-military": military, "webmail-.json": "{}", "webmail-A.json": "{}", "other.json": "{}"})
	if err := c.check(p.files); err != nil || len(c.texts) != 1 {
		t.Errorf("targets of a later kind: %v, holds %v", err, c.names)
	}
}

func withWebmail(text string) map[string]string {
	texts := newer()
	texts["webmail-gmail.json"] = text
	return texts
}

func replace(files map[string]string, part string, by func(string) string) {
	for path, text := range files {
		if strings.Contains(path, part) {
			files[path] = by(text)
		}
	}
}
