package tuf

import (
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// Role is the name of a top-level role, as in metadata.
type Role string

const (
	RoleRoot      Role = "root"
	RoleTargets   Role = "targets"
	RoleSnapshot  Role = "snapshot"
	RoleTimestamp Role = "timestamp"
)

// MaxBytes is the largest metadata file that is read: a targets file of a
// thousand lists.
const MaxBytes = 256 << 10

// maxVersion keeps versions exact for readers whose numbers are float64.
const maxVersion = 1<<53 - 1

// maxSignatures bounds the work one file can ask for.
const maxSignatures = 32

// Root is verified root metadata: the keys and thresholds of the roles.
type Root struct {
	Version int64
	Expires time.Time
	roles   map[Role]delegation
}

// delegation is who may sign for a role: keys by id, each once.
type delegation struct {
	keys      map[string]ed25519.PublicKey
	threshold int64
}

// OpenRoot reads a root that is trusted already, because it came with the
// program or was put there by its owner. It must still be signed by itself.
func OpenRoot(text []byte) (*Root, error) {
	e, err := open(text, RoleRoot, time.Time{})
	if err != nil {
		return nil, err
	}
	root, err := rootOf(e)
	if err != nil {
		return nil, fmt.Errorf("root: %w", err)
	}
	if err := root.verify(e, RoleRoot); err != nil {
		return nil, err
	}
	return root, nil
}

// Next verifies the root that follows this one: signed by both, one version
// higher. Its expiry is not checked, since only the last of several must be
// valid: see Fresh.
func (r *Root) Next(text []byte) (*Root, error) {
	next, err := OpenRoot(text)
	if err != nil {
		return nil, err
	}
	if next.Version != r.Version+1 {
		return nil, fmt.Errorf("root: version %d does not follow %d", next.Version, r.Version)
	}
	e, err := open(text, RoleRoot, time.Time{})
	if err != nil {
		return nil, err
	}
	if err := r.verify(e, RoleRoot); err != nil {
		return nil, fmt.Errorf("by the root before it: %w", err)
	}
	return next, nil
}

// Fresh reports whether the root is valid at a time.
func (r *Root) Fresh(now time.Time) error {
	if !now.Before(r.Expires) {
		return fmt.Errorf("root: version %d expired at %s", r.Version, r.Expires.Format(time.RFC3339))
	}
	return nil
}

// verify checks that a file is signed by as many different keys of a role as its
// threshold demands.
func (r *Root) verify(e *envelope, role Role) error {
	who := r.roles[role]
	signers := make(map[string]bool) // by public key: two ids of one key are one signer
	for _, s := range e.signatures {
		key, ok := who.keys[s.keyID]
		if ok && ed25519.Verify(key, e.canonical, s.bytes) {
			signers[string(key)] = true
		}
	}
	if int64(len(signers)) < who.threshold {
		return fmt.Errorf("%s: signed by %d of the %d keys it needs", role, len(signers), who.threshold)
	}
	return nil
}

func rootOf(e *envelope) (*Root, error) {
	keys, err := field[object](e.signed, "keys")
	if err != nil {
		return nil, err
	}
	known := make(map[string]ed25519.PublicKey, len(keys))
	for id, value := range keys {
		key, err := keyOf(value)
		if err != nil {
			return nil, fmt.Errorf("key %.16s: %w", id, err)
		}
		known[id] = key
	}
	roles, err := field[object](e.signed, "roles")
	if err != nil {
		return nil, err
	}
	if consistent, err := field[bool](e.signed, "consistent_snapshot"); err != nil || !consistent {
		return nil, errors.New("consistent_snapshot must be true: files are named by version and hash here")
	}
	root := &Root{Version: e.version, Expires: e.expires, roles: make(map[Role]delegation)}
	for _, role := range []Role{RoleRoot, RoleTargets, RoleSnapshot, RoleTimestamp} {
		if root.roles[role], err = delegationOf(roles, role, known); err != nil {
			return nil, fmt.Errorf("role %s: %w", role, err)
		}
	}
	return root, nil
}

func delegationOf(roles object, role Role, known map[string]ed25519.PublicKey) (delegation, error) {
	described, err := field[object](roles, string(role))
	if err != nil {
		return delegation{}, err
	}
	threshold, err := field[int64](described, "threshold")
	if err != nil {
		return delegation{}, err
	}
	if threshold < 1 {
		return delegation{}, fmt.Errorf("threshold %d", threshold)
	}
	ids, err := field[[]any](described, "keyids")
	if err != nil {
		return delegation{}, err
	}
	who := delegation{keys: make(map[string]ed25519.PublicKey, len(ids)), threshold: threshold}
	for _, value := range ids {
		id, ok := value.(string)
		if !ok {
			return delegation{}, errors.New("a key id that is no string")
		}
		key, ok := known[id]
		if !ok {
			return delegation{}, fmt.Errorf("key %.16s is not among the keys", id)
		}
		if _, twice := who.keys[id]; twice {
			return delegation{}, fmt.Errorf("key %.16s twice", id)
		}
		who.keys[id] = key
	}
	return who, nil
}

func keyOf(value any) (ed25519.PublicKey, error) {
	described, ok := value.(object)
	if !ok {
		return nil, errors.New("not an object")
	}
	if described["keytype"] != "ed25519" || described["scheme"] != "ed25519" {
		return nil, fmt.Errorf("type %v, scheme %v: only ed25519 is known", described["keytype"], described["scheme"])
	}
	holder, err := field[object](described, "keyval")
	if err != nil {
		return nil, err
	}
	public, err := field[string](holder, "public")
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(public)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, errors.New("not 32 bytes in hex")
	}
	return key, nil
}
