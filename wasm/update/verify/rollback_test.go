package verify

import (
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func TestRollbackIsRefused(t *testing.T) {
	refuses(t, []attack{
		{"targets go back in a newer snapshot", func(p *publisher) {
			p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["targets.json"].Version = 0 }
			p.publish(newer())
		}, ReasonVersion},
	})
}

func TestReplayOfAnOldTimestamp(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	old := p.copyFiles()
	p.publish(newer())
	c := p.believer()
	c.refuses(t, old, ReasonVersion)
}

func TestRollbackOfTargetsByNewSnapshot(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	p.publish(newer())
	c := p.believer()
	p.version[metadata.TARGETS] = 1 // the two keys agree to go back, which clients must not
	p.publishSnapshot()
	p.publishTimestamp()
	c.refuses(t, p.files, ReasonVersion)
}

// A thief of the online key names an older snapshot, whose lists are the same.
func TestRollbackOfTheSnapshot(t *testing.T) {
	p := newPublisher(t)
	p.publish(map[string]string{"us-military": military})
	p.publishSnapshot()
	p.publishTimestamp()
	c := p.believer()
	p.version[metadata.SNAPSHOT] = 1
	p.publishTimestamp()
	c.refuses(t, p.files, ReasonVersion)
}

// Two timestamps under one number: the one that was there first stays.
func TestTimestampOfTheSameVersion(t *testing.T) {
	p, c := upToDate(t)
	before := c.state.Timestamp
	p.version[metadata.TIMESTAMP]--
	p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(6 * day) }
	p.publishTimestamp()
	if err := c.check(p.files); err != nil || c.state.Timestamp != before {
		t.Errorf("got %v, and the state has changed: %t", err, c.state.Timestamp != before)
	}
}

// A snapshot may not forget metadata that it named before, even such as this
// client has no use for.
func TestSnapshotForgetsNothing(t *testing.T) {
	p := newPublisher(t)
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["other.json"] = metadata.MetaFile(1) }
	p.publish(map[string]string{"us-military": military})
	c := p.believer()
	p.editSnapshot = nil
	p.publish(newer())
	c.refuses(t, p.files, ReasonFormat)
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["other.json"] = metadata.MetaFile(2) }
	p.publish(newer())
	if err := c.check(p.files); err != nil {
		t.Errorf("named again: %v", err)
	}
}

// What was right once, too old now.
func TestFreezeIsRefused(t *testing.T) {
	refuses(t, []attack{
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
	})
}

// A client that was away while the timestamp ran out comes back without loss.
func TestReturnAfterALongTime(t *testing.T) {
	p, c := upToDate(t)
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

// Parts of different versions.
func TestMixAndMatchIsRefused(t *testing.T) {
	refuses(t, []attack{
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
	})
}
