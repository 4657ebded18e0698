package worker

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"nearmiss/core/list"
	"nearmiss/worker/tuf/tuftest"
)

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
