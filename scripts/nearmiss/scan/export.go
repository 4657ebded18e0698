package scan

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strconv"
)

// WriteCSV writes a row for every wrong domain and day; without a day for what has
// none. Names and order of the columns are promised.
func (r *Report) WriteCSV(w io.Writer, hints bool) error {
	out := csv.NewWriter(w)
	out.Write([]string{"day", "domain", "right", "alternative", "kind", "level", "mails", "delivered", "bounced", "open", "handed-on", "refused", "unknown"})
	for i := range r.Wrong {
		row := &r.Wrong[i]
		if row.IsHint() && !hints {
			continue
		}
		rest := row.Counts
		for _, day := range row.Days {
			for status, n := range day.Counts {
				rest[status] -= n
			}
			out.Write(row.csv(day.Day, day.Counts))
		}
		if rest.All() > 0 {
			out.Write(row.csv("", rest))
		}
	}
	out.Flush()
	return out.Error()
}

func (w *Wrong) csv(day string, counts Counts) []string {
	row := []string{day, w.Domain, w.Right, w.Alternative, w.Kind, w.Level, strconv.Itoa(counts.All())}
	for _, c := range columnsOf {
		row = append(row, strconv.Itoa(counts[c.Status]))
	}
	return row
}

// WriteJSON writes everything; the names are promised.
func (r *Report) WriteJSON(w io.Writer, hints bool) error {
	shown := make([]Wrong, 0, len(r.Wrong))
	for i := range r.Wrong {
		if hints || !r.Wrong[i].IsHint() {
			shown = append(shown, r.Wrong[i])
		}
	}
	_, warned := r.Sum(false)
	hinted, hintCounts := r.Sum(true)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Read   []Read  `json:"read"`
		Mails  Counts  `json:"mails"`
		Wrong  []Wrong `json:"wrong"`
		Hints  hintSum `json:"hints"`
		Beyond notes   `json:"notCounted"`
	}{
		slices.Concat([]Read{}, r.Read), warned, shown, hintSum{hinted, hintCounts.All()},
		notes{r.Automatic, r.Repeated, r.Settled, r.Lost, r.Beyond},
	})
}

type hintSum struct {
	Domains int `json:"domains"`
	Mails   int `json:"mails"`
}

type notes struct {
	Automatic      int `json:"automatic"`
	Repeated       int `json:"repeated"`
	SettledEarly   int `json:"settledEarly"`
	SenderLost     int `json:"senderLost"`
	FurtherDomains int `json:"furtherDomains"`
}

// MarshalJSON names each status.
func (c Counts) MarshalJSON() ([]byte, error) {
	named := map[string]int{"all": c.All()}
	for status, n := range c {
		named[Status(status).String()] = n
	}
	return json.Marshal(named)
}
