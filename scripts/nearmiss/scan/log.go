package scan

import (
	"bytes"
	"io"
	"time"
)

// logFormat reads the log of one kind of server.
type logFormat struct {
	parse   func(*line, []event) []event
	outcome func(line, behind []byte) (outcome, bool) // behind the recipient's address
}

var logFormats = map[Format]logFormat{
	Postfix:  {parsePostfix, postfixOutcome},
	Sendmail: {parseSendmail, sendmailOutcome},
	Exim:     {parseExim, eximOutcome},
}

// queueEntry is what is known of a mail in the queue.
type queueEntry struct {
	sender  uint32 // number of its domain in judge
	address uint64 // hash of the whole
	isEmpty bool   // the empty sender
}

const maxQueue = 1 << 18 // entries of which the sender is remembered: about 12 MB

// queue remembers senders until their mail has gone.
type queue struct {
	entries map[uint64]queueEntry
	order   []uint64 // in which they came; some have gone
	lost    int
}

func (q *queue) put(id uint64, e queueEntry) {
	if _, known := q.entries[id]; !known {
		if len(q.order) >= 2*maxQueue || len(q.entries) >= maxQueue {
			q.forget()
		}
		q.order = append(q.order, id)
	}
	q.entries[id] = e
}

// forget drops entries that have gone from the order, and of the others the
// older half if there are too many.
func (q *queue) forget() {
	if len(q.entries) >= maxQueue {
		for i, id := range q.order {
			if len(q.entries) <= maxQueue/2 {
				q.order = q.order[i:]
				break
			}
			if _, ok := q.entries[id]; ok {
				delete(q.entries, id)
				q.lost++
			}
		}
	}
	kept := q.order[:0]
	for _, id := range q.order {
		if _, ok := q.entries[id]; ok {
			kept = append(kept, id)
		}
	}
	q.order = kept
}

// scanLog reads a server's log.
func (s *Scan) scanLog(in io.Reader, f logFormat, newest time.Time, file *Read) error {
	clock := clock{newest}
	return eachChunk(in, f.parse, func(c *chunk) {
		file.Damaged += c.damaged
		s.progress.lines(c.lines)
		for i := range c.events {
			s.takeEvent(&c.events[i], c.text, f, &clock, file)
		}
	})
}

func (s *Scan) takeEvent(e *event, text []byte, f logFormat, clock *clock, file *Read) {
	switch e.kind {
	case eventDamaged:
		file.Damaged++
	case eventSender:
		address := e.who.of(text)
		if bytes.Contains(e.line.of(text), []byte(", status=")) { // "expired, returned to sender"
			s.mails.expire(e.mail, clock.read(e.line.of(text)))
			return
		}
		s.mails.begin(e.mail)
		s.queue.put(e.mail, queueEntry{s.judge.sender(e.domain.of(text)), hash(address), len(address) == 0})
	case eventRemoved:
		delete(s.queue.entries, e.mail)
		s.mails.end(e.mail)
	case eventRecipient, eventRefused:
		file.Recipients++
		if e.domain.start == e.domain.end {
			return // a local user
		}
		s.takeRecipient(e, text, f, clock)
	}
}

func (s *Scan) takeRecipient(e *event, text []byte, f logFormat, clock *clock) {
	line := e.line.of(text)
	from, known := s.queue.entries[e.mail]
	if e.kind == eventRefused {
		if !isRefusal(line) {
			return
		}
		from, known = s.envelopeSender(line)
	}
	wrong := s.judge.verdict(e.domain.of(text), from.sender)
	if wrong == silent {
		return
	}
	if known && from.isEmpty {
		s.automatic++
		return
	}
	r := record{mail: e.mail, sender: from.address, who: hash(bytes.ToLower(e.who.of(text))), wrong: wrong, when: clock.read(line)}
	if e.kind == eventRefused {
		r.status = Refused
		if !bytes.Contains(line, []byte(GateMark)) {
			r.status = Bounced
		}
	} else {
		o, ok := f.outcome(line, line[e.who.end-e.line.start:])
		if !ok {
			return
		}
		r.status = o.status
		if r.status == Delivered && s.relays.own(o.relay) {
			r.status = HandedOn
			if len(o.next) > 0 {
				r.next = hash(o.next)
			}
		}
	}
	if s.options.Addresses {
		r.address = string(e.who.of(text))
	}
	s.mails.take(r)
}

// isRefusal reports whether a recipient was refused for good. A client that was
// told to come back does so, and one that may not relay here is a stranger.
func isRefusal(line []byte) bool {
	for _, other := range []string{"Relay access denied", "Relaying denied", "relay not permitted", "temporarily rejected RCPT"} {
		if bytes.Contains(line, []byte(other)) {
			return false
		}
	}
	if _, reply, ok := bytes.Cut(line, []byte("RCPT from ")); ok { // Postfix
		_, code, _ := bytes.Cut(reply, []byte("]: "))
		return bytes.HasPrefix(code, []byte("5"))
	}
	if _, code, ok := bytes.Cut(line, []byte(", reject=")); ok { // Sendmail
		return bytes.HasPrefix(code, []byte("5"))
	}
	return true
}

// envelopeSender finds the sender in the line of a refusal; Sendmail has none.
func (s *Scan) envelopeSender(line []byte) (e queueEntry, known bool) {
	for _, open := range []string{"; from=<", " F=<"} {
		if start, end, ok := enclosed(line, 0, open); ok {
			address := line[start:end]
			return queueEntry{s.judge.sender(domainOf(address)), hash(address), len(address) == 0}, true
		}
	}
	return queueEntry{}, false
}

// domainOf returns what follows the last "@"; nothing when there is none.
func domainOf(address []byte) []byte {
	at := bytes.LastIndexByte(address, '@')
	if at < 0 {
		return nil
	}
	return address[at+1:]
}
