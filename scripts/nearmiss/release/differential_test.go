package release

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"

	"nearmiss/wasm/update/verify"
	"nearmiss/worker/tuf"
)

// The Worker judges uploads by a small verifier of its own, clients judge what
// they fetch by go-tuf. Here both see the same repositories, right ones and
// spoilt ones: what the Worker's takes, go-tuf must take too, or somebody could
// publish what no client believes.

var then = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// office is a published repository with two roots, and its keys.
type office struct {
	files map[string]string // by path below "v1/"
	keys  map[string][]*signer
}

func newOffice(t testing.TB) *office {
	t.Helper()
	dir := t.TempDir()
	r := &Repository{filepath.Join(dir, "release")}
	o := &office{files: map[string]string{}, keys: map[string][]*signer{}}
	var set KeySet
	for _, name := range []string{"root-1", "root-2", "root-3", "lists-1", "lists-2", "lists-3", "online-1"} {
		path := filepath.Join(dir, name)
		if _, err := MakeKey(path); err != nil {
			t.Fatal(err)
		}
		key, err := readSigner(path)
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(name, "-")
		o.keys[kind] = append(o.keys[kind], key)
	}
	key := func(name string) string { return filepath.Join(dir, name) }
	set = KeySet{
		Root: []string{key("root-1"), key("root-2"), key("root-3")}, RootThreshold: 2,
		Targets: []string{key("lists-1"), key("lists-2"), key("lists-3")}, TargetsThreshold: 2,
		Timestamp: []string{key("online-1")},
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	sign := func(names ...string) {
		t.Helper()
		for _, name := range names {
			_, err := r.Sign(key(name), then)
			do(err)
		}
	}
	_, err := r.StageRoot(set, then)
	do(err)
	sign("root-1", "root-2")
	_, _, err = r.Stage([]Text{{"us-military", "# nearmiss-list: 1\n# name: us-military\n# role: protected\n# category: c\n\narmy.mil\n"}}, nil, then)
	do(err)
	sign("lists-1", "lists-3")
	_, err = r.Renew(key("online-1"), then)
	do(err)
	result, err := r.Verify(then)
	do(err)
	do(r.promote(result, "test", then))
	_, err = r.StageRoot(KeySet{}, then.Add(time.Hour))
	do(err)
	sign("root-2", "root-3")
	for _, folder := range []string{r.published(), r.staged()} {
		do(filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			below, _ := filepath.Rel(folder, path)
			o.files[filepath.ToSlash(below)] = string(text)
			return err
		}))
	}
	return o
}

var spoilable = []string{
	"metadata/2.root.json", "metadata/timestamp.json", "metadata/1.snapshot.json", "metadata/1.targets.json",
}

// signAgain puts right signatures under a spoilt file, as far as it is JSON, so
// that what is judged is what it says.
func (o *office) signAgain(path, text string) string {
	var file struct {
		Signed json.RawMessage `json:"signed"`
	}
	if json.Unmarshal([]byte(text), &file) != nil {
		return text
	}
	var signed any
	decoder := json.NewDecoder(bytes.NewReader(file.Signed))
	decoder.UseNumber()
	if decoder.Decode(&signed) != nil {
		return text
	}
	canonical, err := cjson.EncodeCanonical(signed)
	if err != nil {
		return text
	}
	keys := o.keys["lists"]
	switch {
	case strings.Contains(path, "root"):
		keys = o.keys["root"]
	case strings.Contains(path, "timestamp"):
		keys = o.keys["online"]
	}
	var signatures []string
	for _, key := range keys {
		signatures = append(signatures, fmt.Sprintf(`{"keyid":%q,"sig":%q}`, key.id, hex.EncodeToString(ed25519.Sign(key.private, canonical))))
	}
	return `{"signatures":[` + strings.Join(signatures, ",") + `],"signed":` + string(file.Signed) + `}`
}

