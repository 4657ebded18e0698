package gate

import (
	"strconv"
	"sync/atomic"
	"time"
)

// outcome is what happened to a recipient. The words are labels of a metric and
// append-only.
type outcome int

const (
	outcomePassed outcome = iota
	outcomeNoticed
	outcomeConfirmed
	outcomeWouldRefuse
	outcomeRefused
	outcomeBlocked
	outcomeError
	outcomes
)

var outcomeWords = [outcomes]string{"passed", "noticed", "confirmed", "would-refuse", "refused", "blocked", "error"}

// buckets are the upper bounds of the histogram of decision times.
var buckets = [...]time.Duration{
	25 * time.Microsecond, 50 * time.Microsecond, 100 * time.Microsecond, 250 * time.Microsecond,
	time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond,
}

// counts are what the metrics page shows.
type counts struct {
	outcomes  [outcomes]atomic.Int64
	buckets   [len(buckets) + 1]atomic.Int64
	nanos     atomic.Int64
	malformed atomic.Int64 // requests that were none
}

func (c *counts) add(o outcome) { c.outcomes[o].Add(1) }

func (c *counts) observe(took time.Duration) {
	i := 0
	for i < len(buckets) && took > buckets[i] {
		i++
	}
	c.buckets[i].Add(1)
	c.nanos.Add(int64(took))
}

func number(n int) string { return strconv.Itoa(n) }
