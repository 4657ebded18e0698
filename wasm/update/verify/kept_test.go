package verify

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

func without(files map[string]string, part string) map[string]string {
	fewer := make(map[string]string)
	for path, text := range files {
		if !strings.Contains(path, part) {
			fewer[path] = text
		}
	}
	return fewer
}

// A root that takes a stolen key away is remembered although the check failed
// later: nobody who hides it can have the key believed again.
func TestRevokedKeyAfterFailedCheck(t *testing.T) {
	p, c := upToDate(t)
	thief := p.keys[metadata.TIMESTAMP]
	p.newKeys(metadata.TIMESTAMP, 1)
	p.publishRoot(p.keys[metadata.ROOT][:2])
	p.publish(newer())
	c.refuses(t, without(p.files, "2.snapshot.json"), ReasonMissing)
	p.keys[metadata.TIMESTAMP] = thief
	p.publishTimestamp()
	c.refuses(t, without(p.files, "2.root.json"), ReasonSignature) // the revoked key
}

func TestTimestampReplayAfterFailedCheck(t *testing.T) {
	p, c := upToDate(t)
	p.publishTimestamp()
	second := p.copyFiles()
	p.publish(newer())
	c.refuses(t, without(p.files, "2.snapshot.json"), ReasonMissing)
	c.refuses(t, second, ReasonVersion) // the timestamp before
	if err := c.check(p.files); err != nil {
		t.Errorf("when all is there: %v", err)
	}
}

func TestListRollbackAfterFailedDownload(t *testing.T) {
	p, c := upToDate(t)
	p.publish(map[string]string{"us-military": listText("us-military", "protected", "second.mil")})
	second := p.copyFiles()
	p.publish(newer())
	latest := p.files["metadata/timestamp.json"]
	files := p.copyFiles()
	for path := range files {
		if strings.HasPrefix(path, "targets/") && second[path] == "" {
			delete(files, path)
		}
	}
	c.refuses(t, files, ReasonMissing)
	if c.state.Timestamp != latest {
		t.Error("the timestamp that was verified is not kept")
	}
	c.refuses(t, second, ReasonVersion) // the release before
}

// Under an expired root nothing can be loaded, and nothing is forgotten for it.
func TestExpiredRootForgetsNothing(t *testing.T) {
	p, c := upToDate(t)
	old := p.copyFiles()
	p.publishTimestamp()
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	c.now = today.Add(366 * day)
	c.refuses(t, p.files, ReasonExpired)
	c.now = today
	c.refuses(t, old, ReasonVersion) // a timestamp from before
}

// More new roots than one check takes: the next goes on.
func TestManyRoots(t *testing.T) {
	p, c := upToDate(t)
	for range MaxRotations + 8 {
		p.newKeys(metadata.TIMESTAMP, 1)
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}
	p.publish(newer())
	c.refuses(t, p.files, ReasonSignature) // the first check
	if err := c.check(p.files); err != nil {
		t.Errorf("the second check: %v", err)
	}
}

// As many as one check takes, and it ends well.
func TestAsManyRootsAsOneCheckTakes(t *testing.T) {
	p, c := upToDate(t)
	for range MaxRotations {
		p.publishRoot(p.keys[metadata.ROOT][:2])
	}
	p.publish(newer())
	if err := c.check(p.files); err != nil {
		t.Error(err)
	}
}

// A build with a newer first root does not forget which timestamp was seen.
func TestRollbackAfterNewerRootInTheProgram(t *testing.T) {
	p, c := upToDate(t)
	old := p.copyFiles()
	p.publishTimestamp()
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	p.publishRoot(p.keys[metadata.ROOT][:2])
	c.anchor = []byte(p.files["metadata/2.root.json"])
	c.refuses(t, old, ReasonVersion)
}

