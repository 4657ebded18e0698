package release

import (
	"cmp"
	"fmt"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

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
	root, err := metadata.Root().FromBytes([]byte(state.Root))
	targets, err1 := metadata.Targets().FromBytes([]byte(state.Targets))
	snapshot, err2 := metadata.Snapshot().FromBytes([]byte(state.Snapshot))
	timestamp, err3 := metadata.Timestamp().FromBytes([]byte(state.Timestamp))
	if err := cmp.Or(err, err1, err2, err3); err != nil {
		return nil, err
	}
	return []Expiry{
		{fmt.Sprintf("%d.root.json", root.Signed.Version), root.Signed.Expires, tuf.Notice[tuf.RoleRoot]},
		{fmt.Sprintf("%d.targets.json", targets.Signed.Version), targets.Signed.Expires, tuf.Notice[tuf.RoleTargets]},
		{fmt.Sprintf("%d.snapshot.json", snapshot.Signed.Version), snapshot.Signed.Expires, tuf.Notice[tuf.RoleSnapshot]},
		{fmt.Sprintf("timestamp.json (%d)", timestamp.Signed.Version), timestamp.Signed.Expires, tuf.Notice[tuf.RoleTimestamp]},
	}, nil
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
