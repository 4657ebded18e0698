package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/wasm/update/verify"
)

// RootChange is what a staged root makes different: what a person signs.
type RootChange struct {
	Version, Before int64 // Before is 0 for the first root
	Expires         time.Time
	Scope           verify.Scope
	Roles           []RoleChange
	// SHA256 is of the bytes that signatures are made of, in hexadecimal. It is the
	// same before and after anybody has signed.
	SHA256 string
}

// RoleChange is who may sign for a role, or for roles with the same keys.
type RoleChange struct {
	Names                      []string
	Threshold, ThresholdBefore int
	Added, Removed, Kept       []NamedKey
}

// NamedKey is a key and the name of the file that it was handed in as; "" when
// that is not known. Only the id is proven.
type NamedKey struct{ ID, File string }

// StagedRoot describes the staged root beside the one before; nil when none is
// staged.
func (r *Repository) StagedRoot() (*RootChange, error) {
	v, err := versionsIn(r.staged())
	if err != nil || v.root == 0 {
		return nil, err
	}
	next, err := read(metadata.Root(), metadataPath(r.staged(), v.root, "root"))
	if err != nil {
		return nil, err
	}
	scope, err := r.Scope()
	if err != nil {
		return nil, err
	}
	signed, err := cjson.EncodeCanonical(next.Signed)
	if err != nil {
		return nil, err
	}
	change := &RootChange{Version: next.Signed.Version, Expires: next.Signed.Expires, Scope: scope, SHA256: sumOf(string(signed))}
	before := metadata.Root()
	if published, err := versionsIn(r.published()); err != nil {
		return nil, err
	} else if published.root > 0 {
		if before, err = read(metadata.Root(), metadataPath(r.published(), published.root, "root")); err != nil {
			return nil, err
		}
		change.Before = before.Signed.Version
	} else {
		before.Signed.Roles = nil
	}
	names, err := r.keyNames()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP} {
		role := changeOfRole(before.Signed.Roles[name], next.Signed.Roles[name], names)
		if n := len(change.Roles); n > 0 && change.Roles[n-1].isSame(role) {
			change.Roles[n-1].Names = append(change.Roles[n-1].Names, name)
			continue
		}
		role.Names = []string{name}
		change.Roles = append(change.Roles, role)
	}
	return change, nil
}

func changeOfRole(before, next *metadata.Role, names map[string]string) RoleChange {
	var had, has []string
	var change RoleChange
	if before != nil {
		had, change.ThresholdBefore = before.KeyIDs, before.Threshold
	}
	if next != nil {
		has, change.Threshold = next.KeyIDs, next.Threshold
	}
	for _, id := range has {
		if slices.Contains(had, id) {
			change.Kept = append(change.Kept, NamedKey{id, names[id]})
		} else {
			change.Added = append(change.Added, NamedKey{id, names[id]})
		}
	}
	for _, id := range had {
		if !slices.Contains(has, id) {
			change.Removed = append(change.Removed, NamedKey{id, names[id]})
		}
	}
	return change
}

func (c RoleChange) isSame(other RoleChange) bool {
	return c.Threshold == other.Threshold && c.ThresholdBefore == other.ThresholdBefore && slices.Equal(c.Added, other.Added) &&
		slices.Equal(c.Removed, other.Removed) && slices.Equal(c.Kept, other.Kept)
}

// keyNames are the files that keys were handed in as, by id. They are for people
// who compare; nothing relies on them.
func (r *Repository) keyNames() (map[string]string, error) {
	names := make(map[string]string)
	text, err := os.ReadFile(r.keyNamesPath())
	if errors.Is(err, fs.ErrNotExist) {
		return names, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &names); err != nil {
		return nil, fmt.Errorf("%s: %w", r.keyNamesPath(), err)
	}
	return names, nil
}

func (r *Repository) keyNamesPath() string { return filepath.Join(r.Dir, "keys.json") }

// nameKeys remembers the files that keys were read from.
func (r *Repository) nameKeys(files map[string]string) error {
	if len(files) == 0 {
		return nil
	}
	names, err := r.keyNames()
	if err != nil {
		return err
	}
	for id, file := range files {
		names[id] = strings.TrimSuffix(filepath.Base(file), PublicSuffix)
	}
	text, err := json.MarshalIndent(names, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(r.keyNamesPath(), append(text, '\n'))
}

// checkRecovery wants a new timestamp key when so many list keys are taken away
// that those who hold them could have signed lists. They could also have counted
// the snapshot's version up; clients forget it with the timestamp key that named
// it (TUF 1.0, section 5.3.11), and would refuse every honest snapshot without.
func checkRecovery(before, next *metadata.RootType) error {
	targets := changeOfRole(before.Roles[metadata.TARGETS], next.Roles[metadata.TARGETS], nil)
	if targets.ThresholdBefore == 0 || len(targets.Removed) < targets.ThresholdBefore {
		return nil
	}
	if timestamp := changeOfRole(before.Roles[metadata.TIMESTAMP], next.Roles[metadata.TIMESTAMP], nil); len(timestamp.Kept) == 0 {
		return nil
	}
	return fmt.Errorf("%d list keys are taken away, and %d could sign: whoever holds them may have counted versions up, "+
		"which clients forget with the timestamp key only; name a new one with --timestamp-key", len(targets.Removed), targets.ThresholdBefore)
}
