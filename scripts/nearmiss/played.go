package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nearmiss/extension/src/webmail"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
)

// change is a description as people have it and as it is to be; "" for none.
type change struct {
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// reading is which recipients both read on one page of a demo mailbox.
type reading struct {
	Page    string   `json:"page"`
	Before  []string `json:"before"`
	After   []string `json:"after"`
	Problem string   `json:"problem"`
}

// changedWebmails are the descriptions that differ from what people have: the published
// ones, and where there are none those of the extension.
func changedWebmails(before, after map[string]lint.Webmail) map[string]change {
	changes := make(map[string]change)
	for id, w := range after {
		old := before[id].Text
		if _, published := before[id]; !published {
			text, err := webmail.Files.ReadFile("descriptors/" + id + "/" + id + ".json")
			if own, readErr := lint.ReadWebmail(string(text)); err == nil && readErr == nil {
				old = own.Text
			}
		}
		if old != w.Text {
			changes[id] = change{Before: old, After: w.Text}
		}
	}
	return changes
}

// printPlayedOf plays what is staged.
func (p *program) printPlayedOf(r *release.Repository) error {
	before, after, err := stagedWebmails(r)
	if err != nil {
		return err
	}
	p.printPlayed(changedWebmails(before, after))
	return nil
}

// printPlayed plays changed descriptions on the demo mailboxes and shows what they read:
//
//	webmail gmail on the demo page "new" reads ann@army.ml, cy@af.mil
//	look twice: bob@navy.ml is read by the one of before alone
//
// A description can only add: extensions drop one that misses what their own one reads.
func (p *program) printPlayed(changes map[string]change) {
	if len(changes) == 0 || p.play == nil {
		return
	}
	onPaper := &paper{colours: isTerminal(p.out)}
	warn := func(format string, args ...any) {
		fmt.Fprintln(p.out, onPaper.coloured(red, "look twice: "+fmt.Sprintf(format, args...)))
	}
	played, err := p.play(changes)
	if err != nil {
		warn("the changed descriptions of webmails were not played: %v", err)
		return
	}
	for _, id := range slices.Sorted(maps.Keys(changes)) {
		if len(played[id]) == 0 {
			fmt.Fprintf(p.out, "webmail %s has no demo mailbox to be played on\n", id)
		}
		for _, page := range played[id] {
			fmt.Fprintf(p.out, "webmail %s on the demo page %q reads %s\n", id, page.Page, nothingOr(page.After))
			for _, address := range page.Before {
				if !slices.Contains(page.After, address) {
					warn("%s is read by the one of before alone", address)
				}
			}
			if page.Problem != "" {
				warn("%s", page.Problem)
			}
		}
	}
}

func nothingOr(addresses []string) string {
	if len(addresses) == 0 {
		return "nothing"
	}
	return strings.Join(addresses, ", ")
}

// maxPlaying is how long Chromium may take for all demo mailboxes.
const maxPlaying = 2 * time.Minute

// playInChromium runs extension/e2e/reading/descriptionpreview.mjs.
func playInChromium(changes map[string]change) (map[string][]reading, error) {
	sources, ok := findSources()
	if !ok {
		return nil, fmt.Errorf("that needs the repository, with its demo mailboxes")
	}
	top := filepath.Join(sources, "..", "..")
	node := filepath.Join(top, "node_modules", ".bin", "node")
	if _, err := os.Stat(node); err != nil {
		node = "node"
	}
	in, err := json.Marshal(changes)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(context.Background(), maxPlaying)
	defer stop()
	cmd := exec.CommandContext(ctx, node, filepath.Join("extension", "e2e", "reading", "descriptionpreview.mjs"))
	cmd.Dir, cmd.Stdin = top, bytes.NewReader(in)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%v: %s", err, whatFailed(errs.String()))
	}
	var played map[string][]reading
	return played, json.Unmarshal(out, &played)
}

// whatFailed returns the line of what Node.js printed that says most: the first that
// names an error, or the last one.
func whatFailed(errors string) string {
	lines := strings.Split(strings.TrimSpace(errors), "\n")
	for _, line := range lines {
		if strings.Contains(line, "Error") {
			return strings.TrimSpace(line)
		}
	}
	return lines[len(lines)-1]
}
