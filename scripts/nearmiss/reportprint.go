package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"nearmiss/worker/report"
)

// printCSV writes rows by RFC 4180. Spreadsheets take what begins with one of some
// signs for a formula: before such a text stands an apostrophe.
func printCSV(w io.Writer, rows []report.Row) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write([]string{"day", "kind", "target", "typed", "did", "count"})
	for _, row := range rows {
		cells := []string{row.Day, row.Kind, row.Target, row.Typed, row.Did, strconv.Itoa(row.Count)}
		for i, cell := range cells {
			if cell != "" && strings.Contains("=+-@\t\r", cell[:1]) {
				cells[i] = "'" + cell
			}
		}
		out.Write(cells)
	}
	out.Flush()
	return out.Error()
}

// deeds in the order of the table, and what a reader calls them.
var deeds = []struct{ did, title string }{
	{"fix", "corrected"}, {"back", "went back"}, {"send", "sent anyway"}, {"trust", "said to be right"},
}

func printReport(w io.Writer, got arrived, from, to string) {
	rows := got.Rows
	total := sumBy(rows, func(report.Row) string { return "" })[""]
	fmt.Fprintf(w, "%d near misses in %d batches that arrived from %s to %s\n", total.all(), got.Batches, from, to)
	if got.Computers > 0 {
		fmt.Fprintf(w, "from %d computers on the busiest day\n", got.Computers)
	}
	if total.all() == 0 {
		return
	}
	for _, table := range []struct {
		title string
		of    func(report.Row) string
	}{
		{"day", func(r report.Row) string { return r.Day }},
		{"kind", func(r report.Row) string { return r.Kind }},
		{"target", func(r report.Row) string { return cmp.Or(r.Target, "(the person's own)") }},
	} {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintf(t, "\n%s\tall\t", table.title)
		for _, deed := range deeds {
			fmt.Fprintf(t, "%s\t", deed.title)
		}
		fmt.Fprintln(t)
		sums := sumBy(rows, table.of)
		for _, name := range ordered(sums, table.title == "day") {
			fmt.Fprintf(t, "%s\t%d\t", name, sums[name].all())
			for _, deed := range deeds {
				fmt.Fprintf(t, "%d\t", sums[name][deed.did])
			}
			fmt.Fprintln(t)
		}
		t.Flush()
	}
}

// tally counts by what was done.
type tally map[string]int

func (t tally) all() (sum int) {
	for _, n := range t {
		sum += n
	}
	return sum
}

func sumBy(rows []report.Row, of func(report.Row) string) map[string]tally {
	sums := map[string]tally{}
	for _, row := range rows {
		name := of(row)
		if sums[name] == nil {
			sums[name] = tally{}
		}
		sums[name][row.Did] += row.Count
	}
	return sums
}

// ordered gives days in their order, and of others the most frequent twenty.
func ordered(sums map[string]tally, isDays bool) []string {
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if isDays {
			return strings.Compare(a, b)
		}
		return cmp.Or(sums[b].all()-sums[a].all(), strings.Compare(a, b))
	})
	if !isDays && len(names) > 20 {
		names = names[:20]
	}
	return names
}
