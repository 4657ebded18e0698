// Package signature stands in for github.com/sigstore/sigstore/pkg/signature in
// the update program. go-tuf asks it for a verifier of a key; here that is an
// Ed25519 key or an error. The real one brings certificates, protocol buffers and
// the network with it, two thirds of the program.
package signature

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"io"
)

// Signer is what go-tuf signs with; nothing in the program has one.
type Signer interface {
	PublicKey() (crypto.PublicKey, error)
	SignMessage(message io.Reader) ([]byte, error)
}

// Verifier checks signatures by one key.
type Verifier interface {
	VerifySignature(signature, message io.Reader) error
}

var (
	errKey       = errors.New("only Ed25519 keys are known")
	errSignature = errors.New("the signature does not fit")
)

// LoadVerifier returns the verifier of an Ed25519 key.
func LoadVerifier(key crypto.PublicKey, _ crypto.Hash) (Verifier, error) {
	public, ok := key.(ed25519.PublicKey)
	if !ok || len(public) != ed25519.PublicKeySize {
		return nil, errKey
	}
	return verifier{public}, nil
}

// LoadRSAPSSVerifier is for keys that are not known here.
func LoadRSAPSSVerifier(*rsa.PublicKey, crypto.Hash, *rsa.PSSOptions) (Verifier, error) {
	return nil, errKey
}

type verifier struct{ key ed25519.PublicKey }

func (v verifier) VerifySignature(signature, message io.Reader) error {
	s, err := io.ReadAll(signature)
	if err != nil {
		return err
	}
	m, err := io.ReadAll(message)
	if err != nil {
		return err
	}
	if len(s) != ed25519.SignatureSize || !ed25519.Verify(v.key, m, s) {
		return errSignature
	}
	return nil
}
