package worker

import (
	"errors"
	"strings"
	"testing"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

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

// A delta between two texts of a list is no list, and a list may have a name like one.
func TestStatusCountsLists(t *testing.T) {
	h := newHouse()
	content := map[string][]byte{
		"us-military.txt":      []byte("army.mil\n"),
		"delta-force.txt":      []byte("army.mil\nnavy.mil\n"),
		"delta-1-2.txt":        []byte("army.mil\nnavy.mil\nusmc.mil\n"),
		"webmail-example.json": []byte("{}"),
		"delta-0123456789abcdef-fedcba9876543210.txt":  []byte("+navy.mil\n"),
		"delta-0123456789abcdef-fedcba987654321g.txt":  []byte("+usmc.mil\n"),
		"delta-0123456789abcdef-fedcba9876543210.json": []byte("+uscg.mil\n"),
	}
	if got := h.release(1, content); got.StatusCode != 200 {
		t.Fatalf("publishing: %d %s", got.StatusCode, text(t, got))
	}
	bytes := 0
	for _, text := range content {
		bytes += len(text)
	}
	if shown := h.status(t); shown.Lists != 4 || shown.Bytes != int64(bytes) {
		t.Errorf("%d lists of %d bytes, want 4 and %d", shown.Lists, shown.Bytes, bytes)
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
		h.release(1, lists)
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
	h := newPublished()
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
