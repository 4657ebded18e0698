package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"nearmiss/wasm/update/verify"
	"nearmiss/worker/tuf"
)

// Server is a channel's Worker.
type Server struct {
	URL    string // "https://lists.example", or an organisation's channel, "https://lists.example/v1/orgs/works/"
	Client *http.Client
}

// maxAnswer bounds what is read of an answer to a publication.
const maxAnswer = 1 << 20

// Fetch gets a file below "v1/".
func (s *Server) Fetch(path string, limit int64) ([]byte, error) {
	answer, err := s.Client.Get(s.url(path))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil, fs.ErrNotExist
	default:
		return nil, fmt.Errorf("%s: %s", s.url(path), answer.Status)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%s: longer than %d bytes", s.url(path), limit)
	}
	return body, nil
}

func (s *Server) url(path string) string {
	base := strings.TrimSuffix(s.URL, "/")
	if !strings.Contains(base, "/v1") {
		base += "/v1"
	}
	return base + "/" + path
}

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

// post returns the lists that the server lacks, or nil when all is published.
func (s *Server) post(ctx context.Context, body []byte) (missing []string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url("publish"), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	status, text, err := s.do(request)
	if err != nil {
		return nil, err
	}
	switch status {
	case http.StatusOK:
		return nil, nil
	case http.StatusAccepted:
		var answer struct {
			Missing []string `json:"missing"`
		}
		if err := json.Unmarshal(text, &answer); err != nil || len(answer.Missing) == 0 {
			return nil, fmt.Errorf("%s: 202 without a list of what is missing", request.URL)
		}
		return answer.Missing, nil
	}
	return nil, refused(request, status, text)
}

func (s *Server) put(ctx context.Context, name string, text []byte, version int64) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url("targets/"+name), bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	request.Header.Set("Nearmiss-Targets-Version", strconv.FormatInt(version, 10))
	status, answer, err := s.do(request)
	if err != nil {
		return err
	}
	if status != http.StatusOK && status != http.StatusCreated {
		return refused(request, status, answer)
	}
	return nil
}

func (s *Server) do(request *http.Request) (status int, text []byte, err error) {
	answer, err := s.Client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return answer.StatusCode, text, err
}

func refused(request *http.Request, status int, text []byte) error {
	hint := ""
	if status == http.StatusConflict {
		hint = " (another version was published meanwhile, or the first root was never put there: see the guide)"
	}
	return fmt.Errorf("%s %s: %d %s%s", request.Method, request.URL, status, strings.TrimSpace(string(text)), hint)
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

// Expiry is when one role's word ends.
type Expiry struct {
	File    string
	Expires time.Time
	Warn    time.Duration // how long before its end somebody must act
}

// IsDue reports whether somebody must act.
func (e Expiry) IsDue(now time.Time) bool { return !now.Before(e.Expires.Add(-e.Warn)) }

// Expiries says when the word of each role ends that a client of this state
// relies on.
func Expiries(state *verify.State) ([]Expiry, error) {
	root, err := metadata.Root().FromBytes([]byte(state.Root))
	if err != nil {
		return nil, err
	}
	targets, err := metadata.Targets().FromBytes([]byte(state.Targets))
	if err != nil {
		return nil, err
	}
	snapshot, err := metadata.Snapshot().FromBytes([]byte(state.Snapshot))
	if err != nil {
		return nil, err
	}
	timestamp, err := metadata.Timestamp().FromBytes([]byte(state.Timestamp))
	if err != nil {
		return nil, err
	}
	return []Expiry{
		{fmt.Sprintf("%d.root.json", root.Signed.Version), root.Signed.Expires, tuf.Notice[tuf.RoleRoot]},
		{fmt.Sprintf("%d.targets.json", targets.Signed.Version), targets.Signed.Expires, tuf.Notice[tuf.RoleTargets]},
		{fmt.Sprintf("%d.snapshot.json", snapshot.Signed.Version), snapshot.Signed.Expires, tuf.Notice[tuf.RoleSnapshot]},
		{fmt.Sprintf("timestamp.json (%d)", timestamp.Signed.Version), timestamp.Signed.Expires, tuf.Notice[tuf.RoleTimestamp]},
	}, nil
}

// PublishedExpiries says so of what is published from here; nil before the first
// time.
func (r *Repository) PublishedExpiries() ([]Expiry, error) {
	state, _, err := r.publishedState()
	if err != nil || state == nil {
		return nil, err
	}
	return Expiries(state)
}
