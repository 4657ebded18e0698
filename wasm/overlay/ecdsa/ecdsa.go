// Package ecdsa stands in for crypto/ecdsa in the update program, where go-tuf
// names its types and never has a value of one: the program knows Ed25519 keys
// only.
package ecdsa

// PublicKey cannot be made use of, nor compared.
type PublicKey struct{ _ [0]func() }
