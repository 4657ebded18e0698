package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

var lists = map[string][]byte{"us-military.txt": []byte("army.mil\n"), "known.txt": []byte("example.com\n")}

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

func (r *rig) send(method, target string, body []byte, header ...string) *http.Response {
	request := httptest.NewRequest(method, target, bytes.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	r.service.ServeHTTP(recorder, request)
	return recorder.Result()
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

func TestPublish(t *testing.T) {
	h := newHouse()
	for version := 1; version <= 3; version++ {
		content := map[string][]byte{"known.txt": lists["known.txt"], "us-military.txt": fmt.Appendf(nil, "army%d.mil\n", version)}
		got := h.publishAll("/v1/", version, bundleOf(h.author.Release(version, content)), content)
		want := fmt.Sprintf(`{"published":{"root":1,"snapshot":%d,"targets":%[1]d,"timestamp":%[1]d}}`, version)
		if body := text(t, got); got.StatusCode != 200 || strings.TrimSpace(body) != want {
			t.Fatalf("publication %d: %d %s, want 200 %s", version, got.StatusCode, body, want)
		}
		// At once, and not after what was in memory has aged.
		if shown := h.client(t, h.author.Root(1), "/v1/"); string(shown["us-military.txt"]) != string(content["us-military.txt"]) {
			t.Errorf("publication %d: a client reads %q", version, shown["us-military.txt"])
		}
	}
	shown := h.status(t)
	if !shown.Published || shown.Lists != 2 || shown.Metadata[tuf.RoleTargets].Version != 3 || len(shown.Warnings) != 0 {
		t.Errorf("status: %+v", shown)
	}
	if got := h.do("GET", "/healthz"); got.StatusCode != 200 {
		t.Errorf("healthz: %d", got.StatusCode)
	}
	for path, cache := range map[string]string{
		"/v1/metadata/1.root.json":     forEver,
		"/v1/metadata/3.targets.json":  forEver,
		"/v1/metadata/3.snapshot.json": forEver,
		"/v1/metadata/timestamp.json":  forMinutes,
		"/v1/metadata/2.root.json":     forMinutesOnly,
	} {
		if got := h.do("GET", path); got.Header.Get("Cache-Control") != cache {
			t.Errorf("%s: %d, Cache-Control %q, want %q", path, got.StatusCode, got.Header.Get("Cache-Control"), cache)
		}
	}
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

func TestPublishRefuses(t *testing.T) {
	h := newHouse()
	release := h.author.Release(5, lists)
	if got := h.publishAll("/v1/", 5, bundleOf(release), lists); got.StatusCode != 200 {
		t.Fatal(text(t, got))
	}
	state := h.MemoryStore.files["v1/metadata/timestamp.json"].ETag
	forged := tuftest.New(h.now.AddDate(0, 3, 0))
	for role := range forged.Keys {
		forged.Keys[role] = []byte{21, 22, 23}
	}
	expired := tuftest.New(h.now)
	short := tuftest.New(h.now.AddDate(0, 3, 0))
	short.Signers[tuf.RoleTargets] = []byte{4}
	good := bundleOf(h.author.Release(6, lists))
	changed := good
	changed.Targets = strings.Replace(good.Targets, `"length":9`, `"length":8`, 1)
	mixed := good
	mixed.Snapshot = string(release.Snapshot)
	fast := tuftest.New(h.now.AddDate(0, 3, 0))
	old := h.author.Release(4, lists)
	oldTargets := bundle{Targets: string(old.Targets), Snapshot: string(h.author.Snapshot(6, 4, old.Targets))}
	oldTargets.Timestamp = string(h.author.Timestamp(6, 6, []byte(oldTargets.Snapshot)))
	many := map[string][]byte{}
	for i := range maxTargets + 1 {
		many[fmt.Sprintf("list%d.txt", i)] = nil
	}
	roots := bundleOf(h.author.Release(6, lists))
	for range maxRoots {
		roots.Roots = append(roots.Roots, string(h.author.Root(1)))
	}
	tests := []struct {
		name   string
		bundle bundle
		status int
		says   string
	}{
		{"strangers' keys", bundleOf(forged.Release(6, lists)), 403, "not verified: timestamp: signed by 0"},
		{"strangers' root", bundleOf(forged.Release(6, lists), forged.Root(2)), 403, "not verified: by the root before"},
		{"one key of two", bundleOf(short.Release(6, lists)), 403, "not verified: targets: signed by 1 of the 2"},
		{"expired", bundleOf(expired.Release(6, lists)), 403, "expired"},
		{"changed targets", changed, 403, "not verified: targets"},
		{"old snapshot, new timestamp", mixed, 403, "not verified: snapshot"},
		{"older", bundleOf(h.author.Release(4, lists)), 409, "older than the published 5"},
		{"same version, other content", bundleOf(h.author.Release(5, nil)), 409, "another timestamp 5"},
		{"newer timestamp of an older snapshot", bundle{Timestamp: string(h.author.Timestamp(6, 4, h.author.Release(4, lists).Snapshot))}, 409, "snapshot 4 is older"},
		{"a name that is no target's", bundleOf(h.author.Release(6, map[string][]byte{"../x.txt": nil})), 403, "no name of a target"},
		{"newer snapshot of older targets", oldTargets, 409, "targets 4 are older"},
		{"too many targets", bundleOf(h.author.Release(6, many)), 403, "201 targets, more than 200"},
		{"too many roots", roots, 403, "more than 64 roots"},
		{"a file that is nowhere", bundle{Timestamp: good.Timestamp}, 400, "neither in the publication nor published"},
		{"nothing", bundle{}, 403, "not verified"},
		{"a root too far", bundleOf(fast.Release(6, lists), fast.Root(3)), 403, "does not follow"},
		{"another root 1", bundleOf(fast.Release(6, lists), forged.Root(1)), 409, "another root 1"},
	}
	for _, test := range tests {
		got := h.post(test.bundle)
		if body := text(t, got); got.StatusCode != test.status || !strings.Contains(body, test.says) {
			t.Errorf("%s: %d %s, want %d and %q", test.name, got.StatusCode, body, test.status, test.says)
		}
		if now := h.MemoryStore.files["v1/metadata/timestamp.json"].ETag; now != state {
			t.Fatalf("%s: the timestamp has changed", test.name)
		}
	}
	if len(h.reported) != 0 {
		t.Errorf("reported: %q", h.reported)
	}
	h.client(t, h.author.Root(1), "/v1/")
}

func TestPublishForms(t *testing.T) {
	h := newHouse()
	good, _ := json.Marshal(bundleOf(h.author.Release(1, lists)))
	tests := []struct {
		name, contentType string
		body              []byte
		length            int64
		status            int
	}{
		{"another type", "text/plain", good, int64(len(good)), 415},
		{"no type", "", good, int64(len(good)), 415},
		{"type with a parameter", "application/json; charset=utf-8", good, int64(len(good)), 202},
		{"unknown length", "application/json", good, -1, 411},
		{"empty", "application/json", nil, 0, 400},
		{"too long", "application/json", bytes.Repeat([]byte(" "), maxBundle+1), maxBundle + 1, 413},
		{"shorter than said", "application/json", good[:100], int64(len(good)), 400},
		{"not JSON", "application/json", []byte("hello"), 5, 400},
		{"unknown field", "application/json", []byte(`{"a":1}`), 7, 400},
		{"two objects", "application/json", append(good, "{}"...), int64(len(good) + 2), 400},
	}
	for _, test := range tests {
		request := httptest.NewRequest("POST", "/v1/publish", bytes.NewReader(test.body))
		request.ContentLength = test.length
		request.Header.Set("Content-Type", test.contentType)
		recorder := httptest.NewRecorder()
		h.service.ServeHTTP(recorder, request)
		if recorder.Code != test.status {
			t.Errorf("%s: %d %s, want %d", test.name, recorder.Code, recorder.Body, test.status)
		}
	}
	for _, test := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/v1/publish", 405, "OPTIONS, POST"},
		{"PUT", "/v1/publish", 405, "OPTIONS, POST"},
		{"POST", "/v1/publish?x", 405, "OPTIONS, POST"},
		{"POST", "/v1/metadata/timestamp.json", 405, "GET, HEAD, OPTIONS"},
		{"PUT", "/v1/metadata/timestamp.json", 405, "GET, HEAD, OPTIONS"},
		{"POST", "/v1/targets/" + sum + ".us-gov.txt", 405, "GET, HEAD, OPTIONS, PUT"},
		{"POST", "/v1/orgs/x/publish/", 405, "GET, HEAD, OPTIONS"},
	} {
		got := h.do(test.method, test.path)
		if got.StatusCode != test.status || got.Header.Get("Allow") != test.allow {
			t.Errorf("%s %s: %d, Allow %q; want %d, %q", test.method, test.path, got.StatusCode, got.Header.Get("Allow"), test.status, test.allow)
		}
	}
	if got := h.service.Respond(&Request{Method: "POST", Path: "/v1/publish", Limited: true}); got.Status != 429 {
		t.Errorf("too many: %d, want 429", got.Status)
	}
}

func TestUpload(t *testing.T) {
	h := newHouse()
	h.post(bundleOf(h.author.Release(1, lists)))
	route := func(name string, content []byte) string { return "/v1/targets/" + tuftest.Sum(content) + "." + name }
	military := lists["us-military.txt"]
	tests := []struct {
		name, path, version string
		body                []byte
		status              int
	}{
		{"not named", route("other.txt", military), "1", military, 403},
		{"another hash than named", route("us-military.txt", []byte("army.ml\n")), "1", []byte("army.ml\n"), 403},
		{"right bytes under another hash", route("us-military.txt", []byte("army.ml\n")), "1", military, 403},
		{"other bytes of the same length", route("us-military.txt", military), "1", []byte("navy.mil\n"), 403},
		{"longer", route("us-military.txt", military), "1", append(military, ' '), 403},
		{"no version", route("us-military.txt", military), "", military, 400},
		{"a path for a version", route("us-military.txt", military), "../1", military, 400},
		{"an unknown version", route("us-military.txt", military), "2", military, 409},
		{"right", route("us-military.txt", military), "1", military, 201},
		{"again", route("us-military.txt", military), "1", military, 200},
	}
	for _, test := range tests {
		got := h.send("PUT", test.path, test.body, "Nearmiss-Targets-Version", test.version)
		if got.StatusCode != test.status {
			t.Errorf("%s: %d %s, want %d", test.name, got.StatusCode, text(t, got), test.status)
		}
		if read := h.do("GET", test.path); (read.StatusCode == 200) != (test.status < 300) && !strings.Contains(test.name, "other bytes") {
			t.Errorf("%s: reading it: %d", test.name, read.StatusCode)
		}
	}
	huge := httptest.NewRequest("PUT", route("us-military.txt", military), bytes.NewReader(military))
	huge.ContentLength = 1 << 30
	huge.Header.Set("Nearmiss-Targets-Version", "1")
	recorder := httptest.NewRecorder()
	h.service.ServeHTTP(recorder, huge)
	if recorder.Code != 413 {
		t.Errorf("a gigabyte: %d, want 413", recorder.Code)
	}
}

func TestTargetsAreAsLongAsLists(t *testing.T) {
	if maxTarget != list.MaxBytes {
		t.Errorf("targets may have %d bytes, lists %d", maxTarget, list.MaxBytes)
	}
}

// TestProgramIsSmall holds out what would make the Worker's program half as big
// again, and its first answer slower.
func TestProgramIsSmall(t *testing.T) {
	command := exec.Command("go", "list", "-deps", "./cloudflare")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	linked, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, heavy := range []string{"net/http", "crypto/tls", "golang.org/x/net/publicsuffix"} {
		if slices.Contains(strings.Fields(string(linked)), heavy) {
			t.Errorf("the Worker's program links %s", heavy)
		}
	}
}

// TestRotation replaces every key, and undoes versions that a stolen timestamp
// key had driven up.
func TestRotation(t *testing.T) {
	h := newHouse()
	first := h.author.Release(1, lists)
	h.publishAll("/v1/", 1, bundleOf(first), lists)
	stolen := h.author.Timestamp(1<<53-1, 1, first.Snapshot)
	if got := h.post(bundle{Timestamp: string(stolen)}); got.StatusCode != 200 {
		t.Fatalf("the thief's timestamp: %d", got.StatusCode)
	}
	if got := h.post(bundleOf(h.author.Release(2, lists))); got.StatusCode != 409 {
		t.Fatalf("after it: %d, want 409", got.StatusCode)
	}
	next := tuftest.New(h.now.AddDate(0, 3, 0))
	for role, keys := range map[tuf.Role][]byte{tuf.RoleRoot: {11, 12, 13}, tuf.RoleTargets: {14, 15, 16}, tuf.RoleSnapshot: {14, 15, 16}, tuf.RoleTimestamp: {17}} {
		next.Keys[role] = keys
	}
	b := bundleOf(next.Release(2, lists), next.Root(2, h.author))
	for range 2 { // and once more, repeated
		got := h.publishAll("/v1/", 2, b, lists)
		if got.StatusCode != 200 {
			t.Fatalf("rotation: %d %s", got.StatusCode, text(t, got))
		}
	}
	if shown := h.client(t, h.author.Root(1), "/v1/"); len(shown) != 2 {
		t.Errorf("a client of the first root reads %d lists", len(shown))
	}
	if got := h.post(bundleOf(h.author.Release(3, lists))); got.StatusCode != 403 {
		t.Errorf("the old keys: %d, want 403", got.StatusCode)
	}
}

func TestRenewal(t *testing.T) {
	h := newHouse()
	release := h.author.Release(1, lists)
	h.publishAll("/v1/", 1, bundleOf(release), lists)
	if got := h.post(bundle{Timestamp: string(h.author.Timestamp(2, 1, release.Snapshot))}); got.StatusCode != 200 {
		t.Errorf("a new timestamp alone: %d %s", got.StatusCode, text(t, got))
	}
	h.client(t, h.author.Root(1), "/v1/")
}

func TestRepeatingWritesNothing(t *testing.T) {
	h := newHouse()
	b := bundleOf(h.author.Release(1, lists))
	h.publishAll("/v1/", 1, b, lists)
	h.writes = 0
	for range 3 {
		if got := h.post(b); got.StatusCode != 200 {
			t.Fatalf("again: %d", got.StatusCode)
		}
	}
	if h.writes != 0 {
		t.Errorf("publishing again what is published wrote %d times", h.writes)
	}
}

func TestOrganisations(t *testing.T) {
	h := newHouse()
	ministry := tuftest.New(h.now.AddDate(0, 3, 0))
	for role := range ministry.Keys {
		ministry.Keys[role] = []byte{31, 32, 33}
	}
	own := map[string][]byte{"ministry.txt": []byte("ministry.example\n")}
	b := bundleOf(ministry.Release(1, own))
	if got := h.postTo("/v1/orgs/ministry/publish", b); got.StatusCode != 409 {
		t.Errorf("a channel without root: %d, want 409", got.StatusCode)
	}
	h.put("v1/orgs/ministry/metadata/1.root.json", ministry.Root(1))
	if got := h.publishAll("/v1/orgs/ministry/", 1, b, own); got.StatusCode != 200 {
		t.Errorf("its own: %d %s", got.StatusCode, text(t, got))
	}
	if got := h.post(b); got.StatusCode != 403 {
		t.Errorf("the ministry to the public channel: %d, want 403", got.StatusCode)
	}
	if got := h.postTo("/v1/orgs/ministry/publish", bundleOf(h.author.Release(2, lists))); got.StatusCode != 403 {
		t.Errorf("the public keys to the ministry's channel: %d, want 403", got.StatusCode)
	}
	if shown := h.client(t, ministry.Root(1), "/v1/orgs/ministry/"); string(shown["ministry.txt"]) != "ministry.example\n" {
		t.Errorf("its client reads %q", shown)
	}
	for _, name := range []string{"", "A", "a.b", "a%2Fb", "..", strings.Repeat("a", 101)} {
		if got := h.do("GET", "/v1/orgs/"+name+"/metadata/timestamp.json"); got.StatusCode != 404 {
			t.Errorf("organisation %q: %d, want 404", name, got.StatusCode)
		}
	}
}

// TestBrokenOff lets the store fail at every operation of a publication in turn,
// before and after it took effect. At no moment is a client shown what does not
// fit together, and repeating always ends well.
func TestBrokenOff(t *testing.T) {
	for _, after := range []bool{false, true} {
		for at := 0; ; at++ {
			h := newHouse()
			h.publishAll("/v1/", 1, bundleOf(h.author.Release(1, lists)), lists)
			content := map[string][]byte{"us-military.txt": []byte("navy.mil\n"), "new.txt": []byte("example.org\n")}
			next := tuftest.New(h.now.AddDate(0, 3, 0))
			next.Keys[tuf.RoleTimestamp] = []byte{17}
			b := bundleOf(next.Release(2, content), next.Root(2, h.author))
			operations := 0
			h.before = func() error {
				operations++
				if operations-1 == at {
					return errors.New("R2 is down")
				}
				return nil
			}
			h.afterToo = after
			got := h.publishAll("/v1/", 2, b, content)
			done := operations <= at
			h.before = nil
			if !done && got.StatusCode != 503 {
				t.Errorf("failing at operation %d: %d, want 503", at, got.StatusCode)
			}
			h.now = h.now.Add(DefaultFresh)
			// A new root without its timestamp is the one state that a client must
			// not be able to use, and it must be short: it is not among those here
			// where the timestamp's key stays.
			if _, err := h.MemoryStore.Get("v1/metadata/2.root.json"); err != nil || done {
				h.client(t, h.author.Root(1), "/v1/")
			}
			if got := h.publishAll("/v1/", 2, b, content); got.StatusCode != 200 {
				t.Errorf("repeated after failing at operation %d: %d %s", at, got.StatusCode, text(t, got))
			}
			h.now = h.now.Add(DefaultFresh)
			if shown := h.client(t, h.author.Root(1), "/v1/"); string(shown["new.txt"]) != "example.org\n" {
				t.Errorf("after failing at operation %d a client reads %q", at, shown)
			}
			if done {
				if at < 15 {
					t.Errorf("a publication was only %d operations", at)
				}
				break
			}
		}
	}
}

// TestTwoAtOnce lets a second publication come in at every operation of a first:
// one of the same version, and a newer one.
func TestTwoAtOnce(t *testing.T) {
	for _, version := range []int{2, 3} {
		testTwoAtOnce(t, version)
	}
}

func testTwoAtOnce(t *testing.T, version int) {
	for at := 0; ; at++ {
		h := newHouse()
		h.publishAll("/v1/", 1, bundleOf(h.author.Release(1, lists)), lists)
		mine := map[string][]byte{"mine.txt": []byte("mine.example\n")}
		theirs := map[string][]byte{"theirs.txt": []byte("theirs.example\n")}
		operations, second := 0, 0
		h.before = func() error {
			operations++
			if operations-1 == at {
				h.before = nil
				second = h.publishAll("/v1/", version, bundleOf(h.author.Release(version, theirs)), theirs).StatusCode
			}
			return nil
		}
		first := h.publishAll("/v1/", 2, bundleOf(h.author.Release(2, mine)), mine).StatusCode
		done := operations <= at
		h.before = nil
		h.now = h.now.Add(DefaultFresh)
		shown := h.client(t, h.author.Root(1), "/v1/")
		switch {
		case done:
			return
		case second == 200 && version == 3 && shown["theirs.txt"] == nil:
			t.Errorf("a newer one at operation %d: %d and %d, a client reads %q", at, first, second, shown)
		case version == 3 && second != 200:
			t.Errorf("a newer one at operation %d: %d", at, second)
		case version == 3:
		case first == 200 && second == 200, first != 200 && second != 200 && first != 409 && second != 409:
			t.Errorf("second at operation %d: %d and %d", at, first, second)
		case first == 200 && shown["mine.txt"] == nil, second == 200 && shown["theirs.txt"] == nil:
			t.Errorf("second at operation %d: %d and %d, a client reads %q", at, first, second, shown)
		}
	}
}

func TestWarnings(t *testing.T) {
	tests := []struct {
		name string
		days int // after publication; metadata is valid for 90, the timestamp for 7
		want []string
	}{
		{"fresh", 0, nil},
		{"the timestamp ends soon", 6, []string{"timestamp expires in 24 hours"}},
		{"the timestamp has ended", 8, []string{"timestamp expired"}},
		{"all end", 89, []string{"timestamp expired", "snapshot expires in 24 hours", "targets expires in 24 hours", "root expires in 24 hours"}},
	}
	for _, test := range tests {
		h := newHouse()
		h.author = tuftest.New(h.now.AddDate(0, 0, 90))
		h.put("v1/metadata/1.root.json", h.author.Root(1))
		h.author.Expires[tuf.RoleTimestamp] = h.now.AddDate(0, 0, 7)
		h.publishAll("/v1/", 1, bundleOf(h.author.Release(1, lists)), lists)
		h.now = h.now.AddDate(0, 0, test.days)
		var got []string
		for _, line := range h.service.Watch() {
			if test.days >= 30 || !strings.HasPrefix(line, "root") { // 90 days are near for a root
				got = append(got, line)
			}
		}
		if len(got) != len(test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
			continue
		}
		for i, want := range test.want {
			if !strings.HasPrefix(got[i], want) {
				t.Errorf("%s: %q, want %q", test.name, got[i], want)
			}
		}
	}
	h := newHouse()
	h.publishAll("/v1/", 1, bundleOf(h.author.Release(1, lists)), lists)
	next := tuftest.New(h.now.AddDate(0, 3, 0))
	next.Keys[tuf.RoleTimestamp] = []byte{17}
	h.put("v1/metadata/2.root.json", next.Root(2, h.author))
	if got := h.service.Watch(); len(got) != 1 || !strings.Contains(got[0], "does not vouch") {
		t.Errorf("a root that replaced the timestamp's key alone: %q", got)
	}
	r := newRig()
	r.MemoryStore.Delete("v1/catalogue.json")
	if got := r.service.Watch(); len(got) != 1 || !strings.Contains(got[0], "nothing") {
		t.Errorf("an empty store: %q", got)
	}
	r.fault = errors.New("R2 is down")
	if got := r.service.Watch(); len(got) != 1 || !strings.Contains(got[0], "cannot be read") {
		t.Errorf("a broken store: %q", got)
	}
}

func FuzzRequests(f *testing.F) {
	f.Add("GET", "/v1/catalogue.json", `W/"x"`, "", "", []byte(nil))
	f.Add("POST", "/v1/publish", "", "application/json", "", []byte(`{"roots":["{}"],"timestamp":"{}"}`))
	f.Add("PUT", "/v1/targets/"+sum+".us-gov.txt", "", "", "1", []byte("army.mil\n"))
	f.Add("HEAD", "/v1/orgs/x/metadata/1.root.json", "*", "", "", []byte(nil))
	f.Add("OPTIONS", "/v1/metadata/007.root.json", "", "", "", []byte(nil))
	f.Add("GET", "/v1/orgs/x/packages/updates.xml", "", "", "", []byte(nil))
	f.Add("POST", "/v1/orgs/x/reports", "", "", "", []byte(`{"batch":"00"}`))
	f.Add("GET", "/v1/orgs/x/reports/2026-11-21", "", "", "", []byte(nil))
	author := tuftest.New(time.Date(2027, 11, 21, 12, 0, 0, 0, time.UTC))
	root := author.Root(1)
	good, _ := json.Marshal(bundleOf(author.Release(1, lists)))
	f.Add("POST", "/v1/publish", "", "application/json", "", good)
	f.Fuzz(func(t *testing.T, method, path, tags, contentType, version string, body []byte) {
		h := house{newRig(), author}
		h.put("v1/metadata/1.root.json", root)
		keys := len(h.MemoryStore.files)
		got := h.service.Respond(&Request{
			Method: method, Path: path, IfNoneMatch: tags, ContentType: contentType,
			TargetsVersion: version, Length: int64(len(body)), Body: Text(body),
		})
		if got.Status < 200 || got.Status >= 500 || len(h.reported) != 0 {
			t.Errorf("%q %q: %d, reported %q", method, path, got.Status, h.reported)
		}
		if got.Header.Get("Cache-Control") == "" || got.Header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%q %q: header %v", method, path, got.Header)
		}
		if method == "HEAD" && got.Body != nil {
			t.Errorf("HEAD %q: a body", path)
		}
		// Only what the author signed is ever written.
		if len(h.MemoryStore.files) != keys && !bytes.Contains(body, []byte(tuftest.ID(7))) {
			t.Errorf("%q %q wrote to the store", method, path)
		}
	})
}
