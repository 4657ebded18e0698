package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
	"nearmiss/wasm/update/verify"
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
	for id := range root.Keys {
		used := false
		for _, role := range root.Roles {
			used = used || slices.Contains(role.KeyIDs, id)
		}
		if !used {
			delete(root.Keys, id)
		}
	}
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

// Text is one built list, or one description of a webmail, whose name is its id.
type Text struct{ Name, Text string }

// deltaVersions is how many published versions back a client can update from by
// delta. Who has been away for longer fetches whole lists.
const deltaVersions = 7

// Stage prepares the next version of the lists: their texts, deltas from the
// versions before, descriptions of webmails, targets and snapshot metadata without
// signatures. It says false when this is what is published already.
func (r *Repository) Stage(texts, webmails []Text, now time.Time) (version int64, changed bool, err error) {
	if _, err := r.signingRoot(); err != nil {
		return 0, false, err
	}
	v, err := versionsIn(r.published())
	if err != nil {
		return 0, false, err
	}
	targets := metadata.Targets(expiry(now, TargetsLife))
	targets.Signed.Version = v.targets + 1
	for _, t := range texts {
		if err := r.addTarget(targets, t.Name+".txt", t.Text); err != nil {
			return 0, false, err
		}
	}
	for _, w := range webmails {
		if err := r.addTarget(targets, verify.WebmailPath(w.Name), w.Text); err != nil {
			return 0, false, err
		}
	}
	if v.targets > 0 {
		published, err := read(metadata.Targets(), metadataPath(r.published(), v.targets, "targets"))
		if err != nil {
			return 0, false, err
		}
		if sameLists(published, targets) && now.Add(TargetsLife/2).Before(published.Signed.Expires) {
			return v.targets, false, r.Unstage()
		}
	}
	if err := r.addDeltas(targets, texts, v.targets); err != nil {
		return 0, false, err
	}
	snapshot := metadata.Snapshot(expiry(now, TargetsLife))
	snapshot.Signed.Version = v.snapshot + 1
	snapshot.Signed.Meta["targets.json"] = metadata.MetaFile(targets.Signed.Version)
	if r.isStaged(targets, snapshot) {
		return targets.Signed.Version, true, nil
	}
	if err := r.dropStagedTimestamp(); err != nil {
		return 0, false, err
	}
	if err := write(targets, metadataPath(r.staged(), targets.Signed.Version, "targets")); err != nil {
		return 0, false, err
	}
	if err := write(snapshot, metadataPath(r.staged(), snapshot.Signed.Version, "snapshot")); err != nil {
		return 0, false, err
	}
	return targets.Signed.Version, true, r.log(now, "stage", map[string]any{"targets": targets.Signed.Version, "lists": sums(targets)})
}

// StageAgain stages the published lists again under a later expiry, or those
// of an older version under a new number: clients refuse to go back.
func (r *Repository) StageAgain(version int64, now time.Time) (int64, bool, error) {
	lists, err := r.Lists(version)
	if err != nil {
		return 0, false, err
	}
	if len(lists) == 0 {
		return 0, false, errors.New("nothing has been published yet")
	}
	var texts []Text
	for name, l := range lists {
		texts = append(texts, Text{name, list.Format(l)})
	}
	slices.SortFunc(texts, func(a, b Text) int { return strings.Compare(a.Name, b.Name) })
	webmails, err := r.Webmails(version)
	if err != nil {
		return 0, false, err
	}
	return r.Stage(texts, webmails, now)
}

func (r *Repository) addTarget(targets *metadata.Metadata[metadata.TargetsType], path, text string) error {
	sum := sha256.Sum256([]byte(text))
	file := metadata.TargetFile()
	file.Length = int64(len(text))
	file.Hashes = metadata.Hashes{"sha256": sum[:]}
	targets.Signed.Targets[path] = file
	name := hex.EncodeToString(sum[:])
	if exists(targetPath(r.published(), name, path)) {
		return nil
	}
	return writeFile(targetPath(r.staged(), name, path), []byte(text))
}

// addDeltas adds what changed since each of the last versions. One that is not
// clearly smaller than the list is not worth its line in the metadata.
func (r *Repository) addDeltas(targets *metadata.Metadata[metadata.TargetsType], texts []Text, newest int64) error {
	for version := max(1, newest-deltaVersions+1); version <= newest; version++ {
		before, err := r.Lists(version)
		if err != nil {
			return err
		}
		for _, t := range texts {
			was, ok := before[t.Name]
			if !ok {
				continue
			}
			is, err := list.Parse(t.Name, t.Text)
			if err != nil {
				return err
			}
			base := list.Format(was)
			if base == t.Text {
				continue
			}
			text := verify.MakeDelta(was, is)
			if len(text) > len(t.Text)/4 {
				continue
			}
			if made, err := verify.ApplyDelta(text, base); err != nil || made != t.Text {
				return fmt.Errorf("the delta of %s from version %d does not lead to it", t.Name, version)
			}
			if err := r.addTarget(targets, verify.DeltaName(sumOf(base), sumOf(t.Text))+".txt", text); err != nil {
				return err
			}
		}
	}
	return nil
}

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func sameLists(a, b *metadata.Metadata[metadata.TargetsType]) bool {
	one, other := sums(a), sums(b)
	if len(one) != len(other) {
		return false
	}
	for path, sum := range one {
		if other[path] != sum {
			return false
		}
	}
	return true
}

// sums are the hashes of the lists and descriptions in targets metadata, by path.
func sums(targets *metadata.Metadata[metadata.TargetsType]) map[string]string {
	all := make(map[string]string)
	for path, file := range targets.Signed.Targets {
		if !verify.IsDelta(path) {
			all[path] = file.Hashes["sha256"].String()
		}
	}
	return all
}

// isStaged reports whether the same is staged already, perhaps with signatures.
func (r *Repository) isStaged(targets *metadata.Metadata[metadata.TargetsType], snapshot *metadata.Metadata[metadata.SnapshotType]) bool {
	was, err := read(metadata.Targets(), metadataPath(r.staged(), targets.Signed.Version, "targets"))
	if err != nil || !sameLists(was, targets) {
		return false
	}
	before, err := read(metadata.Snapshot(), metadataPath(r.staged(), snapshot.Signed.Version, "snapshot"))
	return err == nil && before.Signed.Meta["targets.json"].Version == targets.Signed.Version
}

// Unstage forgets staged lists; a staged root stays.
func (r *Repository) Unstage() error {
	v, err := versionsIn(r.staged())
	if err != nil {
		return err
	}
	var problems []error
	for _, path := range []string{
		metadataPath(r.staged(), v.targets, "targets"), metadataPath(r.staged(), v.snapshot, "snapshot"), timestampPath(r.staged()), r.marksPath(),
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			problems = append(problems, err)
		}
	}
	return errors.Join(append(problems, os.RemoveAll(filepath.Join(r.staged(), "targets")))...)
}

func (r *Repository) dropStagedTimestamp() error {
	err := os.Remove(timestampPath(r.staged()))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// expiry is whole seconds, as the specification writes times.
func expiry(now time.Time, life time.Duration) time.Time {
	return now.Add(life).UTC().Truncate(time.Second)
}
