package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"nearmiss/worker/tuf"
)

// status is the JSON of /v1/status. Times are UTC, sizes bytes.
type status struct {
	Published  bool       `json:"published"` // something can be read here
	Written    *time.Time `json:"written,omitempty"`
	AgeSeconds int64      `json:"age_seconds"` // since something was last published
	Lists      int        `json:"lists"`
	Bytes      int64      `json:"bytes"` // of all targets

	// By role: root, targets, snapshot, timestamp; absent without signed metadata.
	Metadata map[tuf.Role]roleStatus `json:"metadata,omitempty"`
	Warnings []string                `json:"warnings"` // what expires soon, in words
}

// roleStatus is the version and end of a role's metadata.
type roleStatus struct {
	Version int64     `json:"version"`
	Expires time.Time `json:"expires"`
}

// health is read from the store itself, never from memory: that is what it is
// asked about.
func (s *Service) health() *Response {
	for _, key := range []string{public.metadata(tuf.RoleTimestamp, 0), catalogueKey} {
		there, err := s.store.Has(key)
		if err != nil {
			s.options.Report(fmt.Sprintf("health: %v", err))
			return unavailable
		}
		if there {
			return answer(200, noStore, "ok")
		}
	}
	return answer(503, noStore, "unavailable: nothing has been published here yet")
}

func (s *Service) status() *Response {
	shown, err := s.currentStatus()
	if err != nil {
		s.options.Report(fmt.Sprintf("status: %v", err))
		return unavailable
	}
	return jsonAnswer(200, cacheOneMinute, shown)
}

// Watch returns a line for everything that is wrong or will be soon: metadata
// that expires, a store that cannot be read. It is for a timer.
func (s *Service) Watch() []string {
	shown, err := s.currentStatus()
	if err != nil {
		return []string{fmt.Sprintf("what is published cannot be read: %v", err)}
	}
	if !shown.Published {
		return []string{"nothing has been published yet"}
	}
	return shown.Warnings
}

// currentStatus reads what is published in the public channel: signed metadata, or
// the catalogue alone.
func (s *Service) currentStatus() (*status, error) {
	shown := &status{Warnings: []string{}}
	root, _, err := s.storedRoot(public)
	if errors.Is(err, ErrNotFound) {
		return shown, s.catalogued(shown)
	}
	if err != nil {
		return nil, err
	}
	file, _, timestamp, err := s.storedTimestamp(public, root)
	if errors.Is(err, ErrNotFound) {
		return shown, s.catalogued(shown)
	}
	if err != nil {
		return nil, err
	}
	s.written(shown, file.Written)
	if timestamp == nil {
		shown.Warnings = append(shown.Warnings, "the newest root does not vouch for the timestamp: clients take no update")
		return shown, nil
	}
	snapshot, err := s.storedSnapshot(public, root, timestamp)
	if err != nil {
		return nil, err
	}
	if snapshot == nil {
		return nil, fmt.Errorf("snapshot %d is not the one that was published", timestamp.Snapshot.Version)
	}
	text, err := s.text(public.metadata(tuf.RoleTargets, snapshot.Targets.Version))
	if err != nil {
		return nil, err
	}
	targets, err := root.Targets(text, snapshot.Targets, notChecked)
	if err != nil {
		return nil, err
	}
	for name, target := range targets.All {
		shown.Bytes += target.Length
		if isList(name) {
			shown.Lists++
		}
	}
	shown.Metadata = map[tuf.Role]roleStatus{
		tuf.RoleRoot:      {root.Version, root.Expires},
		tuf.RoleTargets:   {targets.Version, targets.Expires},
		tuf.RoleSnapshot:  {snapshot.Version, snapshot.Expires},
		tuf.RoleTimestamp: {timestamp.Version, timestamp.Expires},
	}
	shown.warn(s.options.Now())
	return shown, nil
}

// isList reports whether a target is a list. Deltas between two texts of a list end
// in .txt too: "delta-", 16 hex digits of the first text's hash, "-", 16 of the second's.
func isList(name string) bool {
	name, isText := strings.CutSuffix(name, ".txt")
	hashes, isDelta := strings.CutPrefix(name, "delta-")
	before, after, _ := strings.Cut(hashes, "-")
	isDelta = isDelta && len(before) == 16 && len(after) == 16 && strings.Trim(before+after, "0123456789abcdef") == ""
	return isText && !isDelta
}

func (s *Service) written(shown *status, at time.Time) {
	at = at.UTC().Truncate(time.Second)
	shown.Published, shown.Written = true, &at
	shown.AgeSeconds = int64(s.options.Now().Sub(at) / time.Second)
}

func (shown *status) warn(now time.Time) {
	for _, role := range []tuf.Role{tuf.RoleTimestamp, tuf.RoleSnapshot, tuf.RoleTargets, tuf.RoleRoot} {
		expires := shown.Metadata[role].Expires
		left := expires.Sub(now)
		switch {
		case left <= 0:
			shown.Warnings = append(shown.Warnings, fmt.Sprintf("%s expired at %s: clients take no update", role, expires.Format(time.RFC3339)))
		case left < tuf.Notice[role]:
			shown.Warnings = append(shown.Warnings, fmt.Sprintf("%s expires in %d hours, at %s: sign it again", role, left/time.Hour, expires.Format(time.RFC3339)))
		}
	}
}

// catalogueKey is the file that names the lists of a server without signed
// metadata.
const catalogueKey = "v1/catalogue.json"

func (s *Service) catalogued(shown *status) error {
	file, err := s.store.Get(catalogueKey)
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
	var catalogue struct {
		Lists []struct {
			Length int64 `json:"length"`
		} `json:"lists"`
	}
	if err := json.Unmarshal(text, &catalogue); err != nil {
		return fmt.Errorf("the catalogue: %w", err)
	}
	s.written(shown, file.Written)
	shown.Lists = len(catalogue.Lists)
	for _, list := range catalogue.Lists {
		shown.Bytes += list.Length
	}
	return nil
}
