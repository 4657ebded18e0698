package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nearmiss/scripts/nearmiss/scan"
)

var scanCommand = command{
	name: "scan", args: scanArgs,
	short: "count what has already gone to wrong domains, in logs, mailboxes, address books", run: runScan,
}

const scanArgs = "[flags] [FILE|DIR…]"

const scanAbout = `Counts the mails that went to a near miss of a protected domain: in logs of
Postfix, Sendmail and Exim, in tracking logs of Exchange, in exports of Microsoft
365 and Google Workspace, in mailboxes and Maildirs, in address books, in any text.
Format and compression are recognised by content. "-" or nothing is standard
input. It exits with 0 when it found nothing, 1 when it found wrong domains, and 2
when an input cannot be used.`

// scanFlags are the flags of scan; see runScan for what they mean.
type scanFlags struct {
	lists                    checkFlags
	relays                   []string
	format, chart            string
	json, csv                bool
	hints, addresses, silent bool
}

func runScan(p *program, args []string) error {
	f := p.flags("scan", scanArgs, scanAbout)
	var c scanFlags
	c.lists.listFlags(f)
	f.StringVar(&c.lists.from, "from", "", "`DOMAIN` that every mail is sent from, whatever the input says: it is protected too")
	f.StringVar(&c.format, "format", "", "read every input as `FORMAT`: "+formatWords())
	f.Func("relay", "`HOST` or address of a server of your own, besides private addresses; may be repeated", appendTo(&c.relays))
	f.BoolVar(&c.hints, "hints", false, "also show hints: domains that may well be right")
	f.BoolVar(&c.addresses, "addresses", false, "also show whole recipients")
	f.BoolVar(&c.json, "json", false, "print everything as JSON")
	f.BoolVar(&c.csv, "csv", false, "print a row for every wrong domain and day as CSV")
	f.StringVar(&c.chart, "chart", "", "also draw a chart by day into `FILE`, .svg or .png")
	f.BoolVar(&c.silent, "quiet", false, "show no progress")
	inputs, err := parse(f, args)
	if err != nil {
		return err
	}
	if c.json && c.csv {
		return &usageError{"--json or --csv, not both"}
	}
	if c.chart != "" && chartFormat(c.chart) == "" {
		return &usageError{"--chart takes a file that ends in .svg or .png"}
	}
	options, err := c.options(p)
	if err != nil {
		return err
	}
	s := scan.New(options)
	failed := readInputs(p, s, inputs)
	report := s.Report()
	if err := c.print(p, report); err != nil {
		return err
	}
	switch {
	case failed:
		return errUnusable
	case report.Has(c.hints):
		return errFindings
	}
	return nil
}

func formatWords() string {
	var words []string
	for _, f := range scan.Formats {
		words = append(words, string(f.Format))
	}
	return strings.Join(words, ", ")
}

func (c *scanFlags) options(p *program) (scan.Options, error) {
	options := scan.Options{
		Relays: c.relays, Format: scan.Format(c.format), Addresses: c.addresses, Now: p.now(),
		From: c.lists.from[strings.LastIndexByte(c.lists.from, '@')+1:],
	}
	if c.format != "" && !strings.Contains(", "+formatWords()+",", " "+c.format+",") {
		return options, &usageError{"--format is one of " + formatWords()}
	}
	checker, by, err := c.lists.checker()
	if err != nil {
		return options, err
	}
	options.Checker = checker
	if options.From != "" {
		options.Relays = append(options.Relays, options.From)
	}
	if by.policy != nil {
		options.Relays = append(options.Relays, by.policy.Own...)
	}
	if isTerminal(p.err) && !c.silent {
		options.Progress = showProgress(p.err, p.now)
	}
	return options, nil
}

// showProgress writes a line over and over, a few times a second.
func showProgress(w io.Writer, now func() time.Time) func(scan.Progress) {
	var last time.Time
	return func(progress scan.Progress) {
		if t := now(); t.Sub(last) > 200*time.Millisecond {
			last = t
			fmt.Fprintf(w, "\rscanned %d lines\x1b[K", progress.Lines)
		}
	}
}

// errUnusable says that an input could not be used, which has been printed.
var errUnusable = errors.New("unusable")

// readInputs reads all inputs, logs in the order of their times. It returns true
// when one of them could not be used; the others count.
func readInputs(p *program, s *scan.Scan, inputs []string) (failed bool) {
	if len(inputs) == 0 {
		inputs = []string{"-"}
	}
	complain := func(err error) {
		failed = true
		fmt.Fprintf(p.err, "nearmiss scan: %v\n", plainError(err))
	}
	var files []string
	inFolder, leftOut := map[string]bool{}, 0
	for _, input := range inputs {
		if input == "-" {
			if err := s.Read("standard input", p.in, time.Time{}); err != nil {
				complain(err)
			}
			continue
		}
		err := filepath.WalkDir(input, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				complain(err)
			} else if !entry.IsDir() {
				files = append(files, path)
				inFolder[path] = path != input
			}
			return nil
		})
		if err != nil {
			complain(err)
		}
	}
	for _, path := range scan.InOrder(files, p.now()) {
		err := s.ReadFile(path)
		if errors.Is(err, scan.ErrNotText) && inFolder[path] {
			leftOut++ // a Maildir has indexes, too
		} else if err != nil {
			complain(err)
		}
	}
	if leftOut > 0 {
		fmt.Fprintf(p.err, "nearmiss scan: %d files in folders are no text and were left out\n", leftOut)
	}
	return failed
}

// print writes the report in the form that was asked for.
func (c *scanFlags) print(p *program, r *scan.Report) error {
	if c.chart != "" {
		picture, err := scanChart(r, c.hints, chartFormat(c.chart))
		if err != nil {
			return err
		}
		if err := os.WriteFile(c.chart, picture, 0o644); err != nil {
			return err
		}
	}
	switch {
	case c.json:
		return r.WriteJSON(p.out, c.hints)
	case c.csv:
		return r.WriteCSV(p.out, c.hints)
	}
	r.Print(p.out, c.hints)
	return nil
}

func chartFormat(file string) string {
	switch ext := strings.ToLower(filepath.Ext(file)); ext {
	case ".svg", ".png":
		return ext[1:]
	}
	return ""
}
