package release

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// KeySet says whose signatures a new root asks for. An empty list of keys leaves
// a role as it is; the snapshot is signed by the keys of the targets.
type KeySet struct {
	Root, Targets, Timestamp        []string // files of public keys
	RootThreshold, TargetsThreshold int
}

// StageRoot stages the next root, with new keys where the set names some. The
// first root needs keys for every role.
func (r *Repository) StageRoot(set KeySet, now time.Time) (version int64, err error) {
	next := metadata.Root(expiry(now, RootLife))
	next.Signed.ConsistentSnapshot = true
	v, err := versionsIn(r.published())
	if err != nil {
		return 0, err
	}
	if v.root > 0 {
		current, err := read(metadata.Root(), metadataPath(r.published(), v.root, "root"))
		if err != nil {
			return 0, err
		}
		next.Signed.Keys, next.Signed.Roles = current.Signed.Keys, current.Signed.Roles
	}
	before := next.Signed
	before.Roles = maps.Clone(next.Signed.Roles)
	next.Signed.Roles = maps.Clone(next.Signed.Roles)
	next.Signed.Keys = maps.Clone(next.Signed.Keys)
	names := make(map[string]string)
	next.Signed.Version = v.root + 1
	for _, role := range []struct {
		names     []string
		files     []string
		threshold int
	}{
		{[]string{metadata.ROOT}, set.Root, set.RootThreshold},
		{[]string{metadata.TARGETS, metadata.SNAPSHOT}, set.Targets, set.TargetsThreshold},
		{[]string{metadata.TIMESTAMP}, set.Timestamp, 1},
	} {
		for _, name := range role.names {
			if len(role.files) == 0 {
				if v.root == 0 {
					return 0, fmt.Errorf("the first root needs keys for %s", name)
				}
				continue
			}
			if role.threshold < 1 || role.threshold > len(role.files) {
				return 0, fmt.Errorf("%d of %d keys cannot sign for %s", role.threshold, len(role.files), name)
			}
			next.Signed.Roles[name] = &metadata.Role{KeyIDs: []string{}, Threshold: role.threshold}
			for _, file := range role.files {
				key, err := readPublic(file)
				if err != nil {
					return 0, err
				}
				if err := next.Signed.AddKey(key, name); err != nil {
					return 0, err
				}
				id, err := key.ID()
				if err != nil {
					return 0, err
				}
				names[id] = file
			}
			if distinct := len(next.Signed.Roles[name].KeyIDs); distinct != len(role.files) {
				return 0, fmt.Errorf("a key stands twice among those for %s", name)
			}
		}
	}
	if v.root > 0 {
		if err := checkRecovery(&before, &next.Signed); err != nil {
			return 0, err
		}
	}
	dropUnusedKeys(&next.Signed)
	if err := r.nameKeys(names); err != nil {
		return 0, err
	}
	if err := r.keepIfSame(metadataPath(r.staged(), next.Signed.Version, "root"), next); err != nil {
		return 0, err
	}
	return next.Signed.Version, r.log(now, "stage-root", map[string]any{"root": next.Signed.Version})
}

func dropUnusedKeys(root *metadata.RootType) {
	var used []string
	for _, role := range root.Roles {
		used = append(used, role.KeyIDs...)
	}
	maps.DeleteFunc(root.Keys, func(id string, _ *metadata.Key) bool { return !slices.Contains(used, id) })
}

// keepIfSame writes root metadata unless what is staged already differs only in
// its expiry and signatures: repeating the step must not lose signatures.
func (r *Repository) keepIfSame(path string, next *metadata.Metadata[metadata.RootType]) error {
	if before, err := read(metadata.Root(), path); err == nil {
		same := *next
		same.Signed.Expires, same.Signatures = before.Signed.Expires, before.Signatures
		was, err1 := before.ToBytes(false)
		is, err2 := same.ToBytes(false)
		if err1 == nil && err2 == nil && bytes.Equal(was, is) {
			return nil
		}
	}
	return write(next, path)
}
