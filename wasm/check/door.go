package main

import (
	"fmt"
	"runtime/debug"
	"strings"
	"unsafe"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/core/policy"
)

// status is what a call over the border answers.
type status int32

const (
	ok       status = 0
	badInput status = 1
	internal status = 2
	notBuilt status = 3
)

// smallInput is the buffer that stays: recipients and senders are at most 512
// UTF-16 units each, thus 1,536 bytes. Lists and policies get a buffer of their
// own, which the parsed list keeps as its text.
const smallInput = 4096

const fieldEnd = 0x1f

// door is the program's whole state. Its zero value is ready and checks nothing.
type door struct {
	small [smallInput]byte
	large []byte
	out   []byte
	// errorLength is the length of the error text in out, 0 when out is a record.
	errorLength int

	config core.Config    // being collected
	fixed  *policy.Policy // the same, as it was read

	checker *core.Checker
	policy  *policy.Policy // that the checker has; nil for none
}

// Input returns a buffer of at least size bytes that is valid for one call, or
// nil when size is over the limit.
func (d *door) Input(size int) []byte {
	d.large = nil
	switch {
	case size < 0 || size > list.MaxBytes:
		return nil
	case size <= smallInput:
		return d.small[:]
	default:
		d.large = make([]byte, size)
		return d.large
	}
}

// bytes returns the first n bytes that the host has written.
func (d *door) bytes(n int) ([]byte, error) {
	buffer := d.small[:]
	if d.large != nil {
		buffer = d.large
	}
	if n < 0 || n > len(buffer) {
		return nil, fmt.Errorf("%d bytes announced for an input buffer of %d", n, len(buffer))
	}
	return buffer[:n], nil
}

// Reset begins a new configuration; the running checker stays.
func (d *door) Reset() {
	d.config, d.fixed, d.large = core.Config{}, nil, nil
}

// AddList reads the input's first n bytes as a list.
func (d *door) AddList(n int) status {
	return d.guard(func() error {
		defer withoutCollector()()
		text, err := d.bytes(n)
		if err != nil {
			return err
		}
		kept := d.keep(text)
		l, err := list.Parse(nameOf(kept, len(d.config.Lists)+1), kept)
		if err != nil {
			return err
		}
		d.config.Lists = append(d.config.Lists, l)
		return nil
	})
}

// withoutCollector stops the garbage collector until the function that it returns
// is called. What is read and built here is nearly all kept, so that the collector,
// which has no processor of its own here, would be a quarter of the time for nothing.
func withoutCollector() (resume func()) {
	percent := debug.SetGCPercent(-1)
	return func() { debug.SetGCPercent(percent) }
}

// nameOf is what errors call a list that has no file: by its own name, or as the
// nth that was added.
func nameOf(text string, nth int) string {
	header, _, _ := strings.Cut(text, "\n\n")
	for line := range strings.Lines(header) {
		if name, found := strings.CutPrefix(line, "# name:"); found {
			return "list " + strings.TrimSpace(name)
		}
	}
	return fmt.Sprintf("list no. %d", nth)
}

// keep returns text as a string that no later input overwrites. A large buffer
// belongs to nobody else, so it is not copied: a list of 2 MB would otherwise
// leave 2 MB more in a memory that never shrinks.
func (d *door) keep(text []byte) string {
	if d.large == nil {
		return string(text)
	}
	d.large = nil
	return unsafe.String(unsafe.SliceData(text), len(text))
}

// SetPolicy reads the input's first n bytes as a policy in JSON. Settings that
// are not understood do not take the others with them: ReadPolicy reports them.
func (d *door) SetPolicy(n int) status {
	return d.guard(func() error {
		text, err := d.bytes(n)
		if err != nil {
			return err
		}
		if len(text) == 0 {
			d.config.Policy, d.fixed = nil, nil
			return nil
		}
		read, problems := policy.Read(text)
		for _, problem := range problems {
			if problem.Path == "" {
				return fmt.Errorf("the policy %s", problem.Reason)
			}
		}
		d.config.Policy, d.fixed = read.Core(), read
		return nil
	})
}

