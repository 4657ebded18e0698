package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"nearmiss/core/list"
)

// A delta says how one list text becomes another. It is a target of its own,
// named after the first eight bytes of both hashes, "delta-BASE-RESULT":
//
//	# nearmiss-delta: 1
//
//	# nearmiss-list: 1
//	# name: us-federal
//	…                       the whole header of the result
//
//	-gone.gov
//	+new.gov
//
// The lines after the header are sorted by entry. A delta is a hint: what comes
// of it is believed when it has the hash that is signed for the list, like the
// whole list.
type delta struct {
	target List
	base   string // sha256 of the held text
}

// DeltaMagic is the first line of a delta.
const DeltaMagic = "# nearmiss-delta: 1"

// DeltaName returns the target name of the delta between two texts, by their
// sha256 in hexadecimal.
func DeltaName(base, result string) string { return "delta-" + base[:16] + "-" + result[:16] }

// usable finds for pending lists a delta whose base is held. Of the names only
// the hashes' beginnings are known, which is enough for a hint.
func usable(deltas, pending []List, held []string) map[string]delta {
	found := make(map[string]delta)
	for _, d := range deltas {
		base, result, _ := hashesOf(d.Name)
		i := slices.IndexFunc(held, func(sum string) bool { return strings.HasPrefix(sum, base) })
		j := slices.IndexFunc(pending, func(l List) bool { return strings.HasPrefix(l.SHA256, result) })
		if i >= 0 && j >= 0 && d.Length < pending[j].Length {
			found[pending[j].SHA256] = delta{d, held[i]}
		}
	}
	return found
}

// MakeDelta returns the delta from one list to another.
func MakeDelta(base, result *list.List) string {
	header := *result
	header.Domains, header.Suffixes, header.Exceptions, header.Removed = nil, nil, nil, nil
	var b strings.Builder
	b.WriteString(DeltaMagic + "\n\n" + list.Format(&header))
	before, after := base.Entries(), result.Entries()
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(after) == 0 || len(before) > 0 && before[0] < after[0]:
			b.WriteString("-" + before[0] + "\n")
			before = before[1:]
		case len(before) == 0 || after[0] < before[0]:
			b.WriteString("+" + after[0] + "\n")
			after = after[1:]
		default:
			before, after = before[1:], after[1:]
		}
	}
	return b.String()
}

var errDelta = errors.New("is no delta of this list")

// ApplyDelta returns the text that a delta makes of a list's text. The caller
// checks its hash.
func ApplyDelta(delta, base string) (string, error) {
	header, changes, ok := strings.Cut(strings.TrimPrefix(delta, DeltaMagic+"\n\n"), "\n\n")
	_, entries, hasHeader := strings.Cut(base, "\n\n")
	if !ok || !hasHeader || !strings.HasPrefix(delta, DeltaMagic+"\n\n") {
		return "", errDelta
	}
	var b strings.Builder
	b.Grow(len(header) + len(entries) + len(changes))
	b.WriteString(header + "\n\n")
	for changes != "" {
		change, rest, ended := strings.Cut(changes, "\n")
		if !ended || len(change) < 2 || change[0] != '+' && change[0] != '-' {
			return "", errDelta
		}
		changes = rest
		entry := change[1:] + "\n"
		for entries != "" { // up to where the change belongs
			end := strings.IndexByte(entries, '\n') + 1
			if end == 0 {
				return "", errDelta
			}
			if entries[:end-1] >= change[1:] {
				break
			}
			b.WriteString(entries[:end])
			entries = entries[end:]
		}
		stands := strings.HasPrefix(entries, entry)
		switch {
		case change[0] == '-' && stands:
			entries = entries[len(entry):]
		case change[0] == '+' && !stands:
			b.WriteString(entry)
		default:
			return "", errDelta
		}
	}
	b.WriteString(entries)
	return b.String(), nil
}

// GiveDelta takes the body of a delta that Next asked for and the held text that
// it changes, and returns the new list's text. When that is not what was signed,
// ok is false and Next asks for the whole list.
func (s *Session) GiveDelta(body, base []byte) (text string, ok bool) {
	want := s.Next()
	if want == nil || want.Base == "" {
		return "", false
	}
	next := s.pending[0]
	delete(s.deltas, next.SHA256)
	if held := sha256.Sum256(base); int64(len(body)) > want.Limit || hex.EncodeToString(held[:]) != want.Base {
		return "", false
	}
	text, err := ApplyDelta(string(body), string(base))
	if err != nil || s.checkList(next, []byte(text)) != nil {
		return "", false
	}
	s.pending = s.pending[1:]
	s.afterList()
	return text, true
}

// IsDelta reports whether a path in targets metadata is a delta's.
func IsDelta(path string) bool {
	base, result, ok := hashesOf(strings.TrimSuffix(path, ".txt"))
	return ok && len(base) == 16 && len(result) == 16 && consistsOf(base+result, "0123456789abcdef")
}

// hashesOf returns the beginnings of both hashes in a delta's name.
func hashesOf(name string) (base, result string, ok bool) {
	both, ok := strings.CutPrefix(name, "delta-")
	base, result, found := strings.Cut(both, "-")
	return base, result, ok && found
}
