package tuf_test

import (
	"testing"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

var (
	now   = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	later = now.AddDate(0, 3, 0)
	files = map[string][]byte{"us-military.txt": []byte("army.mil\n"), "known.txt": []byte("example.com\n")}
)

// verify runs the whole chain as a reader does.
func verify(root *tuf.Root, r tuftest.Release, now time.Time) (*tuf.Targets, error) {
	timestamp, err := root.Timestamp(r.Timestamp, now)
	if err != nil {
		return nil, err
	}
	snapshot, err := root.Snapshot(r.Snapshot, timestamp.Snapshot, now)
	if err != nil {
		return nil, err
	}
	return root.Targets(r.Targets, snapshot.Targets, now)
}

func open(t *testing.T, text []byte) *tuf.Root {
	t.Helper()
	root, err := tuf.OpenRoot(text)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func change(role tuf.Role, name string, value any) func(*tuftest.Author) {
	return func(a *tuftest.Author) {
		a.Change = func(r tuf.Role, signed map[string]any) {
			if r != role {
				return
			}
			signed[name] = value
			if value == nil {
				delete(signed, name)
			}
		}
	}
}

func changeRoot(change func(map[string]any)) func(*tuftest.Author) {
	return func(a *tuftest.Author) {
		a.Change = func(r tuf.Role, signed map[string]any) {
			if r == tuf.RoleRoot {
				change(signed)
			}
		}
	}
}

// underTwoNames lists key 4 of the targets a second time, as if it were key 9.
func underTwoNames(root map[string]any) {
	keys := root["keys"].(map[string]any)
	keys[tuftest.ID(9)] = keys[tuftest.ID(4)]
	role := root["roles"].(map[string]any)["targets"].(map[string]any)
	role["keyids"] = append(role["keyids"].([]any), tuftest.ID(9))
}
