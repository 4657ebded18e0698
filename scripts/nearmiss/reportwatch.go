package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"nearmiss/core/domain"
	"nearmiss/worker/report"
)

const watchArgs = "--url URL --token-file FILE --webhook URL --threshold N [--days N] [--target DOMAIN] [--did WORD] [--state FILE]"

// alert is what a webhook gets. Chat services show the text; others read the rest.
type alert struct {
	Text      string `json:"text"`
	From      string `json:"from"` // days of arrival
	To        string `json:"to"`
	Target    string `json:"target,omitempty"`
	Did       string `json:"did,omitempty"`
	Count     int    `json:"count"`
	Threshold int    `json:"threshold"`
}

func reportWatch(p *program, args []string) error {
	f := p.flags("report watch", watchArgs, `
For a timer, such as cron: adds up the near misses that were reported lately, and
when there are as many as the threshold, posts that to a webhook as JSON and exits
with 1. With --state it does so once a day at most. The server itself calls nobody.`)
	address := f.String("url", "", "the policy's reportUrl, an https `URL`")
	tokenFile := f.String("token-file", "", "the `FILE` with the token to read with")
	webhook := f.String("webhook", "", "the https `URL` to post to")
	threshold := f.Int("threshold", 0, "how many near misses are worth a message")
	days := f.Int("days", 1, "of how many `DAYS`, today included")
	target := f.String("target", "", "only those of one protected `DOMAIN`")
	did := f.String("did", "", "only those that ended so: fix, back, send or trust")
	state := f.String("state", "", "a `FILE` that remembers the day of the last message")
	err := parseFlags(f, args)
	switch {
	case err != nil:
		return err
	case *address == "" || *tokenFile == "" || *webhook == "":
		return &usageError{"--url, --token-file and --webhook are needed"}
	case *threshold < 1:
		return &usageError{"--threshold is a number from 1"}
	case *days < 1 || *days > 62:
		return &usageError{"--days is 1 to 62"}
	case !isSecure(*webhook):
		return &usageError{"--webhook is an https address"}
	case *did != "" && !slices.Contains(report.Deeds, *did):
		return &usageError{"--did is one of " + strings.Join(report.Deeds, ", ")}
	}
	if *target != "" {
		d, err := domain.Parse(*target)
		if err != nil {
			return &usageError{"--target is a domain"}
		}
		*target = d.String()
	}
	token, err := os.ReadFile(*tokenFile)
	if err != nil {
		return plainError(err)
	}
	today := p.now().UTC()
	var asked []string
	for n := *days - 1; n >= 0; n-- {
		asked = append(asked, today.AddDate(0, 0, -n).Format(time.DateOnly))
	}
	got, err := readDays(*address, strings.TrimSpace(string(token)), asked)
	if err != nil {
		return err
	}
	a := alert{From: asked[0], To: asked[len(asked)-1], Target: *target, Did: *did, Count: countOf(got.Rows, *target, *did), Threshold: *threshold}
	if a.Count < a.Threshold {
		fmt.Fprintf(p.out, "%d near misses, below %d\n", a.Count, a.Threshold)
		return nil
	}
	a.Text = fmt.Sprintf("Nearmiss: %d near misses%s were reported from %s to %s; the threshold is %d.",
		a.Count, ofTarget(a.Target), a.From, a.To, a.Threshold)
	fmt.Fprintln(p.out, a.Text)
	if *state != "" {
		last, err := os.ReadFile(*state)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return plainError(err)
		}
		if strings.TrimSpace(string(last)) == a.To {
			return errFindings
		}
	}
	if err := post(*webhook, a); err != nil {
		return err
	}
	if *state != "" {
		if err := os.WriteFile(*state, []byte(a.To+"\n"), 0o600); err != nil {
			return plainError(err)
		}
	}
	return errFindings
}

func ofTarget(target string) string {
	if target == "" {
		return ""
	}
	return " of " + target
}

func countOf(rows []report.Row, target, did string) int {
	sum := 0
	for _, row := range rows {
		if (target == "" || row.Target == target) && (did == "" || row.Did == did) {
			sum += row.Count
		}
	}
	return sum
}

// isSecure reports whether an address is https, or of this machine.
func isSecure(address string) bool {
	at, err := url.Parse(address)
	return err == nil && at.Host != "" && (at.Scheme == "https" || at.Scheme == "http" && (at.Hostname() == "127.0.0.1" || at.Hostname() == "localhost"))
}

// secureClient ends after a while, and follows nobody to where isSecure does not hold:
// what it posts is a token or an organisation's own.
var secureClient = http.Client{
	Timeout: 30 * time.Second,
	CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if len(via) > 3 || !isSecure(r.URL.String()) {
			return errors.New("the server sends on to another address")
		}
		return nil
	},
}

func post(address string, a alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	response, err := secureClient.Post(address, "application/json", bytes.NewReader(body))
	if err != nil {
		// The address of a webhook is a secret.
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err
		}
		return fmt.Errorf("the webhook: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		return fmt.Errorf("the webhook answered %s", response.Status)
	}
	return nil
}
