package packages

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/binary"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"
)

func testKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func testInput(t *testing.T) Input {
	t.Helper()
	return Input{
		Chromium: map[string][]byte{
			"manifest.json":      []byte(`{"manifest_version":3,"version":"1.0.0","name":"N","key":"old","minimum_chrome_version":"120"}`),
			"background.js":      []byte("run()"),
			"lists/military.txt": []byte("army.mil\n"),
		},
		Firefox: map[string][]byte{
			"manifest.json": []byte(`{"version":"1.0.0","browser_specific_settings":{"gecko":{"id":"a@b.example","strict_min_version":"128.0"}}}`),
		},
		Source:     map[string][]byte{"nearmiss/go.mod": []byte("module nearmiss\n")},
		BaseURL:    "https://works.example/packages/",
		Key:        testKey(t),
		Components: []Component{{Kind: "library", Name: "x", Version: "v1", Licence: "MIT", PURL: "pkg:golang/x@v1"}},
	}
}

func mustMake(t *testing.T, in Input) map[string][]byte {
	t.Helper()
	files, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func unzip(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
		if f.ModifiedDate != 1<<5|1 || f.ModifiedTime != 0 || len(f.Extra) > 0 {
			t.Errorf("%s carries a time or an extra field", f.Name)
		}
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(content); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("names %q are not sorted", names)
	}
	return files
}

// verifyCRX reads a CRX3 as Chromium does and returns its zip and its id.
func verifyCRX(t *testing.T, crx []byte) (archive []byte, id string) {
	t.Helper()
	if string(crx[:4]) != "Cr24" || binary.LittleEndian.Uint32(crx[4:]) != 3 {
		t.Fatalf("head %q", crx[:8])
	}
	size := int(binary.LittleEndian.Uint32(crx[8:]))
	header, archive := protoFields(t, crx[12:12+size]), crx[12+size:]
	proof, signed := protoFields(t, header[2]), header[10000]
	h := sha256.New()
	h.Write([]byte("CRX3 SignedData\x00"))
	h.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(signed))))
	h.Write(signed)
	h.Write(archive)
	public, err := x509.ParsePKIXPublicKey(proof[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPKCS1v15(public.(*rsa.PublicKey), crypto.SHA256, h.Sum(nil), proof[2]); err != nil {
		t.Errorf("signature: %v", err)
	}
	sum := sha256.Sum256(proof[1])
	if !bytes.Equal(protoFields(t, signed)[1], sum[:16]) {
		t.Error("the signed id is not the key's")
	}
	for _, digit := range hex.EncodeToString(sum[:16]) {
		id += string(rune('a' + strings.IndexRune("0123456789abcdef", digit)))
	}
	return archive, id
}

func protoFields(t *testing.T, message []byte) map[uint64][]byte {
	t.Helper()
	fields := map[uint64][]byte{}
	for len(message) > 0 {
		tag, n := binary.Uvarint(message)
		size, m := binary.Uvarint(message[n:])
		if n <= 0 || m <= 0 || tag&7 != 2 {
			t.Fatalf("no field in %x", message)
		}
		fields[tag>>3] = message[n+m : n+m+int(size)]
		message = message[n+m+int(size):]
	}
	return fields
}
