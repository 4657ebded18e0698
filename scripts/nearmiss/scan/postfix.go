package scan

import (
	"bytes"
	"strings"
)

// parsePostfix reads lines such as
//
//	Nov 30 01:39:52 mx postfix/smtp[7]: 4F3A1: to=<ann@army.ml>, relay=mx.example[192.0.2.1]:25, …, status=sent (250 ok)
//	Nov 30 01:39:52 mx postfix/qmgr[7]: 4F3A1: from=<bob@works.example>, size=700, nrcpt=1 (queue active)
//	Nov 30 01:39:52 mx postfix/qmgr[7]: 4F3A1: removed
//	Nov 30 01:39:52 mx postfix/smtpd[7]: NOQUEUE: reject: RCPT from c[192.0.2.9]: 550 5.7.1 …; from=<…> to=<…> proto=ESMTP
//
// whatever stands before "]: ": the clock of syslog, RFC 3339, or journald.
func parsePostfix(l *line, out []event) []event {
	text := l.text
	id, rest, ok := afterTag(text)
	if !ok {
		return out
	}
	after := text[rest:]
	if len(after) == 0 || strings.IndexByte("tfrm", after[0]) < 0 {
		return out
	}
	switch {
	case bytes.HasPrefix(after, []byte("to=<")):
		start, end, ok := enclosed(text, rest, "to=<")
		if !ok || !bytes.Contains(text[end:], []byte("status=")) {
			return append(out, event{kind: eventDamaged, line: l.all()})
		}
		who, domain := l.address(start, end)
		return append(out, event{eventRecipient, l.all(), domain, who, hash(id)})
	case bytes.HasPrefix(after, []byte("from=<")):
		start, end, ok := enclosed(text, rest, "from=<")
		if !ok {
			return append(out, event{kind: eventDamaged, line: l.all()})
		}
		who, domain := l.address(start, end)
		return append(out, event{eventSender, l.all(), domain, who, hash(id)})
	case bytes.Equal(after, []byte("removed")):
		return append(out, event{kind: eventRemoved, line: l.all(), mail: hash(id)})
	case bytes.HasPrefix(after, []byte("reject: RCPT ")), bytes.HasPrefix(after, []byte("milter-reject: RCPT ")):
		start, end, ok := enclosed(text, rest, "> to=<")
		if !ok {
			return append(out, event{kind: eventDamaged, line: l.all()})
		}
		who, domain := l.address(start, end)
		return append(out, event{eventRefused, l.all(), domain, who, 0})
	}
	return out
}

// afterTag finds the queue identifier behind "process[7]: " and where the text
// after it begins.
func afterTag(text []byte) (id []byte, rest int, ok bool) {
	start := 0
	for !bytes.HasSuffix(text[:start], []byte("]: ")) {
		bracket := bytes.IndexByte(text[start:], ']')
		if bracket < 0 || start+bracket+len("]: ") > len(text) {
			return nil, 0, false
		}
		if start += bracket + 1; bytes.HasPrefix(text[start:], []byte(": ")) {
			start += len(": ")
		}
	}
	for i := start; i < len(text) && i < start+40; i++ {
		switch b := text[i]; {
		case b == ':':
			if i == start || i+2 > len(text) || text[i+1] != ' ' {
				return nil, 0, false
			}
			return text[start:i], i + 2, true
		case b == ' ':
			return nil, 0, false
		}
	}
	return nil, 0, false
}

// postfixOutcome reads what became of a recipient from what follows the address.
// Probes for whether an address exists ("deliverable") are no mail.
func postfixOutcome(_, text []byte) (o outcome, ok bool) {
	_, rest, _ := bytes.Cut(text, []byte(", relay="))
	o.relay, _, _ = bytes.Cut(rest, []byte(", "))
	_, rest, _ = bytes.Cut(text, []byte("status="))
	word, rest, _ := bytes.Cut(rest, []byte(" "))
	switch string(word) {
	case "sent":
		o.status = Delivered
		if bytes.HasSuffix(o.relay, []byte("/discard")) || string(o.relay) == "none" {
			o.status = Bounced // transport discard: nobody gets it
		}
		o.next = queuedAs(rest)
	case "bounced", "expired":
		o.status = Bounced
	case "deferred", "SOFTBOUNCE":
		o.status = Open
	default:
		return o, false
	}
	return o, true
}

// queuedAs finds the identifier in a server's "250 2.0.0 Ok: queued as 4F3A1)".
func queuedAs(reply []byte) []byte {
	_, id, ok := bytes.Cut(reply, []byte("queued as "))
	if !ok {
		return nil
	}
	end := bytes.IndexFunc(id, func(r rune) bool { return r == ')' || r == ' ' || r == ';' || r == '<' })
	if end >= 0 {
		id = id[:end]
	}
	return id
}
