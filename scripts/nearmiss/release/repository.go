// Package release is the publisher's side: a folder that holds what has been
// published and what is about to be, and the steps from one to the other.
//
//	DIR/published/metadata/1.root.json, 2.root.json, …
//	                       N.targets.json, N.snapshot.json, timestamp.json
//	DIR/published/targets/SHA256.NAME.txt, SHA256.webmail-ID.json
//	DIR/staged/…           the same, on its way: no signatures yet, or some
//	DIR/keys.json          the files that public keys were handed in as, by key id
//	DIR/scope              what the channel's lists may do: see verify.Scope; none: public
//	DIR/audit.log          what was done, one JSON object a line, chained by hash
//
// In a program:
//
//	r := &release.Repository{Dir: "release"}
//	result, err := r.Verify(time.Now()) // what clients would believe of what is staged
//
// The folder holds nothing secret and belongs under version control: maintainers
// who sign one after the other pass it on. Every step can be repeated: it starts
// from what the folder holds, and ends where it ended before.
package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/wasm/update/verify"
)

// How long signatures are good for. Offline keys sign rarely, so their word must
// hold over holidays; the timestamp's key is online, and how soon its word ends
// bounds how long anybody can hold news back.
const (
	RootLife      = 365 * 24 * time.Hour
	TargetsLife   = 90 * 24 * time.Hour
	TimestampLife = 7 * 24 * time.Hour
)

// Repository is the folder.
type Repository struct{ Dir string }

func (r *Repository) published() string { return filepath.Join(r.Dir, "published") }
func (r *Repository) staged() string    { return filepath.Join(r.Dir, "staged") }

// Scope is what the lists of this channel may do.
func (r *Repository) Scope() (verify.Scope, error) {
	text, err := os.ReadFile(filepath.Join(r.Dir, "scope"))
	if errors.Is(err, fs.ErrNotExist) {
		return verify.ScopePublic, nil
	}
	if err != nil {
		return "", err
	}
	scope := verify.Scope(strings.TrimSpace(string(text)))
	if len(scope.Roles()) == 0 {
		return "", fmt.Errorf("%s: there is no scope %q", filepath.Join(r.Dir, "scope"), scope)
	}
	return scope, nil
}

// SetScope says so before the first root is made. Afterwards clients have been
// told, and it stays.
func (r *Repository) SetScope(scope verify.Scope) error {
	if len(scope.Roles()) == 0 {
		return fmt.Errorf("there is no scope %q", scope)
	}
	before, err := r.Scope()
	if err != nil || before == scope {
		return err
	}
	if _, err := r.currentRoot(); !errors.Is(err, ErrNoRoot) {
		return fmt.Errorf("the channel's scope is %s: another one is another channel", before)
	}
	return writeFile(filepath.Join(r.Dir, "scope"), []byte(scope+"\n"))
}

// ErrNoRoot says that nobody has made the keys known yet.
var ErrNoRoot = errors.New("there is no root yet: nearmiss list rotate-root makes the first one")

// versions are the newest versions in one of the two folders; 0 where there is
// no such file.
type versions struct{ root, targets, snapshot int64 }

func versionsIn(folder string) (versions, error) {
	var v versions
	entries, err := os.ReadDir(filepath.Join(folder, "metadata"))
	if errors.Is(err, fs.ErrNotExist) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	for _, e := range entries {
		number, role, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".json"), ".")
		version, err := strconv.ParseInt(number, 10, 64)
		if !ok || err != nil {
			continue
		}
		switch role {
		case "root":
			v.root = max(v.root, version)
		case "targets":
			v.targets = max(v.targets, version)
		case "snapshot":
			v.snapshot = max(v.snapshot, version)
		}
	}
	return v, nil
}

func metadataPath(folder string, version int64, role string) string {
	return filepath.Join(folder, "metadata", strconv.FormatInt(version, 10)+"."+role+".json")
}

func timestampPath(folder string) string { return filepath.Join(folder, "metadata", "timestamp.json") }

// targetPath is where a list's text lies; path is its name in targets metadata.
func targetPath(folder, sha256, path string) string {
	return filepath.Join(folder, "targets", sha256+"."+path)
}

// read takes metadata from a file. Types are checked by go-tuf.
func read[T metadata.Roles](m *metadata.Metadata[T], path string) (*metadata.Metadata[T], error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	parsed, err := m.FromBytes(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return parsed, nil
}

// write puts metadata into a file at once: an interrupted step leaves the old
// content.
func write[T metadata.Roles](m *metadata.Metadata[T], path string) error {
	text, err := m.ToBytes(false)
	if err != nil {
		return err
	}
	return writeFile(path, text)
}

func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o666); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// current returns the newest root that is published, or staged when there is no
// other.
func (r *Repository) currentRoot() (*metadata.Metadata[metadata.RootType], error) {
	for _, folder := range []string{r.published(), r.staged()} {
		v, err := versionsIn(folder)
		if err != nil {
			return nil, err
		}
		if v.root > 0 {
			return read(metadata.Root(), metadataPath(folder, v.root, "root"))
		}
	}
	return nil, ErrNoRoot
}

// signingRoot returns the root that staged metadata will be verified with: the
// staged one when there is one.
func (r *Repository) signingRoot() (*metadata.Metadata[metadata.RootType], error) {
	v, err := versionsIn(r.staged())
	if err != nil {
		return nil, err
	}
	if v.root > 0 {
		return read(metadata.Root(), metadataPath(r.staged(), v.root, "root"))
	}
	return r.currentRoot()
}
