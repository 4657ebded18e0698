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

// door is the program's whole state. Its zero value is ready and has begun
// nothing.
type door struct {
	in, out     []byte
	textLength  int
	errorLength int
	session     *verify.Session
}

// Input returns a buffer of at least size bytes, or nil when size is over the
// limit.
func (d *door) Input(size int) []byte {
	d.in = nil
	if size < 0 || size > maxInput {
		return nil
	}
	d.in = make([]byte, max(size, 1))
	return d.in
}

// Begin starts a check.
func (d *door) Begin(n int) status {
	d.session = nil
	return d.guard(func() error {
		text, err := d.bytes(n)
		if err != nil {
			return err
		}
		var start Start
		if err := json.Unmarshal(text, &start); err != nil {
			return fmt.Errorf("format: the start of a check: %w", err)
		}
		d.session, err = verify.Begin(verify.Config{
			Now: time.UnixMilli(start.Now).UTC(), Root: []byte(start.Root), State: start.State, Held: start.Held, Scope: start.Scope,
		})
		return err
	})
}

var errNotBegun = errors.New("no check has begun, or it is over")

// Next puts the next step at out and returns its length, or minus a status.
func (d *door) Next() int {
	s := d.guard(func() error {
		if d.session == nil {
			return errNotBegun
		}
		var step Step
		if want := d.session.Next(); want != nil {
			step = Step{Fetch: want.Path, Limit: want.Limit, Optional: want.Optional, Base: want.Base, Makes: want.Makes, Held: want.IsHeld}
		} else if r := d.session.Result(); r != nil {
			step.Done = &Done{r.State, r.Version, r.Changed, r.Expires.UnixMilli(), r.Lists, append([]verify.List{}, r.Webmails...)}
		} else {
			return errNotBegun
		}
		var err error
		d.out, err = json.Marshal(step)
		return err
	})
	if s != ok {
		return -int(s)
	}
	return len(d.out)
}

// Kept puts at out the metadata that was verified until now, as a verify.State,
// and returns its length, or minus a status. It has to be stored however the check
// ended.
func (d *door) Kept() int {
	s := d.guard(func() error {
		if d.session == nil {
			return errNotBegun
		}
		var err error
		d.out, err = json.Marshal(d.session.Kept())
		return err
	})
	if s != ok {
		return -int(s)
	}
	return len(d.out)
}

// Give takes the body of what Next asked for.
func (d *door) Give(n int) status {
	return d.guard(func() error {
		if d.session == nil {
			return errNotBegun
		}
		body, err := d.bytes(n)
		if err != nil {
			return err
		}
		return d.session.Give(body)
	})
}

// Missing says that there is no such file.
func (d *door) Missing() status {
	return d.guard(func() error {
		if d.session == nil {
			return errNotBegun
		}
		return d.session.Missing()
	})
}

// GiveDelta takes a delta and the text that it changes, and puts the new text at
// out.
func (d *door) GiveDelta(n, m int) status {
	return d.guard(func() error {
		if d.session == nil {
			return errNotBegun
		}
		both, err := d.bytes(n + m)
		if err != nil || n < 0 || m < 0 {
			return errors.Join(err, errors.New("format: lengths that do not fit the input"))
		}
		text, made := d.session.GiveDelta(both[:n], both[n:])
		if !made {
			return errors.New("hash: the delta does not lead to the list that was signed")
		}
		d.out, d.textLength = []byte(text), len(text)
		return nil
	})
}

func (d *door) bytes(n int) ([]byte, error) {
	if n < 0 || n > len(d.in) {
		return nil, fmt.Errorf("length: %d bytes announced for an input of %d", n, len(d.in))
	}
	return d.in[:n], nil
}

// guard runs a call, and makes a status and an error text of what goes wrong. A
// panic ends the check: what it would have changed stays as it was.
func (d *door) guard(call func() error) (s status) {
	d.errorLength, d.textLength = 0, 0
	defer func() {
		if defect := recover(); defect != nil {
			d.session = nil
			s = d.report(internal, fmt.Sprint("defect: ", defect))
		}
	}()
	switch err := call(); {
	case err == nil:
		return ok
	case errors.Is(err, errNotBegun):
		return d.report(notBegun, err.Error())
	default:
		return d.report(refused, err.Error())
	}
}

func (d *door) report(s status, text string) status {
	d.out = []byte(text)
	d.errorLength = len(d.out)
	return s
}
