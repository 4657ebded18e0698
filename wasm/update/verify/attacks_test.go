package verify

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// attack is what somebody who is not the publisher, or a publisher with too few
// keys, does to a client that is up to date with version 1.
type attack struct {
	name string
	// spoil changes what the server has; version 1 is published and believed.
	spoil func(p *publisher)
	want  Reason
}

func newer() map[string]string {
	return map[string]string{"us-military": listText("us-military", "protected", "*.mil", "army.mil", "marines.mil", "navy.mil")}
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

func stranger() ed25519.PrivateKey {
	_, private, _ := ed25519.GenerateKey(nil)
	return private
}

var attacks = []attack{
	// Arbitrary software: lists that nobody signed.
	{"list altered", func(p *publisher) {
		p.publish(newer())
		replace(p.files, "targets/", func(text string) string { return strings.Replace(text, "army.mil", "army.nil", 1) })
	}, ReasonHash},
	{"list longer than signed", func(p *publisher) {
		p.publish(newer())
		replace(p.files, "targets/", func(text string) string { return text + "zzz.mil\n" })
	}, ReasonLength},
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
	{"description of a webmail that targets say nothing of", func(p *publisher) {
		p.editTargets = func(s *metadata.TargetsType) { s.Targets["webmail-gmail.json"] = nil }
		p.publish(newer())
	}, ReasonFormat},
	{"targets by strangers", func(p *publisher) {
		p.keys[metadata.TARGETS] = []ed25519.PrivateKey{stranger(), stranger(), stranger()}
		p.publish(newer())
	}, ReasonSignature},
	{"timestamp by a stranger", func(p *publisher) {
		p.keys[metadata.TIMESTAMP] = []ed25519.PrivateKey{stranger()}
		p.publish(newer())
	}, ReasonSignature},
	{"timestamp by a key of the targets", func(p *publisher) {
		p.keys[metadata.TIMESTAMP] = p.keys[metadata.TARGETS][:1]
		p.publish(newer())
	}, ReasonSignature},
	{"only the snapshot by strangers", func(p *publisher) {
		keys := p.keys[metadata.TARGETS]
		p.publish(newer())
		p.keys[metadata.TARGETS] = []ed25519.PrivateKey{stranger(), stranger(), stranger()}
		p.version[metadata.SNAPSHOT]--
		p.publishSnapshot()
		p.keys[metadata.TARGETS] = keys
	}, ReasonSignature},
	{"only the targets by strangers", func(p *publisher) {
		keys := p.keys[metadata.TARGETS]
		p.keys[metadata.TARGETS] = []ed25519.PrivateKey{stranger(), stranger(), stranger()}
		p.publish(newer())
		p.keys[metadata.TARGETS] = keys
		p.version[metadata.SNAPSHOT]--
		p.publishSnapshot()
	}, ReasonSignature},
	{"targets in the place of the snapshot", func(p *publisher) {
		p.publish(newer())
		p.files["metadata/2.snapshot.json"] = p.files["metadata/2.targets.json"]
	}, ReasonFormat},

	// Key compromise below the threshold.
	{"targets by one key", func(p *publisher) {
		p.keys[metadata.TARGETS] = []ed25519.PrivateKey{p.keys[metadata.TARGETS][0], stranger(), stranger()}
		p.publish(newer())
	}, ReasonSignature},
	{"root by one key", func(p *publisher) {
		p.publishRoot([]ed25519.PrivateKey{p.keys[metadata.ROOT][0]})
	}, ReasonSignature},
	{"root by one key, twice", func(p *publisher) {
		p.publishRoot([]ed25519.PrivateKey{p.keys[metadata.ROOT][0], p.keys[metadata.ROOT][0]})
	}, ReasonFormat},

	// Root: rotation that is not one.
	{"new root by its own new keys only", func(p *publisher) {
		p.newKeys(metadata.ROOT, 3)
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonSignature},
	{"new root by the keys before only", func(p *publisher) {
		before := p.keys[metadata.ROOT]
		p.newKeys(metadata.ROOT, 3)
		p.publishRoot(before[:2])
	}, ReasonSignature},
	{"a root is skipped", func(p *publisher) {
		p.version[metadata.ROOT]++
		p.publishRoot(p.keys[metadata.ROOT][:2])
		p.files["metadata/2.root.json"] = p.files["metadata/3.root.json"]
		delete(p.files, "metadata/3.root.json")
	}, ReasonVersion},
	{"the same root again", func(p *publisher) { p.files["metadata/2.root.json"] = p.files["metadata/1.root.json"] }, ReasonVersion},
	{"roots without end", func(p *publisher) {
		for range MaxRotations + 1 {
			p.publishRoot(p.keys[metadata.ROOT][:2])
		}
	}, ReasonFormat},
	{"root without consistent snapshots", func(p *publisher) {
		p.editRoot = func(r *metadata.RootType) { r.ConsistentSnapshot = false }
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonFormat},
	{"root with a key of another kind, for nobody", func(p *publisher) {
		p.editRoot = func(r *metadata.RootType) {
			r.Keys["other"] = &metadata.Key{Type: metadata.KeyTypeECDSA_SHA2_P256, Scheme: metadata.KeySchemeECDSA_SHA2_P256,
				Value: metadata.KeyVal{PublicKey: strings.Repeat("00", 32)}}
		}
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonFormat},
	{"root with a key that is too short, for nobody", func(p *publisher) {
		p.editRoot = func(r *metadata.RootType) {
			r.Keys["other"] = &metadata.Key{Type: metadata.KeyTypeEd25519, Scheme: metadata.KeySchemeEd25519,
				Value: metadata.KeyVal{PublicKey: strings.Repeat("00", 31)}}
		}
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonFormat},
	{"root with a key that is too long", func(p *publisher) { // go-tuf v2.4.2 would panic
		p.editRoot = func(r *metadata.RootType) {
			for _, id := range r.Roles[metadata.ROOT].KeyIDs {
				r.Keys[id].Value.PublicKey += "00"
			}
		}
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonFormat},

	// Rollback.
	{"targets go back in a newer snapshot", func(p *publisher) {
		p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["targets.json"].Version = 0 }
		p.publish(newer())
	}, ReasonVersion},
	{"the snapshot vanishes from the timestamp", func(p *publisher) {
		p.editTimestamp = func(s *metadata.TimestampType) {
			s.Meta = map[string]*metadata.MetaFiles{"other.json": metadata.MetaFile(2)}
		}
		p.publish(newer())
	}, ReasonFormat},
	{"a timestamp that says nothing of what it names", func(p *publisher) {
		p.editTimestamp = func(s *metadata.TimestampType) { s.Meta["other.json"] = nil }
		p.publish(newer())
	}, ReasonFormat},
	{"targets that say nothing of what they name", func(p *publisher) {
		p.editTargets = func(s *metadata.TargetsType) { s.Targets["other.txt"] = nil }
		p.publish(newer())
	}, ReasonFormat},
	{"a root in which nobody signs lists", func(p *publisher) {
		p.editRoot = func(r *metadata.RootType) { r.Roles[metadata.TARGETS].Threshold = 0 }
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonFormat},
	{"targets vanish from the snapshot", func(p *publisher) {
		p.editSnapshot = func(s *metadata.SnapshotType) { delete(s.Meta, "targets.json") }
		p.publish(newer())
	}, ReasonFormat},

	// Freeze: what was right once, too old now.
	{"expired timestamp", func(p *publisher) {
		p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(-day) }
		p.publish(newer())
	}, ReasonExpired},
	{"expired snapshot", func(p *publisher) {
		p.editSnapshot = func(s *metadata.SnapshotType) { s.Expires = today.Add(-day) }
		p.publish(newer())
	}, ReasonExpired},
	{"expired targets", func(p *publisher) {
		p.editTargets = func(s *metadata.TargetsType) { s.Expires = today.Add(-day) }
		p.publish(newer())
	}, ReasonExpired},
	{"expired root", func(p *publisher) {
		p.editRoot = func(s *metadata.RootType) { s.Expires = today.Add(-day) }
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}, ReasonExpired},

	// Mix and match: parts of different versions.
	{"snapshot of another version", func(p *publisher) {
		p.publish(newer())
		p.files["metadata/2.snapshot.json"] = p.files["metadata/1.snapshot.json"]
	}, ReasonVersion},
	{"targets of another version", func(p *publisher) {
		p.publish(newer())
		p.files["metadata/2.targets.json"] = p.files["metadata/1.targets.json"]
	}, ReasonVersion},
	{"snapshot other than the timestamp describes", func(p *publisher) {
		p.editTimestamp = func(s *metadata.TimestampType) {
			s.Meta["snapshot.json"].Hashes = metadata.Hashes{"sha256": make([]byte, 32)}
		}
		p.publish(newer())
	}, ReasonHash},
	{"snapshot shorter than the timestamp describes", func(p *publisher) {
		p.editTimestamp = func(s *metadata.TimestampType) { s.Meta["snapshot.json"].Length = 5000 }
		p.publish(newer())
	}, ReasonHash},
	{"targets other than the snapshot describes", func(p *publisher) {
		p.editSnapshot = func(s *metadata.SnapshotType) {
			s.Meta["targets.json"].Hashes = metadata.Hashes{"sha256": make([]byte, 32)}
		}
		p.publish(newer())
	}, ReasonHash},

	// Endless data.
	{"endless root", func(p *publisher) { p.files["metadata/2.root.json"] = strings.Repeat(" ", MaxRoot+1) }, ReasonLength},
	{"endless timestamp", func(p *publisher) { p.files["metadata/timestamp.json"] = strings.Repeat(" ", MaxTimestamp+1) }, ReasonLength},
	{"endless snapshot", func(p *publisher) {
		p.publish(newer())
		p.files["metadata/2.snapshot.json"] = strings.Repeat(" ", MaxMetadata+1)
	}, ReasonLength},
	{"endless targets", func(p *publisher) {
		p.publish(newer())
		p.files["metadata/2.targets.json"] = strings.Repeat(" ", MaxMetadata+1)
	}, ReasonLength},
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
	{"too many lists", func(p *publisher) {
		p.editTargets = func(s *metadata.TargetsType) {
			for i := range MaxTargets + 1 {
				s.Targets[fmt.Sprintf("l%d.txt", i)] = s.Targets["us-military.txt"]
			}
		}
		p.publish(newer())
	}, ReasonFormat},

	// Wrong target: signed, and not what its name says.
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

	// The server has lost something, or is another one.
	{"no timestamp", func(p *publisher) { delete(p.files, "metadata/timestamp.json") }, ReasonMissing},
	{"no snapshot", func(p *publisher) { p.publish(newer()); delete(p.files, "metadata/2.snapshot.json") }, ReasonMissing},
	{"no targets", func(p *publisher) { p.publish(newer()); delete(p.files, "metadata/2.targets.json") }, ReasonMissing},
	{"no list", func(p *publisher) {
		p.publish(newer())
		for path := range p.files {
			if strings.HasPrefix(path, "targets/") {
				delete(p.files, path)
			}
		}
	}, ReasonMissing},
	{"captive portal at the timestamp", func(p *publisher) {
		p.files["metadata/timestamp.json"] = "<!doctype html><title>Wi-Fi</title>"
	}, ReasonFormat},
	{"captive portal at the root", func(p *publisher) {
		p.files["metadata/2.root.json"] = "<!doctype html><title>Wi-Fi</title>"
	}, ReasonFormat},
}

func TestAttacksAreRefused(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			p := newPublisher(t)
			p.publish(map[string]string{"us-military": military})
			c := newClient(p)
			if err := c.check(p.files); err != nil {
				t.Fatalf("version 1: %v", err)
			}
			state, names := c.state, c.names
			a.spoil(p)
			err := c.check(p.files)
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason != a.want {
				t.Errorf("a client with version 1: got %v, want a refusal for %s", err, a.want)
			}
			if c.state != state || c.names["us-military"] != names["us-military"] {
				t.Error("the client has not kept what it had")
			}
			// A new client must not believe it either.
			if err := newClient(p).check(p.files); err == nil {
				t.Error("a new client believes it")
			}
		})
	}
}

func TestReplayOfAnOldTimestamp(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	old := p.copyFiles()
	p.publish(newer())
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	var refusal *Refusal
	if err := c.check(old); !errors.As(err, &refusal) || refusal.Reason != ReasonVersion {
		t.Errorf("got %v, want a refusal for version", err)
	}
}

func TestRollbackOfTargetsByNewSnapshot(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	p.publish(newer())
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.version[metadata.TARGETS] = 1 // the two keys agree to go back, which clients must not
	p.publishSnapshot()
	p.publishTimestamp()
	var refusal *Refusal
	if err := c.check(p.files); !errors.As(err, &refusal) || refusal.Reason != ReasonVersion {
		t.Errorf("got %v, want a refusal for version", err)
	}
}

// A thief of the online key names an older snapshot, whose lists are the same.
func TestRollbackOfTheSnapshot(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	p.publishSnapshot()
	p.publishTimestamp()
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.version[metadata.SNAPSHOT] = 1
	p.publishTimestamp()
	var refusal *Refusal
	if err := c.check(p.files); !errors.As(err, &refusal) || refusal.Reason != ReasonVersion {
		t.Errorf("got %v, want a refusal for version", err)
	}
}

// Two timestamps under one number: the one that was there first stays.
func TestTimestampOfTheSameVersion(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	before := c.state.Timestamp
	p.version[metadata.TIMESTAMP]--
	p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(6 * day) }
	p.publishTimestamp()
	if err := c.check(p.files); err != nil || c.state.Timestamp != before {
		t.Errorf("got %v, and the state has changed: %t", err, c.state.Timestamp != before)
	}
}

// Every byte of metadata matters: whichever is changed or missing, nothing is
// believed.
func TestEveryByteOfMetadataMatters(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := newPublisherOf(t, 1) // one key a role: the fewer bytes, the sooner all have had their turn
	p.publish(map[string]string{"us-military": military})
	c := newClient(p)
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.publishRoot(p.keys[metadata.ROOT])
	p.publish(newer())
	for _, path := range []string{"metadata/2.root.json", "metadata/timestamp.json", "metadata/2.snapshot.json", "metadata/2.targets.json"} {
		text := p.files[path]
		for i := range text {
			spoilt := []byte(text)
			spoilt[i] ^= []byte{0x01, 0x02, 0x04, 0x10, 0x40, 0x80}[i%6] // 0x20 is the case of a hex digit
			p.files[path] = string(spoilt)
			if err := c.check(p.files); err == nil {
				t.Errorf("%s: byte %d %q as %q is believed", path, i, text[i], spoilt[i])
			}
			p.files[path] = text[:i]
			if err := c.check(p.files); err == nil {
				t.Errorf("%s: its first %d bytes are believed", path, i)
			}
		}
		p.files[path] = text
	}
	if err := c.check(p.files); err != nil {
		t.Errorf("unspoilt: %v", err)
	}
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