// Nor does one with an older root than was seen believe a key that is revoked.
func TestRevokedKeyAfterOlderRootInTheProgram(t *testing.T) {
	p := newPublisher(t)
	p.publishRoot(p.keys[metadata.ROOT][:2])
	p.publish(map[string]string{"us-military": military})
	c := p.believer()
	thief := p.keys[metadata.TIMESTAMP]
	p.newKeys(metadata.TIMESTAMP, 1)
	p.publishRoot(p.keys[metadata.ROOT][:2])
	p.publishTimestamp()
	if err := c.check(p.files); err != nil {
		t.Fatal(err)
	}
	c.anchor = []byte(p.files["metadata/2.root.json"])
	p.keys[metadata.TIMESTAMP] = thief
	p.publishTimestamp()
	c.refuses(t, without(p.files, "3.root.json"), ReasonSignature)
}

// Metadata ends at the second that it names.
func TestExpiresToTheSecond(t *testing.T) {
	p, c := upToDate(t)
	p.editTimestamp = func(s *metadata.TimestampType) { s.Expires = today.Add(day) }
	p.publishTimestamp()
	c.now = today.Add(day - time.Second)
	if err := c.check(p.files); err != nil {
		t.Errorf("a second before: %v", err)
	}
	c.now = today.Add(day)
	c.refuses(t, p.files, ReasonExpired) // at that second
}

// A text that the client holds is believed as what it was verified as, and as
// nothing else: not a list that came under another kind, another name or in
// another channel.
func TestHeldTextsAreVerified(t *testing.T) {
	evil := listText("evil", "allowed", "army.ml")
	p, c := upToDate(t)
	c.texts[sum(evil)] = evil // as if it had come as something else
	p.publish(map[string]string{"us-military": military, "evil": evil})
	c.refuses(t, p.files, ReasonScope) // a held list of a role that the channel may not have
	p, c = upToDate(t)
	p.publish(map[string]string{"us-military": military, "us-federal": military})
	c.refuses(t, p.files, ReasonFormat) // a held list under another name
	p, c = upToDate(t)
	p.publish(map[string]string{"us-military": military, "webmail-evil.json": evil})
	if err := c.check(p.files); err != nil || c.names["evil"] != "" {
		t.Errorf("a list in the place of a description: %v, holds %v", err, c.names)
	}
	p.publish(map[string]string{"us-military": military, "evil": evil})
	c.refuses(t, p.files, ReasonScope) // then as a list
}

// A list whose text is spoilt in the client's store is fetched anew.
func TestSpoiltHeldText(t *testing.T) {
	p, c := upToDate(t)
	c.texts[sum(military)] = "spoilt"
	if err := c.check(p.files); err != nil || len(c.fetched) != 3 || c.texts[sum(military)] != military {
		t.Errorf("%v, fetched %q", err, c.fetched)
	}
}

// A snapshot that a failed check has left counts only while the timestamp still
// means it: another one of the same version is fetched.
func TestKeptSnapshotOfAnotherHash(t *testing.T) {
	p, c := upToDate(t)
	p.editTimestamp = func(s *metadata.TimestampType) {
		snapshot := p.files[fmt.Sprintf("metadata/%d.snapshot.json", p.version[metadata.SNAPSHOT])]
		hash := sha256.Sum256([]byte(snapshot))
		named := s.Meta["snapshot.json"]
		named.Length, named.Hashes = int64(len(snapshot)), metadata.Hashes{"sha256": hash[:]}
	}
	before := maps.Clone(p.version)
	p.editSnapshot = func(s *metadata.SnapshotType) { s.Meta["targets.json"].Length = 10 }
	p.publish(newer())
	c.refuses(t, p.files, ReasonLength)
	p.version[metadata.TARGETS], p.version[metadata.SNAPSHOT] = before[metadata.TARGETS], before[metadata.SNAPSHOT]
	p.editSnapshot = nil
	p.publish(newer())
	if err := c.check(p.files); err != nil {
		t.Errorf("another snapshot of the same version: %v", err)
	}
}
