// Package rsa stands in for crypto/rsa in the update program, where go-tuf names
// its types and never has a value of one: the program knows Ed25519 keys only.
package rsa

import "crypto"

// PublicKey cannot be made use of, nor compared.
type PublicKey struct{ _ [0]func() }

// PSSOptions is what go-tuf would verify an RSA signature with.
type PSSOptions struct {
	SaltLength int
	Hash       crypto.Hash
}
