package packages

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Key reads an RSA key (PEM, PKCS #8 or PKCS #1) of 2048 bits or more. A file
// that is not there is made, for its owner only, and isNew is true: whoever
// loses it can never update what was installed with it.
func Key(file string) (key *rsa.PrivateKey, isNew bool, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key, err = makeKey(file)
		return key, true, err
	}
	if err != nil {
		return nil, false, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, false, fmt.Errorf("%s: not a PEM file", file)
	}
	var parsed any
	switch block.Type {
	case "PRIVATE KEY":
		parsed, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	default:
		return nil, false, fmt.Errorf("%s: holds %q, not a private key without password", file, block.Type)
	}
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", file, err)
	}
	key, isRSA := parsed.(*rsa.PrivateKey)
	if !isRSA {
		return nil, false, fmt.Errorf("%s: not an RSA key, which Chromium's packages need", file)
	}
	if key.N.BitLen() < 2048 {
		return nil, false, fmt.Errorf("%s: %d bits; 2048 are the least", file, key.N.BitLen())
	}
	return key, false, nil
}

func makeKey(file string) (*rsa.PrivateKey, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	// O_EXCL: two packagers at once must not overwrite each other's key.
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err := pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: encoded}); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return key, f.Close()
}

// DefaultKeyFile is the packager's own key, outside of any repository.
func DefaultKeyFile() (string, error) {
	if file := os.Getenv("NEARMISS_PACKAGE_KEY"); file != "" {
		return file, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "nearmiss", "package-key.pem"), nil
}
