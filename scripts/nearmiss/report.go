package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"nearmiss/worker/report"
)

var reportCommands = []command{
	{name: "show", args: showArgs, short: "add up an organisation's near misses", run: reportShow},
	{name: "watch", args: watchArgs, short: "post to a webhook when a threshold is passed", run: reportWatch},
	{name: "tokens", args: "--out DIR", short: "make the tokens to report and to read with", run: reportTokens},
}

const showArgs = "--url URL --token-file FILE [--from DAY] [--to DAY] [--svg FILE] [--json|--jsonl|--csv]"

func reportShow(p *program, args []string) error {
	f := p.flags("report show", showArgs, `
Asks the organisation's server for the near misses that were reported from one
day to another and prints what they add up to: by what was done, by kind and by
target. Nothing in it tells who met them.`)
	address := f.String("url", "", "the policy's reportUrl, an https `URL`")
	tokenFile := f.String("token-file", "", "the `FILE` with the token to read with")
	today := p.now().UTC().Format(time.DateOnly)
	from := f.String("from", p.now().UTC().AddDate(0, 0, -27).Format(time.DateOnly), "the first `DAY` of arrival, YYYY-MM-DD")
	to := f.String("to", today, "the last `DAY` of arrival")
	svg := f.String("svg", "", "also draw a chart by day into this `FILE`, .svg or .png")
	asJSON := f.Bool("json", false, "print the rows as JSON instead")
	asLines := f.Bool("jsonl", false, "print one row a line as JSON, for a SIEM")
	asCSV := f.Bool("csv", false, "print the rows as CSV, with a heading")
	if err := parseFlags(f, args); err != nil {
		return err
	}
	first, errFrom := time.Parse(time.DateOnly, *from)
	last, errTo := time.Parse(time.DateOnly, *to)
	switch {
	case *address == "" || *tokenFile == "":
		return &usageError{"--url and --token-file are needed"}
	case *asJSON && *asLines || *asJSON && *asCSV || *asLines && *asCSV:
		return &usageError{"--json, --jsonl and --csv: take one"}
	case errFrom != nil || errTo != nil:
		return &usageError{"--from and --to are days, YYYY-MM-DD"}
	case last.Before(first) || last.Sub(first) > 400*24*time.Hour:
		return &usageError{"--to is a day from --from to 400 days later"}
	}
	token, err := os.ReadFile(*tokenFile)
	if err != nil {
		return err
	}
	var days []string
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		days = append(days, day.Format(time.DateOnly))
	}
	got, err := readDays(*address, strings.TrimSpace(string(token)), days)
	if err != nil {
		return err
	}
	if *svg != "" {
		picture, err := reportChart(got.Rows, cmp.Or(chartFormat(*svg), "svg"))
		if err != nil {
			return err
		}
		if err := os.WriteFile(*svg, picture, 0o644); err != nil {
			return err
		}
	}
	if *asJSON {
		e := json.NewEncoder(p.out)
		e.SetIndent("", "  ")
		return e.Encode(append([]report.Row{}, got.Rows...)) // [] when there are none
	}
	if *asLines {
		e := json.NewEncoder(p.out)
		for _, row := range got.Rows {
			if err := e.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	if *asCSV {
		return printCSV(p.out, got.Rows)
	}
	printReport(p.out, got, *from, *to)
	return nil
}

// readDays asks for a few days at a time. The first failure counts.
func readDays(address, token string, days []string) (all arrived, err error) {
	type answer struct {
		day arrived
		err error
	}
	const atATime = 4
	answers, places := make(chan answer, len(days)), make(chan struct{}, atATime)
	for _, day := range days {
		go func() {
			places <- struct{}{}
			defer func() { <-places }()
			one, err := readDay(address, token, day)
			answers <- answer{one, err}
		}()
	}
	for range days {
		a := <-answers
		if a.err != nil {
			return arrived{}, a.err
		}
		all.Rows = append(all.Rows, a.day.Rows...)
		all.Batches += a.day.Batches
		all.Computers = max(all.Computers, a.day.Computers)
	}
	all.Rows = report.Merge(all.Rows)
	return all, nil
}

// arrived is what arrived on some days: of computers the most on one of them, since no
// number tells whether two days' are the same.
type arrived struct {
	Batches   int
	Computers int
	Rows      []report.Row
}

func readDay(address, token, day string) (got arrived, err error) {
	if !isSecure(address) {
		return got, &usageError{"--url is an https address"}
	}
	body, err := json.Marshal(map[string]string{"token": token})
	if err != nil {
		return got, err
	}
	response, err := secureClient.Post(strings.TrimSuffix(address, "/")+"/"+day, "application/json", bytes.NewReader(body))
	if err != nil {
		return got, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return got, err
	}
	if response.StatusCode != http.StatusOK {
		return got, fmt.Errorf("%s: %s", response.Status, strings.TrimSpace(string(text)))
	}
	if err := json.Unmarshal(text, &got); err != nil {
		return got, fmt.Errorf("%s: %w", day, err)
	}
	for _, row := range got.Rows {
		if !row.IsValid() {
			return got, fmt.Errorf("%s: the server sent what is no row of a report", day)
		}
	}
	return got, nil
}
