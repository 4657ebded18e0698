package scan

import (
	"os"
	"slices"
	"time"
)

// ReadFile adds a file; see Read.
func (s *Scan) ReadFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return s.Read(path, f, info.ModTime())
}

// InOrder returns the files with logs in the order of their first lines: what
// became of a mail may stand in the next log, and shells list mail.log.1 behind
// mail.log. Other files keep their place.
func InOrder(paths []string, now time.Time) []string {
	type dated struct {
		path  string
		first time.Time
	}
	var logs []dated
	var places []int
	ordered := slices.Clone(paths)
	for i, path := range paths {
		if first := firstTime(path, now); !first.IsZero() {
			logs, places = append(logs, dated{path, first}), append(places, i)
		}
	}
	slices.SortStableFunc(logs, func(a, b dated) int { return a.first.Compare(b.first) })
	for i, place := range places {
		ordered[place] = logs[i].path
	}
	return ordered
}

// firstTime returns the time of a log's first line; the zero time for other files.
func firstTime(path string, now time.Time) time.Time {
	f, err := os.Open(path)
	if err != nil {
		return time.Time{}
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil {
		now = info.ModTime()
	}
	in, err := open(f)
	if err != nil {
		return time.Time{}
	}
	defer in.Close()
	if _, isLog := logFormats[recognise(in.head)]; !isLog {
		return time.Time{}
	}
	clock := clock{now}
	for _, line := range wholeLines(in.head) {
		if t := clock.read(line); !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
