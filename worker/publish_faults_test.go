package worker

import (
	"errors"
	"testing"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

// TestBrokenOff lets the store fail at every operation of a publication in turn,
// before and after it took effect. At no moment is a client shown what does not
// fit together, and repeating always ends well.
func TestBrokenOff(t *testing.T) {
	for _, after := range []bool{false, true} {
		for at := 0; ; at++ {
			h := newPublished()
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
				h.publicClient(t)
			}
			if got := h.publishAll("/v1/", 2, b, content); got.StatusCode != 200 {
				t.Errorf("repeated after failing at operation %d: %d %s", at, got.StatusCode, text(t, got))
			}
			h.now = h.now.Add(DefaultFresh)
			if shown := h.publicClient(t); string(shown["new.txt"]) != "example.org\n" {
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
		h := newPublished()
		mine := map[string][]byte{"mine.txt": []byte("mine.example\n")}
		theirs := map[string][]byte{"theirs.txt": []byte("theirs.example\n")}
		operations, second := 0, 0
		h.before = func() error {
			operations++
			if operations-1 == at {
				h.before = nil
				second = h.release(version, theirs).StatusCode
			}
			return nil
		}
		first := h.release(2, mine).StatusCode
		done := operations <= at
		h.before = nil
		h.now = h.now.Add(DefaultFresh)
		shown := h.publicClient(t)
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
