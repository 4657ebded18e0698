package release

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/wasm/update/verify"
	"nearmiss/worker/tuf"
)

// Fetch gets a file of a channel by its path below "v1/". It returns
// fs.ErrNotExist when there is none.
type Fetch func(path string, limit int64) ([]byte, error)

// fetchLocal serves what a server would serve after publishing.
func (r *Repository) fetchLocal(path string, _ int64) ([]byte, error) {
	for _, folder := range []string{r.staged(), r.published()} {
		text, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(path)))
		if !errors.Is(err, fs.ErrNotExist) {
			return text, err
		}
	}
	return nil, fs.ErrNotExist
}

// Anchor is the first root, which clients are built with.
func (r *Repository) Anchor() ([]byte, error) {
	text, err := r.fetchLocal("metadata/1.root.json", verify.MaxRoot)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoRoot
	}
	return text, err
}

// newClient is what a client starts from: the first root and the channel's scope.
func (r *Repository) newClient(now time.Time) (verify.Config, error) {
	anchor, err := r.Anchor()
	if err != nil {
		return verify.Config{}, err
	}
	scope, err := r.Scope()
	return verify.Config{Now: now, Root: anchor, Scope: scope}, err
}

// Verify does what clients will do with what is staged: a new one, which starts
// from the first root, and one that is up to date with what is published. The
// Worker's own verifier gives the second opinion.
func (r *Repository) Verify(now time.Time) (*verify.Result, error) {
	client, err := r.newClient(now)
	if err != nil {
		return nil, err
	}
	fresh, err := Check(r.fetchLocal, client)
	if err != nil {
		return nil, fmt.Errorf("a new client: %w", err)
	}
	state, held, err := r.publishedState()
	if err != nil {
		return nil, err
	}
	if state != nil {
		client.State, client.Held = state, held
		if _, err := Check(r.fetchLocal, client); err != nil {
			return nil, fmt.Errorf("a client that is up to date: %w", err)
		}
	}
	if err := secondOpinion(client.Root, fresh, now, r.fetchLocal); err != nil {
		return nil, fmt.Errorf("the Worker's verifier: %w", err)
	}
	return fresh, nil
}

// publishedState is what a client holds that has everything published; nil
// before the first time.
func (r *Repository) publishedState() (*verify.State, []string, error) {
	v, err := versionsIn(r.published())
	if err != nil || v.targets == 0 {
		return nil, nil, err
	}
	var texts []string
	for _, path := range []string{
		metadataPath(r.published(), v.root, "root"), timestampPath(r.published()),
		metadataPath(r.published(), v.snapshot, "snapshot"), metadataPath(r.published(), v.targets, "targets"),
	} {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, err
		}
		texts = append(texts, string(text))
	}
	targets, err := metadata.Targets().FromBytes([]byte(texts[3]))
	if err != nil {
		return nil, nil, err
	}
	var held []string
	for _, sum := range sums(targets) {
		held = append(held, sum)
	}
	return &verify.State{Root: texts[0], Timestamp: texts[1], Snapshot: texts[2], Targets: texts[3]}, held, nil
}

// Check is one client's check for news.
func Check(fetch Fetch, config verify.Config) (*verify.Result, error) {
	s, err := verify.Begin(config)
	if err != nil {
		return nil, err
	}
	for want := s.Next(); want != nil; want = s.Next() {
		body, err := fetch(want.Path, want.Limit)
		switch {
		case want.Base != "":
			// A publisher checks lists, not the short cut to them.
			err = s.Missing()
		case errors.Is(err, fs.ErrNotExist):
			err = s.Missing()
		case err == nil:
			err = s.Give(body)
		}
		if err != nil {
			return nil, err
		}
	}
	return s.Result(), nil
}

func secondOpinion(anchor []byte, result *verify.Result, now time.Time, fetch Fetch) error {
	root, err := tuf.OpenRoot(anchor)
	if err != nil {
		return err
	}
	for {
		text, err := fetch(fmt.Sprintf("metadata/%d.root.json", root.Version+1), verify.MaxRoot)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return err
		}
		if root, err = root.Next(text); err != nil {
			return err
		}
	}
	timestamp, err := root.Timestamp([]byte(result.State.Timestamp), now)
	if err != nil {
		return err
	}
	snapshot, err := root.Snapshot([]byte(result.State.Snapshot), timestamp.Snapshot, now)
	if err != nil {
		return err
	}
	targets, err := root.Targets([]byte(result.State.Targets), snapshot.Targets, now)
	if err != nil {
		return err
	}
	for _, l := range result.Lists {
		if target, ok := targets.Get(l.Name + ".txt"); !ok || target.SHA256 != l.SHA256 || target.Length != l.Length {
			return fmt.Errorf("sees another %s", l.Name)
		}
	}
	for _, w := range result.Webmails {
		if target, ok := targets.Get(verify.WebmailPath(w.Name)); !ok || target.SHA256 != w.SHA256 || target.Length != w.Length {
			return fmt.Errorf("sees another description of %s", w.Name)
		}
	}
	return nil
}
