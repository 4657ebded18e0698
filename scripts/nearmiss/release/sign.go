package release

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Signed is one staged file and how far its signing has come.
type Signed struct {
	File       string // "2.root.json"
	Have, Need int
	By         []string // ids of the keys that signed
}

// IsComplete reports whether enough keys have signed.
func (s Signed) IsComplete() bool { return s.Have >= s.Need }

// Sign signs whatever is staged and the key may sign, root, targets and
// snapshot, and returns the files. A file that the key has signed is signed
// anew, which changes nothing.
func (r *Repository) Sign(keyPath string, now time.Time) ([]string, error) {
	key, err := readSigner(keyPath)
	if err != nil {
		return nil, err
	}
	root, v, err := r.signing()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, part := range partsOf(v) {
		may := maySign(root, part.role, key)
		if part.role == metadata.ROOT {
			// Clients accept a new root only if its own keys and those of the root
			// before it have signed it.
			before, err := r.currentRoot()
			if err != nil {
				return nil, err
			}
			may = may || maySign(before, metadata.ROOT, key)
		}
		if !may {
			continue
		}
		path := metadataPath(r.staged(), part.version, part.role)
		files = append(files, filepath.Base(path))
		if err := part.sign(path, key); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("nothing is staged that key %.16s may sign", key.id)
	}
	if err := r.dropStagedTimestamp(); err != nil { // it named a snapshot with fewer signatures
		return nil, err
	}
	return files, r.log(now, "sign", map[string]any{"key": key.id, "files": files})
}

// signing returns the root whose keys may sign, and the versions that are staged.
func (r *Repository) signing() (root *metadata.Metadata[metadata.RootType], v versions, err error) {
	if root, err = r.signingRoot(); err == nil {
		v, err = versionsIn(r.staged())
	}
	return root, v, err
}

// MaySignRoot reports whether a root is staged that the key would sign.
func (r *Repository) MaySignRoot(keyPath string) (bool, error) {
	key, err := readSigner(keyPath)
	if err != nil {
		return false, err
	}
	root, v, err := r.signing()
	if err != nil || v.root == 0 {
		return false, err
	}
	before, err := r.currentRoot()
	return err == nil && (maySign(root, metadata.ROOT, key) || maySign(before, metadata.ROOT, key)), err
}

func maySign(root *metadata.Metadata[metadata.RootType], role string, key *signer) bool {
	return root.Signed.Roles[role] != nil && slices.Contains(root.Signed.Roles[role].KeyIDs, key.id)
}

// part is one kind of metadata that is staged.
type part struct {
	role    string
	version int64
	sign    func(path string, key *signer) error
	count   func(path string, root *metadata.Metadata[metadata.RootType]) (Signed, error)
}

// partsOf returns those files of these versions that people sign.
func partsOf(v versions) []part {
	all := []part{
		partOf(metadata.ROOT, v.root, metadata.Root),
		partOf(metadata.TARGETS, v.targets, metadata.Targets),
		partOf(metadata.SNAPSHOT, v.snapshot, metadata.Snapshot),
	}
	return slices.DeleteFunc(all, func(p part) bool { return p.version == 0 })
}

func partOf[T metadata.Roles](role string, version int64, empty func(...time.Time) *metadata.Metadata[T]) part {
	return part{role, version, func(path string, key *signer) error {
		m, err := read(empty(), path)
		if err != nil {
			return err
		}
		if err := sign(m, key); err != nil {
			return err
		}
		return write(m, path)
	}, func(path string, root *metadata.Metadata[metadata.RootType]) (Signed, error) {
		m, err := read(empty(), path)
		if err != nil {
			return Signed{}, err
		}
		return count(path, root, role, m.Signatures, m), nil
	}}
}

