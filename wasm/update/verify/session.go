// Package verify is a client's side of publishing: what it fetches of a channel,
// in which order, and what it believes.
//
// It follows The Update Framework, specification 1.0, section 5, with go-tuf's
// trusted metadata doing the verification. It is pure: the bytes and the time
// are arguments. A [Session] is one check for news:
//
//	s, err := verify.Begin(config)
//	for {
//		want := s.Next()
//		if want == nil {
//			break
//		}
//		body, found := fetch(want.Path, want.Limit)
//		if found { err = s.Give(body) } else { err = s.Missing() }
//	}
//	result := s.Result()
//
// An error ends a session; what the client had before stays what it has. Nothing
// but texts of lists, which are known by their hash, may be stored before Result.
//
// Beyond the specification: metadata has byte limits before it is described by
// other metadata; targets are bounded in number and size; a list must parse, bear
// its own name and play a role that the channel's scope allows.
package verify

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
	"github.com/theupdateframework/go-tuf/v2/metadata/trustedmetadata"

	"nearmiss/core/list"
)

// Limits of what a channel may ask of a client.
const (
	MaxRoot      = 64 << 10 // a root of 2-of-3 keys in two roles has 3 KB
	MaxTimestamp = 16 << 10 // one has 400 bytes
	MaxMetadata  = 256 << 10
	MaxRotations = 32       // new roots in one check; a key is changed about once a year
	MaxTargets   = 1024     // lists and deltas
	MaxTotal     = 64 << 20 // bytes of all lists together
)

// Scope is what the lists of a channel may do.
type Scope string

const (
	ScopePublic       Scope = "public"        // protect, call known, add public suffixes
	ScopeProtect      Scope = "protect"       // protect and call own: an organisation may only add
	ScopeAllow        Scope = "allow"         // call right
	ScopeProtectAllow Scope = "protect+allow" // both
)

// Roles returns the roles that lists of the scope may play; none when there is no
// such scope.
func (s Scope) Roles() []list.Role {
	switch s {
	case ScopePublic:
		return []list.Role{list.RoleProtected, list.RoleKnown, list.RoleSuffixes}
	case ScopeProtect:
		return []list.Role{list.RoleProtected, list.RoleOwn}
	case ScopeAllow:
		return []list.Role{list.RoleAllowed}
	case ScopeProtectAllow:
		return []list.Role{list.RoleProtected, list.RoleOwn, list.RoleAllowed}
	}
	return nil
}

// Config is what a check starts from.
type Config struct {
	Now   time.Time
	Root  []byte   // the root that came with the program, or that policy names
	State *State   // of the last check's Result; nil when there was none
	Held  []string // sha256 of the list texts that the client has of this channel
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
}

// List is one verified list of a channel.
type List struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Length int64  `json:"length"`
}

// Result is what a check ended with.
type Result struct {
	State   *State
	Version int64 // of the targets metadata: what people call the version of the lists
	Changed bool  // the set of lists is another than State named before
	Expires time.Time
	Lists   []List // by name
}

// Session is one check for news. It is not safe for concurrent use.
type Session struct {
	config    Config
	trusted   *trustedmetadata.TrustedMetadata
	state     State
	stage     stage
	rotations int
	lists     []List
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
	s := &Session{config: config}
	anchor, err := openRoot(config.Root, config.Now)
	if err != nil {
		return nil, fmt.Errorf("the root that came with the program: %w", err)
	}
	s.trusted, s.state.Root = anchor, string(config.Root)
	if config.State != nil {
		// A newer root in the program than in the state is a recovery: the state
		// of the lost keys is not looked at.
		kept, err := openRoot([]byte(config.State.Root), config.Now)
		if err == nil && kept.Root.Signed.Version >= anchor.Root.Signed.Version {
			s.trusted, s.state.Root = kept, config.State.Root
		}
	}
	return s, nil
}

