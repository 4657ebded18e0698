package scan

import (
	"time"
)

// clock reads the times of log lines. They are kept as the log writes them,
// without regard to its time zone: a day is the day of whoever keeps the log.
type clock struct {
	newest time.Time // when the log was written last; syslog leaves out the year
}

// read returns the time at the start of a line; the zero time when there is none.
//
//	Nov 30 01:39:52 mx …
//	2026-11-30T01:39:52.123456+00:00 mx …
//	2026-11-30 01:39:52 …
func (c *clock) read(text []byte) time.Time {
	if len(text) > 0 && text[0] == '<' { // syslog's priority
		for i := 1; i < len(text) && i < 6; i++ {
			if text[i] == '>' {
				text = text[i+1:]
				break
			}
		}
	}
	const plain = "2006-01-02 15:04:05"
	if len(text) >= len(plain) && text[4] == '-' && (text[10] == 'T' || text[10] == ' ') {
		b := [len(plain)]byte(text[:len(plain)])
		b[10] = ' '
		t, err := time.Parse(plain, string(b[:]))
		if err != nil {
			return time.Time{}
		}
		return t
	}
	if len(text) < len(time.Stamp) {
		return time.Time{}
	}
	// In a leap year, as February has 29 days then.
	t, err := time.Parse("2006 "+time.Stamp, "2000 "+string(text[:len(time.Stamp)]))
	if err != nil {
		return time.Time{}
	}
	year := c.newest.Year()
	if t.Month() > c.newest.Month() || t.Month() == c.newest.Month() && t.Day() > c.newest.Day()+1 {
		year--
	}
	return time.Date(year, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
