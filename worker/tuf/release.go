package tuf

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Described is what a file says of another: its version, and more if it says so.
type Described struct {
	Version int64
	length  int64  // in bytes; 0: not said
	sha256  string // lower-case hex; "": not said
}

// Timestamp is verified timestamp metadata.
type Timestamp struct {
	Version  int64
	Expires  time.Time
	Snapshot Described
}

// Snapshot is verified snapshot metadata.
type Snapshot struct {
	Version int64
	Expires time.Time
	Targets Described
}

// Targets is verified targets metadata.
type Targets struct {
	Version int64
	Expires time.Time
	files   map[string]Target
}

// Target is a file that targets metadata names.
type Target struct {
	Length int64
	SHA256 string // lower-case hex
}

// Timestamp verifies a timestamp.
func (r *Root) Timestamp(text []byte, now time.Time) (*Timestamp, error) {
	e, err := r.open(text, RoleTimestamp, now)
	if err != nil {
		return nil, err
	}
	snapshot, err := describedOf(e.signed, "snapshot.json")
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	return &Timestamp{e.version, e.expires, snapshot}, nil
}

// Snapshot verifies the snapshot that a timestamp describes.
func (r *Root) Snapshot(text []byte, described Described, now time.Time) (*Snapshot, error) {
	e, err := r.openDescribed(text, RoleSnapshot, described, RoleTimestamp, now)
	if err != nil {
		return nil, err
	}
	// Clients refuse a later snapshot that names fewer files, and use no other.
	targets, err := describedOf(e.signed, "targets.json")
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return &Snapshot{e.version, e.expires, targets}, nil
}

// Targets verifies the targets that a snapshot describes.
func (r *Root) Targets(text []byte, described Described, now time.Time) (*Targets, error) {
	e, err := r.openDescribed(text, RoleTargets, described, RoleSnapshot, now)
	if err != nil {
		return nil, err
	}
	files, err := filesOf(e.signed)
	if err != nil {
		return nil, fmt.Errorf("targets: %w", err)
	}
	return &Targets{e.version, e.expires, files}, nil
}

// Get returns a target by its path.
func (t *Targets) Get(path string) (Target, bool) {
	target, ok := t.files[path]
	return target, ok
}

// All calls yield with every path and target, in no order, until it returns
// false.
func (t *Targets) All(yield func(string, Target) bool) {
	for path, target := range t.files {
		if !yield(path, target) {
			return
		}
	}
}

// Named reads one target from targets metadata that was verified before it was
// stored, and whose signatures are therefore not looked at again.
func Named(verified []byte, path string) (target Target, named bool, err error) {
	e, err := open(verified, RoleTargets, time.Time{})
	if err != nil {
		return Target{}, false, err
	}
	files, err := filesOf(e.signed)
	target, named = files[path]
	return target, named, err
}

func (r *Root) open(text []byte, role Role, now time.Time) (*envelope, error) {
	if !now.IsZero() {
		if err := r.Fresh(now); err != nil {
			return nil, err
		}
	}
	e, err := open(text, role, now)
	if err != nil {
		return nil, err
	}
	if err := r.verify(e, role); err != nil {
		return nil, err
	}
	return e, nil
}

// openDescribed verifies metadata, and checks that it is what another role's metadata describes.
func (r *Root) openDescribed(text []byte, role Role, described Described, by Role, now time.Time) (*envelope, error) {
	if err := described.check(text); err != nil {
		return nil, fmt.Errorf("%s: %w", role, err)
	}
	e, err := r.open(text, role, now)
	if err != nil {
		return nil, err
	}
	if e.version != described.Version {
		return nil, fmt.Errorf("%s: version %d, the %s names %d", role, e.version, by, described.Version)
	}
	return e, nil
}

// describedOf reads what "meta" says of a file. It must name no other.
func describedOf(signed object, name string) (Described, error) {
	meta, err := field[object](signed, "meta")
	if err != nil {
		return Described{}, err
	}
	if len(meta) != 1 {
		return Described{}, fmt.Errorf("it names %d files, not %s alone", len(meta), name)
	}
	about, err := field[object](meta, name)
	if err != nil {
		return Described{}, err
	}
	var described Described
	if described.Version, err = versionOf(about); err != nil {
		return Described{}, fmt.Errorf("%s: %w", name, err)
	}
	if _, said := about["length"]; said {
		if described.length, err = field[int64](about, "length"); err != nil || described.length < 1 {
			return Described{}, fmt.Errorf("%s: length is not a positive integer", name)
		}
	}
	if _, said := about["hashes"]; said {
		if described.sha256, err = sha256Of(about); err != nil {
			return Described{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	return described, nil
}

func (d Described) check(text []byte) error {
	if d.length != 0 && int64(len(text)) != d.length {
		return fmt.Errorf("%d bytes where %d are named", len(text), d.length)
	}
	if sum := sha256.Sum256(text); d.sha256 != "" && hex.EncodeToString(sum[:]) != d.sha256 {
		return errors.New("its SHA-256 is not the one named")
	}
	return nil
}

func filesOf(signed object) (map[string]Target, error) {
	if _, said := signed["delegations"]; said {
		return nil, errors.New("delegations are not served here")
	}
	named, err := field[object](signed, "targets")
	if err != nil {
		return nil, err
	}
	files := make(map[string]Target, len(named))
	for path, value := range named {
		about, ok := value.(object)
		if !ok {
			return nil, fmt.Errorf("%.80q is no object", path)
		}
		length, err := field[int64](about, "length")
		if err != nil || length < 0 {
			return nil, fmt.Errorf("%.80q: length is not a positive integer", path)
		}
		sum, err := sha256Of(about)
		if err != nil {
			return nil, fmt.Errorf("%.80q: %w", path, err)
		}
		files[path] = Target{length, sum}
	}
	return files, nil
}

// sha256Of reads the SHA-256 among "hashes".
func sha256Of(about object) (string, error) {
	hashes, err := field[object](about, "hashes")
	if err != nil {
		return "", err
	}
	sum, err := field[string](hashes, "sha256")
	if err != nil {
		return "", err
	}
	if bytes, err := hex.DecodeString(sum); err != nil || len(bytes) != sha256.Size || hex.EncodeToString(bytes) != sum {
		return "", errors.New("sha256 is not 64 lower-case hex digits")
	}
	return sum, nil
}
