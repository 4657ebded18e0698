// Package tuftest writes signed metadata for tests, right or wrong on purpose.
// Its keys are known to everybody.
package tuftest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"nearmiss/worker/tuf"
)

// Key is the key pair number n.
func Key(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

// Author signs releases. Its fields may be changed between them.
type Author struct {
	Keys       map[tuf.Role][]byte // numbers of keys
	Thresholds map[tuf.Role]int
	Signers    map[tuf.Role][]byte // numbers of those who sign; absent: the first Thresholds[role] of Keys
	Expires    map[tuf.Role]time.Time
	Change     func(role tuf.Role, signed map[string]any) // before signing
}

// New is an author with root and targets two of three, and one timestamp key.
func New(expires time.Time) *Author {
	a := &Author{
		Keys: map[tuf.Role][]byte{
			tuf.RoleRoot: {1, 2, 3}, tuf.RoleTargets: {4, 5, 6}, tuf.RoleSnapshot: {4, 5, 6}, tuf.RoleTimestamp: {7},
		},
		Thresholds: map[tuf.Role]int{tuf.RoleRoot: 2, tuf.RoleTargets: 2, tuf.RoleSnapshot: 2, tuf.RoleTimestamp: 1},
		Signers:    map[tuf.Role][]byte{},
		Expires:    map[tuf.Role]time.Time{},
	}
	for role := range a.Keys {
		a.Expires[role] = expires
	}
	return a
}

// Release is the files of one publication.
type Release struct {
	Targets, Snapshot, Timestamp []byte
}

// Release signs targets, snapshot and timestamp of the given version.
func (a *Author) Release(version int, files map[string][]byte) Release {
	named := map[string]any{}
	for path, content := range files {
		named[path] = map[string]any{"length": len(content), "hashes": map[string]any{"sha256": Sum(content)}}
	}
	targets := a.sign(tuf.RoleTargets, version, map[string]any{"targets": named})
	snapshot := a.Snapshot(version, version, targets)
	return Release{targets, snapshot, a.Timestamp(version, version, snapshot)}
}

// Snapshot signs a snapshot of targets.
func (a *Author) Snapshot(version, targetsVersion int, targets []byte) []byte {
	return a.sign(tuf.RoleSnapshot, version, map[string]any{
		"meta": map[string]any{"targets.json": describe(targetsVersion, targets)},
	})
}

// Timestamp signs a timestamp for a snapshot.
func (a *Author) Timestamp(version, snapshotVersion int, snapshot []byte) []byte {
	return a.sign(tuf.RoleTimestamp, version, map[string]any{
		"meta": map[string]any{"snapshot.json": describe(snapshotVersion, snapshot)},
	})
}

// Root signs a root with the author's keys, and with those of others: the
// author as it was before.
func (a *Author) Root(version int, others ...*Author) []byte {
	keys, roles := map[string]any{}, map[string]any{}
	for role, numbers := range a.Keys {
		ids := []any{}
		for _, n := range numbers {
			keys[ID(n)] = describeKey(n)
			ids = append(ids, ID(n))
		}
		roles[string(role)] = map[string]any{"keyids": ids, "threshold": a.Thresholds[role]}
	}
	signers := a.signers(tuf.RoleRoot)
	for _, other := range others {
		signers = append(signers, other.signers(tuf.RoleRoot)...)
	}
	return a.signBy(signers, tuf.RoleRoot, version, map[string]any{
		"consistent_snapshot": true, "keys": keys, "roles": roles,
	})
}

func (a *Author) signers(role tuf.Role) []byte {
	if signers, ok := a.Signers[role]; ok {
		return append([]byte(nil), signers...)
	}
	return append([]byte(nil), a.Keys[role][:a.Thresholds[role]]...)
}

func (a *Author) sign(role tuf.Role, version int, signed map[string]any) []byte {
	return a.signBy(a.signers(role), role, version, signed)
}

func (a *Author) signBy(signers []byte, role tuf.Role, version int, signed map[string]any) []byte {
	signed["_type"] = string(role)
	signed["spec_version"] = "1.0.33"
	signed["version"] = version
	signed["expires"] = a.Expires[role].UTC().Format("2006-01-02T15:04:05Z")
	if a.Change != nil {
		a.Change(role, signed)
	}
	canonical := Marshal(signed)
	signatures, seen := []any{}, map[byte]bool{}
	for _, n := range signers {
		if !seen[n] {
			signatures = append(signatures, map[string]any{"keyid": ID(n), "sig": hex.EncodeToString(ed25519.Sign(Key(n), canonical))})
		}
		seen[n] = true
	}
	return Marshal(map[string]any{"signatures": signatures, "signed": signed})
}

// ID is the key id of key pair number n.
func ID(n byte) string { return Sum(Marshal(describeKey(n))) }

func describeKey(n byte) map[string]any {
	public := hex.EncodeToString(Key(n).Public().(ed25519.PublicKey))
	return map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": public}}
}

func describe(version int, text []byte) map[string]any {
	return map[string]any{"version": version, "length": len(text), "hashes": map[string]any{"sha256": Sum(text)}}
}

// Sum is the SHA-256 of a text in lower-case hex.
func Sum(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

// Marshal writes JSON, which is canonical as long as every string in it is plain
// ASCII without <, > and &.
func Marshal(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprint("tuftest: ", err))
	}
	return text
}
