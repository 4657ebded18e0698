package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unsafe"
)

const sum = "0594f2be3f0bc6bb90452e79bdc7667ff41c1caadb1ca00dc949814d174bee6d"

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
	if r.fault != nil {
		return File{}, r.fault
	}
	if r.before != nil {
		if err := r.before(); err != nil {
			return File{}, err
		}
	}
	return r.MemoryStore.Get(key)
}

func (r *rig) Has(key string) (bool, error) {
	if r.fault != nil {
		return false, r.fault
	}
	if r.before != nil {
		if err := r.before(); err != nil {
			return false, err
		}
	}
	return r.MemoryStore.Has(key)
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
	request := httptest.NewRequest(method, target, nil)
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

func TestFiles(t *testing.T) {
	target := "/v1/targets/" + sum + ".us-gov.txt"
	file, err := newRig().MemoryStore.Get("v1/catalogue.json")
	if err != nil {
		t.Fatal(err)
	}
	catalogue := file.ETag
	tests := []struct {
		name, method, path, ifNoneMatch string
		status                          int
		contentType, cache, etag        string
		length                          string
	}{
		{"a target", "GET", target, "", 200, plainText, forEver, `"` + sum + `"`, ""},
		{"a target the client has", "GET", target, `"` + sum + `"`, 304, "", forEver, `"` + sum + `"`, ""},
		{"a target the client has, compressed", "GET", target, `W/"` + sum + `"`, 304, "", forEver, `"` + sum + `"`, ""},
		{"a target, client has another", "GET", target, `"x"`, 200, plainText, forEver, `"` + sum + `"`, ""},
		{"a target's head", "HEAD", target, "", 200, plainText, forEver, `"` + sum + `"`, "9"},
		{"head of what the client has", "HEAD", target, `"` + sum + `"`, 304, "", forEver, `"` + sum + `"`, ""},
		{"the catalogue", "GET", "/v1/catalogue.json", "", 200, jsonText, forMinutes, catalogue, ""},
		{"the catalogue the client has", "GET", "/v1/catalogue.json", catalogue, 304, "", forMinutes, catalogue, ""},
		{"the catalogue's head", "HEAD", "/v1/catalogue.json", "", 200, jsonText, forMinutes, catalogue, "124"},
	}
	for _, test := range tests {
		// Cold, then from memory: the same answer.
		r := newRig()
		for _, from := range []string{"store", "memory"} {
			var header []string
			if test.ifNoneMatch != "" {
				header = []string{"If-None-Match", test.ifNoneMatch}
			}
			got := r.do(test.method, test.path, header...)
			body := text(t, got)
			if got.StatusCode != test.status {
				t.Errorf("%s (%s): status %d, want %d", test.name, from, got.StatusCode, test.status)
			}
			for name, want := range map[string]string{
				"Content-Type":                test.contentType,
				"Cache-Control":               test.cache,
				"ETag":                        test.etag,
				"Access-Control-Allow-Origin": "*",
				"X-Content-Type-Options":      "nosniff",
			} {
				if value := got.Header.Get(name); value != want {
					t.Errorf("%s (%s): %s %q, want %q", test.name, from, name, value, want)
				}
			}
			if test.length != "" && got.Header.Get("Content-Length") != test.length {
				t.Errorf("%s (%s): Content-Length %q, want %q", test.name, from, got.Header.Get("Content-Length"), test.length)
			}
			if (body != "") != (test.status == 200 && test.method == "GET") {
				t.Errorf("%s (%s): body %q", test.name, from, body)
			}
			if strings.Contains(test.path, "targets") && body != "" && body != "army.mil\n" {
				t.Errorf("%s (%s): body %q", test.name, from, body)
			}
		}
		if reads := r.reads[test.path[1:]]; reads != 1 {
			t.Errorf("%s: the store was read %d times, want once", test.name, reads)
		}
	}
}

func TestRefusals(t *testing.T) {
	tests := []struct {
		name, method, target string
		status               int
		says                 string
	}{
		{"unknown path", "GET", "/v2/catalogue.json", 404, "not found"},
		{"no such target", "GET", "/v1/targets/" + strings.Repeat("a", 64) + ".us-gov.txt", 404, "not found"},
		{"upper-case hash", "GET", "/v1/targets/" + strings.ToUpper(sum) + ".us-gov.txt", 404, "not found"},
		{"short hash", "GET", "/v1/targets/" + sum[1:] + ".us-gov.txt", 404, "not found"},
		{"no name", "GET", "/v1/targets/" + sum + ".txt", 404, "not found"},
		{"other type", "GET", "/v1/targets/" + sum + ".us-gov.exe", 404, "not found"},
		{"escaped letter is not canonical", "GET", "/v1/%63atalogue.json", 404, "not found"},
		{"escaped slash", "GET", "/v1%2Fcatalogue.json", 404, "not found"},
		{"double slash", "GET", "//v1/catalogue.json", 404, "not found"},
		{"upwards", "GET", "/v1/targets/../catalogue.json", 404, "not found"},
		{"trailing slash", "GET", "/v1/catalogue.json/", 404, "not found"},
		{"very long", "GET", "/v1/" + strings.Repeat("a", 10_000), 404, "not found"},
		{"query on a file", "GET", "/v1/catalogue.json?id=7", 400, "no query"},
		{"empty query on a file", "GET", "/v1/catalogue.json?", 400, "no query"},
		{"write", "PUT", "/v1/catalogue.json", 405, "method not allowed"},
		{"delete", "DELETE", "/v1/catalogue.json", 405, "method not allowed"},
		{"unheard-of method", "BREW", "/", 405, "method not allowed"},
	}
	for _, test := range tests {
		r := newRig()
		r.do("GET", "/v1/catalogue.json") // what is in memory must not answer for it
		got := r.do(test.method, test.target)
		if got.StatusCode != test.status || !strings.Contains(text(t, got), test.says) {
			t.Errorf("%s: %s %.80s: status %d, want %d and %q", test.name, test.method, test.target, got.StatusCode, test.status, test.says)
		}
		if test.status == 405 && got.Header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", test.name)
		}
		if len(r.reported) != 0 {
			t.Errorf("%s: a client's mistake was reported: %q", test.name, r.reported)
		}
	}
	head := newRig().do("HEAD", "/nowhere")
	if head.StatusCode != 404 || text(t, head) != "" {
		t.Errorf("HEAD of nothing: status %d with a body", head.StatusCode)
	}
}

