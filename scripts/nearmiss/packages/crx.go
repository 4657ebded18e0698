package packages

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// CRX wraps a zip as Chromium's CRX3 (components/crx_file/crx3.proto):
//
//	"Cr24" | version 3 | header length | header | zip      numbers: uint32, little-endian
//
// The header is a protobuf message with one proof (field 2: public key and
// RSA-SHA256 signature) and the signed data (field 10000: the extension's id).
// Signed are "CRX3 SignedData\x00", the length of the signed data, the signed
// data and the zip.
func CRX(archive []byte, key *rsa.PrivateKey) ([]byte, error) {
	public := publicDER(key)
	id := sha256.Sum256(public)
	signed := protoBytes(nil, 1, id[:16])

	length := binary.LittleEndian.AppendUint32(nil, uint32(len(signed)))
	h := sha256.New()
	for _, part := range [][]byte{[]byte("CRX3 SignedData\x00"), length, signed, archive} {
		h.Write(part)
	}
	signature, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, h.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("signing: %w", err)
	}
	proof := protoBytes(protoBytes(nil, 1, public), 2, signature)
	header := protoBytes(protoBytes(nil, 2, proof), 10000, signed)

	crx := append([]byte("Cr24"), 3, 0, 0, 0)
	crx = binary.LittleEndian.AppendUint32(crx, uint32(len(header)))
	return append(append(crx, header...), archive...), nil
}

// protoBytes appends a length-delimited protobuf field.
func protoBytes(to []byte, field uint64, content []byte) []byte {
	to = binary.AppendUvarint(to, field<<3|2)
	to = binary.AppendUvarint(to, uint64(len(content)))
	return append(to, content...)
}

// ID is the extension's id in Chromium: the first half of the SHA-256 of the
// public key, in letters from a to p.
func ID(key *rsa.PrivateKey) string {
	sum := sha256.Sum256(publicDER(key))
	var id []byte
	for _, b := range sum[:16] {
		id = append(id, 'a'+b>>4, 'a'+b&15)
	}
	return string(id)
}

// publicKey is the manifest's "key", which gives the unpacked extension the
// same id.
func publicKey(key *rsa.PrivateKey) string { return base64.StdEncoding.EncodeToString(publicDER(key)) }

func publicDER(key *rsa.PrivateKey) []byte {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		panic(err) // every RSA key has one
	}
	return der
}
