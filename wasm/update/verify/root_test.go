package verify

import (
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Rotation that is not one, and roots that say too little.
func TestRootsAreRefused(t *testing.T) {
	refuses(t, []attack{
		{"root by one key", func(p *publisher) {
			p.publishRoot([]ed25519.PrivateKey{p.keys[metadata.ROOT][0]})
		}, ReasonSignature},
		{"root by one key, twice", func(p *publisher) {
			p.publishRoot([]ed25519.PrivateKey{p.keys[metadata.ROOT][0], p.keys[metadata.ROOT][0]})
		}, ReasonFormat},
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
		{"root without consistent snapshots", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) { r.ConsistentSnapshot = false }
			p.publishRoot(p.keys[metadata.ROOT][:2])
		}, ReasonFormat},
		{"root with a key of another kind, for nobody", withUnusedKey(metadata.KeyTypeECDSA_SHA2_P256, metadata.KeySchemeECDSA_SHA2_P256, 32), ReasonFormat},
		{"root with an Ed25519 key of another type, for nobody", withUnusedKey(metadata.KeyTypeRSASSA_PSS_SHA256, metadata.KeySchemeEd25519, 32), ReasonFormat},
		{"root with an Ed25519 key of another scheme, for nobody", withUnusedKey(metadata.KeyTypeEd25519, metadata.KeySchemeRSASSA_PSS_SHA256, 32), ReasonFormat},
		{"root with a key that is too short, for nobody", withUnusedKey(metadata.KeyTypeEd25519, metadata.KeySchemeEd25519, 31), ReasonFormat},
		{"root with a key that is too long", func(p *publisher) { // go-tuf v2.4.2 would panic
			p.editRoot = func(r *metadata.RootType) {
				for _, id := range r.Roles[metadata.ROOT].KeyIDs {
					r.Keys[id].Value.PublicKey += "00"
				}
			}
			p.publishRoot(p.keys[metadata.ROOT][:2])
		}, ReasonFormat},
		{"a root in which nobody signs lists", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) { r.Roles[metadata.TARGETS].Threshold = 0 }
			p.publishRoot(p.keys[metadata.ROOT][:2])
		}, ReasonFormat},
	})
}

func TestKeysRotateOverSeveralRoots(t *testing.T) {
	p, c := upToDate(t)
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
	c := p.believer()
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

// A new extension can carry a newer root than the state: it is how an owner who
// lost all keys begins anew.
func TestNewerRootInTheProgram(t *testing.T) {
	_, c := upToDate(t)
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
		if reasonOf(err) != row.want {
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

// withUnusedKey publishes a root that names a key of so many bytes, which no role has.
func withUnusedKey(keyType, scheme string, length int) func(p *publisher) {
	return func(p *publisher) {
		p.editRoot = func(r *metadata.RootType) {
			r.Keys["other"] = &metadata.Key{Type: keyType, Scheme: scheme,
				Value: metadata.KeyVal{PublicKey: strings.Repeat("00", length)}}
		}
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}
}
