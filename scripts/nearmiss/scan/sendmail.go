package scan

import (
	"bytes"
)

// parseSendmail reads lines such as
//
//	Nov 30 01:39:52 mx sendmail[7]: 4AU1dq: from=<bob@works.example>, size=700, class=0, nrcpts=1, …
//	Nov 30 01:39:52 mx sendmail[7]: 4AU1dq: to=<ann@army.ml>,<c@d.example>, delay=…, dsn=2.0.0, stat=Sent (ok)
//	Nov 30 01:39:52 mx sendmail[7]: 4AU1dq: Milter: to=<ann@army.ml>, reject=550 5.7.1 …
func parseSendmail(l *line, out []event) []event {
	text := l.text
	id, rest, ok := afterTag(text)
	if !ok {
		return out
	}
	after := text[rest:]
	switch {
	case bytes.HasPrefix(after, []byte("to=")):
		return l.sendmailRecipients(rest+len("to="), hash(id), out)
	case bytes.HasPrefix(after, []byte("from=")):
		start := rest + len("from=")
		end := start + unquotedUntil(text[start:], ',')
		who, domain := l.address(l.unbracketed(start, end))
		return append(out, event{eventSender, l.all(), domain, who, hash(id)})
	case bytes.HasPrefix(after, []byte("Milter: to=")):
		start := rest + len("Milter: to=")
		end := start + unquotedUntil(text[start:], ',')
		if !bytes.HasPrefix(text[end:], []byte(", reject=")) {
			return out
		}
		who, domain := l.address(l.unbracketed(start, end))
		return append(out, event{eventRefused, l.all(), domain, who, 0})
	}
	return out
}

// sendmailRecipients reads one or more addresses, parted by commas without a
// space. Sendmail cuts long ones short: the last one may be damaged.
func (l *line) sendmailRecipients(start int, mail uint64, out []event) []event {
	if !bytes.Contains(l.text[start:], []byte("stat=")) {
		return append(out, event{kind: eventDamaged, line: l.all()})
	}
	for {
		end := start + unquotedUntil(l.text[start:], ',')
		if end == start {
			return append(out, event{kind: eventDamaged, line: l.all()})
		}
		who, domain := l.address(l.unbracketed(start, end))
		out = append(out, event{eventRecipient, l.all(), domain, who, mail})
		if end+1 >= len(l.text) || l.text[end] != ',' || l.text[end+1] == ' ' {
			return out
		}
		start = end + 1
	}
}

// unquotedUntil returns how much of text comes before the first end that is in
// no quotes.
func unquotedUntil(text []byte, end byte) int {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			quoted = !quoted
		case end:
			if !quoted {
				return i
			}
		}
	}
	return len(text)
}

func (l *line) unbracketed(start, end int) (int, int) {
	if end-start >= 2 && l.text[start] == '<' && l.text[end-1] == '>' {
		return start + 1, end - 1
	}
	return start, end
}

func sendmailOutcome(_, text []byte) (o outcome, ok bool) {
	_, rest, _ := bytes.Cut(text, []byte(", relay="))
	o.relay, _, _ = bytes.Cut(rest, []byte(", "))
	_, dsn, _ := bytes.Cut(text, []byte(", dsn="))
	_, stat, _ := bytes.Cut(text, []byte("stat="))
	switch {
	case bytes.HasPrefix(stat, []byte("Sent")):
		o.status = Delivered
		o.next = queuedAs(stat)
		if id, ok := bytes.CutPrefix(stat, []byte("Sent (")); ok && o.next == nil {
			if id, _, ok := bytes.Cut(id, []byte(" Message accepted for delivery")); ok {
				o.next = id[bytes.LastIndexByte(id, ' ')+1:]
			}
		}
	case bytes.HasPrefix(stat, []byte("Deferred")), bytes.HasPrefix(stat, []byte("queued")), bytes.HasPrefix(dsn, []byte("4")):
		o.status = Open
	default:
		o.status = Bounced
	}
	return o, true
}
