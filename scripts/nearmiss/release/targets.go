package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/core/list"
	"nearmiss/wasm/update/verify"
)

// Lists returns the lists of one published version, by name; of the newest when
// version is 0. Before anything was published there are none.
func (r *Repository) Lists(version int64) (map[string]*list.List, error) {
	targets, err := r.publishedTargets(version)
	if err != nil || targets == nil {
		return map[string]*list.List{}, err
	}
	return r.listsOf(targets)
}

// Webmails returns the descriptions of webmails of one published version, by id;
// of the newest when version is 0.
func (r *Repository) Webmails(version int64) ([]Text, error) {
	targets, err := r.publishedTargets(version)
	if err != nil || targets == nil {
		return nil, err
	}
	return r.webmailsOf(targets)
}

// StagedLists returns the lists as they are about to be published.
func (r *Repository) StagedLists() (map[string]*list.List, error) {
	targets, err := r.stagedTargets()
	if err != nil || targets == nil {
		return map[string]*list.List{}, err
	}
	return r.listsOf(targets)
}

// StagedWebmails returns the descriptions as they are about to be published.
func (r *Repository) StagedWebmails() ([]Text, error) {
	targets, err := r.stagedTargets()
	if err != nil || targets == nil {
		return nil, err
	}
	return r.webmailsOf(targets)
}

type targetsMetadata = metadata.Metadata[metadata.TargetsType]

// stagedTargets is what is staged, or published when nothing is staged.
func (r *Repository) stagedTargets() (*targetsMetadata, error) {
	v, err := versionsIn(r.staged())
	if err != nil {
		return nil, err
	}
	if v.targets == 0 {
		return r.publishedTargets(0)
	}
	return read(metadata.Targets(), metadataPath(r.staged(), v.targets, "targets"))
}

// publishedTargets is nil before anything was published.
func (r *Repository) publishedTargets(version int64) (*targetsMetadata, error) {
	if version == 0 {
		v, err := versionsIn(r.published())
		if err != nil || v.targets == 0 {
			return nil, err
		}
		version = v.targets
	}
	targets, err := read(metadata.Targets(), metadataPath(r.published(), version, "targets"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("version %d was never published", version)
	}
	return targets, err
}

func (r *Repository) webmailsOf(targets *targetsMetadata) ([]Text, error) {
	var webmails []Text
	for path, file := range targets.Signed.Targets {
		id, ok := verify.WebmailOf(path)
		if !ok {
			continue
		}
		text, err := r.targetText(path, file)
		if err != nil {
			return nil, err
		}
		webmails = append(webmails, Text{id, string(text)})
	}
	slices.SortFunc(webmails, func(a, b Text) int { return strings.Compare(a.Name, b.Name) })
	return webmails, nil
}

func (r *Repository) listsOf(targets *targetsMetadata) (map[string]*list.List, error) {
	lists := make(map[string]*list.List)
	for path, file := range targets.Signed.Targets {
		if _, isWebmail := verify.WebmailOf(path); isWebmail || verify.IsDelta(path) {
			continue
		}
		text, err := r.targetText(path, file)
		if err != nil {
			return nil, err
		}
		l, err := list.Parse(path, string(text))
		if err != nil {
			return nil, err
		}
		lists[l.Name] = l
	}
	return lists, nil
}

// targetText finds a target in either folder and checks that it is what the
// metadata says.
func (r *Repository) targetText(path string, file *metadata.TargetFiles) ([]byte, error) {
	sum := file.Hashes["sha256"].String()
	for _, folder := range []string{r.staged(), r.published()} {
		text, err := os.ReadFile(targetPath(folder, sum, path))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if err := file.VerifyLengthHashes(text); err != nil {
			return nil, fmt.Errorf("%s: %w", targetPath(folder, sum, path), err)
		}
		return text, nil
	}
	return nil, fmt.Errorf("%s is named in targets metadata and nowhere to be found", targetPath(r.published(), sum, path))
}