func sign[T metadata.Roles](m *metadata.Metadata[T], key *signer) error {
	m.Signatures = slices.DeleteFunc(m.Signatures, func(s metadata.Signature) bool { return s.KeyID == key.id })
	s, err := signature.LoadED25519Signer(key.private)
	if err != nil {
		return err
	}
	if _, err = m.Sign(s); err != nil {
		return err
	}
	slices.SortFunc(m.Signatures, func(a, b metadata.Signature) int { return bytes.Compare([]byte(a.KeyID), []byte(b.KeyID)) })
	return nil
}

// Staged says how far the signing of what is staged has come.
func (r *Repository) Staged() ([]Signed, error) {
	root, v, err := r.signing()
	if errors.Is(err, ErrNoRoot) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Signed
	for _, part := range partsOf(v) {
		path := metadataPath(r.staged(), part.version, part.role)
		signed, err := part.count(path, root)
		if err != nil {
			return nil, err
		}
		all = append(all, signed)
		if part.role != metadata.ROOT {
			continue
		}
		before, err := r.currentRoot()
		if err != nil {
			return nil, err
		}
		if before.Signed.Version != root.Signed.Version {
			old, err := part.count(path, before)
			if err != nil {
				return nil, err
			}
			old.File += " by the keys before"
			all = append(all, old)
		}
	}
	return all, nil
}

func count(path string, root *metadata.Metadata[metadata.RootType], role string, signatures []metadata.Signature, m any) Signed {
	s := Signed{File: filepath.Base(path), Need: root.Signed.Roles[role].Threshold}
	for _, one := range signatures {
		if slices.Contains(root.Signed.Roles[role].KeyIDs, one.KeyID) {
			s.By = append(s.By, one.KeyID)
		}
	}
	s.Have = len(s.By)
	if root.VerifyDelegate(role, m) != nil && s.Have >= s.Need {
		s.Have = 0 // signatures that do not fit the content
	}
	return s
}

// Renew makes the next timestamp: for the staged snapshot once it is signed, or
// else for the published one again. Only the online key signs it.
func (r *Repository) Renew(keyPath string, now time.Time) (version int64, err error) {
	key, err := readSigner(keyPath)
	if err != nil {
		return 0, err
	}
	root, err := r.signingRoot()
	if err != nil {
		return 0, err
	}
	if !maySign(root, metadata.TIMESTAMP, key) {
		return 0, fmt.Errorf("key %.16s may not sign timestamps", key.id)
	}
	staged, err := r.Staged()
	if err != nil {
		return 0, err
	}
	for _, s := range staged {
		if !s.IsComplete() {
			return 0, fmt.Errorf("%s has %d of %d signatures: nearmiss list sign comes first", s.File, s.Have, s.Need)
		}
	}
	folder := r.staged()
	v, err := versionsIn(folder)
	if err != nil {
		return 0, err
	}
	if v.snapshot == 0 {
		folder = r.published()
		if v, err = versionsIn(folder); err != nil {
			return 0, err
		}
	}
	if v.snapshot == 0 {
		return 0, errors.New("no lists are staged or published: nearmiss list stage comes first")
	}
	info, err := os.Stat(metadataPath(folder, v.snapshot, "snapshot"))
	if err != nil {
		return 0, err
	}
	timestamp := metadata.Timestamp(expiry(now, TimestampLife))
	timestamp.Signed.Version = 1
	if before, err := read(metadata.Timestamp(), timestampPath(r.published())); err == nil {
		timestamp.Signed.Version = before.Signed.Version + 1
	} else if !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	described := metadata.MetaFile(v.snapshot)
	// No hash: the version names one snapshot, which is signed by people, and
	// every client fetches these bytes every day.
	described.Length = info.Size()
	timestamp.Signed.Meta["snapshot.json"] = described
	if err := sign(timestamp, key); err != nil {
		return 0, err
	}
	if err := write(timestamp, timestampPath(r.staged())); err != nil {
		return 0, err
	}
	return timestamp.Signed.Version, r.log(now, "renew", map[string]any{"timestamp": timestamp.Signed.Version, "snapshot": v.snapshot})
}
