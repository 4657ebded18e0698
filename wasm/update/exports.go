package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"nearmiss/wasm/update/verify"
)

// status is what a call over the border answers.
type status int32

const (
	ok       status = 0
	refused  status = 1
	internal status = 2
	notBegun status = 3
)

// Start is what begin is given.
type Start struct {
	Now   int64         `json:"now"`   // milliseconds since 1970, by the person's clock
	Root  string        `json:"root"`  // the root that came with the extension or with policy
	State *verify.State `json:"state"` // what kept answered, or the last Step that was done; null before the first
	Held  []string      `json:"held"`  // sha256 of the texts that are there, of any channel
	Scope verify.Scope  `json:"scope"`
}

// Step is what next answers: a file to fetch, or the end.
type Step struct {
	Fetch    string `json:"fetch,omitempty"` // below the channel's URL and "/v1/"
	Limit    int64  `json:"limit,omitempty"` // bytes; a longer body is an error
	Optional bool   `json:"optional,omitempty"`
	Base     string `json:"base,omitempty"`  // sha256 of the text to call give_delta with
	Makes    string `json:"makes,omitempty"` // sha256 of the text that comes of it
	Held     bool   `json:"held,omitempty"`  // it is there: nothing has to be fetched
	Done     *Done  `json:"done,omitempty"`
}

// Done is the end of a check that went well.
type Done struct {
	State   *verify.State `json:"state"`
	Version int64         `json:"version"` // of the lists
	Changed bool          `json:"changed"`
	Expires int64         `json:"expires"` // milliseconds since 1970: until when the signatures hold
	Lists   []verify.List `json:"lists"`
	// Webmails are descriptions of webmails; the name is the id.
	Webmails []verify.List `json:"webmails"`
}

// maxInput is the largest list and its delta; what is longer has no business here.
const maxInput = 64 << 20

// exports is what the host calls; its fields are the program's whole state. Its
// zero value is ready; no update is under way.
type exports struct {
	in, out     []byte
	textLength  int
	errorLength int
	session     *verify.Session
}

// Input returns a buffer of at least size bytes, or nil when size is over the
// limit.
func (e *exports) Input(size int) []byte {
	e.in = nil
	if size < 0 || size > maxInput {
		return nil
	}
	e.in = make([]byte, max(size, 1))
	return e.in
}

// Begin starts a check.
func (e *exports) Begin(n int) status {
	e.session = nil
	return e.guard(func() error {
		text, err := e.bytes(n)
		if err != nil {
			return err
		}
		var start Start
		if err := json.Unmarshal(text, &start); err != nil {
			return fmt.Errorf("format: the start of a check: %w", err)
		}
		e.session, err = verify.Begin(verify.Config{
			Now: time.UnixMilli(start.Now).UTC(), Root: []byte(start.Root), State: start.State, Held: start.Held, Scope: start.Scope,
		})
		return err
	})
}

var errNotBegun = errors.New("no check has begun, or it is over")

// Next puts the next step at out and returns its length, or minus a status.
func (e *exports) Next() int {
	s := e.guard(func() error {
		if e.session == nil {
			return errNotBegun
		}
		var step Step
		if want := e.session.Next(); want != nil {
			step = Step{Fetch: want.Path, Limit: want.Limit, Optional: want.Optional, Base: want.Base, Makes: want.Makes, Held: want.IsHeld}
		} else if r := e.session.Result(); r != nil {
			step.Done = &Done{r.State, r.Version, r.Changed, r.Expires.UnixMilli(), r.Lists, append([]verify.List{}, r.Webmails...)}
		} else {
			return errNotBegun
		}
		var err error
		e.out, err = json.Marshal(step)
		return err
	})
	if s != ok {
		return -int(s)
	}
	return len(e.out)
}

// Kept puts at out the metadata that was verified until now, as a verify.State,
// and returns its length, or minus a status. It has to be stored however the check
// ended.
func (e *exports) Kept() int {
	s := e.guard(func() error {
		if e.session == nil {
			return errNotBegun
		}
		var err error
		e.out, err = json.Marshal(e.session.Kept())
		return err
	})
	if s != ok {
		return -int(s)
	}
	return len(e.out)
}

// Give takes the body of what Next asked for.
func (e *exports) Give(n int) status {
	return e.guard(func() error {
		if e.session == nil {
			return errNotBegun
		}
		body, err := e.bytes(n)
		if err != nil {
			return err
		}
		return e.session.Give(body)
	})
}

// Missing says that there is no such file.
func (e *exports) Missing() status {
	return e.guard(func() error {
		if e.session == nil {
			return errNotBegun
		}
		return e.session.Missing()
	})
}

// GiveDelta takes a delta and the text that it changes, and puts the new text at
// out.
func (e *exports) GiveDelta(n, m int) status {
	return e.guard(func() error {
		if e.session == nil {
			return errNotBegun
		}
		both, err := e.bytes(n + m)
		if err != nil || n < 0 || m < 0 {
			return errors.Join(err, errors.New("format: lengths that do not fit the input"))
		}
		text, made := e.session.GiveDelta(both[:n], both[n:])
		if !made {
			return errors.New("hash: the delta does not lead to the list that was signed")
		}
		e.out, e.textLength = []byte(text), len(text)
		return nil
	})
}

func (e *exports) bytes(n int) ([]byte, error) {
	if n < 0 || n > len(e.in) {
		return nil, fmt.Errorf("length: %d bytes announced for an input of %d", n, len(e.in))
	}
	return e.in[:n], nil
}

// guard runs a call, and makes a status and an error text of what goes wrong. A
// panic ends the check: what it would have changed stays as it was.
func (e *exports) guard(call func() error) (s status) {
	e.errorLength, e.textLength = 0, 0
	defer func() {
		if defect := recover(); defect != nil {
			e.session = nil
			s = e.report(internal, fmt.Sprint("defect: ", defect))
		}
	}()
	switch err := call(); {
	case err == nil:
		return ok
	case errors.Is(err, errNotBegun):
		return e.report(notBegun, err.Error())
	default:
		return e.report(refused, err.Error())
	}
}

func (e *exports) report(s status, text string) status {
	e.out = []byte(text)
	e.errorLength = len(e.out)
	return s
}
