package verify

import (
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// versions are those of the root, timestamp, snapshot and targets that a client
// has verified.
type versions [4]int64

// verified returns the versions of what the client keeps; 0 for what it does not.
func (c *client) verified() (v versions) {
	if c.state == nil {
		return v
	}
	for i, text := range []string{c.state.Root, c.state.Timestamp, c.state.Snapshot, c.state.Targets} {
		var file struct{ Signed struct{ Version int64 } }
		json.Unmarshal([]byte(text), &file)
		v[i] = file.Signed.Version
	}
	return v
}

// edit changes a file after it was signed.
func (p *publisher) edit(path string, edit func(file map[string]any)) {
	p.t.Helper()
	var file map[string]any
	if err := json.Unmarshal([]byte(p.files[path]), &file); err != nil {
		p.t.Fatal(err)
	}
	edit(file)
	text, err := json.Marshal(file)
	if err != nil {
		p.t.Fatal(err)
	}
	p.files[path] = string(text)
}

// newTimestampKey replaces the key of the timestamp, by a root.
func (p *publisher) newTimestampKey() {
	p.newKeys(metadata.TIMESTAMP, 1)
	p.publishRoot(p.keys[metadata.ROOT][:2])
}

// restartTimestamp starts again at timestamp 1, under a new key.
func (p *publisher) restartTimestamp() {
	p.newTimestampKey()
	p.version[metadata.TIMESTAMP] = 0
	p.publishTimestamp()
}

// newListKeys replaces the keys of the lists, by a root.
func (p *publisher) newListKeys() {
	p.newKeys(metadata.TARGETS, 3)
	p.publishRoot(p.keys[metadata.ROOT][:2])
}

// rule says what a publisher does, why the client then refuses, and which versions it keeps.
type rule struct {
	name string
	does func(p *publisher)
	want Reason
	kept versions
}

func (r rule) play(t *testing.T, p *publisher, c *client) error {
	t.Helper()
	r.does(p)
	err := c.check(p.files)
	if reasonOf(err) != r.want || (err == nil) != (r.want == "") {
		t.Errorf("got %v, want a refusal for %q", err, r.want)
	}
	if got := c.verified(); got != r.kept {
		t.Errorf("keeps versions %v of root, timestamp, snapshot and targets, want %v", got, r.kept)
	}
	return err
}

// TestRules plays one rule of the specification, section 5, in each row: what the
// client answers, and what it has verified and keeps after that, however the check
// ended. All begin with a client that believes version 1 of everything.
func TestRules(t *testing.T) {
	for _, row := range []rule{
		{"nothing new", func(*publisher) {}, "", versions{1, 1, 1, 1}},
		{"news", func(p *publisher) { p.publish(newer()) }, "", versions{1, 2, 2, 2}},

		{"a root by too few keys", func(p *publisher) {
			p.publishRoot(p.keys[metadata.ROOT][:1])
			p.publish(newer())
		}, ReasonSignature, versions{1, 1, 1, 1}},
		{"a timestamp by a stranger, after a new root", func(p *publisher) {
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.keys[metadata.TIMESTAMP] = []ed25519.PrivateKey{stranger()}
			p.publish(newer())
		}, ReasonSignature, versions{2, 1, 1, 1}},
		{"a snapshot by one key", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.snapshot.json", func(file map[string]any) { file["signatures"] = file["signatures"].([]any)[:1] })
		}, ReasonSignature, versions{1, 2, 1, 1}},
		{"targets by one key", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.targets.json", func(file map[string]any) { file["signatures"] = file["signatures"].([]any)[:1] })
		}, ReasonSignature, versions{1, 2, 2, 1}},

		{"a root of another version at the right address", func(p *publisher) {
			p.version[metadata.ROOT]++
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.files["metadata/2.root.json"] = p.files["metadata/3.root.json"]
			p.publish(newer())
		}, ReasonVersion, versions{1, 1, 1, 1}},
		{"a snapshot of another version at the right address", func(p *publisher) {
			p.publish(newer())
			p.publish(newer())
			p.files["metadata/3.snapshot.json"] = p.files["metadata/2.snapshot.json"]
		}, ReasonVersion, versions{1, 3, 1, 1}},
		{"targets of another version at the right address", func(p *publisher) {
			p.publish(newer())
			p.publish(newer())
			p.files["metadata/3.targets.json"] = p.files["metadata/2.targets.json"]
		}, ReasonVersion, versions{1, 3, 3, 1}},

		{"a snapshot other than the timestamp's hash", func(p *publisher) {
			p.editTimestamp = func(s *metadata.TimestampType) {
				s.Meta["snapshot.json"].Hashes = metadata.Hashes{"sha256": make([]byte, 32)}
			}
			p.publish(newer())
		}, ReasonHash, versions{1, 2, 1, 1}},
		{"targets other than the snapshot's hash", func(p *publisher) {
			p.editSnapshot = func(s *metadata.SnapshotType) {
				s.Meta["targets.json"].Hashes = metadata.Hashes{"sha256": make([]byte, 32)}
			}
			p.publish(newer())
		}, ReasonHash, versions{1, 2, 2, 1}},

		{"no timestamp, after a new root", func(p *publisher) {
			p.publishRoot(p.keys[metadata.ROOT][:2])
			delete(p.files, "metadata/timestamp.json")
		}, ReasonMissing, versions{2, 1, 1, 1}},
		{"no snapshot", func(p *publisher) {
			p.publish(newer())
			delete(p.files, "metadata/2.snapshot.json")
		}, ReasonMissing, versions{1, 2, 1, 1}},
		{"no targets", func(p *publisher) {
			p.publish(newer())
			delete(p.files, "metadata/2.targets.json")
		}, ReasonMissing, versions{1, 2, 2, 1}},
		{"no list", func(p *publisher) {
			p.publish(newer())
			for path := range p.files {
				if strings.HasSuffix(path, ".us-military.txt") {
					delete(p.files, path)
				}
			}
		}, ReasonMissing, versions{1, 2, 2, 2}},

		{"a timestamp in the place of a root", func(p *publisher) {
			p.files["metadata/2.root.json"] = p.files["metadata/timestamp.json"]
		}, ReasonFormat, versions{1, 1, 1, 1}},
		{"a snapshot in the place of the timestamp", func(p *publisher) {
			p.files["metadata/timestamp.json"] = p.files["metadata/1.snapshot.json"]
		}, ReasonFormat, versions{1, 1, 1, 1}},
		{"targets in the place of the snapshot", func(p *publisher) {
			p.publish(newer())
			p.files["metadata/2.snapshot.json"] = p.files["metadata/2.targets.json"]
		}, ReasonFormat, versions{1, 2, 1, 1}},
		{"a snapshot in the place of the targets", func(p *publisher) {
			p.publish(newer())
			p.files["metadata/2.targets.json"] = p.files["metadata/2.snapshot.json"]
		}, ReasonFormat, versions{1, 2, 2, 1}},

		{"an expired root", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) { r.Expires = today.Add(-day) }
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.publish(newer())
		}, ReasonExpired, versions{2, 1, 1, 1}},
		{"an expired root, and one after it that is not", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) { r.Expires = today.Add(-day) }
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.editRoot = nil
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.publish(newer())
		}, "", versions{3, 2, 2, 2}},
		{"an expired timestamp", func(p *publisher) {
			p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(-day) }
			p.publish(newer())
		}, ReasonExpired, versions{1, 1, 1, 1}},
		{"an expired snapshot", func(p *publisher) {
			p.editSnapshot = func(s *metadata.SnapshotType) { s.Expires = today.Add(-day) }
			p.publish(newer())
		}, ReasonExpired, versions{1, 2, 1, 1}},
		{"expired targets", func(p *publisher) {
			p.editTargets = func(s *metadata.TargetsType) { s.Expires = today.Add(-day) }
			p.publish(newer())
		}, ReasonExpired, versions{1, 2, 2, 1}},

		{"a threshold that no number of keys reaches", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) { r.Roles[metadata.SNAPSHOT].Threshold = 4 }
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.publish(newer())
		}, ReasonSignature, versions{2, 2, 1, 1}},
		{"one signature several times", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.snapshot.json", func(file map[string]any) {
				one := file["signatures"].([]any)[0]
				file["signatures"] = []any{one, one}
			})
		}, ReasonFormat, versions{1, 2, 1, 1}},
		{"enough signatures, and one of them twice", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.snapshot.json", func(file map[string]any) {
				all := file["signatures"].([]any)
				file["signatures"] = append(all, all[0])
			})
		}, ReasonFormat, versions{1, 2, 1, 1}},
		{"one key under two ids", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) {
				first := r.Roles[metadata.TARGETS].KeyIDs[0]
				twin := *r.Keys[first]
				r.Keys["twin"] = &twin
				r.Roles[metadata.TARGETS].KeyIDs = []string{first, "twin"}
			}
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.publish(newer())
			p.edit("metadata/2.targets.json", func(file map[string]any) {
				for _, one := range file["signatures"].([]any) {
					one := one.(map[string]any)
					if strings.Contains(p.files["metadata/2.root.json"], `"keyids":["`+one["keyid"].(string)+`","twin"]`) {
						file["signatures"] = []any{one, map[string]any{"keyid": "twin", "sig": one["sig"]}}
					}
				}
			})
		}, ReasonSignature, versions{2, 2, 2, 1}},
		{"enough right signatures beside a wrong one and an empty one", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.snapshot.json", func(file map[string]any) {
				file["signatures"] = append(file["signatures"].([]any),
					map[string]any{"keyid": "somebody", "sig": strings.Repeat("00", 64)}, map[string]any{"keyid": "nobody", "sig": ""})
			})
		}, "", versions{1, 2, 2, 2}},

		{"fields that nobody knows, signed", func(p *publisher) {
			p.editRoot = func(r *metadata.RootType) {
				r.UnrecognizedFields = map[string]any{"custom": map[string]any{"a": 1}}
				r.Roles[metadata.ROOT].UnrecognizedFields = map[string]any{"custom": "b"}
			}
			p.publishRoot(p.keys[metadata.ROOT][:2])
			p.publish(newer())
		}, "", versions{2, 2, 2, 2}},
		{"a field that nobody knows, put in afterwards", func(p *publisher) {
			p.publish(newer())
			p.edit("metadata/2.targets.json", func(file map[string]any) { file["signed"].(map[string]any)["custom"] = 1 })
		}, ReasonSignature, versions{1, 2, 2, 1}},

		{"the timestamp goes back", func(p *publisher) {
			p.version[metadata.TIMESTAMP] = -1
			p.publishTimestamp()
		}, ReasonVersion, versions{1, 1, 1, 1}},
		{"the timestamp starts anew under a new key", func(p *publisher) {
			p.restartTimestamp()
		}, "", versions{2, 1, 1, 1}},
		{"a list longer than was signed", func(p *publisher) {
			p.publish(newer())
			for path, text := range p.files {
				if strings.HasSuffix(path, ".us-military.txt") {
					p.files[path] = text + "x\n"
				}
			}
		}, ReasonLength, versions{1, 2, 2, 2}},
		{"another list of the same length", func(p *publisher) {
			p.publish(newer())
			for path, text := range p.files {
				if strings.HasSuffix(path, ".us-military.txt") {
					p.files[path] = strings.Replace(text, "army.mil", "yarm.mil", 1)
				}
			}
		}, ReasonHash, versions{1, 2, 2, 2}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, c := upToDate(t)
			before := c.names
			err := row.play(t, p, c)
			if err != nil && c.names["us-military"] != before["us-military"] {
				t.Error("the lists of before are lost")
			}
			// The next check begins with what was kept, and comes to the same.
			if err := c.check(p.files); reasonOf(err) != row.want || c.verified() != row.kept {
				t.Errorf("the next check: %v, keeps %v", err, c.verified())
			}
		})
	}
}

