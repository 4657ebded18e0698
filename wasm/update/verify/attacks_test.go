package verify

import (
	"crypto/ed25519"
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

// refuses makes each attack on a client that is up to date with version 1.
func refuses(t *testing.T, attacks []attack) {
	t.Helper()
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			p, c := upToDate(t)
			names := c.names
			a.spoil(p)
			err := c.check(p.files)
			if reasonOf(err) != a.want {
				t.Errorf("a client with version 1: got %v, want a refusal for %s", err, a.want)
			}
			if c.names["us-military"] != names["us-military"] {
				t.Error("the client has not kept the lists that it had")
			}
			if err := c.check(p.files); reasonOf(err) != a.want {
				t.Errorf("the same once more: got %v, want a refusal for %s", err, a.want)
			}
			// A new client must not believe it either.
			if err := newClient(p).check(p.files); err == nil {
				t.Error("a new client believes it")
			}
		})
	}
}

// Lists that nobody signed, or too few of those who may.
func TestStrangersAreRefused(t *testing.T) {
	refuses(t, []attack{
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
		{"targets by one key", func(p *publisher) {
			p.keys[metadata.TARGETS] = []ed25519.PrivateKey{p.keys[metadata.TARGETS][0], stranger(), stranger()}
			p.publish(newer())
		}, ReasonSignature},
	})
}

func TestMetadataOutOfFormIsRefused(t *testing.T) {
	refuses(t, []attack{
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
		{"targets vanish from the snapshot", func(p *publisher) {
			p.editSnapshot = func(s *metadata.SnapshotType) { delete(s.Meta, "targets.json") }
			p.publish(newer())
		}, ReasonFormat},
		{"targets in the place of the snapshot", func(p *publisher) {
			p.publish(newer())
			p.files["metadata/2.snapshot.json"] = p.files["metadata/2.targets.json"]
		}, ReasonFormat},
	})
}

func TestEndlessMetadataIsRefused(t *testing.T) {
	refuses(t, []attack{
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
	})
}

// The server has lost something, or is another one.
func TestLostMetadataIsRefused(t *testing.T) {
	refuses(t, []attack{
		{"no timestamp", func(p *publisher) { delete(p.files, "metadata/timestamp.json") }, ReasonMissing},
		{"no snapshot", func(p *publisher) { p.publish(newer()); delete(p.files, "metadata/2.snapshot.json") }, ReasonMissing},
		{"no targets", func(p *publisher) { p.publish(newer()); delete(p.files, "metadata/2.targets.json") }, ReasonMissing},
		{"captive portal at the timestamp", func(p *publisher) {
			p.files["metadata/timestamp.json"] = "<!doctype html><title>Wi-Fi</title>"
		}, ReasonFormat},
		{"captive portal at the root", func(p *publisher) {
			p.files["metadata/2.root.json"] = "<!doctype html><title>Wi-Fi</title>"
		}, ReasonFormat},
	})
}

// Every byte of metadata matters: whichever is changed or missing, nothing is
// believed.
func TestEveryByteOfMetadataMatters(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := newPublisherOf(t, 1) // one key a role: the fewer bytes, the sooner all have had their turn
	p.publish(map[string]string{"us-military": military})
	c := p.believer()
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