func TestPreflight(t *testing.T) {
	got := newRig().do("OPTIONS", "/v1/catalogue.json",
		"Origin", "chrome-extension://x", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
	if got.StatusCode != 204 || got.Header.Get("Access-Control-Allow-Headers") != "If-None-Match" ||
		got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Access-Control-Max-Age") == "" {
		t.Errorf("preflight: %d %v", got.StatusCode, got.Header)
	}
}

func TestMemory(t *testing.T) {
	r := newRig()
	get := func() (int, string) {
		got := r.do("GET", "/v1/catalogue.json")
		return got.StatusCode, text(t, got)
	}
	_, before := get()
	r.put("v1/catalogue.json", []byte("{}"))
	if _, now := get(); now != before {
		t.Errorf("within %v: %q, want the copy in memory", DefaultFresh, now)
	}
	r.now = r.now.Add(DefaultFresh)
	if _, now := get(); now != "{}" {
		t.Errorf("after %v: %q, want the new catalogue", DefaultFresh, now)
	}

	// That a file is missing is kept as long, then it may appear.
	other := "/v1/targets/" + strings.Repeat("b", 64) + ".new.txt"
	for range 3 {
		if got := r.do("GET", other); got.StatusCode != 404 {
			t.Fatalf("status %d before it was published", got.StatusCode)
		}
	}
	if r.reads[other[1:]] != 1 {
		t.Errorf("a missing file was looked for %d times, want once", r.reads[other[1:]])
	}
	r.put(other[1:], []byte("new\n"))
	r.now = r.now.Add(DefaultFresh)
	if got := r.do("GET", other); got.StatusCode != 200 {
		t.Errorf("status %d after it was published, want 200", got.StatusCode)
	}

	// What a hash names is read once for ever.
	r.now = r.now.Add(365 * 24 * time.Hour)
	r.do("GET", other)
	if r.reads[other[1:]] != 2 {
		t.Errorf("a target was read %d times, want 2: once missing, once there", r.reads[other[1:]])
	}
}

func TestMemoryIsBounded(t *testing.T) {
	r := newRig()
	r.do("GET", "/v1/catalogue.json")
	big := make([]byte, 3<<20)
	for i := range 40 {
		path := fmt.Sprintf("/v1/targets/%064x.big.txt", i)
		r.put(path[1:], big)
		r.do("GET", path)
		r.do("GET", "/v1/catalogue.json") // in use all the time
	}
	if held := r.service.recent.youngCost; held > maxGeneration {
		t.Errorf("a generation holds %d bytes, limit %d", held, maxGeneration)
	}
	if n := len(r.service.recent.young) + len(r.service.recent.old); n > 2*(maxGeneration/len(big)+2) {
		t.Errorf("%d files are held", n)
	}
	if r.reads["v1/catalogue.json"] != 1 {
		t.Errorf("what is in use was dropped: read %d times", r.reads["v1/catalogue.json"])
	}
	for i := range 30_000 {
		r.do("GET", fmt.Sprintf("/v1/targets/%064x.none.txt", i))
	}
	if n, limit := len(r.service.recent.young)+len(r.service.recent.old), 2*maxGeneration/entryCost; n > limit {
		t.Errorf("%d missing files are kept, limit %d", n, limit)
	}
}

