package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"nearmiss/core"
)

// explainTo prints why a verdict is as it is, if --explain asks for that.
func (c *checkFlags) explainTo(w io.Writer, checker *core.Checker, v *core.Verdict) {
	if c.explain {
		printExplanation(w, checker.Explain(v.Domain, c.from))
	}
}

// printExplanation shows what decided a verdict: the rule, and the sums of the
// likeliest targets. It names domains and no address.
func printExplanation(w io.Writer, e core.Explanation) {
	if e.Domain == "" {
		return
	}
	fmt.Fprintf(w, "        %s: %s\n        decided by: %s (%s)\n", e.Domain, e.Status, e.Rule, e.Level)
	if len(e.Targets) == 0 {
		return
	}
	fmt.Fprintf(w, "        %-32s %7s %7s %7s %7s\n", "may be meant", "meant", "- prior", "- slip", "= score")
	for _, t := range e.Targets[:min(len(e.Targets), maxExplained)] {
		fmt.Fprintf(w, "        %-32s %7.1f %7.1f %7.1f %7.1f\n", t.Suggestion, t.Meant, t.Prior, t.Slip, t.Score)
	}
}

// maxExplained is how many targets --explain prints.
const maxExplained = 5

// printJSON writes one line of --jsonl; the order and the names are promised.
func (d *decided) printJSON(w io.Writer, recipient string, v *core.Verdict) {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(struct { // of strings: never an error; the writer keeps its own
		Recipient   string `json:"recipient"`
		Domain      string `json:"domain"`
		Level       string `json:"level"`
		Action      string `json:"action"`
		Kind        string `json:"kind"`
		Target      string `json:"target"`
		Category    string `json:"category"`
		Suggestion  string `json:"suggestion"`
		Alternative string `json:"alternative,omitempty"`
		Reason      string `json:"reason"`
		DecidedBy   string `json:"decidedBy,omitempty"` // "actions[0]", "strongestAction", …
		External    string `json:"external,omitempty"`  // the action, where the recipient is outside and policy wants it said
	}{
		recipient, v.Domain, v.Level.String(), string(v.Action), string(v.Kind), v.Target, v.Category,
		v.Suggestion, v.Alternative, v.Reason, d.key(v), string(v.External),
	})
}

// paper prints verdicts for people:
//
//	warn    ann@army.ml
//	        army.ml ends in .ml (Mali), not in .mil; did you mean army.mil?
//	        → ann@army.mil
//	        asks at Send
type paper struct {
	colours bool
	decided *decided
	counts  [3]int // by core.Level
	others  int    // what is no address
}

func (t *paper) print(w io.Writer, recipient string, v *core.Verdict) {
	if v.Level == core.LevelNone && !isAddress(recipient, v.Domain) {
		t.others++
		fmt.Fprintf(w, "not an address: %s\n", recipient)
		return
	}
	t.counts[v.Level]++
	switch v.Level {
	case core.LevelNone:
		fmt.Fprintf(w, "%s %s\n", t.coloured(green, "ok     "), recipient)
		return
	case core.LevelNotice:
		fmt.Fprintf(w, "%s %s\n", t.coloured(yellow, "notice "), recipient)
	default:
		fmt.Fprintf(w, "%s %s\n", t.coloured(red, "warn   "), recipient)
	}
	fmt.Fprintf(w, "        %s\n", v.Reason)
	for _, right := range []string{v.Suggestion, v.Alternative} {
		if right != "" {
			fmt.Fprintf(w, "        → %s\n", t.coloured(bold, right))
		}
	}
	fmt.Fprintf(w, "        %s\n", t.decided.whatFollows(v))
}

// summary ends a longer print.
func (t *paper) summary(w io.Writer) {
	all := t.counts[core.LevelNone] + t.counts[core.LevelNotice] + t.counts[core.LevelWarn] + t.others
	if all < 2 {
		return
	}
	fmt.Fprintf(w, "\n%d recipients: %d warn, %d notice, %d ok",
		all, t.counts[core.LevelWarn], t.counts[core.LevelNotice], t.counts[core.LevelNone])
	if t.others > 0 {
		fmt.Fprintf(w, ", %d not an address", t.others)
	}
	fmt.Fprintln(w)
}

// isAddress reports whether somebody can be meant: an address, one at a number
// (ann@[192.0.2.1]), or a domain alone, which has a dot.
func isAddress(recipient, domain string) bool {
	if strings.Contains(recipient, "@") {
		return domain != "" || strings.Contains(recipient, "@[")
	}
	return strings.Contains(domain, ".")
}

// Select Graphic Rendition codes, ECMA-48.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "33"
	green  = "32"
)

func (t *paper) coloured(code, text string) string {
	if !t.colours {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// isTerminal reports whether a person reads along who has not said no to colours
// (https://no-color.org).
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	return term.IsTerminal(int(f.Fd()))
}
