package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

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
	h.publicClient(t)
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
