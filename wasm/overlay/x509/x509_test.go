package x509

import (
	"bytes"
	"crypto/ed25519"
	standard "crypto/x509"
	"testing"
)

func TestSameAsStandard(t *testing.T) {
	for range 100 {
		key, _, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err1 := MarshalPKIXPublicKey(key)
		want, err2 := standard.MarshalPKIXPublicKey(key)
		if err1 != nil || err2 != nil || !bytes.Equal(got, want) {
			t.Fatalf("got %x, %v; want %x, %v", got, err1, want, err2)
		}
	}
	for _, key := range []any{nil, "key", ed25519.PublicKey{}, make(ed25519.PublicKey, 33), &key{}} {
		if _, err := MarshalPKIXPublicKey(key); err == nil {
			t.Errorf("%T %v is taken", key, key)
		}
	}
}

type key struct{}
