package verify

import (
	"errors"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// recall loads the timestamp that was believed last time, so that an older one
// is not believed now. A timestamp whose key has been replaced since does not
// load, and is forgotten with its snapshot (TUF 1.0, section 5.3.11): that is how
// a client recovers when a thief of the key has published absurdly high versions.
func (s *Session) recall() {
	if s.config.State == nil || s.config.State.Timestamp == "" {
		return
	}
	err := readable("timestamp", func() error {
		_, err := s.trusted.UpdateTimestamp([]byte(s.config.State.Timestamp)) // expired or not: it is for comparison
		return err
	})
	if s.trusted.Timestamp != nil {
		s.state.Timestamp = s.config.State.Timestamp
		return
	}
	// Under an expired root nothing loads, and nothing is to be forgotten.
	if !s.trusted.Root.Signed.IsExpired(s.trusted.RefTime) && err != nil {
		s.kept.Timestamp, s.kept.Snapshot = "", ""
	}
}

// checkMeta looks at what a timestamp or snapshot names before its signatures are
// looked at. (go-tuf v2.4.2 panics where something named before is missing.)
func checkMeta(role string, meta map[string]*metadata.MetaFiles, needed string) error {
	if meta[needed] == nil {
		return refuse(ReasonFormat, "%s: names no %s", role, needed)
	}
	for name, file := range meta {
		if file == nil {
			return refuse(ReasonFormat, "%s: says nothing of %.80q", role, name)
		}
	}
	return nil
}

func (s *Session) giveTimestamp(body []byte) error {
	timestamp, err := metadata.Timestamp().FromBytes(body)
	if err != nil {
		return asRefusal("timestamp", err)
	}
	if err := checkMeta("timestamp", timestamp.Signed.Meta, "snapshot.json"); err != nil {
		return err
	}
	_, err = s.trusted.UpdateTimestamp(body)
	var equal *metadata.ErrEqualVersionNumber
	if errors.As(err, &equal) {
		err = nil // the one that we have; its own bytes stay
	} else if err == nil {
		s.state.Timestamp, s.kept.Timestamp = string(body), string(body)
	}
	if err != nil {
		return asRefusal("timestamp", err)
	}
	if s.trusted.Timestamp.Signed.IsExpired(s.trusted.RefTime) {
		return refuse(ReasonExpired, "timestamp: version %d expired", s.trusted.Timestamp.Signed.Version)
	}
	s.stage = atSnapshot
	if s.kept.Snapshot == "" {
		return nil
	}
	kept := []byte(s.kept.Snapshot)
	err = readable("snapshot", func() error {
		_, err := s.trusted.UpdateSnapshot(kept, true)
		return err
	})
	// It counts against a rollback; it is used only where the timestamp still means it:
	// a check that failed may have left another one of the same version.
	named := s.trusted.Timestamp.Signed.Meta["snapshot.json"]
	if err != nil || named.VerifyLengthHashes(kept) != nil {
		return nil
	}
	s.state.Snapshot = s.kept.Snapshot
	return s.afterSnapshot()
}

func (s *Session) giveSnapshot(body []byte) error {
	snapshot, err := metadata.Snapshot().FromBytes(body)
	if err != nil {
		return asRefusal("snapshot", err)
	}
	if err := checkMeta("snapshot", snapshot.Signed.Meta, "targets.json"); err != nil {
		return err
	}
	if _, err := s.trusted.UpdateSnapshot(body, false); err != nil {
		return asRefusal("snapshot", err)
	}
	s.state.Snapshot, s.kept.Snapshot = string(body), string(body)
	return s.afterSnapshot()
}

func (s *Session) afterSnapshot() error {
	s.stage = atTargets
	if s.kept.Targets != "" {
		if readable("targets", func() error {
			_, err := s.trusted.UpdateTargets([]byte(s.kept.Targets))
			return err
		}) == nil {
			s.state.Targets = s.kept.Targets
			return s.afterTargets()
		}
	}
	return nil
}

func (s *Session) giveTargets(body []byte) error {
	if _, err := s.trusted.UpdateTargets(body); err != nil {
		return asRefusal("targets", err)
	}
	s.state.Targets, s.kept.Targets = string(body), string(body)
	return s.afterTargets()
}
