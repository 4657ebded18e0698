package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"time"
)

// auditEntry is one line of audit.log. Before holds the sha256 of the line before
// it, so that a line that is changed or taken out later shows.
type auditEntry struct {
	Time   string         `json:"time"`
	Who    string         `json:"who"`
	Step   string         `json:"step"`
	About  map[string]any `json:"about"`
	Before string         `json:"before"`
}

func (r *Repository) auditPath() string { return filepath.Join(r.Dir, "audit.log") }

// log appends a line.
func (r *Repository) log(now time.Time, step string, about map[string]any) error {
	last, err := r.CheckAudit()
	if err != nil {
		return err
	}
	who := "unknown"
	if u, err := user.Current(); err == nil {
		who = u.Username
	}
	line, err := json.Marshal(auditEntry{now.UTC().Format(time.RFC3339), who, step, about, last})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.Dir, 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(r.auditPath(), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// CheckAudit follows the chain of audit.log and returns the hash of its last
// line, "" when there is none.
func (r *Repository) CheckAudit() (last string, err error) {
	text, err := os.ReadFile(r.auditPath())
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	number := 0
	for line := range bytes.Lines(text) {
		number++
		var entry auditEntry
		if err := json.Unmarshal(line, &entry); err != nil {
			return "", fmt.Errorf("%s:%d: %w", r.auditPath(), number, err)
		}
		if entry.Before != last {
			return "", fmt.Errorf("%s:%d: does not follow the line before it: the log was changed", r.auditPath(), number)
		}
		last = fmt.Sprintf("%x", sha256.Sum256(line))
	}
	return last, nil
}
