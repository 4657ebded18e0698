package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"
)

// Config is what a check starts from.
type Config struct {
	Now   time.Time
	Root  []byte   // the root that came with the program, or that policy names
	State *State   // of the last check's Kept or Result; nil when there was none
	Held  []string // sha256 of the texts that the client has, of any channel
	Scope Scope
}

// State is the verified metadata to be kept between checks, as it was fetched.
type State struct {
	Root      string `json:"root"`
	Timestamp string `json:"timestamp"`
	Snapshot  string `json:"snapshot"`
	Targets   string `json:"targets"`
}

// Want is one file to be fetched.
type Want struct {
	Path  string // below the channel's URL and "v1/"
	Limit int64  // bytes; a longer body is not worth reading
	// Optional: that the server has none is an answer too.
	Optional bool
	// Base is the sha256 of the held text that a delta changes; "" for all else.
	Base string
	// Makes is the sha256 of the list text that comes of it; "" for metadata.
	Makes string
	// IsHeld: the client has the text and gives it without fetching it.
	IsHeld bool
}

// List is one verified list of a channel, or a description of a webmail.
type List struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Length int64  `json:"length"`

	isWebmail bool
}

// path is where the server has it.
func (l List) path() string {
	if l.isWebmail {
		return "targets/" + l.SHA256 + "." + WebmailPath(l.Name)
	}
	return "targets/" + l.SHA256 + "." + l.Name + ".txt"
}

// Result is what a check ended with.
type Result struct {
	State   *State
	Version int64 // of the targets metadata: what people call the version of the lists
	Changed bool  // the set of lists is another than State named before
	Expires time.Time
	Lists   []List // by name
	// Webmails are the descriptions of webmails, by id, which is their name here.
	Webmails []List
}

// Session is one check for news. It is not safe for concurrent use.
type Session struct {
	config    Config
	trusted   *trustedmetadata.TrustedMetadata
	state     State // verified in this session
	kept      State // the same, and what the client had where nothing newer was verified
	held      map[string]bool
	stage     stage
	rotations int
	lists     []List
	webmails  []List
	deltas    map[string]delta // by the result's sha256
	pending   []List
	failed    error
}

type stage int

const (
	atRoot stage = iota
	atTimestamp
	atSnapshot
	atTargets
	atLists
	atEnd
)

// Begin starts a check. The error is a *Refusal when the trusted root cannot be
// used.
func Begin(config Config) (*Session, error) {
	if config.Scope.Roles() == nil {
		return nil, refuse(ReasonFormat, "there is no scope %q", config.Scope)
	}
	s := &Session{config: config, held: make(map[string]bool, len(config.Held))}
	for _, sum := range config.Held {
		s.held[sum] = true
	}
	anchor, err := openRoot(config.Root, config.Now)
	if err != nil {
		return nil, fmt.Errorf("the root that came with the program: %w", err)
	}
	s.trusted, s.state.Root = anchor, string(config.Root)
	if config.State != nil {
		s.kept = *config.State
		// A newer root in the program than in the state is a recovery: the state
		// of the lost keys is not looked at.
		kept, err := openRoot([]byte(config.State.Root), config.Now)
		if err == nil && kept.Root.Signed.Version >= anchor.Root.Signed.Version {
			s.trusted, s.state.Root = kept, config.State.Root
		}
	}
	s.kept.Root = s.state.Root
	return s, nil
}

