package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"nearmiss/scripts/nearmiss/release"
)

// found prints what is wrong, and returns the error that makes a command exit with 1.
func (p *program) found(err error) error {
	fmt.Fprintln(p.out, err)
	return errFindings
}

func runVerify(p *program, args []string) error {
	f := p.publishFlags("verify", "[--repository DIR]", `Does with what is staged what clients will do: one that is new, one that has what is
published; and asks the Worker's own verifier too. Exits with 1 when one refuses.`)
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	result, err := r.Verify(p.now())
	if err != nil {
		return p.found(err)
	}
	fmt.Fprintf(p.out, "version %d with %d lists and %d descriptions of webmails would be believed until %s\n",
		result.Version, len(result.Lists), len(result.Webmails), result.Expires.Format(time.RFC3339))
	return nil
}

// server reads the flag --url.
func server(flagged string) (*release.Server, error) {
	if flagged == "" {
		return nil, &usageError{"--url says where the Worker is"}
	}
	u, err := url.Parse(flagged)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, &usageError{fmt.Sprintf("%q is no URL of a Worker", flagged)}
	}
	return &release.Server{URL: strings.TrimSuffix(flagged, "/"), Client: &http.Client{Timeout: 2 * time.Minute}}, nil
}

func runCheckServer(p *program, args []string) error {
	f := p.publishFlags("check", "--url URL", `Fetches everything from the Worker as a new client, verifies it and compares it with
what was published from here. Exits with 1 when they differ.`)
	from := f.String("url", "", "the Worker's `URL`")
	r, s, err := f.parseWithServer(args, from)
	if err != nil {
		return err
	}
	result, err := r.CheckServer(s, p.now())
	if err != nil {
		return p.found(err)
	}
	fmt.Fprintf(p.out, "%s serves version %d with %d lists, good until %s\n",
		s.URL, result.Version, len(result.Lists), result.Expires.Format(time.RFC3339))
	return nil
}

func runStatus(p *program, args []string) error {
	f := p.publishFlags("status", "[--url URL] [--json]", `Says what is staged, and when the word of each role ends: of what is published from
here, or of what a Worker serves. Exits with 1 when somebody must act.`)
	from := f.String("url", "", "the Worker's `URL`")
	asJSON := f.Bool("json", false, "print one JSON object instead")
	r, _, err := f.parse(args)
	if err != nil {
		return err
	}
	if !*asJSON {
		if err := p.printStaged(r); err != nil {
			return err
		}
	}
	if _, err := r.CheckAudit(); err != nil {
		return p.found(err)
	}
	var expiries []release.Expiry
	if *from != "" {
		s, err := server(*from)
		if err != nil {
			return err
		}
		result, err := r.FetchAll(s, p.now())
		if err != nil {
			return p.found(err)
		}
		expiries, err = release.Expiries(result.State)
		if err != nil {
			return err
		}
	} else if expiries, err = r.PublishedExpiries(); err != nil {
		return plainError(err)
	}
	if *asJSON {
		return p.printStatusJSON(r, expiries)
	}
	return p.printExpiries(expiries)
}

// printStatusJSON writes what status says; the names are promised.
func (p *program) printStatusJSON(r *release.Repository, expiries []release.Expiry) error {
	type staged struct {
		File string `json:"file"`
		Have int    `json:"have"`
		Need int    `json:"need"`
	}
	type ending struct {
		File    string    `json:"file"`
		Expires time.Time `json:"expires"`
		Due     bool      `json:"due"`
	}
	status := struct {
		Staged    []staged `json:"staged"`
		Published []ending `json:"published"`
	}{[]staged{}, []ending{}}
	files, err := r.Staged()
	if err != nil {
		return plainError(err)
	}
	for _, s := range files {
		status.Staged = append(status.Staged, staged{s.File, s.Have, s.Need})
	}
	due := false
	for _, e := range expiries {
		due = due || e.IsDue(p.now())
		status.Published = append(status.Published, ending{e.File, e.Expires, e.IsDue(p.now())})
	}
	if err := json.NewEncoder(p.out).Encode(status); err != nil {
		return err
	}
	if due {
		return errFindings
	}
	return nil
}

func (p *program) printExpiries(expiries []release.Expiry) error {
	if expiries == nil {
		fmt.Fprintln(p.out, "nothing has been published yet")
		return nil
	}
	due := false
	for _, e := range expiries {
		note := ""
		if e.IsDue(p.now()) {
			due, note = true, "  ← time to act"
		}
		days := e.Expires.Sub(p.now()).Hours() / 24
		fmt.Fprintf(p.out, "  %-24s ends %s, in %.1f days%s\n", e.File, e.Expires.Format(time.DateOnly), days, note)
	}
	if due {
		return errFindings
	}
	return nil
}
