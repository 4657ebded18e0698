package scan

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// columnsOf are the statuses in the order of tables. Unknown is shown only where
// there is such a mail.
var columnsOf = []struct {
	Status Status
	Title  string
}{
	{Delivered, "delivered"}, {Bounced, "bounced"}, {Open, "open"}, {HandedOn, "handed on"}, {Refused, "refused"}, {Unknown, "unknown"},
}

// Print writes the report for people.
func (r *Report) Print(w io.Writer, hints bool) {
	r.printRead(w)
	domains, counts := r.Sum(false)
	hinted, hintCounts := r.Sum(true)
	if domains > 0 {
		fmt.Fprintf(w, "\nWrong domains: %s to %s\n\n", count(counts.All(), "mail"), count(domains, "domain"))
		r.printTable(w, false)
	}
	if hints && hinted > 0 {
		fmt.Fprintf(w, "\nHints, which may well be right: %s to %s\n\n", count(hintCounts.All(), "mail"), count(hinted, "domain"))
		r.printTable(w, true)
	}
	if domains > 0 || hints && hinted > 0 {
		r.printDays(w, hints)
		r.printAddresses(w, hints)
	}
	r.printNotes(w)
	if domains == 0 {
		fmt.Fprintln(w, "\nNo mail to a wrong domain was found.")
	} else {
		r.printSpared(w, counts)
	}
	if !hints && hinted > 0 {
		fmt.Fprintf(w, "Besides, %s to %s that may well be right: --hints shows them.\n", count(hintCounts.All(), "mail"), count(hinted, "domain"))
	}
}

func (r *Report) printRead(w io.Writer) {
	for _, read := range r.Read {
		fmt.Fprintf(w, "%s: %s, %s", read.Format, count(read.Inputs, "input"), count(read.Recipients, "recipient"))
		if read.Damaged > 0 {
			fmt.Fprintf(w, ", %s left out", count(read.Damaged, "damaged record"))
		}
		fmt.Fprintln(w)
	}
}

func (r *Report) printTable(w io.Writer, hints bool) {
	shown := r.shownColumns()
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "domain\tprobably meant\tkind\tmails\t")
	for _, c := range shown {
		fmt.Fprintf(t, "%s\t", c.Title)
	}
	fmt.Fprintln(t, "first\tlast")
	for i := range r.Wrong {
		row := &r.Wrong[i]
		if row.IsHint() != hints {
			continue
		}
		right := cmp.Or(row.Right, "-")
		if row.Alternative != "" {
			right += " or " + row.Alternative
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t", row.Domain, right, row.Kind, row.Counts.All())
		for _, c := range shown {
			fmt.Fprintf(t, "%d\t", row.Counts[c.Status])
		}
		fmt.Fprintf(t, "%s\t%s\n", cmp.Or(dayOf(row.First), "-"), cmp.Or(dayOf(row.Last), "-"))
	}
	t.Flush()
}

type shownColumn = struct {
	Status Status
	Title  string
}

func (r *Report) shownColumns() []shownColumn {
	var all Counts
	for i := range r.Wrong {
		all.add(r.Wrong[i].Counts)
	}
	if all[Unknown] == all.All() { // address books, mailboxes: there is nothing to say
		return nil
	}
	if all[Unknown] == 0 {
		return columnsOf[:len(columnsOf)-1]
	}
	return columnsOf
}

// ByDay adds up all wrong domains, hints included if asked.
func (r *Report) ByDay(hints bool) map[string]Counts {
	days := make(map[string]Counts)
	for i := range r.Wrong {
		if r.Wrong[i].IsHint() && !hints {
			continue
		}
		for _, day := range r.Wrong[i].Days {
			sum := days[day.Day]
			sum.add(day.Counts)
			days[day.Day] = sum
		}
	}
	return days
}

func (r *Report) printDays(w io.Writer, hints bool) {
	days := r.ByDay(hints)
	if len(days) == 0 {
		return
	}
	shown := r.shownColumns()
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(t, "day\tmails\t")
	for _, c := range shown {
		fmt.Fprintf(t, "%s\t", c.Title)
	}
	fmt.Fprintln(t)
	for _, day := range slices.Sorted(maps.Keys(days)) {
		counts := days[day]
		fmt.Fprintf(t, "%s\t%d\t", day, counts.All())
		for _, c := range shown {
			fmt.Fprintf(t, "%d\t", counts[c.Status])
		}
		fmt.Fprintln(t)
	}
	t.Flush()
}

func (r *Report) printAddresses(w io.Writer, hints bool) {
	for i := range r.Wrong {
		row := &r.Wrong[i]
		if len(row.Addresses) == 0 || row.IsHint() && !hints {
			continue
		}
		fmt.Fprintf(w, "\nRecipients in %s\n", row.Domain)
		for _, a := range row.Addresses {
			fmt.Fprintf(w, "  %6d  %s\n", a.Mails, a.Address)
		}
	}
}

func (r *Report) printNotes(w io.Writer) {
	var notes []string
	note := func(n int, text string) {
		if n > 0 {
			notes = append(notes, strconv.Itoa(n)+" "+text)
		}
	}
	note(r.Automatic, "to wrong domains with the empty sender, which programs wrote: not counted")
	note(r.Repeated, "attempts of a mail that the gate had refused shortly before: counted once, by what became of it last")
	note(r.Settled, "mails were counted before their end: too many were open at a time")
	note(r.Lost, "queue entries whose sender was forgotten: too many were open at a time")
	note(r.Beyond, "mails to further wrong domains, more than a report holds")
	if len(notes) > 0 {
		fmt.Fprintf(w, "\n%s\n", strings.Join(notes, "\n"))
	}
}

// printSpared says what it would have been like with Nearmiss.
func (r *Report) printSpared(w io.Writer, counts Counts) {
	before := "Before every one of these mails Nearmiss would have named the domain that was probably meant"
	if out := counts[Delivered]; out > 0 {
		fmt.Fprintf(w, "\n%s: %s went to servers of strangers.\n", before, count(out, "mail"))
	} else {
		fmt.Fprintf(w, "\n%s.\n", before)
	}
	fmt.Fprintln(w, "While mail is written: the browser extension, extension/policy/README.md.")
	fmt.Fprintln(w, "At the mail server:    nearmiss gate, scripts/nearmiss/gate/README.md.")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
