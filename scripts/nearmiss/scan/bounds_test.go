package scan

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"nearmiss/core"
)

// silentBut says nothing but of army.ml: what takes long is left out.
type silentBut struct{ checker *core.Checker }

func (s silentBut) Check(recipient, sender string) core.Verdict {
	if recipient != "x@army.ml" {
		return core.Verdict{}
	}
	return s.checker.Check(recipient, sender)
}

type alwaysWrong struct{}

func (alwaysWrong) Check(recipient, _ string) core.Verdict {
	return core.Verdict{Level: core.LevelWarn, Kind: core.KindSuffixSlip, Domain: recipient, Suggestion: "x@army.mil"}
}

func scanned(t *testing.T, options Options, in io.Reader) *Report {
	t.Helper()
	s := New(options)
	if err := s.Read("test", in, time.Time{}); err != nil {
		t.Fatal(err)
	}
	return s.Report()
}

// More mails are open at a time than are remembered: all of them count, and the
// report says that some were counted early.
func TestOpenMailsAreBounded(t *testing.T) {
	const mails = maxOpen + 1000
	read, write := io.Pipe()
	go func() {
		for i := range mails {
			fmt.Fprintf(write, "Nov 29 09:00:00 mx postfix/smtp[1]: A%d: to=<ann@army.ml>, relay=none, dsn=4.4.1, status=deferred (later)\n", i)
		}
		for i := range mails {
			fmt.Fprintf(write, "Nov 29 09:00:01 mx postfix/smtp[1]: A%d: to=<ann@army.ml>, relay=mx.army.ml[203.0.113.1]:25, dsn=2.0.0, status=sent (ok)\n", i)
		}
		write.Close()
	}()
	s := New(testOptions())
	if err := s.Read("test", read, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if len(s.mails.open) > maxOpen || len(s.mails.oldest) > maxOpen {
		t.Errorf("%d open mails are kept, %d at most", len(s.mails.open), maxOpen)
	}
	r := s.Report()
	if got := r.Wrong[0].Counts; got[Delivered] != mails || r.Settled == 0 {
		t.Errorf("%v, %d settled early, want %d delivered", got, r.Settled, mails)
	}
}

// A queue larger than what is remembered forgets senders and says so; it loses no
// recipient.
func TestQueueIsBounded(t *testing.T) {
	q := queue{entries: map[uint64]queueEntry{}}
	for id := range uint64(3*maxQueue + 7) {
		q.put(id+1, queueEntry{})
	}
	if len(q.entries) > maxQueue || len(q.order) > 2*maxQueue || q.lost != 3*maxQueue+7-len(q.entries) {
		t.Errorf("%d entries, %d in order, %d lost", len(q.entries), len(q.order), q.lost)
	}
	for round := range uint64(10) { // entries come and go
		for id := range uint64(maxQueue / 2) {
			q.put(1<<40+round<<32+id, queueEntry{})
			delete(q.entries, 1<<40+round<<32+id)
		}
	}
	if len(q.order) > 2*maxQueue {
		t.Errorf("%d in order", len(q.order))
	}
}

// Every domain is another one: the cache is emptied, and nothing is lost.
func TestDistinctDomainsAreBounded(t *testing.T) {
	s := New(testOptions())
	read, write := io.Pipe()
	go func() {
		for i := range maxCached + 5000 {
			fmt.Fprintf(write, "someone@some-host-%d.example\n", i)
		}
		fmt.Fprint(write, "ann@army.ml\n")
		write.Close()
	}()
	options := s.options
	options.Format = Text
	s = New(options)
	s.judge.checker = silentBut{newChecker()}
	if err := s.Read("test", read, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if n := len(s.judge.domains); n > maxCached {
		t.Errorf("%d domains are kept", n)
	}
	if got := summary(s.Report()); len(got) != 1 || got[0] != "army.ml→army.mil unknown 1" {
		t.Errorf("%q", got)
	}
}

// Wrong domains beyond what a report holds are counted all together.
func TestWrongDomainsAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range maxWrong + 10 {
		fmt.Fprintf(&text, "ann@unit%d.us.af.ml\n", i)
	}
	options := testOptions()
	options.Format = Text
	s := New(options)
	s.judge.checker = alwaysWrong{}
	if err := s.Read("test", strings.NewReader(text.String()), time.Time{}); err != nil {
		t.Fatal(err)
	}
	if r := s.Report(); len(r.Wrong) != maxWrong || r.Beyond != 10 {
		t.Errorf("%d rows, %d beyond", len(r.Wrong), r.Beyond)
	}
}

// A line without an end is damaged; what follows it counts. In no format does it
// take more memory than a record may have.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("x", 3*chunkSize)
	for _, row := range []struct {
		format Format
		text   string
	}{
		{Postfix, "Nov 29 09:00:00 mx postfix/smtp[1]: A1: to=<%s\nNov 29 09:00:01 mx postfix/smtp[1]: A2: to=<ann@army.ml>, relay=none, status=bounced (no)\n"},
		{Text, "%s\nann@army.ml\n"},
		{CSV, "name,mail\n\"%s\nann,ann@army.ml\n"},
		{VCard, "BEGIN:VCARD\nNOTE:%s\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEMAIL:ann@army.ml\nEND:VCARD\n"},
		{LDIF, "dn: x\nnote: %s\n\ndn: y\nmail: ann@army.ml\n"},
		{Mbox, "From x\nTo: %s\n\nFrom y\nTo: ann@army.ml\n\n"},
	} {
		options := testOptions()
		options.Format = row.format
		r := scanned(t, options, strings.NewReader(fmt.Sprintf(row.text, long)))
		if len(r.Wrong) != 1 || r.Wrong[0].Counts.All() != 1 || r.Read[0].Damaged == 0 {
			t.Errorf("%s: %q, %+v", row.format, summary(r), r.Read)
		}
	}
}

