// Package report is the form of near-miss reports: how often, on which day, what
// kind of near miss of which protected domain was met, and what the person did.
// It holds no recipient, no sender and no device. An organisation's extensions
// send batches to the organisation's own server:
//
//	{
//	  "version": 1,
//	  "token": "…",                               the policy's reportToken
//	  "batch": "5f0c…",                           32 hex digits, random, of this batch alone
//	  "computer": "90ab…",                        32 hex digits, random, made anew each day; may be missing
//	  "rows": [
//	    {"day": "2026-11-21", "kind": "suffix-slip", "target": "army.mil", "did": "fix", "count": 2}
//	  ]
//	}
//
// In a program:
//
//	batch, err := report.Parse(body, time.Now())
//
// day is the person's own calendar day. target is the protected domain that was
// meant, or "" where it came from the person's own lists or history. did is
// "fix", "back", "send" or "trust". A row may have "typed", the domain that was
// typed, only where policy says reportTypedDomains.
//
// A kind that is not known here is counted as "other". A batch that was sent twice
// counts once. Unknown fields are refused: what this package does not know must not be
// stored. "computer" is there to count the computers of a day, and is forgotten when a
// later day begins.
package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	// MaxBytes is the longest batch: MaxRows of 200 bytes.
	MaxBytes = 64 << 10
	// MaxRows is more than a person causes in months.
	MaxRows = 300
	// MaxCount bounds what one row can add to a sum.
	MaxCount = 10_000
	// MaxAge is how old a row may be when it arrives: a laptop that was closed
	// for a long holiday.
	MaxAge = 62 * 24 * time.Hour
)

// OtherKind is what is summed up under no kind of its own.
const OtherKind = "other"

// Deeds are what a person can do about a near miss.
var Deeds = []string{"fix", "back", "send", "trust"}

// Row is one count.
type Row struct {
	Day    string `json:"day"` // 2026-11-21
	Kind   string `json:"kind"`
	Target string `json:"target"`
	Typed  string `json:"typed,omitempty"`
	Did    string `json:"did"`
	Count  int    `json:"count"`
}

// Batch is what an extension sends.
type Batch struct {
	Version int    `json:"version"`
	Token   string `json:"token"`
	Batch   string `json:"batch"`
	// Computer is the number of the day of the computer that sends it; "" from
	// extensions that have none.
	Computer string `json:"computer"`
	Rows     []Row  `json:"rows"`
}

// Parse reads a batch that arrives at a time.
func Parse(text []byte, now time.Time) (*Batch, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("longer than %d bytes", MaxBytes)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var b Batch
	if err := d.Decode(&b); err != nil {
		return nil, fmt.Errorf("not a batch: %w", err)
	}
	if d.More() {
		return nil, errors.New("something follows the batch")
	}
	switch {
	case b.Version != 1:
		return nil, fmt.Errorf("version %d; 1 is known", b.Version)
	case !isNumber(b.Batch):
		return nil, errors.New("batch: 32 hex digits are wanted")
	case b.Computer != "" && !isNumber(b.Computer):
		return nil, errors.New("computer: 32 hex digits are wanted")
	case len(b.Rows) == 0 || len(b.Rows) > MaxRows:
		return nil, fmt.Errorf("%d rows; 1 to %d are wanted", len(b.Rows), MaxRows)
	}
	for i, row := range b.Rows {
		if reason := row.wrong(now); reason != "" {
			return nil, fmt.Errorf("rows[%d]: %s", i, reason)
		}
	}
	return &b, nil
}

// wrong never quotes what it refuses: it may be what must not be kept.
func (r Row) wrong(now time.Time) string {
	if reason := r.misshapen(); reason != "" {
		return reason
	}
	day, _ := time.Parse(time.DateOnly, r.Day)
	switch {
	case day.After(now.Add(36*time.Hour)) || day.Before(now.Add(-MaxAge)):
		return "day: too far from today"
	case r.Count > MaxCount:
		return countWanted
	}
	return ""
}

// IsValid reports whether a row is one that sums can hold, however old and large.
func (r Row) IsValid() bool { return r.misshapen() == "" }

var countWanted = fmt.Sprintf("count: 1 to %d is wanted", MaxCount)

func (r Row) misshapen() string {
	_, err := time.Parse(time.DateOnly, r.Day)
	switch {
	case err != nil:
		return "day: YYYY-MM-DD is wanted"
	case !isWord(r.Kind):
		return "kind: a–z and hyphens are wanted"
	case r.Target != "" && !isDomain(r.Target):
		return "target: a domain is wanted"
	case r.Typed != "" && !isDomain(r.Typed):
		return "typed: a domain is wanted"
	case !slices.Contains(Deeds, r.Did):
		return "did: fix, back, send or trust is wanted"
	case r.Count < 1:
		return countWanted
	}
	return ""
}

func isNumber(s string) bool { return len(s) == 32 && strings.Trim(s, "0123456789abcdef") == "" }

func isWord(s string) bool {
	return s != "" && len(s) <= 40 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}

// isDomain has no place for an "@".
func isDomain(s string) bool {
	return len(s) <= 253 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-.") == "" &&
		!strings.HasPrefix(s, ".") && !strings.HasSuffix(s, ".") && !strings.Contains(s, "..")
}

// Hash is how a token is kept by who must recognise it.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
