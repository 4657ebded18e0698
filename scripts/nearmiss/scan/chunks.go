package scan

import (
	"bytes"
	"errors"
	"io"
	"runtime"
)

const (
	chunkSize = 1 << 20
	maxRecord = 1 << 18 // a line, or the record of another format; what is longer is damaged
)

// chunk is some whole lines.
type chunk struct {
	text    []byte
	events  []event
	lines   int
	damaged int // lines that were too long
	err     error
	parsed  chan struct{} // closed when events are there
}

// eachChunk cuts a log into chunks, parses some at a time and hands them over in
// their order. Chunks are used again.
func eachChunk(in io.Reader, parse func(*line, []event) []event, take func(*chunk)) error {
	workers := max(1, min(runtime.GOMAXPROCS(0), 8))
	free := make(chan *chunk, workers+2)
	for range cap(free) {
		free <- &chunk{text: make([]byte, 0, chunkSize)}
	}
	ordered := make(chan *chunk, cap(free)) // never blocks: there are no more chunks
	work := make(chan *chunk, cap(free))
	for range workers {
		go func() {
			for c := range work {
				c.parse(parse)
				close(c.parsed)
			}
		}()
	}
	go func() {
		lines := chunkReader{in: in}
		for {
			c := <-free
			more := lines.fill(c)
			c.parsed = make(chan struct{})
			work <- c
			ordered <- c
			if !more {
				break
			}
		}
		close(work)
		close(ordered)
	}()
	var err error
	for c := range ordered {
		<-c.parsed
		if err == nil {
			err = c.err
		}
		take(c)
		free <- c
	}
	return err
}

func (c *chunk) parse(parse func(*line, []event) []event) {
	c.events, c.lines = c.events[:0], 0
	var l line // one for all lines: parse is not known here, so each would be allocated
	for start := 0; start < len(c.text); {
		end := bytes.IndexByte(c.text[start:], '\n')
		next := start + end + 1
		if end < 0 {
			end, next = len(c.text)-start, len(c.text)
		}
		l = line{uint32(start), bytes.TrimSuffix(c.text[start:start+end], []byte("\r"))}
		c.events = parse(&l, c.events)
		start = next
		c.lines++
	}
}

// chunkReader fills chunks up to their last line feed and keeps the rest for the
// next one.
type chunkReader struct {
	in       io.Reader
	rest     []byte
	skipping bool // in a line that is too long
}

// fill returns false with the last chunk.
func (r *chunkReader) fill(c *chunk) bool {
	c.text, c.damaged, c.err = append(c.text[:0], r.rest...), 0, nil
	r.rest = r.rest[:0]
	for {
		var err error
		for err == nil && len(c.text) < cap(c.text) {
			var n int
			n, err = r.in.Read(c.text[len(c.text):cap(c.text)])
			c.text = c.text[:len(c.text)+n]
		}
		if r.skipping {
			end := bytes.IndexByte(c.text, '\n')
			if end >= 0 {
				c.text, r.skipping = append(c.text[:0], c.text[end+1:]...), false
			} else {
				c.text = c.text[:0]
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) { // an archive that breaks off, for one
				c.err = err
			}
			return false
		}
		end := bytes.LastIndexByte(c.text, '\n')
		if tail := len(c.text) - end - 1; tail > maxRecord {
			c.damaged++
			r.skipping = true
		} else {
			r.rest = append(r.rest, c.text[end+1:]...)
		}
		c.text = c.text[:end+1]
		if len(c.text) > 0 || c.damaged > 0 {
			return true
		}
	}
}
