package verify

import (
	"crypto/ed25519"
	"fmt"
	"testing"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// rotation is one version of a role's keys: which of ten there are, how many must
// sign, and who signs.
type rotation struct {
	keys      []int
	threshold int
	signers   []int
}

// Roots follow one another when enough keys of both sign (section 5.3.4).
func TestRootRotations(t *testing.T) {
	for _, row := range []struct {
		name  string
		roots []rotation
		last  int64 // that is believed
	}{
		{"a second key comes", []rotation{{[]int{1}, 1, []int{1}}, {[]int{1, 2}, 1, []int{1}}, {[]int{1, 2}, 1, []int{2}}}, 3},
		{"a second key comes, and both must sign", []rotation{{[]int{1}, 1, []int{1}}, {[]int{1, 2}, 2, []int{1, 2}}}, 2},
		{"both must sign, and one does", []rotation{{[]int{1}, 1, []int{1}}, {[]int{1, 2}, 2, []int{1}}}, 1},
		{"another key, by both", []rotation{{[]int{1}, 1, []int{1}}, {[]int{2}, 1, []int{1, 2}}}, 2},
		{"another key, by the old one", []rotation{{[]int{1}, 1, []int{1}}, {[]int{2}, 1, []int{1}}}, 1},
		{"another key, by the new one", []rotation{{[]int{1}, 1, []int{1}}, {[]int{2}, 1, []int{2}}}, 1},
		{"one of three is replaced", []rotation{{[]int{1, 2, 3}, 2, []int{1, 2}}, {[]int{1, 2, 4}, 2, []int{1, 2}}, {[]int{1, 5, 4}, 2, []int{1, 4}}}, 3},
		{"one of three is replaced, by one old and one new", []rotation{{[]int{1, 2, 3}, 2, []int{1, 2}}, {[]int{1, 2, 4}, 2, []int{1, 4}}}, 1},
		{"all three are replaced", []rotation{{[]int{1, 2, 3}, 2, []int{1, 2}}, {[]int{4, 5, 6}, 2, []int{1, 3, 4, 6}}}, 2},
		{"fewer must sign from now on, and the old number does", []rotation{{[]int{1, 2, 3}, 2, []int{1, 2}}, {[]int{1, 2, 3}, 1, []int{2, 3}}, {[]int{1, 2, 3}, 1, []int{3}}}, 3},
		{"fewer must sign from now on, and the new number does", []rotation{{[]int{1, 2, 3}, 2, []int{1, 2}}, {[]int{1, 2, 3}, 1, []int{1}}}, 1},
		{"a key that was taken away signs", []rotation{{[]int{1, 2}, 1, []int{1}}, {[]int{1}, 1, []int{1}}, {[]int{1, 2}, 1, []int{2}}}, 2},
		{"the second of three fails", []rotation{{[]int{1}, 1, []int{1}}, {[]int{2}, 1, []int{2}}, {[]int{2}, 1, []int{2}}}, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			keys := tenKeys(t)
			p := newPublisher(t)
			p.version[metadata.ROOT], p.files = 0, map[string]string{}
			for _, r := range row.roots {
				p.threshold = r.threshold
				p.keys[metadata.ROOT] = chosen(keys, r.keys)
				p.editRoot = func(root *metadata.RootType) {
					for _, role := range []string{metadata.TARGETS, metadata.SNAPSHOT} {
						root.Roles[role].Threshold = 2
					}
				}
				p.publishRoot(chosen(keys, r.signers))
			}
			p.threshold = 2
			p.publish(map[string]string{"us-military": military})
			c := newClient(p)
			err := c.check(p.files)
			if isGood := row.last == int64(len(row.roots)); isGood != (err == nil) || !isGood && reasonOf(err) != ReasonSignature {
				t.Errorf("got %v", err)
			}
			if got := c.verified()[0]; got != row.last {
				t.Errorf("believes root %d, want %d", got, row.last)
			}
		})
	}
}

// The other roles change hands by a root alone.
func TestRotationsOfOtherRoles(t *testing.T) {
	for _, role := range []string{metadata.TARGETS, metadata.TIMESTAMP} {
		for _, row := range []struct {
			name string
			rotation
			isGood bool
		}{
			{"a new key", rotation{[]int{1}, 1, []int{1}}, true},
			{"two new keys, of which one signs", rotation{[]int{1, 2}, 1, []int{2}}, true},
			{"two of three", rotation{[]int{1, 2, 3}, 2, []int{1, 3}}, true},
			{"all of three", rotation{[]int{1, 2, 3}, 3, []int{1, 2, 3}}, true},
			{"one of three, which is too few", rotation{[]int{1, 2, 3}, 2, []int{3}}, false},
			{"two of three, and a stranger", rotation{[]int{1, 2, 3}, 3, []int{1, 2, 9}}, false},
			{"strangers alone", rotation{[]int{1, 2}, 1, []int{8, 9}}, false},
		} {
			t.Run(fmt.Sprintf("%s: %s", role, row.name), func(t *testing.T) {
				keys := tenKeys(t)
				p, c := upToDate(t)
				p.threshold = row.threshold
				p.keys[role] = chosen(keys, row.keys)
				p.editRoot = func(root *metadata.RootType) {
					root.Roles[metadata.ROOT].Threshold = 2
				}
				p.publishRoot(p.keys[metadata.ROOT][:2])
				p.keys[role] = chosen(keys, row.signers)
				p.threshold = len(row.signers)
				if role == metadata.TIMESTAMP {
					p.threshold = row.threshold
				}
				p.publish(newer())
				if err := c.check(p.files); (err == nil) != row.isGood || !row.isGood && reasonOf(err) != ReasonSignature {
					t.Errorf("got %v", err)
				}
				if c.verified()[0] != 2 {
					t.Error("the root is not kept")
				}
			})
		}
	}
}

func tenKeys(t *testing.T) []ed25519.PrivateKey {
	t.Helper()
	var keys []ed25519.PrivateKey
	for range 10 {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

func chosen(keys []ed25519.PrivateKey, which []int) []ed25519.PrivateKey {
	var some []ed25519.PrivateKey
	for _, i := range which {
		some = append(some, keys[i])
	}
	return some
}
