// Package x509 stands in for crypto/x509 in the update program. go-tuf takes from
// it the one encoding by which it tells keys apart; the real one brings the
// network and every other kind of key with it.
package x509

import (
	"crypto/ed25519"
	"errors"
)

// ed25519Prefix is a SubjectPublicKeyInfo up to the key, RFC 8410 section 4.
const ed25519Prefix = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"

var errKey = errors.New("only Ed25519 keys are known")

// MarshalPKIXPublicKey returns an Ed25519 key's SubjectPublicKeyInfo, in DER.
func MarshalPKIXPublicKey(key any) ([]byte, error) {
	public, ok := key.(ed25519.PublicKey)
	if !ok || len(public) != ed25519.PublicKeySize {
		return nil, errKey
	}
	return append([]byte(ed25519Prefix), public...), nil
}
