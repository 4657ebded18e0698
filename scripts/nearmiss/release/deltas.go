package release

import (
	"crypto/sha256"
	"fmt"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
	"nearmiss/wasm/update/verify"
)

// deltaVersions is how many published versions back a client can update from by
// delta. Who has been away for longer fetches whole lists.
const deltaVersions = 7

// addDeltas adds what changed since each of the last versions. One that is not
// clearly smaller than the list is not worth its line in the metadata.
func (r *Repository) addDeltas(targets *metadata.Metadata[metadata.TargetsType], texts []Text, newest int64) error {
	for version := max(1, newest-deltaVersions+1); version <= newest; version++ {
		before, err := r.Lists(version)
		if err != nil {
			return err
		}
		for _, t := range texts {
			was, ok := before[t.Name]
			if !ok {
				continue
			}
			is, err := list.Parse(t.Name, t.Text)
			if err != nil {
				return err
			}
			base := list.Format(was)
			if base == t.Text {
				continue
			}
			text := verify.MakeDelta(was, is)
			if len(text) > len(t.Text)/4 {
				continue
			}
			if made, err := verify.ApplyDelta(text, base); err != nil || made != t.Text {
				return fmt.Errorf("the delta of %s from version %d does not lead to it", t.Name, version)
			}
			if err := r.addTarget(targets, verify.DeltaName(sumOf(base), sumOf(t.Text))+".txt", text); err != nil {
				return err
			}
		}
	}
	return nil
}

func sumOf(text string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
}
