package release

import (
	"encoding/json"
	"fmt"
	"time"

	"nearmiss/wasm/update/verify"
	"nearmiss/worker/tuf"
)

// Expiry is when one role's word ends.
type Expiry struct {
	File    string
	Expires time.Time
	Warn    time.Duration // how long before its end somebody must act
}

// IsDue reports whether somebody must act.
func (e Expiry) IsDue(now time.Time) bool { return !now.Before(e.Expires.Add(-e.Warn)) }

// Expiries says when the word of each role ends that a client of this state
// relies on.
func Expiries(state *verify.State) ([]Expiry, error) {
	var all []Expiry
	for _, of := range []struct {
		role       tuf.Role
		text, file string // file: its name, with the version
	}{
		{tuf.RoleRoot, state.Root, "%d.root.json"},
		{tuf.RoleTargets, state.Targets, "%d.targets.json"},
		{tuf.RoleSnapshot, state.Snapshot, "%d.snapshot.json"},
		{tuf.RoleTimestamp, state.Timestamp, "timestamp.json (%d)"},
	} {
		var metadata struct {
			Signed struct {
				Version int64
				Expires time.Time
			}
		}
		if err := json.Unmarshal([]byte(of.text), &metadata); err != nil {
			return nil, fmt.Errorf("%s: %w", of.role, err)
		}
		all = append(all, Expiry{fmt.Sprintf(of.file, metadata.Signed.Version), metadata.Signed.Expires, tuf.Notice[of.role]})
	}
	return all, nil
}

// PublishedExpiries says so of what is published from here; nil before the first
// time.
func (r *Repository) PublishedExpiries() ([]Expiry, error) {
	state, _, err := r.publishedState()
	if err != nil || state == nil {
		return nil, err
	}
	return Expiries(state)
}
