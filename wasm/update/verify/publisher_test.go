package verify

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// today is when the tests take place.
var today = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// publisher makes what a server serves, right or wrong.
type publisher struct {
	t         *testing.T
	keys      map[string][]ed25519.PrivateKey // by role
	version   map[string]int64
	threshold int
	// files are what the server has, by path below "v1/".
	files map[string]string
	// The next metadata, to be spoilt by edit before it is signed.
	editTargets   func(*metadata.TargetsType)
	editSnapshot  func(*metadata.SnapshotType)
	editTimestamp func(*metadata.TimestampType)
	editRoot      func(*metadata.RootType)
}

// newPublisher has three keys for the root and the lists, of which two sign.
func newPublisher(t *testing.T) *publisher { return newPublisherOf(t, 3) }

func newPublisherOf(t *testing.T, keys int) *publisher {
	p := &publisher{t: t, keys: map[string][]ed25519.PrivateKey{}, version: map[string]int64{}, files: map[string]string{}}
	p.threshold = min(2, keys)
	p.newKeys(metadata.ROOT, keys)
	p.newKeys(metadata.TARGETS, keys)
	p.newKeys(metadata.TIMESTAMP, 1)
	p.publishRoot(p.keys[metadata.ROOT][:p.threshold])
	return p
}

func (p *publisher) newKeys(role string, n int) {
	p.keys[role] = nil
	for range n {
		_, private, err := ed25519.GenerateKey(nil)
		if err != nil {
			p.t.Fatal(err)
		}
		p.keys[role] = append(p.keys[role], private)
	}
}

// publishRoot makes the next root, signed by the given keys.
func (p *publisher) publishRoot(signers []ed25519.PrivateKey) {
	p.version[metadata.ROOT]++
	root := metadata.Root(today.Add(365 * day))
	root.Signed.ConsistentSnapshot = true
	root.Signed.Version = p.version[metadata.ROOT]
	for role, from := range map[string]string{
		metadata.ROOT: metadata.ROOT, metadata.TARGETS: metadata.TARGETS,
		metadata.SNAPSHOT: metadata.TARGETS, metadata.TIMESTAMP: metadata.TIMESTAMP,
	} {
		for _, private := range p.keys[from] {
			key, err := metadata.KeyFromPublicKey(private.Public())
			if err != nil {
				p.t.Fatal(err)
			}
			if err := root.Signed.AddKey(key, role); err != nil {
				p.t.Fatal(err)
			}
		}
		root.Signed.Roles[role].Threshold = min(p.threshold, len(p.keys[from]))
	}
	if p.editRoot != nil {
		p.editRoot(&root.Signed)
	}
	p.files[fmt.Sprintf("metadata/%d.root.json", root.Signed.Version)] = signed(p.t, root, signers)
}

func signed[T metadata.Roles](t *testing.T, m *metadata.Metadata[T], signers []ed25519.PrivateKey) string {
	for _, private := range signers {
		s, err := signature.LoadED25519Signer(private)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Sign(s); err != nil {
			t.Fatal(err)
		}
	}
	text, err := m.ToBytes(false)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// publish makes the next version of the lists, by name, and of descriptions of
// webmails, by path, signed by two of three keys, and its timestamp.
func (p *publisher) publish(texts map[string]string) {
	p.version[metadata.TARGETS]++
	targets := metadata.Targets(today.Add(90 * day))
	targets.Signed.Version = p.version[metadata.TARGETS]
	for name, text := range texts {
		sum := sha256.Sum256([]byte(text))
		file := metadata.TargetFile()
		file.Length, file.Hashes = int64(len(text)), metadata.Hashes{"sha256": sum[:]}
		path := name
		if !strings.HasSuffix(name, ".json") {
			path += ".txt"
		}
		targets.Signed.Targets[path] = file
		p.files["targets/"+hex.EncodeToString(sum[:])+"."+path] = text
	}
	if p.editTargets != nil {
		p.editTargets(&targets.Signed)
	}
	p.files[fmt.Sprintf("metadata/%d.targets.json", targets.Signed.Version)] = signed(p.t, targets, p.keys[metadata.TARGETS][:p.threshold])
	p.publishSnapshot()
	p.publishTimestamp()
}

func (p *publisher) publishSnapshot() {
	p.version[metadata.SNAPSHOT]++
	snapshot := metadata.Snapshot(today.Add(90 * day))
	snapshot.Signed.Version = p.version[metadata.SNAPSHOT]
	snapshot.Signed.Meta["targets.json"] = metadata.MetaFile(p.version[metadata.TARGETS])
	if p.editSnapshot != nil {
		p.editSnapshot(&snapshot.Signed)
	}
	p.files[fmt.Sprintf("metadata/%d.snapshot.json", snapshot.Signed.Version)] = signed(p.t, snapshot, p.keys[metadata.TARGETS][len(p.keys[metadata.TARGETS])-p.threshold:])
}

func (p *publisher) publishTimestamp() {
	p.version[metadata.TIMESTAMP]++
	timestamp := metadata.Timestamp(today.Add(7 * day))
	timestamp.Signed.Version = p.version[metadata.TIMESTAMP]
	timestamp.Signed.Meta["snapshot.json"] = metadata.MetaFile(p.version[metadata.SNAPSHOT])
	if p.editTimestamp != nil {
		p.editTimestamp(&timestamp.Signed)
	}
	p.files["metadata/timestamp.json"] = signed(p.t, timestamp, p.keys[metadata.TIMESTAMP])
}

func (p *publisher) anchor() []byte { return []byte(p.files["metadata/1.root.json"]) }

// copyFiles is what the server has now, for later replay.
func (p *publisher) copyFiles() map[string]string { return maps.Clone(p.files) }

func listText(name, role string, entries ...string) string {
	return "# nearmiss-list: 1\n# name: " + name + "\n# role: " + role + "\n# category: " + name + "\n\n" +
		strings.Join(entries, "\n") + "\n"
}

var military = listText("us-military", "protected", "*.mil", "army.mil", "navy.mil")

func newer() map[string]string {
	return map[string]string{"us-military": listText("us-military", "protected", "*.mil", "army.mil", "marines.mil", "navy.mil")}
}

func stranger() ed25519.PrivateKey {
	_, private, _ := ed25519.GenerateKey(nil)
	return private
}

func sum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// answer gives a session what it asks for, until it asks for a file that is wanted.
func (p *publisher) answer(s *Session, isWanted func(*Want) bool) {
	p.t.Helper()
	for want := s.Next(); !isWanted(want); want = s.Next() {
		var err error
		if body, found := p.files[want.Path]; found {
			err = s.Give([]byte(body))
		} else {
			err = s.Missing()
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
}