// TestQuickKeepsNoText answers requests whose text is overwritten by the next, as
// it is on the platform.
func TestQuickKeepsNoText(t *testing.T) {
	r := newRig()
	buffer := make([]byte, 256)
	ask := func(path string) *Response {
		n := copy(buffer, path)
		response, done := r.service.Quick(&Request{Method: "GET", Path: unsafe.String(&buffer[0], n)})
		if !done {
			response = r.service.Respond(&Request{Method: "GET", Path: path})
		}
		return response
	}
	var paths []string
	for i := range 12 {
		paths = append(paths, fmt.Sprintf("/v1/targets/%064x.big.txt", i))
		r.put(paths[i][1:], make([]byte, 3<<20))
	}
	for _, path := range paths {
		// The first is asked for all the time: it grows old, and young again.
		for _, path := range []string{paths[0], path} {
			if got := ask(path); got.Status != 200 || got.Header.Get("ETag") != `"`+path[12:76]+`"` {
				t.Fatalf("%s: %d, ETag %s", path, got.Status, got.Header.Get("ETag"))
			}
		}
	}
	for _, generation := range []map[string]*entry{r.service.recent.young, r.service.recent.old} {
		for key, e := range generation {
			if key != e.route.key {
				t.Errorf("%s is kept under %s", e.route.key, key)
			}
		}
	}
}

func TestStoreFails(t *testing.T) {
	r := newRig()
	target := "/v1/targets/" + sum + ".us-gov.txt"
	r.fault = errors.New("R2 is down")
	for _, path := range []string{"/v1/catalogue.json", target, "/v1/status", "/healthz"} {
		got := r.do("GET", path)
		if got.StatusCode != 503 || got.Header.Get("Retry-After") == "" || got.Header.Get("Cache-Control") != noStore {
			t.Errorf("%s with the store down: %d %v, want 503, Retry-After, no-store", path, got.StatusCode, got.Header)
		}
		if strings.Contains(text(t, got), "R2") {
			t.Errorf("%s: the inner fault is shown", path)
		}
	}
	if len(r.reported) != 4 {
		t.Errorf("reported %q, want one line each", r.reported)
	}

	// Once read, the last copy outlives the store.
	r.fault = nil
	r.do("GET", "/v1/catalogue.json")
	r.fault = errors.New("R2 is down again")
	r.now = r.now.Add(24 * time.Hour)
	if got := r.do("GET", "/v1/catalogue.json"); got.StatusCode != 200 {
		t.Errorf("status %d with a copy in memory, want 200", got.StatusCode)
	}
	r.fault = nil
	r.panics = true
	got := r.do("GET", target)
	if got.StatusCode != 500 || strings.Contains(text(t, got), "platform") {
		t.Errorf("status %d after a panic, want 500 without its text", got.StatusCode)
	}
	r.panics = false
	if got := r.do("GET", target); got.StatusCode != 200 {
		t.Errorf("status %d after the panic passed, want 200", got.StatusCode)
	}
}

func TestStatusOfACatalogue(t *testing.T) {
	r := newRig()
	r.now = r.now.Add(90 * time.Second)
	shown := r.status(t)
	if !shown.Published || shown.AgeSeconds != 90 || shown.Lists != 2 || shown.Bytes != 29 || len(shown.Warnings) != 0 {
		t.Errorf("status %+v", shown)
	}
	if got := r.do("GET", "/healthz"); got.StatusCode != 200 || text(t, got) != "ok\n" {
		t.Errorf("healthz: %d", got.StatusCode)
	}

	r.MemoryStore.Delete("v1/catalogue.json")
	if shown := r.status(t); shown.Published {
		t.Errorf("status of an empty store: %+v", shown)
	}
	if got := r.do("GET", "/healthz"); got.StatusCode != 503 {
		t.Errorf("healthz of an empty store: %d, want 503", got.StatusCode)
	}
	r.put("v1/catalogue.json", []byte("not JSON"))
	if got := r.do("GET", "/v1/status"); got.StatusCode != 503 || len(r.reported) != 1 {
		t.Errorf("status of a broken catalogue: %d, reported %q", got.StatusCode, r.reported)
	}
}

func (r *rig) status(t *testing.T) status {
	t.Helper()
	var shown status
	if err := json.Unmarshal([]byte(text(t, r.do("GET", "/v1/status"))), &shown); err != nil {
		t.Fatal(err)
	}
	return shown
}
