package scan

import (
	"slices"
	"time"
)

// record is one recipient of one mail, as a reader found it. Identifiers are
// hashes of what the input has; 0 is none.
type record struct {
	mail    uint64 // of the mail; 0: the record counts by itself
	next    uint64 // of the same mail at the relay that took it
	sender  uint64 // of the sender's whole address
	who     uint64 // of the recipient's whole address
	wrong   int32  // from judge.verdict
	status  Status
	when    time.Time
	address string // the recipient, only when the report shows it
}

const (
	maxOpen     = 1 << 16   // mails to wrong domains whose status may still change
	maxRefusals = 1 << 14   // refusals whose mail may still be sent again
	closedKept  = 1 << 12   // mails that left the queue, kept for lines out of order
	sameMail    = time.Hour // refused and sent again within it is one mail, as for the gate
)

// mails keeps the mails to wrong domains until their last status is known.
type mails struct {
	tally    *tally
	open     map[uint64]*openMail
	oldest   []queued // of open, in the order in which they came
	closed   []queued // of open, in the order in which they left the queue
	serial   int
	refusals map[refusal]refused

	repeated int // refusals that belong to a mail counted already
	settled  int // mails counted before their end, for want of room
}

type openMail struct {
	serial     int // a queue identifier may be used again
	isClosed   bool
	recipients []recipient
}

type recipient struct {
	who         uint64
	wrong       int32
	status      Status
	first, last time.Time // the mail counts on the day of the first
}

type queued struct {
	id     uint64
	serial int
}

type refusal struct{ sender, who uint64 }

type refused struct {
	wrong       int32
	first, last time.Time
}

// take adds a record.
func (m *mails) take(r record) {
	if r.address != "" {
		m.tally.address(r.wrong, r.address)
	}
	if r.status == Refused {
		m.refuse(r)
		return
	}
	first := r.when
	if before, ok := m.refusals[refusal{r.sender, r.who}]; ok && r.sender != 0 && r.when.Sub(before.last) <= sameMail {
		delete(m.refusals, refusal{r.sender, r.who})
		m.repeated++
		first = before.first
	}
	if r.mail == 0 {
		m.tally.count(r.wrong, r.status, first)
		return
	}
	mail := m.find(r.mail)
	i := mail.index(r.who)
	if i < 0 {
		i = len(mail.recipients)
		mail.recipients = append(mail.recipients, recipient{r.who, r.wrong, r.status, first, r.when})
	} else if state := &mail.recipients[i]; !r.when.Before(state.last) {
		state.status, state.last = r.status, r.when
	}
	if r.status == HandedOn && r.next != 0 && r.next != r.mail {
		// The log may hold what the relay did, too: a content filter gives the
		// mail back to the same server.
		state := mail.recipients[i]
		mail.recipients = slices.Delete(mail.recipients, i, i+1)
		next := m.find(r.next)
		if i := next.index(r.who); i < 0 {
			next.recipients = append(next.recipients, state)
		} else if state.first.Before(next.recipients[i].first) {
			next.recipients[i].first = state.first
		}
	}
}

func (mail *openMail) index(who uint64) int {
	return slices.IndexFunc(mail.recipients, func(r recipient) bool { return r.who == who })
}

// find returns the open mail of an identifier, a new one when there is none.
func (m *mails) find(id uint64) *openMail {
	if mail, ok := m.open[id]; ok {
		return mail
	}
	if m.open == nil {
		m.open = make(map[uint64]*openMail)
	}
	m.serial++
	mail := &openMail{serial: m.serial}
	m.open[id] = mail
	m.oldest = append(m.oldest, queued{id, mail.serial})
	for len(m.oldest) > maxOpen {
		if m.settle(m.oldest[0]) {
			m.settled++
		}
		m.oldest = m.oldest[1:]
	}
	return mail
}

// settle counts a mail for good. It returns false when that was done before.
func (m *mails) settle(q queued) bool {
	mail, ok := m.open[q.id]
	if !ok || mail.serial != q.serial {
		return false
	}
	delete(m.open, q.id)
	for _, r := range mail.recipients {
		m.tally.count(r.wrong, r.status, r.first)
	}
	return !mail.isClosed
}

// begin says that the queue has an entry of that identifier: a new one, if an
// older one has left it.
func (m *mails) begin(id uint64) {
	if mail, ok := m.open[id]; ok && mail.isClosed {
		m.settle(queued{id, mail.serial})
	}
}

// end says that the entry has left the queue.
func (m *mails) end(id uint64) {
	mail, ok := m.open[id]
	if !ok || mail.isClosed {
		return
	}
	mail.isClosed = true
	m.closed = append(m.closed, queued{id, mail.serial})
	if len(m.closed) > closedKept {
		m.settle(m.closed[0])
		m.closed = m.closed[1:]
	}
}

// expire says that the queue gave up on a mail: what was open has come back.
func (m *mails) expire(id uint64, when time.Time) {
	if mail, ok := m.open[id]; ok {
		for i := range mail.recipients {
			if mail.recipients[i].status == Open {
				mail.recipients[i].status, mail.recipients[i].last = Bounced, when
			}
		}
	}
}

func (m *mails) refuse(r record) {
	key := refusal{r.sender, r.who}
	before, ok := m.refusals[key]
	if ok && r.when.Sub(before.last) <= sameMail {
		m.repeated++
		before.last = r.when
		m.refusals[key] = before
		return
	}
	if ok {
		m.tally.count(before.wrong, Refused, before.first)
	}
	if m.refusals == nil || len(m.refusals) >= maxRefusals {
		m.countRefusals()
		m.refusals = make(map[refusal]refused)
	}
	m.refusals[key] = refused{r.wrong, r.when, r.when}
}

func (m *mails) countRefusals() {
	for _, r := range m.refusals {
		m.tally.count(r.wrong, Refused, r.first)
	}
	m.refusals = nil
}

// finish counts everything that is still open.
func (m *mails) finish() {
	for _, q := range m.oldest {
		m.settle(q)
	}
	m.countRefusals()
}
