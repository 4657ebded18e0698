// Package cryptoutils stands in for github.com/sigstore/sigstore/pkg/cryptoutils
// in the update program, which knows no keys in PEM.
package cryptoutils

import (
	"crypto"
	"errors"
)

var errPEM = errors.New("only Ed25519 keys are known, and they are not in PEM")

// UnmarshalPEMToPublicKey is for keys that are not known here.
func UnmarshalPEMToPublicKey([]byte) (crypto.PublicKey, error) { return nil, errPEM }

// MarshalPublicKeyToPEM is for keys that are not known here.
func MarshalPublicKeyToPEM(crypto.PublicKey) ([]byte, error) { return nil, errPEM }