// judge asks both, and says what each thinks.
func judge(files map[string]string) (client, workers error) {
	fetch := func(path string, _ int64) ([]byte, error) {
		text, ok := files[path]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}
	anchor := []byte(files["metadata/1.root.json"])
	_, client = Check(fetch, verify.Config{Now: then, Root: anchor, Scope: verify.ScopePublic})
	workers = func() error {
		root, err := tuf.OpenRoot(anchor)
		if err != nil {
			return err
		}
		if root, err = root.Next([]byte(files["metadata/2.root.json"])); err != nil {
			return err
		}
		timestamp, err := root.Timestamp([]byte(files["metadata/timestamp.json"]), then)
		if err != nil {
			return err
		}
		if timestamp.Snapshot.Version != 1 {
			return fmt.Errorf("snapshot %d is not there", timestamp.Snapshot.Version)
		}
		snapshot, err := root.Snapshot([]byte(files["metadata/1.snapshot.json"]), timestamp.Snapshot, then)
		if err != nil {
			return err
		}
		if snapshot.Targets.Version != 1 {
			return fmt.Errorf("targets %d are not there", snapshot.Targets.Version)
		}
		targets, err := root.Targets([]byte(files["metadata/1.targets.json"]), snapshot.Targets, then)
		if err != nil {
			return err
		}
		// The Worker demands every named list before a version takes effect.
		lists := 0
		for path, target := range targets.All {
			text, ok := files["targets/"+target.SHA256+"."+path]
			if !ok || sumOf(text) != target.SHA256 || int64(len(text)) != target.Length {
				return fmt.Errorf("%s is not there", path)
			}
			lists++
		}
		if lists == 0 {
			return fmt.Errorf("no list")
		}
		return nil
	}()
	return client, workers
}

func FuzzVerifiersAgree(f *testing.F) {
	o := newOffice(f)
	if client, workers := judge(o.files); client != nil || workers != nil {
		f.Fatalf("the unspoilt repository: clients %v, the Worker %v", client, workers)
	}
	for which := range spoilable {
		f.Add(uint8(which), uint16(30), uint8(1), "x", false)
		f.Add(uint8(which), uint16(100), uint8(0), " ", true)
		f.Add(uint8(which), uint16(0), uint8(0), "", true)
		text := o.files[spoilable[which]]
		// What the parts of a file mean, changed and signed anew.
		for _, change := range [][2]string{
			{`"threshold":2`, `"threshold":1`}, {`"threshold":2`, `"threshold":0`}, {`"threshold":2`, `"threshold":-1`},
			{`"threshold":2`, `"threshold":4`}, {`"version":2`, `"version":3`}, {`"version":1`, `"version":2`}, {`"version":1`, `"version":1.0`},
			{`"version":1`, `"version":"1"`}, {`"version":1`, `"version":0`}, {`"version":1`, `"version":9007199254740993`},
			{`"2027-`, `"2020-`}, {`"2026-`, `"2025-`}, {`Z"`, `+00:00"`}, {`Z"`, `.5Z"`}, {`Z"`, `,0Z"`}, {`"_type":"`, `"_type":"x`}, {`"spec_version":"1`, `"spec_version":"2`},
			{`"ed25519"`, `"ecdsa"`}, {`"consistent_snapshot":true`, `"consistent_snapshot":false`}, {`"sha256"`, `"sha512"`},
			{`"length":`, `"length":1`}, {`"length":`, `"length":-`}, {`us-military.txt`, `../us-military.txt`}, {`"keyids":["`, `"keyids":["`},
			{`"snapshot.json"`, `"other.json"`}, {`"targets.json"`, `"other.json"`}, {`"expires":`, `"expires":null,"x":`},
			{`"signed":{`, `"signed":{"version":7,`}, {`"signed":{`, `"signed":{"note":"unknown",`}, {`"public":"`, `"public":"00`},
			{`"meta":{`, `"meta":{"x.json":null,`}, {`"meta":`, `"meta":null,"x":`}, {`"meta":`, `"meta":{},"x":`},
			{`"targets":{`, `"targets":{"x.txt":null,`}, {`"targets":{`, `"targets":null,"x":{`}, {`"keys":{`, `"keys":{"x":null,`},
			{`"roles":{"root":`, `"roles":{"x":null,"root":`}, {`"roles":{"root":`, `"roles":{"root":null,"x":`}, {`"keys":`, `"keys":null,"x":`},
		} {
			if at := strings.Index(text, change[0]); at >= 0 {
				f.Add(uint8(which), uint16(at), uint8(len(change[0])), change[1], true)
				f.Add(uint8(which), uint16(at), uint8(len(change[0])), change[1], false)
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, at uint16, cut uint8, put string, signAnew bool) {
		path := spoilable[int(which)%len(spoilable)]
		text := o.files[path]
		start := min(int(at), len(text))
		end := min(start+int(cut), len(text))
		spoilt := text[:start] + put + text[end:]
		if signAnew {
			spoilt = o.signAgain(path, spoilt)
		}
		files := make(map[string]string, len(o.files))
		for path, text := range o.files {
			files[path] = text
		}
		files[path] = spoilt
		client, workers := judge(files)
		if workers == nil && client != nil {
			t.Errorf("%s: the Worker takes what clients refuse: %v\n%s", path, client, spoilt)
		}
	})
}
