package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

// sum names the target that every rig has.
const sum = "0594f2be3f0bc6bb90452e79bdc7667ff41c1caadb1ca00dc949814d174bee6d"

var lists = map[string][]byte{"us-military.txt": []byte("army.mil\n"), "known.txt": []byte("example.com\n")}

// rig is a service over a store that can be made to fail, and a clock that
// stands still.
type rig struct {
	MemoryStore
	now      time.Time
	fault    error
	panics   bool
	reads    map[string]int
	reported []string
	service  *Service

	before   func() error // each operation of the store
	afterToo bool         // a fault of before hides that the operation was done
	writes   int
}

func newRig() *rig {
	r := &rig{now: time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC), reads: map[string]int{}}
	r.MemoryStore.Now = func() time.Time { return r.now }
	r.service = New(r, Options{
		Now:    func() time.Time { return r.now },
		Report: func(line string) { r.reported = append(r.reported, line) },
		Fresh:  DefaultFresh,
	})
	r.put("v1/catalogue.json", []byte(`{"version":7,"lists":[{"name":"us-gov","role":"protected","length":9,"entries":1},{"name":"known","length":20,"entries":2}]}`))
	r.put("v1/targets/"+sum+".us-gov.txt", []byte("army.mil\n"))
	return r
}

func (r *rig) put(key string, content []byte) {
	if err := r.MemoryStore.Put(key, Text(content), Condition{}); err != nil {
		panic(err)
	}
}

func (r *rig) Get(key string) (File, error) {
	r.reads[key]++
	if r.panics {
		panic("the platform broke")
	}
	if err := r.reach(); err != nil {
		return File{}, err
	}
	return r.MemoryStore.Get(key)
}

func (r *rig) Has(key string) (bool, error) {
	if err := r.reach(); err != nil {
		return false, err
	}
	return r.MemoryStore.Has(key)
}

func (r *rig) reach() error {
	if r.fault != nil || r.before == nil {
		return r.fault
	}
	return r.before()
}

func (r *rig) Put(key string, content Body, condition Condition) error {
	r.writes++
	if r.before != nil {
		if err := r.before(); err != nil {
			if r.afterToo {
				_ = r.MemoryStore.Put(key, content, condition)
			}
			return err
		}
	}
	return r.MemoryStore.Put(key, content, condition)
}

func (r *rig) do(method, target string, header ...string) *http.Response {
	return r.send(method, target, nil, header...)
}

func (r *rig) send(method, target string, body []byte, header ...string) *http.Response {
	request := httptest.NewRequest(method, target, bytes.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Add(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	r.service.ServeHTTP(recorder, request)
	return recorder.Result()
}

func text(t *testing.T, response *http.Response) string {
	t.Helper()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func (r *rig) status(t *testing.T) status {
	t.Helper()
	var shown status
	if err := json.Unmarshal([]byte(text(t, r.do("GET", "/v1/status"))), &shown); err != nil {
		t.Fatal(err)
	}
	return shown
}

// house is a rig whose public channel has a root.
type house struct {
	*rig
	author *tuftest.Author
}

func newHouse() house {
	h := house{newRig(), nil}
	h.MemoryStore.Delete("v1/catalogue.json")
	h.author = tuftest.New(h.now.AddDate(0, 3, 0))
	h.put("v1/metadata/1.root.json", h.author.Root(1))
	return h
}

// newPublished is a house that has published version 1.
func newPublished() house {
	h := newHouse()
	if got := h.release(1, lists); got.StatusCode != 200 {
		panic(fmt.Sprintf("publishing version 1: %d", got.StatusCode))
	}
	return h
}

// release publishes a version that the channel's own author signed.
func (h house) release(version int, content map[string][]byte) *http.Response {
	return h.publishAll("/v1/", version, bundleOf(h.author.Release(version, content)), content)
}

// publishAll does what a publisher does: the metadata, the missing targets, the
// metadata again. It returns the last answer, or the first that was an error.
func (r *rig) publishAll(base string, version int, b bundle, content map[string][]byte) *http.Response {
	got := r.postTo(base+"publish", b)
	if got.StatusCode != 202 {
		return got
	}
	var answer struct{ Missing []string }
	if err := json.NewDecoder(got.Body).Decode(&answer); err != nil {
		panic(err)
	}
	for _, file := range answer.Missing {
		_, name, _ := strings.Cut(file, ".")
		if got := r.upload(base+"targets/"+file, version, content[name]); got.StatusCode != 201 {
			return got
		}
	}
	return r.postTo(base+"publish", b)
}

func (r *rig) upload(target string, version int, content []byte) *http.Response {
	return r.send("PUT", target, content, "Nearmiss-Targets-Version", fmt.Sprint(version))
}

func (r *rig) post(b bundle) *http.Response { return r.postTo("/v1/publish", b) }

func (r *rig) postTo(target string, b bundle) *http.Response {
	text, err := json.Marshal(b)
	if err != nil {
		panic(err)
	}
	return r.send("POST", target, text, "Content-Type", "application/json")
}

func bundleOf(release tuftest.Release, roots ...[]byte) bundle {
	b := bundle{Targets: string(release.Targets), Snapshot: string(release.Snapshot), Timestamp: string(release.Timestamp)}
	for _, root := range roots {
		b.Roots = append(b.Roots, string(root))
	}
	return b
}

func (h house) publicClient(t *testing.T) map[string][]byte {
	t.Helper()
	return h.client(t, h.author.Root(1), "/v1/")
}

// client reads a channel as a client does and returns its targets, nil when
// nothing is published. Whatever it is given must fit together.
func (r *rig) client(t *testing.T, anchor []byte, base string) map[string][]byte {
	t.Helper()
	fetch := func(path string) []byte {
		got := r.do("GET", base+path)
		if got.StatusCode != 200 {
			t.Fatalf("client: %s: %d", path, got.StatusCode)
		}
		return []byte(text(t, got))
	}
	root, err := tuf.OpenRoot(anchor)
	if err != nil {
		t.Fatal(err)
	}
	for r.do("GET", fmt.Sprintf("%smetadata/%d.root.json", base, root.Version+1)).StatusCode == 200 {
		if root, err = root.Next(fetch(fmt.Sprintf("metadata/%d.root.json", root.Version+1))); err != nil {
			t.Fatalf("client: %v", err)
		}
	}
	if r.do("GET", base+"metadata/timestamp.json").StatusCode == 404 {
		return nil
	}
	timestamp, err := root.Timestamp(fetch("metadata/timestamp.json"), r.now)
	if err != nil {
		t.Fatalf("client: %v", err)
	}
	snapshot, err := root.Snapshot(fetch(fmt.Sprintf("metadata/%d.snapshot.json", timestamp.Snapshot.Version)), timestamp.Snapshot, r.now)
	if err != nil {
		t.Fatalf("client: %v", err)
	}
	targets, err := root.Targets(fetch(fmt.Sprintf("metadata/%d.targets.json", snapshot.Targets.Version)), snapshot.Targets, r.now)
	if err != nil {
		t.Fatalf("client: %v", err)
	}
	files := map[string][]byte{}
	for name, target := range targets.All {
		files[name] = fetch("targets/" + target.SHA256 + "." + name)
		if int64(len(files[name])) != target.Length {
			t.Fatalf("client: %s: %d bytes, want %d", name, len(files[name]), target.Length)
		}
	}
	return files
}