// ReadPolicy makes the JSON of policy.AppendReading from the policy in the
// input's first n bytes, without taking it up. It returns its length, or minus a
// status.
func (d *door) ReadPolicy(n int) (length int) {
	return d.answer(func() error {
		text, err := d.bytes(n)
		if err != nil {
			return err
		}
		read, problems := policy.Read(text)
		d.out = policy.AppendReading(d.out[:0], read, problems)
		return nil
	})
}

// SetDistance sets core.Config's Distance.
func (d *door) SetDistance(distance int) status {
	return d.guard(func() error {
		if distance < 0 || distance > 3 {
			return fmt.Errorf("no distance %d: 1, 2, 3, or 0 for the default", distance)
		}
		d.config.Distance = distance
		return nil
	})
}

// Build makes a checker of the lists and the policy. They are let go of either
// way: the next configuration begins with Reset.
func (d *door) Build() status {
	config, fixed := d.config, d.fixed
	d.Reset()
	return d.guard(func() error {
		defer withoutCollector()()
		checker, err := core.New(config)
		if err != nil {
			return err
		}
		// A first check costs ten times the others, because the browser compiles
		// what it meets; and a checker that panics at once is not put to work.
		checker.Check("someone@example.com", "")
		d.checker, d.policy = checker, fixed
		return nil
	})
}

// Check answers for the recipient in the input's first n bytes and the sender
// in the next m. It returns the length of the record, or minus a status.
func (d *door) Check(n, m int) (length int) {
	return d.answer(func() error {
		if d.checker == nil {
			return errNotBuilt
		}
		both, err := d.bytes(n + m)
		if err != nil || n < 0 || m < 0 {
			return fmt.Errorf("recipient of %d and sender of %d bytes do not fit the input", n, m)
		}
		// Views of the input, not copies: the checker keeps neither.
		text := unsafe.String(unsafe.SliceData(both), len(both))
		verdict := d.checker.Check(text[:n], text[n:])
		d.out = appendRecord(d.out[:0], &verdict)
		d.out = append(d.out, fieldEnd)
		if d.policy != nil {
			path, rule := d.policy.DecidedBy(&verdict)
			d.out = append(d.out, path...)
			if rule != "" {
				d.out = append(append(d.out, ' '), rule...)
			}
		}
		return nil
	})
}

// answer is guard for the calls that return the length of their output.
func (d *door) answer(call func() error) (length int) {
	if s := d.guard(call); s != ok {
		return -int(s)
	}
	return len(d.out)
}

func appendRecord(b []byte, v *core.Verdict) []byte {
	action := v.Action
	if action == "" {
		action = core.ActionAllow
	}
	b = append(append(b, v.Level.String()...), fieldEnd)
	b = append(append(b, action...), fieldEnd)
	b = append(append(b, v.Kind...), fieldEnd)
	for _, field := range [...]string{v.Domain, v.Target, v.Category, v.Suggestion, v.Alternative} {
		b = append(appendField(b, field), fieldEnd)
	}
	if v.Early {
		b = append(b, "early"...)
	}
	b = appendField(append(b, fieldEnd), v.Reason)
	return append(append(b, fieldEnd), v.External...)
}

// appendField appends text that may come from a pasted recipient: a separator
// inside it must not shift the fields after it.
func appendField(b []byte, text string) []byte {
	start := len(b)
	b = append(b, text...)
	for i := start; i < len(b); i++ {
		if b[i] == fieldEnd {
			b[i] = ' '
		}
	}
	return b
}

// Output returns the last record or error text.
func (d *door) Output() []byte { return d.out }

// ErrorLength returns the length of the error text, 0 after a success.
func (d *door) ErrorLength() int { return d.errorLength }

var errNotBuilt = fmt.Errorf("no checker has been built yet")

// guard runs one call. A panic is recovered here and nowhere else: the program
// must answer, whatever it was given.
func (d *door) guard(call func() error) (s status) {
	defer func() {
		if p := recover(); p != nil {
			d.fail(fmt.Sprint("defect: ", p))
			s = internal
		}
	}()
	d.errorLength = 0
	switch err := call(); err {
	case nil:
		return ok
	case errNotBuilt:
		d.fail(err.Error())
		return notBuilt
	default:
		d.fail(err.Error())
		return badInput
	}
}

func (d *door) fail(text string) {
	d.out = append(d.out[:0], text...)
	d.errorLength = len(d.out)
}
