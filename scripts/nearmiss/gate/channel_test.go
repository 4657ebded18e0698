package gate

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nearmiss/core/list"
	"nearmiss/wasm/update/verify"
	"nearmiss/worker/tuf/tuftest"
)

// channelServer serves what an author signed.
type channelServer struct {
	*httptest.Server
	author *tuftest.Author
	mu     sync.Mutex
	files  map[string][]byte
	asked  []string
}

func newChannel(t *testing.T) *channelServer {
	t.Helper()
	s := &channelServer{author: tuftest.New(time.Now().Add(48 * time.Hour)), files: map[string][]byte{}}
	s.files["metadata/1.root.json"] = s.author.Root(1)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		path := strings.TrimPrefix(r.URL.Path, "/v1/")
		s.asked = append(s.asked, path)
		text, ok := s.files[path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Write(text)
	}))
	t.Cleanup(s.Close)
	return s
}

// publish signs lists, by name.
func (s *channelServer) publish(version int, texts map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	files := map[string][]byte{}
	for name, text := range texts {
		files[name] = []byte(text)
		s.files["targets/"+tuftest.Sum([]byte(text))+"."+name] = []byte(text)
	}
	release := s.author.Release(version, files)
	s.files[fmt.Sprintf("metadata/%d.targets.json", version)] = release.Targets
	s.files[fmt.Sprintf("metadata/%d.snapshot.json", version)] = release.Snapshot
	s.files["metadata/timestamp.json"] = release.Timestamp
}

func (s *channelServer) fetched(prefix string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, path := range s.asked {
		if strings.HasPrefix(path, prefix) {
			n++
		}
	}
	s.asked = nil
	return n
}

func listText(name, role string, entries ...string) string {
	return list.Magic + "\n# name: " + name + "\n# role: " + role + "\n# category: " + name + "\n\n" + strings.Join(entries, "\n") + "\n"
}

// A channel's lists are fetched, verified, kept and used; what is forged or older
// changes nothing, and without the server the last good ones serve.
func TestChannel(t *testing.T) {
	server := newChannel(t)
	server.publish(1, map[string]string{"firms.txt": listText("firms", "protected", "contoso-bank.com"), "webmail-x.json": `{"id":"x","version":1}`})
	dir := t.TempDir()
	root := filepath.Join(dir, "root.json")
	if err := os.WriteFile(root, server.files["metadata/1.root.json"], 0o600); err != nil {
		t.Fatal(err)
	}
	g, _ := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	sources := Sources{Lists: builtIn, Server: server.URL, Root: root, Dir: filepath.Join(dir, "state")}
	l := NewLoader(sources, g, time.Now)
	refused := func(recipient string) bool {
		return g.Decide(Request{Sender: "bob@works.example", Recipient: recipient}).Refuse
	}

	if err := l.Load(); err != nil {
		t.Fatal(err)
	}
	if !refused("ann@army.ml") {
		t.Error("before the first fetch the built-in lists do not serve")
	}
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
	if status := l.Status(); status.Version != 1 || status.Lists != server.URL || status.Checked.IsZero() {
		t.Errorf("%+v", status)
	}
	if !refused("ann@contoso-bank.con") || refused("ann@army.ml") {
		t.Error("the channel's lists do not count alone")
	}
	server.fetched("")
	if err := l.Refresh(); err != nil {
		t.Fatal(err)
	}
	if n := server.fetched("targets/"); n != 0 {
		t.Errorf("%d lists fetched again", n)
	}

	server.publish(2, map[string]string{"firms.txt": listText("firms", "protected", "contoso-bank.com", "fabrikam-bank.com")})
	if err := l.Refresh(); err != nil || !refused("ann@fabrikam-bank.con") {
		t.Errorf("news do not count: %v", err)
	}
	if files, _ := filepath.Glob(filepath.Join(sources.Dir, "lists-public", "*.txt")); len(files) != 1 {
		t.Errorf("%d texts are kept, want the one in use", len(files))
	}

	// Forged: another text than the one that was signed.
	server.publish(3, map[string]string{"firms.txt": listText("firms", "protected", "attack.example")})
	for path := range server.files {
		if strings.HasPrefix(path, "targets/") {
			server.files[path] = append([]byte(nil), "forged"...)
		}
	}
	if err := l.Refresh(); err == nil || !refused("ann@fabrikam-bank.con") {
		t.Errorf("a forged list: %v", err)
	}
	if status := l.Status(); status.Problem == "" || status.Version != 2 {
		t.Errorf("%+v", status)
	}

	// Without the server a new start has what was verified last.
	server.Close()
	again, _ := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	l = NewLoader(sources, again, time.Now)
	if err := l.Load(); err != nil {
		t.Fatal(err)
	}
	g = again
	if !refused("ann@fabrikam-bank.con") || l.Status().Version != 2 {
		t.Errorf("after a restart: %+v", l.Status())
	}
	if err := l.Refresh(); err == nil || l.Status().Problem == "" || !refused("ann@fabrikam-bank.con") {
		t.Error("a server that is away is not said, or costs the lists")
	}

	// What is kept has been changed: the built-in lists serve, and it is said.
	files, err := filepath.Glob(filepath.Join(sources.Dir, "lists-public", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[0], []byte("changed"), 0o600); err != nil {
		t.Fatal(err)
	}
	third, _ := testGate(t, enforcing(&testClock{now: time.Now()}), `{}`)
	third.rules.Store(nil)
	l = NewLoader(sources, third, time.Now)
	if err := l.Load(); err != nil {
		t.Fatal(err)
	}
	g = third
	if !refused("ann@army.ml") || !strings.Contains(l.Status().Problem, "has been changed") {
		t.Errorf("%+v", l.Status())
	}
}

// An organisation's channel is named by its first root's hash, and adds to the lists.
func TestPolicyChannel(t *testing.T) {
	server := newChannel(t)
	server.publish(1, map[string]string{"partners.txt": listText("partners", "protected", "contoso-bank.com")})
	c := Channel{Name: "works", URL: server.URL + "/v1/", Scope: verify.ScopeProtect, Dir: filepath.Join(t.TempDir(), "works"), RootHash: strings.Repeat("0", 64)}
	if _, err := c.refresh(time.Now()); err == nil || !strings.Contains(err.Error(), "first root") {
		t.Errorf("another root: %v", err)
	}
	c.RootHash = tuftest.Sum(server.files["metadata/1.root.json"])
	if changed, err := c.refresh(time.Now()); err != nil || !changed {
		t.Fatalf("%v %v", changed, err)
	}
	all, kept, err := c.lists()
	if err != nil || len(all) != 1 || kept.Version != 1 {
		t.Fatalf("%v %+v %v", all, kept, err)
	}
	c.Scope = verify.ScopeAllow // which may not protect
	c.Dir = filepath.Join(t.TempDir(), "allow")
	if _, err := c.refresh(time.Now()); err == nil {
		t.Error("a channel does more than it may")
	}
}
