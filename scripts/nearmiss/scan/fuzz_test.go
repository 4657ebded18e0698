package scan

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// fuzzFormat reads any bytes as one format. However they are cut into reads, the
// result is the same; no more is counted than there are recipients; and what is
// counted by day is no more than what is counted.
func fuzzFormat(f *testing.F, format Format, seeds ...string) {
	for _, name := range seeds {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		options := testOptions()
		options.Format, options.Addresses = format, true
		read := func(s *Scan) *Report {
			s.Read("fuzz", strings.NewReader(string(text)), time.Time{})
			return s.Report()
		}
		r := read(New(options))
		inPieces := New(options)
		inPieces.Read("fuzz", iotest.HalfReader(strings.NewReader(string(text))), time.Time{})
		if got, want := summary(inPieces.Report()), summary(r); !slices.Equal(got, want) {
			t.Errorf("in pieces %q, at once %q", got, want)
		}
		mails, recipients := 0, 0
		for _, read := range r.Read {
			recipients += read.Recipients
		}
		for _, w := range r.Wrong {
			mails += w.Counts.All()
			inDays := 0
			for _, day := range w.Days {
				inDays += day.Counts.All()
			}
			if inDays > w.Counts.All() {
				t.Errorf("%s: %d mails, %d of them in days", w.Domain, w.Counts.All(), inDays)
			}
			if strings.ContainsAny(w.Domain, "\x00\x1b\n\r") {
				t.Errorf("%q would reach a terminal", w.Domain)
			}
		}
		if mails > recipients {
			t.Errorf("%d mails of %d recipients", mails, recipients)
		}
		var out strings.Builder
		r.Print(&out, true)
		if err := r.WriteJSON(&out, true); err != nil {
			t.Error(err)
		}
		if err := r.WriteCSV(&out, true); err != nil {
			t.Error(err)
		}
	})
}

func FuzzPostfix(f *testing.F)   { fuzzFormat(f, Postfix, "postfix.log") }
func FuzzSendmail(f *testing.F)  { fuzzFormat(f, Sendmail, "sendmail.log") }
func FuzzExim(f *testing.F)      { fuzzFormat(f, Exim, "exim.log") }
func FuzzExchange(f *testing.F)  { fuzzFormat(f, Exchange, "exchange.log") }
func FuzzM365(f *testing.F)      { fuzzFormat(f, M365, "m365-summary.csv", "m365-german.csv") }
func FuzzWorkspace(f *testing.F) { fuzzFormat(f, Workspace, "workspace.csv") }
func FuzzMbox(f *testing.F)      { fuzzFormat(f, Mbox, "sent.mbox") }
func FuzzMessage(f *testing.F)   { fuzzFormat(f, Message, "message.eml") }
func FuzzVCard(f *testing.F)     { fuzzFormat(f, VCard, "contacts.vcf") }
func FuzzLDIF(f *testing.F)      { fuzzFormat(f, LDIF, "people.ldif") }
func FuzzCSV(f *testing.F)       { fuzzFormat(f, CSV, "contacts.csv") }
func FuzzText(f *testing.F)      { fuzzFormat(f, Text, "notes.txt") }

// FuzzRecognise reads any bytes as what they look like.
func FuzzRecognise(f *testing.F) {
	fuzzFormat(f, "", "postfix.log", "sendmail.log", "exim.log", "exchange.log", "m365-summary.csv", "m365-german.csv",
		"workspace.csv", "sent.mbox", "message.eml", "contacts.vcf", "people.ldif", "contacts.csv", "notes.txt")
}
