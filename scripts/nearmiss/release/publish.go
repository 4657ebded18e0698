package release

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/wasm/update/verify"
)

// bundle is the body of a publication: each file's exact bytes.
type bundle struct {
	Roots     []string `json:"roots"`
	Targets   string   `json:"targets,omitempty"`
	Snapshot  string   `json:"snapshot,omitempty"`
	Timestamp string   `json:"timestamp"`
}

// Publish brings what is staged to the server, and then counts it as published.
// The server takes metadata whose signatures it has verified, then the lists that
// it names, and the timestamp last, so that a client never sees a part. It can be
// interrupted and repeated at any point; of two that publish at once one is told
// so.
func (r *Repository) Publish(ctx context.Context, s *Server, now time.Time, progress func(string)) error {
	if !exists(timestampPath(r.staged())) {
		return errors.New("no timestamp is staged: nearmiss list renew makes it, with the online key")
	}
	result, err := r.Verify(now)
	if err != nil {
		return err
	}
	body, err := r.bundle(result)
	if err != nil {
		return err
	}
	// Twice: once to hear which lists the server lacks, once more when it has them.
	for range 2 {
		missing, err := s.post(ctx, body)
		if err != nil {
			return err
		}
		if missing == nil {
			return r.promote(result, s.URL, now)
		}
		targets, err := metadata.Targets().FromBytes([]byte(result.State.Targets))
		if err != nil {
			return err
		}
		for _, name := range missing {
			sum, path, _ := strings.Cut(name, ".")
			file := targets.Signed.Targets[path]
			if file == nil || file.Hashes["sha256"].String() != sum {
				return fmt.Errorf("%s asks for %q, which is not part of this version", s.URL, name)
			}
			text, err := r.targetText(path, file)
			if err != nil {
				return err
			}
			if err := s.put(ctx, name, text, result.Version); err != nil {
				return err
			}
			progress(fmt.Sprintf("sent %s, %d bytes", path, len(text)))
		}
	}
	return fmt.Errorf("%s still lacks lists that were sent", s.URL)
}

func (r *Repository) bundle(result *verify.Result) ([]byte, error) {
	b := bundle{Roots: []string{}, Targets: result.State.Targets, Snapshot: result.State.Snapshot, Timestamp: result.State.Timestamp}
	for version := int64(2); ; version++ {
		text, err := r.fetchLocal(fmt.Sprintf("metadata/%d.root.json", version), verify.MaxRoot)
		if errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err != nil {
			return nil, err
		}
		b.Roots = append(b.Roots, string(text))
	}
	return json.Marshal(b)
}

// promote moves what is staged to what is published. The timestamp comes last
// here too: as long as it is staged, publishing is not over and can be repeated.
func (r *Repository) promote(result *verify.Result, url string, now time.Time) error {
	for _, part := range []string{"targets", "metadata"} {
		entries, err := os.ReadDir(filepath.Join(r.staged(), part))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.MkdirAll(filepath.Join(r.published(), part), 0o777); err != nil {
			return err
		}
		for _, e := range entries {
			if e.Name() == "timestamp.json" {
				continue
			}
			from, to := filepath.Join(r.staged(), part, e.Name()), filepath.Join(r.published(), part, e.Name())
			if err := os.Rename(from, to); err != nil {
				return err
			}
		}
	}
	if err := os.Rename(timestampPath(r.staged()), timestampPath(r.published())); err != nil {
		return err
	}
	if err := os.RemoveAll(r.staged()); err != nil {
		return err
	}
	lists := make(map[string]string, len(result.Lists))
	for _, l := range result.Lists {
		lists[l.Name] = l.SHA256
	}
	webmails := make(map[string]string, len(result.Webmails))
	for _, w := range result.Webmails {
		webmails[w.Name] = w.SHA256
	}
	return r.log(now, "publish", map[string]any{"url": url, "targets": result.Version, "lists": lists, "webmails": webmails})
}

// FetchAll fetches everything as a new client.
func (r *Repository) FetchAll(s *Server, now time.Time) (*verify.Result, error) {
	client, err := r.newClient(now)
	if err != nil {
		return nil, err
	}
	return Check(s.Fetch, client)
}

// CheckServer fetches everything as a new client and compares it with what is
// published here.
func (r *Repository) CheckServer(s *Server, now time.Time) (*verify.Result, error) {
	seen, err := r.FetchAll(s, now)
	if err != nil {
		return nil, err
	}
	state, _, err := r.publishedState()
	if err != nil {
		return nil, err
	}
	if state == nil || state.Targets != seen.State.Targets {
		return seen, fmt.Errorf("%s serves version %d of the lists, which is not the newest that was published from here", s.URL, seen.Version)
	}
	return seen, nil
}