// What was seen may not be older in the next check, and is when keys were replaced
// that had run ahead (sections 5.3.11, 5.4.3, 5.5.5, 5.5.6).
func TestGoingBack(t *testing.T) {
	for _, row := range []rule{
		{"the timestamp", func(p *publisher) {
			p.version[metadata.TIMESTAMP] = 1
			p.publishTimestamp()
		}, ReasonVersion, versions{1, 9, 9, 9}},
		{"the snapshot", func(p *publisher) {
			p.version[metadata.SNAPSHOT] = 1
			p.publishSnapshot()
			p.publishTimestamp()
		}, ReasonVersion, versions{1, 9, 9, 9}},
		{"the targets", func(p *publisher) {
			p.version[metadata.TARGETS] = 1
			p.publish(newer())
		}, ReasonVersion, versions{1, 10, 9, 9}},
		{"a file vanishes from the snapshot", func(p *publisher) {
			p.editSnapshot = nil
			p.publish(newer())
		}, ReasonFormat, versions{1, 10, 9, 9}},

		{"the timestamp, under a new key", func(p *publisher) {
			p.restartTimestamp()
		}, "", versions{2, 1, 9, 9}},
		{"the snapshot, under new keys of both", func(p *publisher) {
			p.newKeys(metadata.TIMESTAMP, 1)
			p.newListKeys()
			p.version[metadata.SNAPSHOT], p.version[metadata.TIMESTAMP] = 0, 9
			p.publish(newer())
		}, "", versions{2, 10, 1, 10}},
		{"the snapshot, under a new key of the timestamp alone", func(p *publisher) {
			p.newTimestampKey()
			p.version[metadata.SNAPSHOT] = 0
			p.publish(newer())
		}, "", versions{2, 10, 1, 10}},
		{"the targets, under a new key of the timestamp alone", func(p *publisher) {
			p.newTimestampKey()
			p.version[metadata.TARGETS] = 0
			p.publish(newer())
		}, "", versions{2, 10, 10, 1}},
		{"the snapshot, under a new key of its own alone", func(p *publisher) {
			p.newListKeys()
			p.version[metadata.SNAPSHOT] = 0
			p.publish(newer())
		}, ReasonVersion, versions{2, 9, 9, 9}},
		{"the targets, under new keys of the lists", func(p *publisher) {
			p.newListKeys()
			p.version[metadata.TARGETS] = 0
			p.publish(newer())
		}, "", versions{2, 10, 10, 1}},
		{"a file vanishes from the snapshot, under new keys of the lists", func(p *publisher) {
			p.newListKeys()
			p.editSnapshot = nil
			p.publish(newer())
		}, "", versions{2, 10, 10, 10}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := newPublisher(t)
			p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["other.json"] = metadata.MetaFile(1) }
			p.version[metadata.TARGETS], p.version[metadata.SNAPSHOT], p.version[metadata.TIMESTAMP] = 8, 8, 8
			p.publish(map[string]string{"us-military": military})
			c := p.believer()
			row.play(t, p, c)
		})
	}
}