// Next returns what to fetch now, or nil when the check is over.
func (s *Session) Next() *Want {
	if s.failed != nil {
		return nil
	}
	switch s.stage {
	case atRoot:
		return &Want{Path: s.path(s.trusted.Root.Signed.Version+1, "root"), Limit: MaxRoot, Optional: true}
	case atTimestamp:
		return &Want{Path: "metadata/timestamp.json", Limit: MaxTimestamp}
	case atSnapshot:
		meta := s.trusted.Timestamp.Signed.Meta["snapshot.json"]
		return &Want{Path: s.path(meta.Version, "snapshot"), Limit: limitOf(meta)}
	case atTargets:
		meta := s.trusted.Snapshot.Signed.Meta["targets.json"]
		return &Want{Path: s.path(meta.Version, "targets"), Limit: limitOf(meta)}
	case atLists:
		next := s.pending[0]
		if d, ok := s.deltas[next.SHA256]; ok {
			return &Want{Path: d.target.path(), Limit: d.target.Length, Base: d.base, Makes: next.SHA256}
		}
		return &Want{Path: next.path(), Limit: next.Length, Makes: next.SHA256, IsHeld: s.held[next.SHA256]}
	}
	return nil
}

func (s *Session) path(version int64, role string) string {
	return "metadata/" + strconv.FormatInt(version, 10) + "." + role + ".json"
}

func limitOf(meta *metadata.MetaFiles) int64 {
	if meta.Length > 0 && meta.Length < MaxMetadata {
		return meta.Length
	}
	return MaxMetadata
}

// Give takes the body of what Next asked for.
func (s *Session) Give(body []byte) error {
	want := s.Next()
	if want == nil {
		return s.fail(errors.New("nothing was asked for"))
	}
	if sum := sha256.Sum256(body); want.IsHeld && hex.EncodeToString(sum[:]) != want.Makes {
		delete(s.held, want.Makes) // spoilt in the client's store: it is fetched
		return nil
	}
	if int64(len(body)) > want.Limit {
		return s.fail(refuse(ReasonLength, "%s is longer than %d bytes", want.Path, want.Limit))
	}
	switch s.stage {
	case atRoot:
		return s.fail(readable("root", func() error { return s.giveRoot(body) }))
	case atTimestamp:
		return s.fail(readable("timestamp", func() error { return s.giveTimestamp(body) }))
	case atSnapshot:
		return s.fail(readable("snapshot", func() error { return s.giveSnapshot(body) }))
	case atTargets:
		return s.fail(readable("targets", func() error { return s.giveTargets(body) }))
	default:
		if want.Base != "" {
			return s.fail(errors.New("a delta was asked for: it is given with its base"))
		}
		return s.fail(s.giveList(body))
	}
}

// Missing says that the server has no such file.
func (s *Session) Missing() error {
	want := s.Next()
	switch {
	case want == nil:
		return s.fail(errors.New("nothing was asked for"))
	case want.Base != "":
		delete(s.deltas, want.Makes) // the whole list does as well
		return nil
	case want.IsHeld:
		delete(s.held, want.Makes)
		return nil
	case !want.Optional:
		return s.fail(refuse(ReasonMissing, "the server has no %s", want.Path))
	}
	s.afterRoots()
	return nil
}

func (s *Session) fail(err error) error {
	if err != nil {
		s.failed = err
	}
	return err
}

// Kept returns the metadata that has been verified until now, however the session
// ends (TUF 1.0, sections 5.3.8, 5.4.5, 5.5.7): the State of the next check, unless
// there is a Result.
func (s *Session) Kept() *State {
	kept := s.kept
	return &kept
}

// Result returns what the check ended with, or nil when it has not, or not well.
func (s *Session) Result() *Result {
	if s.failed != nil || s.stage != atEnd {
		return nil
	}
	state := s.state
	targets := s.trusted.Targets[metadata.TARGETS].Signed
	expires := s.trusted.Timestamp.Signed.Expires
	for _, other := range []time.Time{s.trusted.Snapshot.Signed.Expires, targets.Expires, s.trusted.Root.Signed.Expires} {
		if other.Before(expires) {
			expires = other
		}
	}
	return &Result{
		State: &state, Version: targets.Version, Expires: expires, Lists: s.lists, Webmails: s.webmails,
		Changed: s.config.State == nil || s.config.State.Targets != state.Targets,
	}
}
