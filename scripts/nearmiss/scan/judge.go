package scan

import (
	"strings"

	"nearmiss/core"
)

// Checker is what judges: a *core.Checker.
type Checker interface {
	Check(recipient, sender string) core.Verdict
}

// maxCached bounds the cached verdicts. 200,000 domains of 25 bytes take about
// 30 MB; the log of a large provider has fewer in a day.
const maxCached = 200_000

// silent is the index of the verdicts that say nothing.
const silent int32 = -1

// judge caches verdicts by the domain and the sender's domain, as they stand in
// the input. A log repeats both without end.
type judge struct {
	checker Checker
	from    string // the sender of every mail, or ""
	found   func(v *core.Verdict, domain string) int32

	senders map[string]uint32 // beyond maxCached a sender counts as unknown
	names   []string          // by sender; 0 is none
	domains map[string]*cached
	pairs   map[pair]int32
}

type pair struct {
	domain *cached
	sender uint32
}

// cached is the verdict on a domain for the sender who came last; others are in
// judge.pairs.
type cached struct {
	sender  uint32
	verdict int32
}

func newJudge(checker Checker, from string, found func(*core.Verdict, string) int32) *judge {
	j := &judge{checker: checker, from: from, found: found, senders: make(map[string]uint32), names: make([]string, 1)}
	j.forget()
	return j
}

func (j *judge) forget() {
	j.domains = make(map[string]*cached)
	j.pairs = make(map[pair]int32)
}

const noSender uint32 = 0

// sender returns the number of a sender's domain.
func (j *judge) sender(domain []byte) uint32 {
	if j.from != "" || len(domain) == 0 {
		return noSender
	}
	if number, ok := j.senders[string(domain)]; ok {
		return number
	}
	if len(j.senders) >= maxCached {
		return noSender
	}
	number, name := uint32(len(j.names)), string(domain)
	j.names = append(j.names, name)
	j.senders[name] = number
	return number
}

func (j *judge) senderName(sender uint32) string {
	if sender == noSender {
		return j.from
	}
	return j.names[sender]
}

// verdict returns the index of the wrong domain, or silent.
func (j *judge) verdict(domain []byte, sender uint32) int32 {
	c, known := j.domains[string(domain)]
	if known && c.sender == sender {
		return c.verdict
	}
	if known {
		if v, ok := j.pairs[pair{c, sender}]; ok {
			return v
		}
	}
	name := string(domain)
	v := j.checker.Check("x@"+name, j.senderName(sender))
	index := silent
	// That a mail has left the organisation is no mistake.
	if v.Level != core.LevelNone && v.Kind != core.KindExternalRecipient {
		v.Suggestion = strings.TrimPrefix(v.Suggestion, "x@")
		v.Alternative = strings.TrimPrefix(v.Alternative, "x@")
		index = j.found(&v, name)
	}
	if len(j.domains)+len(j.pairs) >= maxCached {
		j.forget()
		known = false
	}
	if !known {
		c = &cached{}
		j.domains[name] = c
	} else if len(j.pairs) < maxCached {
		j.pairs[pair{c, c.sender}] = c.verdict
	}
	c.sender, c.verdict = sender, index
	return index
}
