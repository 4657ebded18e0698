package gate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/core/policy"
	"nearmiss/wasm/update/verify"
)

// Sources is where rules come from.
type Sources struct {
	Policy string                       // file, or ""
	Lists  func() ([]*list.List, error) // of the command line, or those built in
	Server string                       // of the public channel, or ""
	Root   string                       // file with its first root
	Dir    string                       // state folder; channels need it
}

// Status is what the health page says of the rules.
type Status struct {
	Policy  string    `json:"policy,omitempty"` // its label
	Lists   string    `json:"lists"`            // where they come from
	Version int64     `json:"listsVersion,omitempty"`
	Expires time.Time `json:"listsExpire,omitzero"`
	Loaded  time.Time `json:"loaded,omitzero"`
	Checked time.Time `json:"listsChecked,omitzero"` // when a server was last asked with success
	Problem string    `json:"problem,omitempty"`     // why the last reload or check came to nothing
}

// Loader makes rules and keeps them up to date.
type Loader struct {
	sources Sources
	gate    *Gate
	now     func() time.Time

	mu       sync.Mutex
	status   Status
	channels []Channel
	interval time.Duration
}

// NewLoader prepares a loader for a gate.
func NewLoader(sources Sources, g *Gate, now func() time.Time) *Loader {
	return &Loader{sources: sources, gate: g, now: now}
}

// Status returns what was loaded last.
func (l *Loader) Status() Status {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status
}

// Interval returns how often channels are asked for news; 0 where there is none.
func (l *Loader) Interval() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.channels) == 0 {
		return 0
	}
	return l.interval
}

// Load reads policy and lists and gives them to the gate. After an error the gate
// keeps what it had.
func (l *Loader) Load() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status.Problem = ""
	err := l.load()
	if err != nil {
		l.status.Problem = err.Error()
	}
	return err
}

func (l *Loader) load() error {
	p, err := readPolicy(l.sources.Policy)
	if err != nil {
		return err
	}
	channels, err := l.sources.channels(p)
	if err != nil {
		return err
	}
	status := Status{Policy: p.Label, Lists: "command line or built in", Checked: l.status.Checked}
	all, err := l.sources.Lists()
	if err != nil {
		return err
	}
	var problems []error
	for i := range channels {
		of, kept, err := channels[i].lists()
		if err != nil {
			err = fmt.Errorf("channel %s: %w", channels[i].Name, err)
			if l.gate.rules.Load() != nil {
				return err
			}
			problems = append(problems, err) // at the start: without them, until they are fetched anew
			continue
		}
		if kept == nil || len(kept.Lists) == 0 {
			continue // no list was fetched yet
		}
		if channels[i].Scope == verify.ScopePublic {
			all, status.Lists, status.Version, status.Expires = nil, channels[i].URL, kept.Version, kept.Expires
		}
		all = append(all, of...)
	}
	checker, err := core.New(core.Config{Lists: all, Policy: decisive(p)})
	if err != nil {
		return err
	}
	if err := errors.Join(problems...); err != nil {
		status.Problem = err.Error()
	}
	status.Loaded = l.now()
	l.channels, l.interval, l.status = channels, time.Duration(p.UpdateMinutes)*time.Minute, status
	l.gate.Use(&Rules{Checker: checker, Contact: contactOf(p), Lists: status.Lists, Label: p.Label})
	return nil
}

// Refresh asks all channels for news, and loads when there are any.
func (l *Loader) Refresh() error {
	l.mu.Lock()
	channels := l.channels
	l.mu.Unlock()
	if len(channels) == 0 {
		return nil
	}
	var problems []error
	changed := false
	for i := range channels {
		is, err := channels[i].refresh(l.now())
		changed = changed || is
		if err != nil {
			problems = append(problems, fmt.Errorf("channel %s: %w", channels[i].Name, err))
		}
	}
	if changed {
		if err := l.Load(); err != nil {
			problems = append(problems, err)
		}
	}
	err := errors.Join(problems...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.status.Problem = err.Error()
		return err
	}
	l.status.Checked, l.status.Problem = l.now(), ""
	return nil
}

func readPolicy(path string) (*policy.Policy, error) {
	text := []byte("{}")
	if path != "" {
		var err error
		if text, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	p, err := policy.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// decisive returns what of a policy decides here. A question about every recipient
// outside has its place where mail is written: here they are only logged.
func decisive(p *policy.Policy) *core.Policy {
	rules := p.Core()
	if rules.External.Strength() > core.ActionNotice.Strength() {
		rules.External = core.ActionNotice
	}
	return rules
}

// channels are the public one, if a server was named, and those of the policy.
func (s *Sources) channels(p *policy.Policy) (all []Channel, err error) {
	if s.Server != "" {
		root, err := os.ReadFile(s.Root)
		if err != nil {
			return nil, err
		}
		url := s.Server
		if p.Mirror != "" {
			url = p.Mirror
		}
		all = append(all, Channel{Name: "public", URL: url, Scope: verify.ScopePublic, Root: root, Dir: filepath.Join(s.Dir, "lists-public")})
	}
	for _, c := range p.Channels {
		if s.Dir == "" {
			return nil, errors.New("the policy's listChannels need --state, a folder to keep their lists in")
		}
		all = append(all, Channel{
			Name: c.Name, URL: c.URL, Scope: verify.Scope(c.Scope), RootHash: c.Root, Dir: filepath.Join(s.Dir, "lists-of-"+c.Name),
		})
	}
	return all, nil
}

// contactOf returns whom a refused sender can ask, if it can stand in a reply.
func contactOf(p *policy.Policy) string {
	contact := strings.TrimSpace(p.Organisation.Contact)
	if !isASCII(contact) || len(contact) > 80 {
		return ""
	}
	return contact
}
