package worker

import (
	"encoding/json"
	"sync"
	"time"

	"nearmiss/worker/tuf"
)

// A target's name holds the hash of its bytes, so anybody can invent as many names
// as they like, and each would cost a reading of the store, which is paid for. In
// each minute so many targets that are not in memory are looked for; after that
// only what the current version names. A client may ask for other ones only if it
// began before the last publication, and then it comes back.
const maxTargetReads = 120

// targetReads counts readings of targets. Each isolate has its own.
type targetReads struct {
	mu    sync.Mutex
	since time.Time
	count int
	names map[channel]current
}

// current is what a channel's newest version names.
type current struct {
	etag    string // of the timestamp that it was read by
	targets map[string]bool
}

// mayRead reports whether the store is to be asked for a target.
func (s *Service) mayRead(r route) bool {
	if r.name == "" {
		return true
	}
	s.targetReads.mu.Lock()
	now := s.options.Now()
	if now.Sub(s.targetReads.since) >= time.Minute || now.Before(s.targetReads.since) {
		s.targetReads.since, s.targetReads.count = now, 0
	}
	isLeft := s.targetReads.count < maxTargetReads
	s.targetReads.count++
	s.targetReads.mu.Unlock()
	return isLeft || s.isCurrent(r)
}

// isCurrent reports whether the newest version of the channel names a target. Of an
// organisation's channel, whose name may be invented too, only what is in memory is
// looked at.
func (s *Service) isCurrent(r route) bool {
	key := r.channel.metadata(tuf.RoleTimestamp, 0)
	timestamp, ok := s.recent.get(key)
	if r.channel == public && (!ok || !timestamp.current(s.options.Now(), s.options.Fresh)) {
		about, _ := routeOf("/" + key)
		var err error
		if timestamp, err = s.read(about); err != nil {
			return true // rather once too often than a list that cannot be had
		}
		ok = true
	}
	if !ok || !timestamp.found {
		return false
	}
	// No lock is held while the store is read: no request may wait for another's.
	s.targetReads.mu.Lock()
	known := s.targetReads.names[r.channel]
	s.targetReads.mu.Unlock()
	if known.etag != timestamp.file.ETag {
		targets := s.currentTargets(r.channel, timestamp)
		if targets == nil {
			return true
		}
		known = current{timestamp.file.ETag, targets}
		s.targetReads.mu.Lock()
		if s.targetReads.names == nil || len(s.targetReads.names) >= maxName {
			s.targetReads.names = make(map[channel]current)
		}
		s.targetReads.names[r.channel] = known
		s.targetReads.mu.Unlock()
	}
	return known.targets[r.sha256+"."+r.name]
}

// currentTargets follows the timestamp to the targets by reading both files: what
// they say is believed, since they were verified when they were published.
func (s *Service) currentTargets(c channel, timestamp *entry) map[string]bool {
	snapshot := s.versionNamed(timestamp.file, "snapshot.json")
	file, err := s.store.Get(c.metadata(tuf.RoleSnapshot, snapshot))
	if err != nil {
		return nil
	}
	targets := s.versionNamed(file, "targets.json")
	text, err := s.text(c.metadata(tuf.RoleTargets, targets))
	if err != nil {
		return nil
	}
	var named struct {
		Signed struct {
			Targets map[string]struct {
				Hashes struct {
					SHA256 string `json:"sha256"`
				} `json:"hashes"`
			} `json:"targets"`
		} `json:"signed"`
	}
	if json.Unmarshal(text, &named) != nil {
		return nil
	}
	names := make(map[string]bool, len(named.Signed.Targets))
	for path, target := range named.Signed.Targets {
		names[target.Hashes.SHA256+"."+path] = true
	}
	return names
}

// versionNamed is the version of a file that metadata names; 0 for none.
func (s *Service) versionNamed(file File, name string) int64 {
	text, err := file.Body.Bytes()
	if err != nil {
		return 0
	}
	var meta struct {
		Signed struct {
			Meta map[string]struct {
				Version int64 `json:"version"`
			} `json:"meta"`
		} `json:"signed"`
	}
	if json.Unmarshal(text, &meta) != nil {
		return 0
	}
	return meta.Signed.Meta[name].Version
}
