package release

import (
	"crypto/sha256"
	"errors"
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

// Text is one built list, or one description of a webmail, whose name is its id.
type Text struct{ Name, Text string }

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
	name := file.Hashes["sha256"].String()
	if exists(targetPath(r.published(), name, path)) {
		return nil
	}
	return writeFile(targetPath(r.staged(), name, path), []byte(text))
}

func sameLists(a, b *metadata.Metadata[metadata.TargetsType]) bool {
	return maps.Equal(sums(a), sums(b))
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
