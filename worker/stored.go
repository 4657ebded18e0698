package worker

import (
	"errors"
	"fmt"
	"time"

	"nearmiss/worker/tuf"
)

// maxRoots is how many roots are followed, stored or new: one a year, and many
// accidents.
const maxRoots = 64

// notChecked is the time at which nothing is expired.
var notChecked time.Time

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

// storedTimestamp reads the timestamp of a channel and verifies it by a root,
// expired or not. file is returned if there is one, and timestamp only if the root
// vouches for it.
func (s *Service) storedTimestamp(channel channel, root *tuf.Root) (file File, text []byte, timestamp *tuf.Timestamp, err error) {
	if file, err = s.store.Get(channel.metadata(tuf.RoleTimestamp, 0)); err != nil {
		return File{}, nil, nil, err
	}
	if text, err = contentOf(file); err != nil {
		return File{}, nil, nil, err
	}
	if timestamp, err = root.Timestamp(text, notChecked); err != nil {
		timestamp = nil
	}
	return file, text, timestamp, nil
}

// storedSnapshot reads the snapshot that a stored timestamp names; nil if the root
// does not vouch for it.
func (s *Service) storedSnapshot(channel channel, root *tuf.Root, timestamp *tuf.Timestamp) (*tuf.Snapshot, error) {
	text, err := s.text(channel.metadata(tuf.RoleSnapshot, timestamp.Snapshot.Version))
	if err != nil {
		return nil, err
	}
	snapshot, err := root.Snapshot(text, timestamp.Snapshot, notChecked)
	if err != nil {
		return nil, nil
	}
	return snapshot, nil
}
