package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"nearmiss/worker/report"
)

// reportShards is among how many files a day's sums are divided. R2 takes about
// one write a second to a file, so this is room for a hundred thousand computers
// that report once a day, thirteen times over; and reading a day stays quick.
const reportShards = 16

// reportTries is how often adding to a file is tried when others add to it at
// the same time.
const reportTries = 8

// IsReport reports whether a path is where reports are sent to or asked for.
func IsReport(path string) bool {
	_, ok := reportsOf(path)
	return ok
}

// reports is where an organisation's near misses are counted.
type reports struct {
	organisation string
	day          string // whose sums are read; "": a batch is added
	isMetrics    bool   // today's sums for a monitoring system
}

// reportsOf parses /v1/orgs/<organisation>/reports, …/reports/<day> and
// …/reports/metrics.
func reportsOf(path string) (reports, bool) {
	channel, rest, ok := channelOf(path)
	if !ok || channel == public {
		return reports{}, false
	}
	name := strings.TrimSuffix(strings.TrimPrefix(string(channel), "v1/orgs/"), "/")
	if rest == "reports" {
		return reports{organisation: name}, true
	}
	if rest == "reports/metrics" {
		return reports{organisation: name, isMetrics: true}, true
	}
	day, ok := strings.CutPrefix(rest, "reports/")
	if _, err := time.Parse(time.DateOnly, day); !ok || err != nil {
		return reports{}, false
	}
	return reports{organisation: name, day: day}, true
}

// None of these keys begins with "v1/": no path leads to them.

func (r reports) tokens() string { return "reports/" + r.organisation + "/tokens.json" }

func (r reports) shard(day string, n int) string {
	return fmt.Sprintf("reports/%s/%s/%02d.json", r.organisation, day, n)
}

// tokens are what the organisation may report and read with, as report.Hash.
type tokens struct {
	Report []string `json:"report"`
	Read   []string `json:"read"`
}

// takeReport answers POST: a batch to be added, or the read token for the sums of
// the day in the path. The token stands in the body, so that a browser asks no
// preflight and no log of headers holds it.
func (s *Service) takeReport(r *Request, to reports) *Response {
	response, err := s.report(r, to)
	if err != nil {
		return s.failed("reports of "+to.organisation, err)
	}
	return response
}

func (s *Service) report(r *Request, to reports) (*Response, error) {
	if err := lengthOf(r, report.MaxBytes); err != nil {
		return nil, err
	}
	text, err := r.Body.Bytes()
	if err != nil {
		return nil, refuse(400, "bad request: the body ended too early")
	}
	// What the body says is looked at first: then no answer tells an organisation
	// that takes reports from one that does not.
	var asked struct{ Token string }
	var batch *report.Batch
	if to.day != "" {
		if err := json.Unmarshal(text, &asked); err != nil {
			return nil, refuse(400, "bad request: {\"token\": …} is wanted")
		}
	} else if batch, err = report.Parse(text, s.options.Now()); err != nil {
		return nil, refuse(400, "bad request: %v", err)
	}
	allowed, err := s.reportTokens(to)
	switch {
	case err != nil:
		return nil, err
	case batch == nil && isAmong(asked.Token, allowed.Read):
		return s.sums(to)
	case batch != nil && isAmong(batch.Token, allowed.Report):
		return s.add(to, batch, len(allowed.Report))
	}
	return nil, refuse(401, "refused: not a token of an organisation that takes reports here")
}

// reportTokens are an organisation's; none for one that takes no reports.
func (s *Service) reportTokens(to reports) (tokens, error) {
	text, err := s.text(to.tokens())
	if errors.Is(err, ErrNotFound) {
		return tokens{}, nil
	}
	if err != nil {
		return tokens{}, err
	}
	var all tokens
	if err := json.Unmarshal(text, &all); err != nil {
		return tokens{}, fmt.Errorf("reading %s: %w", to.tokens(), err)
	}
	return all, nil
}

// isAmong compares hashes: how long that takes says nothing about a token.
func isAmong(token string, hashes []string) bool {
	hash, found := report.Hash(token), false
	for _, known := range hashes {
		if known == hash {
			found = true
		}
	}
	return found
}

// arrived is what arrived on a day.
type arrived struct {
	Received  string       `json:"received"`
	Batches   int          `json:"batches"`
	Computers int          `json:"computers"` // that said which they are
	Rows      []report.Row `json:"rows"`
}

// arrivedOn adds up the files of a day.
func (s *Service) arrivedOn(day string, to reports) (*arrived, error) {
	all := arrived{Received: day}
	var rows [][]report.Row
	for n := range reportShards {
		part, _, err := s.shardOf(to.shard(day, n))
		if err != nil {
			return nil, err
		}
		rows = append(rows, part.Rows)
		all.Batches += len(part.Batches)
		all.Computers += part.CountComputers()
	}
	all.Rows = report.Merge(rows...)
	return &all, nil
}

// sums answers with what arrived on a day.
func (s *Service) sums(to reports) (*Response, error) {
	all, err := s.arrivedOn(to.day, to)
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	return &Response{
		Status: 200,
		Header: header(Field{"Content-Type", jsonText}, Field{"Cache-Control", noStore}),
		Body:   Text(append(text, '\n')),
	}, nil
}

var (
	reported   = answer(200, noStore, "counted")
	notAllowed = answer(401, noStore, "refused: not a token of an organisation that takes reports here",
		Field{"WWW-Authenticate", "Bearer"})
	reportOnly = answer(405, noStore, "method not allowed: reports are sent and asked for with POST",
		Field{"Allow", "OPTIONS, POST"})
)
