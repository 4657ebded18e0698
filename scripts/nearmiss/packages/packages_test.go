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
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"os"
	"path/filepath"
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

func TestSameInputSameBytes(t *testing.T) {
	in := testInput(t)
	first, second := mustMake(t, in), mustMake(t, in)
	if len(first) != 8 {
		t.Errorf("files %q, want eight", slices.Sorted(maps.Keys(first)))
	}
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s differs between two runs", name)
		}
	}
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

func TestCRX(t *testing.T) {
	in := testInput(t)
	files := mustMake(t, in)
	archive, id := verifyCRX(t, files["nearmiss-1.0.0.crx"])
	if want, err := ID(in.Key); err != nil || id != want {
		t.Errorf("id %s, want %s, %v", id, want, err)
	}
	var m map[string]any
	if err := json.Unmarshal(unzip(t, archive)["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	public, _ := publicKey(in.Key)
	if m["key"] != public || m["update_url"] != "https://works.example/packages/updates.xml" {
		t.Errorf("manifest %v has not the packager's key and address", m)
	}
}

func TestStorePackageHasNoKey(t *testing.T) {
	files := unzip(t, mustMake(t, testInput(t))["nearmiss-1.0.0-chromium.zip"])
	var m map[string]any
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	if m["key"] != nil || m["update_url"] != nil || m["version"] != "1.0.0" {
		t.Errorf("manifest %v: a store refuses key and update_url", m)
	}
	if string(files["lists/military.txt"]) != "army.mil\n" {
		t.Errorf("files %q", slices.Sorted(maps.Keys(files)))
	}
}

func TestWebmailHosts(t *testing.T) {
	in := testInput(t)
	scripts := `"host_permissions":["https://mail.google.com/*"],"content_scripts":[{"matches":["https://mail.google.com/*"],"js":["content.js"]}]`
	in.Chromium["manifest.json"] = []byte(`{"version":"1.0.0",` + scripts + `}`)
	in.Firefox["manifest.json"] = []byte(`{"version":"1.0.0",` + scripts + `,"browser_specific_settings":{"gecko":{"id":"a@b.example"}}}`)
	in.WebmailHosts = []string{"OWA.works.example"}
	files := mustMake(t, in)
	archive, _ := verifyCRX(t, files["nearmiss-1.0.0.crx"])
	for name, c := range map[string]struct {
		archive []byte
		wanted  bool
	}{
		"crx": {archive, true}, "xpi": {files["nearmiss-1.0.0-firefox.xpi"], true}, "store": {files["nearmiss-1.0.0-chromium.zip"], false},
	} {
		text := string(unzip(t, c.archive)["manifest.json"])
		if n := strings.Count(text, `"https://owa.works.example/*"`); n != map[bool]int{true: 2, false: 0}[c.wanted] {
			t.Errorf("%s: the host stands %d times in %s", name, n, text)
		}
		if strings.Count(text, `"https://mail.google.com/*"`) != 2 || !strings.Contains(text, `"content.js"`) {
			t.Errorf("%s: lost what was there: %s", name, text)
		}
	}
	in.WebmailHosts = []string{"*"}
	if _, err := Make(in); err == nil {
		t.Error("every host is taken")
	}
}

func TestUpdates(t *testing.T) {
	in := testInput(t)
	in.Version = "1.0.1"
	files := mustMake(t, in)
	crx, xpi := files["nearmiss-1.0.1.crx"], files["nearmiss-1.0.1-firefox.xpi"]
	var x struct {
		App struct {
			ID    string `xml:"appid,attr"`
			Check struct {
				Codebase string `xml:"codebase,attr"`
				Version  string `xml:"version,attr"`
				Hash     string `xml:"hash_sha256,attr"`
				Size     int    `xml:"size,attr"`
			} `xml:"updatecheck"`
		} `xml:"app"`
	}
	if err := xml.Unmarshal(files["updates.xml"], &x); err != nil {
		t.Fatal(err)
	}
	id, _ := ID(in.Key)
	sum := sha256.Sum256(crx)
	if c := x.App.Check; x.App.ID != id || c.Codebase != in.BaseURL+"nearmiss-1.0.1.crx" || c.Version != "1.0.1" || c.Hash != hex.EncodeToString(sum[:]) || c.Size != len(crx) {
		t.Errorf("updates.xml says %+v", x.App)
	}
	var j struct {
		Addons map[string]struct {
			Updates []map[string]any
		}
	}
	if err := json.Unmarshal(files["updates.json"], &j); err != nil {
		t.Fatal(err)
	}
	sum = sha256.Sum256(xpi)
	update := j.Addons["a@b.example"].Updates[0]
	if update["version"] != "1.0.1" || update["update_hash"] != "sha256:"+hex.EncodeToString(sum[:]) || update["update_link"] != in.BaseURL+"nearmiss-1.0.1-firefox.xpi" {
		t.Errorf("updates.json says %v", update)
	}
	var m struct {
		Version  string
		Settings struct{ Gecko map[string]any } `json:"browser_specific_settings"`
	}
	if err := json.Unmarshal(unzip(t, xpi)["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	if m.Version != "1.0.1" || m.Settings.Gecko["update_url"] != in.BaseURL+"updates.json" {
		t.Errorf("the xpi's manifest says %+v", m)
	}
}

func TestSums(t *testing.T) {
	files := mustMake(t, testInput(t))
	lines := strings.Split(strings.TrimSpace(string(files["SHA256SUMS"])), "\n")
	if len(lines) != len(files)-1 {
		t.Errorf("%d lines for %d files", len(lines), len(files)-1)
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256(files[name]); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s: wrong sum", name)
		}
	}
}

func TestBill(t *testing.T) {
	in := testInput(t)
	var b struct {
		SpecVersion, SerialNumber string
		Metadata                  map[string]any
		Components                []map[string]any
	}
	if err := json.Unmarshal(mustMake(t, in)["nearmiss-1.0.0.cdx.json"], &b); err != nil {
		t.Fatal(err)
	}
	if b.SpecVersion != "1.6" || len(b.Components) != 1 || b.Components[0]["purl"] != "pkg:golang/x@v1" || b.Metadata["timestamp"] != nil {
		t.Errorf("bill %+v", b)
	}
	in.Components[0].Licence = ""
	if _, err := Make(in); err == nil {
		t.Error("a component without licence is packed")
	}
}

func TestMakeRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Input){
		"no key":                      func(in *Input) { in.Key = nil },
		"a version with a word":       func(in *Input) { in.Version = "1.0.0-beta" },
		"a version with leading zero": func(in *Input) { in.Version = "1.01" },
		"a base without slash":        func(in *Input) { in.BaseURL = "https://works.example/packages" },
		"no manifest":                 func(in *Input) { delete(in.Chromium, "manifest.json") },
		"no id for Firefox":           func(in *Input) { in.Firefox["manifest.json"] = []byte(`{}`) },
	} {
		in := testInput(t)
		spoil(&in)
		if _, err := Make(in); err == nil {
			t.Errorf("%s: packed all the same", name)
		}
	}
}

func TestKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "keys", "key.pem")
	first, isNew, err := Key(file)
	if err != nil || !isNew {
		t.Fatalf("a new key: %v, %v", isNew, err)
	}
	again, isNew, err := Key(file)
	if err != nil || isNew || !again.Equal(first) {
		t.Errorf("the same file: new %v, %v", isNew, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	for name, text := range map[string]string{"text": "no key", "public": "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"} {
		bad := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(bad, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Key(bad); err == nil {
			t.Errorf("%s is taken for a key", name)
		}
	}
}