// A quote that is never closed costs the record that it stands in, not the file.
func TestOpenQuote(t *testing.T) {
	text := "name,mail\n\"open,lost@navy.ml\n" + strings.Repeat("someone,someone@example.org\n", maxCellLines) + "ann,ann@army.ml\n"
	options := testOptions()
	options.Format = CSV
	r := scanned(t, options, strings.NewReader(text))
	if got := summary(r); len(got) != 1 || got[0] != "army.ml→army.mil unknown 1" || r.Read[0].Damaged != 1 {
		t.Errorf("%q, %d damaged", got, r.Read[0].Damaged)
	}
}

func TestCompression(t *testing.T) {
	const text = "Nov 29 09:00:01 mx postfix/smtp[1]: A2: to=<ann@army.ml>, relay=none, status=bounced (no)\n"
	var gzipped, zstandard bytes.Buffer
	g := gzip.NewWriter(&gzipped)
	g.Write([]byte(text))
	g.Close()
	z, err := zstd.NewWriter(&zstandard)
	if err != nil {
		t.Fatal(err)
	}
	z.Write([]byte(text))
	z.Close()
	// As bzip2 -9 writes it; the standard library only reads it.
	bzipped, err := os.ReadFile(filepath.Join("testdata", "postfix.log.bz2"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"gzip": gzipped.Bytes(), "zstd": zstandard.Bytes(), "bzip2": bzipped, "two members": append(bytes.Clone(gzipped.Bytes()), gzipped.Bytes()...)} {
		r := scanned(t, testOptions(), bytes.NewReader(content))
		if len(r.Wrong) != 1 || r.Read[0].Format != Postfix {
			t.Errorf("%s: %q", name, summary(r))
		}
	}
	// What was read before an archive breaks off counts, and the error is said.
	s := New(testOptions())
	var long bytes.Buffer
	g = gzip.NewWriter(&long)
	for i := range 20_000 {
		fmt.Fprintf(g, "Nov 29 09:00:01 mx postfix/smtp[1]: A%d: to=<ann@army.ml>, relay=none, status=bounced (%x)\n", i, i*i*7919)
	}
	g.Close()
	if err := s.Read("cut", bytes.NewReader(long.Bytes()[:long.Len()/2]), time.Time{}); err == nil {
		t.Error("half an archive is no error")
	}
	if r := s.Report(); len(r.Wrong) != 1 || r.Wrong[0].Counts[Bounced] < 1000 {
		t.Errorf("of half an archive: %q", summary(r))
	}
}

// What is no text is said to be none, with a way out where there is one.
func TestUnusable(t *testing.T) {
	for _, row := range []struct{ content, want string }{
		{"\xfd7zXZ\x00\x00", "xz -dc"},
		{"PK\x03\x04more", "ZIP"},
		{"!BDN\x01", "Outlook"},
		{"abc\x00\x01\x02def\x00", "no text"},
		{"\x1f\x8b\x08", "gzip"},
	} {
		err := New(testOptions()).Read("f", strings.NewReader(row.content), time.Time{})
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: %v, want %q", row.content, err, row.want)
		}
	}
	if err := New(testOptions()).Read("f", strings.NewReader("abc\x00\x01\x02def\x00"), time.Time{}); !errors.Is(err, ErrNotText) {
		t.Errorf("%v", err)
	}
	if r := scanned(t, testOptions(), strings.NewReader("")); len(r.Wrong) != 0 {
		t.Errorf("of nothing: %q", summary(r))
	}
}
