package gate

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
)

// Channel is a source of signed lists. What was verified is kept in Dir, so that a
// start without the server has the last good lists.
type Channel struct {
	Name     string
	URL      string
	Scope    verify.Scope
	Root     []byte // the first root that is trusted
	RootHash string // or its SHA-256: the root itself comes from the server
	Dir      string
}

// stored is what a channel keeps besides the texts, "SHA256.txt".
type stored struct {
	State    *verify.State `json:"state"`
	Root     string        `json:"root"` // the first one
	Version  int64         `json:"version"`
	Expires  time.Time     `json:"expires"`
	Lists    []verify.List `json:"lists"`
	Webmails []verify.List `json:"webmails"` // not for us; kept so that they are not fetched again
}

const storedName = "channel.json"

// fetchTime bounds one request to a channel's server.
const fetchTime = 60 * time.Second

// load returns what was verified last; nil when nothing was.
func (c *Channel) load() (*stored, error) {
	text, err := os.ReadFile(filepath.Join(c.Dir, storedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var s stored
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(c.Dir, storedName), err)
	}
	return &s, nil
}

// text returns a list that is kept, if its bytes are still the ones that were
// signed.
func (c *Channel) text(sha string) ([]byte, error) {
	path := filepath.Join(c.Dir, sha+".txt")
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if sumOf(text) != sha {
		return nil, fmt.Errorf("%s has been changed", path)
	}
	return text, nil
}

func sumOf(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text)) }

// lists reads the lists that are kept.
func (c *Channel) lists() (all []*list.List, s *stored, err error) {
	s, err = c.load()
	if err != nil || s == nil {
		return nil, nil, err
	}
	for _, l := range s.Lists {
		text, err := c.text(l.SHA256)
		if err != nil {
			return nil, nil, err
		}
		parsed, err := list.Parse(c.Name+"/"+l.Name, string(text))
		if err != nil {
			return nil, nil, err
		}
		all = append(all, parsed)
	}
	return all, s, nil
}

// refresh asks the server for news, verifies them and keeps them. changed is
// whether there were any. After an error what was kept is still kept.
func (c *Channel) refresh(now time.Time) (changed bool, err error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return false, err
	}
	server := &release.Server{URL: c.URL, Client: &http.Client{Timeout: fetchTime}}
	before, err := c.load()
	if err != nil {
		before = nil // damaged: begin anew from the first root
	}
	config := verify.Config{Now: now, Scope: c.Scope, Root: c.Root}
	if config.Root == nil {
		if config.Root, err = c.firstRoot(server, before); err != nil {
			return false, err
		}
	}
	if before != nil {
		config.State = before.State
		for _, l := range slices.Concat(before.Lists, before.Webmails) {
			if _, err := c.text(l.SHA256); err == nil {
				config.Held = append(config.Held, l.SHA256)
			}
		}
	}
	result, texts, kept, err := c.check(server, config)
	if err != nil {
		return false, errors.Join(err, c.keepState(before, kept, string(config.Root)))
	}
	return before == nil || result.Changed || len(texts) > 0, c.keep(result, texts, string(config.Root))
}

// firstRoot returns the root that policy names by its hash.
func (c *Channel) firstRoot(server *release.Server, before *stored) ([]byte, error) {
	if before != nil && sumOf([]byte(before.Root)) == c.RootHash {
		return []byte(before.Root), nil
	}
	root, err := server.Fetch("metadata/1.root.json", verify.MaxRoot)
	if err != nil {
		return nil, err
	}
	if sumOf(root) != c.RootHash {
		return nil, fmt.Errorf("%s: the first root is not the one that policy names", c.URL)
	}
	return root, nil
}

// check does what verify.Session asks for. kept is the metadata that was verified,
// however it ends.
func (c *Channel) check(server *release.Server, config verify.Config) (result *verify.Result, texts [][]byte, kept *verify.State, err error) {
	s, err := verify.Begin(config)
	if err != nil {
		return nil, nil, nil, err
	}
	for want := s.Next(); want != nil; want = s.Next() {
		if want.Base != "" { // the whole list does as well as a delta
			if err := s.Missing(); err != nil {
				return nil, nil, s.Kept(), err
			}
			continue
		}
		var body []byte
		if want.IsHeld {
			if body, err = c.text(want.Makes); err != nil {
				err = fs.ErrNotExist // it is fetched then
			}
		} else {
			body, err = server.Fetch(want.Path, want.Limit)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = s.Missing()
		case err == nil:
			err = s.Give(body)
			if want.Makes != "" && !want.IsHeld {
				texts = append(texts, body)
			}
		}
		if err != nil {
			return nil, nil, s.Kept(), err
		}
	}
	return s.Result(), texts, s.Kept(), nil
}

// keepState stores metadata that was verified before a check failed: a key that it
// revokes is not believed again. The lists stay the ones before.
func (c *Channel) keepState(before *stored, kept *verify.State, root string) error {
	if kept == nil {
		return nil
	}
	var after stored
	if before != nil {
		after = *before
	}
	after.State, after.Root = kept, root
	text, err := json.Marshal(after)
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(c.Dir, storedName), text)
}

// keep writes what was verified, the file that names the others last.
func (c *Channel) keep(result *verify.Result, texts [][]byte, root string) error {
	for _, text := range texts {
		if err := writeFile(filepath.Join(c.Dir, sumOf(text)+".txt"), text); err != nil {
			return err
		}
	}
	text, err := json.Marshal(stored{result.State, root, result.Version, result.Expires, result.Lists, result.Webmails})
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(c.Dir, storedName), text); err != nil {
		return err
	}
	return c.dropOld(slices.Concat(result.Lists, result.Webmails))
}

// dropOld removes the texts that nothing has any more.
func (c *Channel) dropOld(lists []verify.List) error {
	files, err := filepath.Glob(filepath.Join(c.Dir, "*.txt"))
	if err != nil {
		return err
	}
	for _, file := range files {
		if !slices.ContainsFunc(lists, func(l verify.List) bool { return l.SHA256+".txt" == filepath.Base(file) }) {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}
