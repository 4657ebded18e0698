package worker

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf/tuftest"
)

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
		{"a target", "GET", target, "", 200, plainText, cacheForever, `"` + sum + `"`, ""},
		{"a target the client has", "GET", target, `"` + sum + `"`, 304, "", cacheForever, `"` + sum + `"`, ""},
		{"a target the client has, compressed", "GET", target, `W/"` + sum + `"`, 304, "", cacheForever, `"` + sum + `"`, ""},
		{"a target, client has another", "GET", target, `"x"`, 200, plainText, cacheForever, `"` + sum + `"`, ""},
		{"a target's head", "HEAD", target, "", 200, plainText, cacheForever, `"` + sum + `"`, "9"},
		{"head of what the client has", "HEAD", target, `"` + sum + `"`, 304, "", cacheForever, `"` + sum + `"`, ""},
		{"the catalogue", "GET", "/v1/catalogue.json", "", 200, jsonText, cacheWithGrace, catalogue, ""},
		{"the catalogue the client has", "GET", "/v1/catalogue.json", catalogue, 304, "", cacheWithGrace, catalogue, ""},
		{"the catalogue's head", "HEAD", "/v1/catalogue.json", "", 200, jsonText, cacheWithGrace, catalogue, "124"},
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
