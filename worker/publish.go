package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"nearmiss/worker/tuf"
)

const (
	// maxBundle holds a root or two, and targets that name maxTargets files.
	maxBundle = 512 << 10

	// maxTargets bounds the look-ups of one publication: a request on the
	// platform may make a limited number of them.
	maxTargets = 200

	// maxRoots is how many roots are followed, stored or new: one a year, and
	// many accidents.
	maxRoots = 64
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

// refusal is an answer that ends a publication.
type refusal struct{ response *Response }

func (r refusal) Error() string { return "refused" }

func refuse(status int, format string, args ...any) error {
	return refusal{answer(status, noStore, fmt.Sprintf(format, args...))}
}

// publish takes a bundle because its signatures verify and it is newer than what
// is there, and from anybody: the server keeps no secret. Files that are named by
// version or hash are written first and only if absent, the timestamp that makes
// them current last and only over the one that was judged against. A publication
// can so be broken off anywhere and repeated, and of two at once one wins whole.
func (s *Service) publish(r *Request, channel channel) *Response {
	p, missing, err := s.bringIn(r, channel)
	var refused refusal
	switch {
	case errors.As(err, &refused):
		return refused.response
	case err != nil:
		s.options.Report(fmt.Sprintf("publishing to %s: %v", channel, err))
		return unavailable
	case len(missing) > 0:
		return jsonAnswer(202, noStore, map[string]any{"missing": missing})
	}
	return jsonAnswer(200, noStore, map[string]any{"published": map[tuf.Role]int64{
		tuf.RoleRoot:      p.root.Version,
		tuf.RoleTargets:   p.targets.Version,
		tuf.RoleSnapshot:  p.snapshot.Version,
		tuf.RoleTimestamp: p.timestamp.Version,
	}})
}

func (s *Service) bringIn(r *Request, channel channel) (p *publication, missing []string, err error) {
	if p, err = s.judge(r, channel); err != nil {
		return nil, nil, err
	}
	if missing, err = s.storeHidden(p); err != nil || len(missing) > 0 {
		return p, missing, err
	}
	return p, nil, s.makeCurrent(p)
}

// judge verifies a bundle as a client would, from the stored root on.
func (s *Service) judge(r *Request, channel channel) (*publication, error) {
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
	if err := s.judgeRoots(p); err != nil {
		return nil, err
	}
	if err := s.judgeTimestamp(p); err != nil {
		return nil, err
	}
	return p, s.judgeTargets(p)
}

// judgeRoots follows the stored roots from the first, which the server's owner
// put there, and then the bundle's.
func (s *Service) judgeRoots(p *publication) error {
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

// storedRoot follows the stored roots to the last, and returns their texts by
// version; ErrNotFound if there is none.
func (s *Service) storedRoot(channel channel) (*tuf.Root, map[int64][]byte, error) {
	text, err := s.text(channel.metadata(tuf.RoleRoot, 1))
	if err != nil {
		return nil, nil, err
	}
	root, err := tuf.OpenRoot(text)
	if err != nil {
		return nil, nil, fmt.Errorf("the stored root: %w", err)
	}
	stored := map[int64][]byte{root.Version: text}
	for len(stored) < maxRoots {
		version := root.Version + 1
		text, err := s.text(channel.metadata(tuf.RoleRoot, version))
		if errors.Is(err, ErrNotFound) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		if root, err = root.Next(text); err != nil {
			return nil, nil, fmt.Errorf("the stored root %d: %w", version, err)
		}
		stored[version] = text
	}
	return root, stored, nil
}

// judgeTimestamp verifies the timestamp and that it is newer than the stored
// one. A stored one that the newest root does not vouch for counts for nothing:
// so versions that a stolen key drove up are undone by replacing the key.
func (s *Service) judgeTimestamp(p *publication) (err error) {
	now := s.options.Now()
	if p.timestamp, err = p.root.Timestamp([]byte(p.texts.Timestamp), now); err != nil {
		return refuse(403, "not verified: %v", err)
	}
	file, err := s.store.Get(p.channel.metadata(tuf.RoleTimestamp, 0))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	text, err := contentOf(file)
	if err != nil {
		return err
	}
	p.before = file.ETag
	before, err := p.root.Timestamp(text, notChecked)
	if err != nil {
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

// judgeTargets verifies snapshot and targets, those of the bundle or those that
// are stored, and that the targets' version does not fall.
func (s *Service) judgeTargets(p *publication) (err error) {
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
	return s.judgeSnapshotBefore(p)
}

// judgeSnapshotBefore compares with the snapshot that the stored timestamp names.
func (s *Service) judgeSnapshotBefore(p *publication) error {
	if p.stored == nil {
		return nil
	}
	text, err := s.text(p.channel.metadata(tuf.RoleSnapshot, p.stored.Snapshot.Version))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := p.root.Snapshot(text, p.stored.Snapshot, notChecked)
	if err == nil && p.snapshot.Targets.Version < before.Targets.Version {
		return refuse(409, "conflict: targets %d are older than the published %d", p.snapshot.Targets.Version, before.Targets.Version)
	}
	return nil
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

// storeHidden writes what takes no effect yet, and returns the targets that still have
// to be uploaded.
func (s *Service) storeHidden(p *publication) (missing []string, err error) {
	for _, file := range []struct {
		role    tuf.Role
		version int64
		text    string
	}{
		{tuf.RoleTargets, p.targets.Version, p.texts.Targets},
		{tuf.RoleSnapshot, p.snapshot.Version, p.texts.Snapshot},
	} {
		if err := s.create(p.channel, file.role, file.version, file.text); err != nil {
			return nil, err
		}
	}
	for name, target := range p.targets.All {
		there, err := s.store.Has(p.channel.target(name, target))
		if err != nil {
			return nil, err
		}
		if !there {
			missing = append(missing, target.SHA256+"."+name)
		}
	}
	slices.Sort(missing)
	return missing, nil
}

// makeCurrent writes what clients look for: new roots, then the timestamp.
func (s *Service) makeCurrent(p *publication) error {
	for _, root := range p.newRoots {
		if err := s.create(p.channel, tuf.RoleRoot, root.version, root.text); err != nil {
			return err
		}
	}
	if p.current {
		return nil
	}
	key := p.channel.metadata(tuf.RoleTimestamp, 0)
	defer s.recent.drop(key)
	err := s.store.Put(key, Text(p.texts.Timestamp), Condition{Absent: p.before == "", ETag: p.before})
	if errors.Is(err, ErrConflict) {
		return refuse(409, "conflict: something else was published meanwhile")
	}
	return err
}

// create writes a file that is named by its version, once. Looking first keeps
// those who send what is published again from causing writes.
func (s *Service) create(channel channel, role tuf.Role, version int64, text string) error {
	key := channel.metadata(role, version)
	stored, err := s.text(key)
	if errors.Is(err, ErrNotFound) {
		defer s.recent.drop(key)
		if err = s.store.Put(key, Text(text), Condition{Absent: true}); !errors.Is(err, ErrConflict) {
			return err
		}
		stored, err = s.text(key)
	}
	if err == nil && string(stored) != text {
		return refuse(409, "conflict: another %s %d is published", role, version)
	}
	return err
}

// text reads a small file of the store itself.
func (s *Service) text(key string) ([]byte, error) {
	file, err := s.store.Get(key)
	if err != nil {
		return nil, err
	}
	return contentOf(file)
}

// contentOf reads a file that is not kept.
func contentOf(file File) ([]byte, error) {
	if kept, ok := file.Body.(Releaser); ok {
		defer kept.Release()
	}
	return file.Body.Bytes()
}

// bodyOf reads the body of a request, if it is announced and not too long.
func bodyOf(r *Request, limit int64) ([]byte, error) {
	if err := lengthOf(r, limit); err != nil {
		return nil, err
	}
	text, err := r.Body.Bytes()
	if err != nil || int64(len(text)) != r.Length {
		return nil, refuse(400, "bad request: the body is not as long as was announced")
	}
	return text, nil
}

func lengthOf(r *Request, limit int64) error {
	switch {
	case r.Length < 0:
		return refuse(411, "length required: say Content-Length")
	case r.Length > limit:
		return refuse(413, "content too large: %d bytes, at most %d are taken", r.Length, limit)
	case r.Length == 0 || r.Body == nil:
		return refuse(400, "bad request: no body")
	}
	return nil
}
