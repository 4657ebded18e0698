package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
)

// listOf returns the name in the path of a target that is a list or a delta.
func listOf(path string) (name string, ok bool) {
	name, ok = strings.CutSuffix(path, ".txt")
	return name, ok && 1 <= len(name) && len(name) <= 64 && consistsOf(name, "abcdefghijklmnopqrstuvwxyz0123456789-")
}

// WebmailPath is the path of the target that describes a webmail.
func WebmailPath(id string) string { return "webmail-" + id + ".json" }

// WebmailOf returns the id in the path of a target that describes a webmail.
func WebmailOf(path string) (id string, ok bool) {
	id, ok = strings.CutPrefix(path, "webmail-")
	id, isJSON := strings.CutSuffix(id, ".json")
	return id, ok && isJSON && 1 <= len(id) && len(id) <= 30 && consistsOf(id, "abcdefghijklmnopqrstuvwxyz0123456789-")
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
		if id, ok := WebmailOf(path); ok {
			if err := s.webmail(id, file); err != nil {
				return err
			}
			continue
		}
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
		s.lists, s.pending = append(s.lists, l), append(s.pending, l)
	}
	if len(s.lists) == 0 {
		return refuse(ReasonFormat, "targets: no list")
	}
	byName := func(a, b List) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(s.lists, byName)
	slices.SortFunc(s.pending, byName)
	missing := slices.DeleteFunc(slices.Clone(s.pending), func(l List) bool { return s.held[l.SHA256] })
	s.deltas = usable(deltas, missing, s.config.Held)
	s.afterList()
	return nil
}

// webmail takes the word on a description of a webmail. An organisation adds
// domains, and does not say how pages are read.
func (s *Session) webmail(id string, file *metadata.TargetFiles) error {
	if file == nil {
		return refuse(ReasonFormat, "targets: says nothing of %.80q", WebmailPath(id))
	}
	if s.config.Scope != ScopePublic {
		return refuse(ReasonScope, "%s: this channel may not describe webmails", WebmailPath(id))
	}
	sum := file.Hashes["sha256"]
	if len(sum) != sha256.Size || file.Length < 1 || file.Length > MaxWebmail {
		return refuse(ReasonFormat, "targets: %.80q is no description of a webmail", WebmailPath(id))
	}
	w := List{Name: id, SHA256: hex.EncodeToString(sum), Length: file.Length, isWebmail: true}
	s.pending = append(s.pending, w)
	return nil
}

// afterList goes on to the next list, or to the end.
func (s *Session) afterList() {
	s.stage = atLists
	if len(s.pending) == 0 {
		s.stage = atEnd
	}
}

func (s *Session) giveList(text []byte) error {
	next := s.pending[0]
	if err := s.checkList(next, text); err != nil {
		return err
	}
	if next.isWebmail && isDescription(next.Name, text) {
		s.webmails = append(s.webmails, next)
	}
	s.pending = s.pending[1:]
	s.afterList()
	return nil
}

// isDescription reports whether a text can be the description of that webmail:
// another kind of text is never held as one. The schema is checked by pages.
func isDescription(id string, text []byte) bool {
	var description struct {
		ID      string `json:"id"`
		Version int64  `json:"version"`
	}
	return json.Unmarshal(text, &description) == nil && description.ID == id && description.Version > 0
}

func (s *Session) checkList(want List, text []byte) error {
	if sum := sha256.Sum256(text); int64(len(text)) != want.Length || hex.EncodeToString(sum[:]) != want.SHA256 {
		return refuse(ReasonHash, "%s: not the bytes that were signed", want.Name)
	}
	if want.isWebmail {
		return nil
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
