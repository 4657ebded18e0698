package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"nearmiss/worker/tuf"
)

const (
	// maxBundle holds a root or two, and targets that name maxTargets files.
	maxBundle = 512 << 10

	// maxTargets bounds the look-ups of one publication: a request on the
	// platform may make a limited number of them.
	maxTargets = 200
)

// bundle is the body of a publication: the texts of metadata files, each exactly
// as it is served. What is empty is the file that is published already.
type bundle struct {
	Roots     []string `json:"roots"`
	Targets   string   `json:"targets"`
	Snapshot  string   `json:"snapshot"`
	Timestamp string   `json:"timestamp"`
}

// publication is a bundle that was verified, and what it is measured against.
type publication struct {
	channel   channel
	root      *tuf.Root
	newRoots  []versioned
	targets   *tuf.Targets
	snapshot  *tuf.Snapshot
	timestamp *tuf.Timestamp
	texts     bundle // with what was published already filled in

	before  string         // ETag of the timestamp to be replaced; "": none
	stored  *tuf.Timestamp // it, if the newest root vouches for it
	current bool           // it is this publication's
}

type versioned struct {
	version int64
	text    string
}

// verify checks a bundle as a client would, from the stored root on.
func (s *Service) verify(r *Request, channel channel) (*publication, error) {
	if mediaType, _, _ := strings.Cut(r.ContentType, ";"); strings.TrimSpace(mediaType) != jsonText {
		return nil, refuse(415, "unsupported media type: a publication is %s", jsonText)
	}
	text, err := bodyOf(r, maxBundle)
	if err != nil {
		return nil, err
	}
	p := &publication{channel: channel}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&p.texts); err != nil || decoder.More() {
		return nil, refuse(400, "bad request: the body is no publication: one JSON object of roots, targets, snapshot, timestamp")
	}
	if err := s.verifyRoots(p); err != nil {
		return nil, err
	}
	if err := s.verifyTimestamp(p); err != nil {
		return nil, err
	}
	return p, s.verifyTargets(p)
}

// verifyRoots follows the stored roots from the first, which the server's owner
// put there, and then the bundle's.
func (s *Service) verifyRoots(p *publication) error {
	root, stored, err := s.storedRoot(p.channel)
	if errors.Is(err, ErrNotFound) {
		return refuse(409, "no root: this channel is not open; its owner has to store %s first", p.channel.metadata(tuf.RoleRoot, 1))
	}
	if err != nil {
		return err
	}
	p.root = root
	if len(stored)+len(p.texts.Roots) > maxRoots {
		return refuse(403, "refused: more than %d roots", maxRoots)
	}
	for _, text := range p.texts.Roots {
		root, err := tuf.OpenRoot([]byte(text))
		if err != nil {
			return refuse(403, "not verified: %v", err)
		}
		if before, there := stored[root.Version]; there {
			if string(before) != text {
				return refuse(409, "conflict: another root %d is published", root.Version)
			}
			continue
		}
		if root, err = p.root.Next([]byte(text)); err != nil {
			return refuse(403, "not verified: %v", err)
		}
		p.root = root
		p.newRoots = append(p.newRoots, versioned{root.Version, text})
	}
	return nil
}

// verifyTimestamp verifies the timestamp and that it is newer than the stored
// one. A stored one that the newest root does not vouch for counts for nothing:
// so versions that a stolen key drove up are undone by replacing the key.
func (s *Service) verifyTimestamp(p *publication) (err error) {
	now := s.options.Now()
	if p.timestamp, err = p.root.Timestamp([]byte(p.texts.Timestamp), now); err != nil {
		return refuse(403, "not verified: %v", err)
	}
	file, text, before, err := s.storedTimestamp(p.channel, p.root)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.before = file.ETag
	if before == nil {
		return nil
	}
	p.stored = before
	p.current = string(text) == p.texts.Timestamp
	switch {
	case p.timestamp.Version < before.Version:
		return refuse(409, "conflict: timestamp %d is older than the published %d", p.timestamp.Version, before.Version)
	case p.timestamp.Version == before.Version && !p.current:
		return refuse(409, "conflict: another timestamp %d is published", before.Version)
	case p.timestamp.Snapshot.Version < before.Snapshot.Version:
		return refuse(409, "conflict: snapshot %d is older than the published %d", p.timestamp.Snapshot.Version, before.Snapshot.Version)
	}
	return nil
}

// verifyTargets verifies snapshot and targets, those of the bundle or those that
// are stored, and that the targets' version does not fall.
func (s *Service) verifyTargets(p *publication) (err error) {
	now := s.options.Now()
	described := p.timestamp.Snapshot
	if p.texts.Snapshot, err = s.given(p, p.texts.Snapshot, tuf.RoleSnapshot, described.Version); err != nil {
		return err
	}
	if p.snapshot, err = p.root.Snapshot([]byte(p.texts.Snapshot), described, now); err != nil {
		return refuse(403, "not verified: %v", err)
	}
	described = p.snapshot.Targets
	if p.texts.Targets, err = s.given(p, p.texts.Targets, tuf.RoleTargets, described.Version); err != nil {
		return err
	}
	if p.targets, err = p.root.Targets([]byte(p.texts.Targets), described, now); err != nil {
		return refuse(403, "not verified: %v", err)
	}
	count := 0
	for name := range p.targets.All {
		if _, ok := targetType(name); !ok {
			return refuse(403, "refused: %.100q is no name of a target here", name)
		}
		count++
	}
	if count > maxTargets {
		return refuse(403, "refused: %d targets, more than %d", count, maxTargets)
	}
	return s.compareSnapshot(p)
}

// compareSnapshot compares with the snapshot that the stored timestamp names.
func (s *Service) compareSnapshot(p *publication) error {
	if p.stored == nil {
		return nil
	}
	before, err := s.storedSnapshot(p.channel, p.root, p.stored)
	if errors.Is(err, ErrNotFound) || err == nil && before == nil {
		return nil
	}
	if err == nil && p.snapshot.Targets.Version < before.Targets.Version {
		return refuse(409, "conflict: targets %d are older than the published %d", p.snapshot.Targets.Version, before.Targets.Version)
	}
	return err
}

// given is a file's text from the bundle, or the stored one.
func (s *Service) given(p *publication, text string, role tuf.Role, version int64) (string, error) {
	if text != "" {
		return text, nil
	}
	stored, err := s.text(p.channel.metadata(role, version))
	if errors.Is(err, ErrNotFound) {
		return "", refuse(400, "bad request: %s %d is neither in the publication nor published", role, version)
	}
	return string(stored), err
}
