package scan

import (
	"cmp"
	"slices"
	"time"

	"nearmiss/core"
)

const (
	maxWrong     = 50_000  // wrong domains; more is no organisation's typing
	maxCells     = 500_000 // days of wrong domains
	maxAddresses = 20_000  // that are kept where the report shows them
)

// wrongKey is what makes two findings one row.
type wrongKey struct {
	domain, suggestion string
	kind               core.Kind
}

// wrong is one wrong domain while its mails are counted.
type wrong struct {
	row       Wrong
	days      map[string]*Counts
	addresses map[string]int
}

// tally adds up what became of the mails to each wrong domain.
type tally struct {
	wrongs    []*wrong
	index     map[wrongKey]int32
	cells     int
	addresses int
	beyond    int // mails to wrong domains beyond maxWrong
}

// add returns the row of a verdict, a new one when it is the first of its kind.
func (t *tally) add(v *core.Verdict, typed string) int32 {
	key := wrongKey{v.Domain, v.Suggestion, v.Kind}
	if key.domain == "" || key.domain == key.suggestion {
		key.domain = printable(typed) // such as "gmail,com", whose canonical form is right
	}
	if i, ok := t.index[key]; ok {
		return i
	}
	if len(t.wrongs) >= maxWrong {
		return beyond
	}
	if t.index == nil {
		t.index = make(map[wrongKey]int32)
	}
	i := int32(len(t.wrongs))
	t.index[key] = i
	t.wrongs = append(t.wrongs, &wrong{row: Wrong{
		Domain: key.domain, Right: v.Suggestion, Alternative: v.Alternative, Kind: string(v.Kind),
		Level: v.Level.String(), Category: v.Category, Reason: v.Reason,
	}})
	return i
}

// beyond is the index of the wrong domains that there is no row for.
const beyond int32 = -2

// count adds one mail. The zero time is none.
func (t *tally) count(index int32, status Status, when time.Time) {
	if index == beyond {
		t.beyond++
		return
	}
	w := t.wrongs[index]
	w.row.Counts[status]++
	if when.IsZero() {
		return
	}
	if w.row.First.IsZero() || when.Before(w.row.First) {
		w.row.First = when
	}
	if when.After(w.row.Last) {
		w.row.Last = when
	}
	day := when.Format(time.DateOnly)
	if w.days[day] == nil {
		if t.cells >= maxCells {
			return
		}
		if w.days == nil {
			w.days = make(map[string]*Counts)
		}
		t.cells++
		w.days[day] = new(Counts)
	}
	w.days[day][status]++
}

// address remembers a whole address, when the report is to show them.
func (t *tally) address(index int32, address string) {
	if index == beyond {
		return
	}
	w := t.wrongs[index]
	if w.addresses[address] == 0 {
		if t.addresses >= maxAddresses {
			return
		}
		if w.addresses == nil {
			w.addresses = make(map[string]int)
		}
		t.addresses++
	}
	w.addresses[address]++
}

// rows returns all wrong domains, those with the most mails first.
func (t *tally) rows() (rows []Wrong) {
	for _, w := range t.wrongs {
		row := w.row
		if row.Counts.All() == 0 {
			continue // judged for a mail that did not count in the end
		}
		for day, counts := range w.days {
			row.Days = append(row.Days, Day{day, *counts})
		}
		slices.SortFunc(row.Days, func(a, b Day) int { return cmp.Compare(a.Day, b.Day) })
		for address, n := range w.addresses {
			row.Addresses = append(row.Addresses, Address{printable(address), n})
		}
		slices.SortFunc(row.Addresses, func(a, b Address) int {
			return cmp.Or(b.Mails-a.Mails, cmp.Compare(a.Address, b.Address))
		})
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b Wrong) int {
		return cmp.Or(b.Counts.All()-a.Counts.All(), cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.Right, b.Right))
	})
	return rows
}
