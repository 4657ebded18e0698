package release

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// PublicSuffix is what the file of a public key adds to its private one's name.
const PublicSuffix = ".pub"

// MakeKey writes a new Ed25519 key: the private half as PKCS #8 PEM, readable by
// its owner only, and the public half beside it as TUF has it in root metadata.
// It never writes over a file. It returns the key's id.
func MakeKey(path string) (id string, err error) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", err
	}
	key, err := metadata.KeyFromPublicKey(public)
	if err != nil {
		return "", err
	}
	if id, err = key.ID(); err != nil {
		return "", err
	}
	encoded, err := json.Marshal(key)
	if err != nil {
		return "", err
	}
	if err := WriteNew(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return "", err
	}
	return id, WriteNew(path+PublicSuffix, append(encoded, '\n'), 0o644)
}

// WriteNew creates a file and writes all of it, or leaves no file behind.
func WriteNew(path string, content []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// signer is a private key in use.
type signer struct {
	id      string
	private ed25519.PrivateKey
}

// ReadPrivate reads the private half of a key that MakeKey wrote.
func ReadPrivate(path string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, fmt.Errorf("%s is no private key in PEM", path)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s is no Ed25519 key", path)
	}
	return private, nil
}

func readSigner(path string) (*signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others than its owner: chmod 600 %s", path, path)
	}
	private, err := ReadPrivate(path)
	if err != nil {
		return nil, err
	}
	key, err := metadata.KeyFromPublicKey(private.Public())
	if err != nil {
		return nil, err
	}
	id, err := key.ID()
	return &signer{id, private}, err
}

// readPublic reads a public key that MakeKey wrote; of a private one it takes the
// public half, which lies beside it.
func readPublic(path string) (*metadata.Key, error) {
	if !strings.HasSuffix(path, PublicSuffix) {
		path += PublicSuffix
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key := new(metadata.Key)
	if err := json.Unmarshal(text, key); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if public, err := key.ToPublicKey(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	} else if _, ok := public.(ed25519.PublicKey); !ok {
		return nil, fmt.Errorf("%s is no Ed25519 key", path)
	}
	return key, nil
}
