package scan

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Report is what a scan found.
type Report struct {
	Wrong []Wrong // those with the most mails first; hints among them, by Level
	Read  []Read  // by format

	Automatic int // mails with the empty sender to wrong domains, not counted
	Repeated  int // refusals of the gate that belong to a mail counted once already

	// What did not fit into the memory that a scan takes.
	Beyond  int // mails to wrong domains that no row was left for
	Settled int // open mails that were counted before their end
	Lost    int // queue entries whose sender was forgotten before their end
}

// Read is what was read of one format.
type Read struct {
	Format     Format `json:"format"`
	Inputs     int    `json:"inputs"`
	Recipients int    `json:"recipients"` // lines and fields that name one, local users included
	Damaged    int    `json:"damaged"`    // records that could not be read
}

// Wrong is one wrong domain. Domains are in A-labels.
type Wrong struct {
	Domain      string    `json:"domain"`
	Right       string    `json:"right"`                 // that was probably meant, or ""
	Alternative string    `json:"alternative,omitempty"` // another one as likely
	Kind        string    `json:"kind"`                  // a core.Kind
	Level       string    `json:"level"`                 // "warn" or "notice"
	Category    string    `json:"category"`
	Reason      string    `json:"reason"`
	Counts      Counts    `json:"mails"`
	First       time.Time `json:"first,omitzero"` // as the input writes it, whatever its time zone
	Last        time.Time `json:"last,omitzero"`
	Days        []Day     `json:"days,omitempty"`      // in order
	Addresses   []Address `json:"addresses,omitempty"` // only when they were asked for
}

// Day is a day as the input writes it, "2026-11-30".
type Day struct {
	Day    string `json:"day"`
	Counts Counts `json:"mails"`
}

// Address is a whole recipient.
type Address struct {
	Address string `json:"address"`
	Mails   int    `json:"mails"`
}

// Sum adds up the wrong domains, or the hints.
func (r *Report) Sum(hints bool) (domains int, counts Counts) {
	for i := range r.Wrong {
		if r.Wrong[i].IsHint() == hints {
			domains++
			counts.add(r.Wrong[i].Counts)
		}
	}
	return domains, counts
}

// IsHint reports whether the verdict is one that holds no mail.
func (w *Wrong) IsHint() bool { return w.Level != "warn" }

// Has reports whether anything was found, hints included if asked.
func (r *Report) Has(hints bool) bool {
	return slices.ContainsFunc(r.Wrong, func(w Wrong) bool { return hints || !w.IsHint() })
}

// printable replaces what a terminal or a spreadsheet would act on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, strings.ToValidUTF8(s, "·"))
}
