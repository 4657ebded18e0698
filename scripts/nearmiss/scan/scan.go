package scan

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// Options are what a scan is made of.
type Options struct {
	Checker   Checker
	From      string    // the sender of every mail, whatever the input says; "" for the input's own
	Relays    []string  // hosts and addresses of one's own servers, besides private addresses
	Format    Format    // "": recognised by content
	Addresses bool      // keep whole recipients for the report
	Now       time.Time // for logs that leave out the year, where the file has no time
	Progress  func(Progress)
}

// Scan adds up what its inputs hold.
type Scan struct {
	options   Options
	judge     *judge
	tally     tally
	mails     mails
	queue     queue
	relays    relays
	files     map[Format]*Read
	automatic int
	progress  progress
}

// New starts a scan.
func New(options Options) *Scan {
	s := &Scan{options: options, relays: newRelays(options.Relays), files: make(map[Format]*Read), progress: progress{report: options.Progress}}
	s.judge = newJudge(options.Checker, options.From, s.tally.add)
	s.mails.tally = &s.tally
	s.queue.entries = make(map[uint64]queueEntry)
	return s
}

// ErrNotText says that an input is of no format that a scan reads.
var ErrNotText = errors.New("is no text, and no format that is known here")

// Read adds one input. name is what the report calls it, modified when it was
// written last, or the zero time. What was read before an error counts.
func (s *Scan) Read(name string, in io.Reader, modified time.Time) error {
	input, err := open(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer input.Close()
	return s.read(name, input, modified)
}

func (s *Scan) read(name string, input *input, modified time.Time) error {
	format := s.options.Format
	if format == "" {
		if format = recognise(input.head); format == "" {
			return fmt.Errorf("%s: %w", name, ErrNotText)
		}
	}
	file := s.files[format]
	if file == nil {
		file = &Read{Format: format}
		s.files[format] = file
	}
	file.Inputs++
	if modified.IsZero() {
		modified = s.options.Now
	}
	var err error
	if log, ok := logFormats[format]; ok {
		err = s.scanLog(input, log, modified, file)
	} else {
		err = s.scanRecords(input, file)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Report ends the scan.
func (s *Scan) Report() *Report {
	s.mails.finish()
	r := &Report{
		Wrong: s.tally.rows(), Automatic: s.automatic, Repeated: s.mails.repeated,
		Beyond: s.tally.beyond, Settled: s.mails.settled, Lost: s.queue.lost,
	}
	for _, f := range Formats {
		if read := s.files[f.Format]; read != nil {
			r.Read = append(r.Read, *read)
		}
	}
	return r
}

// Progress is how far a scan is.
type Progress struct {
	Lines int
}

type progress struct {
	report func(Progress)
	now    Progress
}

func (p *progress) lines(n int) {
	p.now.Lines += n
	if p.report != nil {
		p.report(p.now)
	}
}
