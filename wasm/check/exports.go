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

// exports is what the host calls; its fields are the program's whole state. Its
// zero value is ready and checks nothing.
type exports struct {
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
func (e *exports) Input(size int) []byte {
	e.large = nil
	switch {
	case size < 0 || size > list.MaxBytes:
		return nil
	case size <= smallInput:
		return e.small[:]
	default:
		e.large = make([]byte, size)
		return e.large
	}
}

// bytes returns the first n bytes that the host has written.
func (e *exports) bytes(n int) ([]byte, error) {
	buffer := e.small[:]
	if e.large != nil {
		buffer = e.large
	}
	if n < 0 || n > len(buffer) {
		return nil, fmt.Errorf("%d bytes announced for an input buffer of %d", n, len(buffer))
	}
	return buffer[:n], nil
}

// Reset begins a new configuration; the running checker stays.
func (e *exports) Reset() {
	e.config, e.fixed, e.large = core.Config{}, nil, nil
}

// AddList reads the input's first n bytes as a list.
func (e *exports) AddList(n int) status {
	return e.guard(func() error {
		defer withoutCollector()()
		text, err := e.bytes(n)
		if err != nil {
			return err
		}
		kept := e.keep(text)
		l, err := list.Parse(nameOf(kept, len(e.config.Lists)+1), kept)
		if err != nil {
			return err
		}
		e.config.Lists = append(e.config.Lists, l)
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
func (e *exports) keep(text []byte) string {
	if e.large == nil {
		return string(text)
	}
	e.large = nil
	return unsafe.String(unsafe.SliceData(text), len(text))
}

// SetPolicy reads the input's first n bytes as a policy in JSON. Settings that
// are not understood do not take the others with them: ReadPolicy reports them.
func (e *exports) SetPolicy(n int) status {
	return e.guard(func() error {
		text, err := e.bytes(n)
		if err != nil {
			return err
		}
		if len(text) == 0 {
			e.config.Policy, e.fixed = nil, nil
			return nil
		}
		read, problems := policy.Read(text)
		for _, problem := range problems {
			if problem.Path == "" {
				return fmt.Errorf("the policy %s", problem.Reason)
			}
		}
		e.config.Policy, e.fixed = read.Core(), read
		return nil
	})
}

// ReadPolicy makes the JSON of policy.AppendReading from the policy in the
// input's first n bytes, without taking it up. It returns its length, or minus a
// status.
func (e *exports) ReadPolicy(n int) (length int) {
	return e.answer(func() error {
		text, err := e.bytes(n)
		if err != nil {
			return err
		}
		read, problems := policy.Read(text)
		e.out = policy.AppendReading(e.out[:0], read, problems)
		return nil
	})
}

// SetDistance sets core.Config's Distance.
func (e *exports) SetDistance(distance int) status {
	return e.guard(func() error {
		if distance < 0 || distance > 3 {
			return fmt.Errorf("no distance %d: 1, 2, 3, or 0 for the default", distance)
		}
		e.config.Distance = distance
		return nil
	})
}

// Build makes a checker of the lists and the policy. They are let go of either
// way: the next configuration begins with Reset.
func (e *exports) Build() status {
	config, fixed := e.config, e.fixed
	e.Reset()
	return e.guard(func() error {
		defer withoutCollector()()
		checker, err := core.New(config)
		if err != nil {
			return err
		}
		// A first check costs ten times the others, because the browser compiles
		// what it meets; and a checker that panics at once is not put to work.
		checker.Check("someone@example.com", "")
		e.checker, e.policy = checker, fixed
		return nil
	})
}

// Check answers for the recipient in the input's first n bytes and the sender
// in the next m. It returns the length of the record, or minus a status.
func (e *exports) Check(n, m int) (length int) {
	return e.answer(func() error {
		if e.checker == nil {
			return errNotBuilt
		}
		both, err := e.bytes(n + m)
		if err != nil || n < 0 || m < 0 {
			return fmt.Errorf("recipient of %d and sender of %d bytes do not fit the input", n, m)
		}
		// Views of the input, not copies: the checker keeps neither.
		text := unsafe.String(unsafe.SliceData(both), len(both))
		verdict := e.checker.Check(text[:n], text[n:])
		e.out = appendRecord(e.out[:0], &verdict)
		e.out = append(e.out, fieldEnd)
		if e.policy != nil {
			path, rule := e.policy.DecidedBy(&verdict)
			e.out = append(e.out, path...)
			if rule != "" {
				e.out = append(append(e.out, ' '), rule...)
			}
		}
		return nil
	})
}

// answer is guard for the calls that return the length of their output.
func (e *exports) answer(call func() error) (length int) {
	if s := e.guard(call); s != ok {
		return -int(s)
	}
	return len(e.out)
}

// Output returns the last record or error text.
func (e *exports) Output() []byte { return e.out }

// ErrorLength returns the length of the error text, 0 after a success.
func (e *exports) ErrorLength() int { return e.errorLength }

var errNotBuilt = fmt.Errorf("no checker has been built yet")

// guard runs one call. A panic is recovered here and nowhere else: the program
// must answer, whatever it was given.
func (e *exports) guard(call func() error) (s status) {
	defer func() {
		if p := recover(); p != nil {
			e.fail(fmt.Sprint("defect: ", p))
			s = internal
		}
	}()
	e.errorLength = 0
	switch err := call(); err {
	case nil:
		return ok
	case errNotBuilt:
		e.fail(err.Error())
		return notBuilt
	default:
		e.fail(err.Error())
		return badInput
	}
}

func (e *exports) fail(text string) {
	e.out = append(e.out[:0], text...)
	e.errorLength = len(e.out)
}
