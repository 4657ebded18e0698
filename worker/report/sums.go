package report

import (
	"slices"
	"strings"
)

const (
	maxBatches = 20_000

	// maxSums is how many rows a file of sums has at most. The people of a large
	// organisation cause some hundred different ones a day; with more, reading the
	// file would cost the server a noticeable part of a request's time.
	maxSums = 2_000

	// maxNew is how many rows one batch can add that are not there yet. A person
	// causes a few a day.
	maxNew = 16
)

// Sums is what batches add up to.
type Sums struct {
	Batches []string `json:"batches"` // the newest last; at most maxBatches
	Rows    []Row    `json:"rows"`    // sorted
	// Once are the rows that a single batch has named, sorted: they make room for
	// new ones, so that invented rows cannot crowd out what many computers report.
	Once []Row `json:"once,omitempty"` // with count 0
	// Computers are the numbers of the day that batches came with, each once; at most
	// maxBatches. Counted is how many there were, once they are forgotten.
	Computers []string `json:"computers,omitempty"`
	Counted   int      `json:"counted,omitempty"`
	// New counts by token, as the first eight digits of Hash, the rows it added.
	New map[string]int `json:"new,omitempty"`
}

// Add counts a batch and reports whether it was new. tokens is among how many
// tokens the room for rows is shared: none can take more than its part.
//
// A row that finds no room is summed up under no target; the total stays right.
func (s *Sums) Add(b *Batch, tokens int) bool {
	if slices.Contains(s.Batches, b.Batch) {
		return false
	}
	s.Batches = append(s.Batches, b.Batch)
	if len(s.Batches) > maxBatches {
		s.Batches = s.Batches[len(s.Batches)-maxBatches:]
	}
	if b.Computer != "" && len(s.Computers) < maxBatches && !slices.Contains(s.Computers, b.Computer) {
		s.Computers = append(s.Computers, b.Computer)
	}
	token := Hash(b.Token)[:8]
	var added []Row
	for _, row := range b.Rows {
		if !slices.Contains(kinds, row.Kind) {
			row.Kind = OtherKind
		}
		at, there := find(s.Rows, row)
		isOwn := slices.ContainsFunc(added, func(own Row) bool { return compare(own, row) == 0 })
		switch {
		case there:
			s.Rows[at].Count += row.Count
			if once, only := find(s.Once, row); only && !isOwn {
				s.Once = slices.Delete(s.Once, once, once+1)
			}
		case len(added) == maxNew, tokens > 1 && s.New[token] >= maxSums/tokens, len(s.Rows) >= maxSums && !s.makeRoom():
			s.addRest(row)
		default:
			added = append(added, row)
			s.insert(row, token)
		}
	}
	return true
}

// CountComputers returns how many computers batches came from, as far as they said.
func (s *Sums) CountComputers() int { return s.Counted + len(s.Computers) }

// ForgetComputers keeps their number alone, and reports whether there were any.
func (s *Sums) ForgetComputers() bool {
	forgets := len(s.Computers) > 0
	s.Counted, s.Computers = s.CountComputers(), nil
	return forgets
}

func (s *Sums) insert(row Row, token string) {
	if s.New == nil {
		s.New = make(map[string]int)
	}
	s.New[token]++
	at, _ := find(s.Rows, row)
	s.Rows = slices.Insert(s.Rows, at, row)
	row.Count = 0
	at, _ = find(s.Once, row)
	s.Once = slices.Insert(s.Once, at, row)
}

// makeRoom sums a row that one batch alone has named up under no target.
func (s *Sums) makeRoom() bool {
	if len(s.Once) == 0 {
		return false
	}
	row := s.Once[0]
	s.Once = s.Once[1:]
	at, there := find(s.Rows, row)
	if !there {
		return false
	}
	row = s.Rows[at]
	s.Rows = slices.Delete(s.Rows, at, at+1)
	s.addRest(row)
	return true
}

// addRest counts a row under no target and no kind of its own. Rows arrive for
// MaxAge at most, so there are few of these.
func (s *Sums) addRest(row Row) {
	row.Kind, row.Target, row.Typed = OtherKind, "", ""
	at, there := find(s.Rows, row)
	if there {
		s.Rows[at].Count += row.Count
		return
	}
	s.Rows = slices.Insert(s.Rows, at, row)
}

// Merge adds up the sums of several files.
func Merge(all ...[]Row) []Row {
	rows := slices.Concat(all...)
	slices.SortStableFunc(rows, compare)
	merged := rows[:0]
	for _, row := range rows {
		if n := len(merged); n > 0 && compare(merged[n-1], row) == 0 {
			merged[n-1].Count += row.Count
		} else {
			merged = append(merged, row)
		}
	}
	return merged
}

func find(rows []Row, row Row) (int, bool) { return slices.BinarySearchFunc(rows, row, compare) }

func compare(a, b Row) int {
	for _, pair := range [][2]string{{a.Day, b.Day}, {a.Kind, b.Kind}, {a.Target, b.Target}, {a.Typed, b.Typed}, {a.Did, b.Did}} {
		if c := strings.Compare(pair[0], pair[1]); c != 0 {
			return c
		}
	}
	return 0
}
