package worker

import (
	"errors"
	"slices"

	"nearmiss/worker/tuf"
)

// publish takes a bundle because its signatures verify and it is newer than what
// is there, and from anybody: the server keeps no secret. Files that are named by
// version or hash are written first and only if absent, the timestamp that makes
// them current last and only over the one that was verified against. A publication
// can so be broken off anywhere and repeated, and of two at once one wins whole.
func (s *Service) publish(r *Request, channel channel) *Response {
	p, missing, err := s.bringIn(r, channel)
	switch {
	case err != nil:
		return s.failed("publishing to "+string(channel), err)
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
	if p, err = s.verify(r, channel); err != nil {
		return nil, nil, err
	}
	if missing, err = s.storeHidden(p); err != nil || len(missing) > 0 {
		return p, missing, err
	}
	return p, nil, s.makeCurrent(p)
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