func openRoot(text []byte, now time.Time) (*trustedmetadata.TrustedMetadata, error) {
	if len(text) > MaxRoot {
		return nil, refuse(ReasonLength, "root metadata is longer than %d bytes", MaxRoot)
	}
	var trusted *trustedmetadata.TrustedMetadata
	if err := readable("root", func() (err error) {
		if err := checkRoot(text); err != nil {
			return err
		}
		if trusted, err = trustedmetadata.New(text); err != nil {
			return asRefusal("root", err)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	trusted.RefTime = now
	return trusted, nil
}

// readable makes a refusal of a panic. go-tuf v2.4.2 panics at null in some places
// of metadata, before it looks at signatures, so that anybody between us and the
// server could bring it about.
func readable(role string, use func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = refuse(ReasonFormat, "%s: cannot be read", role)
		}
	}()
	return use()
}

// checkRoot looks at a root before its signatures are: files must be named by
// version and hash, every role must have signers, and every key must be an Ed25519
// key. (go-tuf v2.4.2 panics at one that has not 32 bytes.)
func checkRoot(text []byte) error {
	root, err := metadata.Root().FromBytes(text)
	if err != nil {
		return asRefusal("root", err)
	}
	if !root.Signed.ConsistentSnapshot {
		return refuse(ReasonFormat, "root: not of a repository with consistent snapshots")
	}
	for _, name := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP} {
		if role := root.Signed.Roles[name]; role == nil || role.Threshold < 1 {
			return refuse(ReasonFormat, "root: nobody signs for %s", name)
		}
	}
	for id, key := range root.Signed.Keys {
		if key == nil || key.Type != metadata.KeyTypeEd25519 || key.Scheme != metadata.KeySchemeEd25519 {
			return refuse(ReasonFormat, "root: key %.16q is not of type ed25519", id)
		}
		if public, err := hex.DecodeString(key.Value.PublicKey); err != nil || len(public) != ed25519.PublicKeySize {
			return refuse(ReasonFormat, "root: key %.16q has not 32 bytes", id)
		}
	}
	return nil
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
			return &Want{Path: "targets/" + d.target.SHA256 + "." + d.target.Name + ".txt", Limit: d.target.Length,
				Base: d.base, Makes: next.SHA256}
		}
		return &Want{Path: "targets/" + next.SHA256 + "." + next.Name + ".txt", Limit: next.Length, Makes: next.SHA256}
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
	case !want.Optional:
		return s.fail(refuse(ReasonMissing, "the server has no %s", want.Path))
	}
	s.stage = atTimestamp
	s.recall()
	return nil
}

func (s *Session) fail(err error) error {
	if err != nil {
		s.failed = err
	}
	return err
}

func (s *Session) giveRoot(body []byte) error {
	if s.rotations++; s.rotations > MaxRotations {
		return refuse(ReasonFormat, "more than %d new roots", MaxRotations)
	}
	if err := checkRoot(body); err != nil {
		return err
	}
	if _, err := s.trusted.UpdateRoot(body); err != nil {
		return asRefusal("root", err)
	}
	s.state.Root = string(body)
	return nil
}

// recall loads the timestamp that was believed last time, so that an older one
// is not believed now. A timestamp whose key has been replaced since does not
// load: that is how a client recovers when a thief of the key has published
// absurdly high versions.
func (s *Session) recall() {
	if s.config.State != nil && s.config.State.Timestamp != "" {
		readable("timestamp", func() error {
			s.trusted.UpdateTimestamp([]byte(s.config.State.Timestamp)) // expired or not: it is for comparison
			return nil
		})
		if s.trusted.Timestamp != nil {
			s.state.Timestamp = s.config.State.Timestamp
		}
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
		s.state.Timestamp = string(body)
	}
	if err != nil {
		return asRefusal("timestamp", err)
	}
	if s.trusted.Timestamp.Signed.IsExpired(s.config.Now) {
		return refuse(ReasonExpired, "timestamp: version %d expired", s.trusted.Timestamp.Signed.Version)
	}
	s.stage = atSnapshot
	if s.config.State != nil && s.config.State.Snapshot != "" {
		if readable("snapshot", func() error {
			_, err := s.trusted.UpdateSnapshot([]byte(s.config.State.Snapshot), true)
			return err
		}) == nil {
			s.state.Snapshot = s.config.State.Snapshot
			return s.afterSnapshot()
		}
	}
	return nil
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
	s.state.Snapshot = string(body)
	return s.afterSnapshot()
}

