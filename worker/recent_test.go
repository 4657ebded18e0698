package worker

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"
)

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
