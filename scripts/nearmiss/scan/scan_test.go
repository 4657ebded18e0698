package scan

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/worker/lists"
)

// newChecker makes a Checker of the lists that are shipped. One serves all tests.
var newChecker = sync.OnceValue(func() *core.Checker {
	names, err := fs.Glob(lists.Files, "*.txt")
	if err != nil {
		panic(err)
	}
	var all []*list.List
	for _, name := range names {
		text, err := fs.ReadFile(lists.Files, name)
		if err != nil {
			panic(err)
		}
		l, err := list.Parse(name, string(text))
		if err != nil {
			panic(err)
		}
		all = append(all, l)
	}
	checker, err := core.New(core.Config{Lists: all})
	if err != nil {
		panic(err)
	}
	return checker
})

var testNow = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

func testOptions() Options { return Options{Checker: newChecker(), Now: testNow} }

// summary is a report in a few words: "army.ml→army.mil delivered 2 2026-11-28".
func summary(r *Report) (lines []string) {
	for _, w := range r.Wrong {
		line := w.Domain + "→" + w.Right
		for status, n := range w.Counts {
			if n > 0 {
				line += fmt.Sprintf(" %s %d", Status(status), n)
			}
		}
		for _, day := range w.Days {
			line += " " + day.Day
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func TestFormats(t *testing.T) {
	// The same mails as servers log them and as their consoles export them.
	logged := []string{
		"amry.mil→army.mil refused 1 2026-11-29",
		"army.ml→army.mil delivered 2 2026-11-29",
		"gmial.com→gmail.com bounced 1 2026-11-29",
		"navy.ml→navy.mil open 1 2026-11-29",
	}
	traced := []string{
		"army.ml→army.mil delivered 1 2026-11-29",
		"gmial.com→gmail.com bounced 1 2026-11-29",
		"navy.ml→navy.mil open 1 2026-11-29",
	}
	for _, row := range []struct {
		file    string
		format  Format
		want    []string
		damaged int
		others  string // automatic, repeated
	}{
		{file: "postfix.log", format: Postfix, damaged: 1, others: "1 1", want: []string{
			"amry.mil→army.mil refused 1 2026-11-29",
			"army.ml→army.mil delivered 1 2026-11-28",
			"gmial.com→gmail.com bounced 1 2026-11-28",       // deferred first: one mail, by its last status
			"navy.ml→navy.mil open 1 delivered 1 2026-11-29", // through a content filter; refused and sent again
		}},
		{file: "sendmail.log", format: Sendmail, damaged: 1, others: "0 0", want: logged},
		{file: "exim.log", format: Exim, damaged: 1, others: "1 0", want: logged},
		{file: "exchange.log", format: Exchange, damaged: 1, others: "0 0", want: traced},
		{file: "m365-summary.csv", format: M365, others: "0 0", want: traced},
		{file: "m365-german.csv", format: M365, others: "0 0", want: traced},
		{file: "workspace.csv", format: Workspace, others: "0 0", want: traced},
		{file: "sent.mbox", format: Mbox, damaged: 1, others: "0 0", want: []string{
			"army.ml→army.mil unknown 1 2026-11-29",
			"gmial.com→gmail.com unknown 1 2026-11-29",
			"navy.ml→navy.mil unknown 1",
		}},
		{file: "message.eml", format: Message, others: "0 0", want: []string{
			"army.ml→army.mil unknown 1 2026-11-29",
		}},
		{file: "contacts.vcf", format: VCard, damaged: 1, others: "0 0", want: []string{
			"army.ml→army.mil unknown 1",
			"gmial.com→gmail.com unknown 1",
		}},
		{file: "people.ldif", format: LDIF, damaged: 1, others: "0 0", want: []string{
			"army.ml→army.mil unknown 1",
			"gmial.com→gmail.com unknown 1",
		}},
		{file: "contacts.csv", format: CSV, others: "0 0", want: []string{
			"army.ml→army.mil unknown 1",
			"gmail,com→gmail.com unknown 1",
			"gmial.com→gmail.com unknown 1",
			"navy.ml→navy.mil unknown 1",
		}},
		{file: "notes.txt", format: Text, others: "0 0", want: []string{
			"army.ml→army.mil unknown 2",
			"gmail,com→gmail.com unknown 1",
			"gmial.com→gmail.com unknown 1",
			"navy.ml→navy.mil unknown 1",
		}},
	} {
		t.Run(row.file, func(t *testing.T) {
			s := New(testOptions())
			text, err := os.ReadFile(filepath.Join("testdata", row.file))
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Read(row.file, strings.NewReader(string(text)), time.Time{}); err != nil {
				t.Fatal(err)
			}
			r := s.Report()
			if r.Read[0].Format != row.format {
				t.Errorf("read as %s, want %s", r.Read[0].Format, row.format)
			}
			if got := summary(r); !slices.Equal(got, row.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(row.want, "\n"))
			}
			if r.Read[0].Damaged != row.damaged {
				t.Errorf("%d damaged records, want %d", r.Read[0].Damaged, row.damaged)
			}
			if got := fmt.Sprint(r.Automatic, r.Repeated); got != row.others {
				t.Errorf("automatic and repeated: %s, want %s", got, row.others)
			}
		})
	}
}

func TestLeavingTheOrganisationIsNoMistake(t *testing.T) {
	protected := &list.List{Name: "us-military", Role: list.RoleProtected, Category: "us-military", Domains: []string{"army.mil"}, Suffixes: []string{"mil"}}
	checker, err := core.New(core.Config{Lists: []*list.List{protected}, Policy: &core.Policy{
		Own: []string{"works.example"}, External: core.ActionAsk, Blocked: []string{"*.blocked.example"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Checker: checker, Now: testNow})
	text := "ann@army.ml bob@partner.example cat@works.example dan@a.blocked.example\n"
	if err := s.Read("notes.txt", strings.NewReader(text), time.Time{}); err != nil {
		t.Fatal(err)
	}
	want := []string{"a.blocked.example→ unknown 1", "army.ml→army.mil unknown 1"}
	if got := summary(s.Report()); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