func (s *Session) afterSnapshot() error {
	s.stage = atTargets
	if s.config.State != nil && s.config.State.Targets != "" {
		if readable("targets", func() error {
			_, err := s.trusted.UpdateTargets([]byte(s.config.State.Targets))
			return err
		}) == nil {
			s.state.Targets = s.config.State.Targets
			return s.afterTargets()
		}
	}
	return nil
}

func (s *Session) giveTargets(body []byte) error {
	if _, err := s.trusted.UpdateTargets(body); err != nil {
		return asRefusal("targets", err)
	}
	s.state.Targets = string(body)
	return s.afterTargets()
}

// listOf returns the name in the path of a target that is a list or a delta.
func listOf(path string) (name string, ok bool) {
	name, ok = strings.CutSuffix(path, ".txt")
	return name, ok && 1 <= len(name) && len(name) <= 64 && consistsOf(name, "abcdefghijklmnopqrstuvwxyz0123456789-")
}

func consistsOf(s, letters string) bool { return strings.Trim(s, letters) == "" }

func (s *Session) afterTargets() error {
	targets := s.trusted.Targets[metadata.TARGETS].Signed
	if targets.Delegations != nil {
		return refuse(ReasonFormat, "targets: delegations are not known here")
	}
	if len(targets.Targets) > MaxTargets {
		return refuse(ReasonFormat, "targets: more than %d files", MaxTargets)
	}
	var total int64
	var deltas []List
	for path, file := range targets.Targets {
		name, ok := listOf(path)
		if !ok {
			continue // a kind of target that came after this program
		}
		if file == nil {
			return refuse(ReasonFormat, "targets: says nothing of %.80q", path)
		}
		sum := file.Hashes["sha256"]
		if len(sum) != sha256.Size || file.Length < 1 || file.Length > list.MaxBytes {
			return refuse(ReasonFormat, "targets: %.80q is no list", path)
		}
		l := List{Name: name, SHA256: hex.EncodeToString(sum), Length: file.Length}
		if IsDelta(path) {
			deltas = append(deltas, l)
			continue
		}
		if total += file.Length; total > MaxTotal {
			return refuse(ReasonLength, "targets: the lists together are longer than %d bytes", MaxTotal)
		}
		s.lists = append(s.lists, l)
		if !slices.Contains(s.config.Held, l.SHA256) {
			s.pending = append(s.pending, l)
		}
	}
	if len(s.lists) == 0 {
		return refuse(ReasonFormat, "targets: no list")
	}
	byName := func(a, b List) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(s.lists, byName)
	slices.SortFunc(s.pending, byName)
	s.deltas = usable(deltas, s.pending, s.config.Held)
	s.afterList()
	return nil
}

// afterList goes on to the next list that is not held, or to the end.
func (s *Session) afterList() {
	s.stage = atLists
	if len(s.pending) == 0 {
		s.stage = atEnd
	}
}

func (s *Session) giveList(text []byte) error {
	if err := s.checkList(s.pending[0], text); err != nil {
		return err
	}
	s.pending = s.pending[1:]
	s.afterList()
	return nil
}

func (s *Session) checkList(want List, text []byte) error {
	if sum := sha256.Sum256(text); int64(len(text)) != want.Length || hex.EncodeToString(sum[:]) != want.SHA256 {
		return refuse(ReasonHash, "%s: not the bytes that were signed", want.Name)
	}
	l, err := list.Parse(want.Name, string(text))
	if err != nil {
		return refuse(ReasonFormat, "%v", err)
	}
	if l.Name != want.Name {
		return refuse(ReasonFormat, "%s: calls itself %s", want.Name, l.Name)
	}
	if !slices.Contains(s.config.Scope.Roles(), l.Role) {
		return refuse(ReasonScope, "%s: this channel may have no list of role %s", want.Name, l.Role)
	}
	return nil
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
		State: &state, Version: targets.Version, Expires: expires, Lists: s.lists,
		Changed: s.config.State == nil || s.config.State.Targets != state.Targets,
	}
}
