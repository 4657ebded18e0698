package scan

import (
	"bytes"
)

// parseExim reads lines of a main log such as
//
//	2026-11-30 01:39:52 1rKxyz-0001ab-Cd <= bob@works.example H=… P=esmtp S=700
//	2026-11-30 01:39:52 1rKxyz-0001ab-Cd => ann@army.ml R=dnslookup T=remote_smtp H=mx.example [192.0.2.1] C="250 ok"
//	2026-11-30 01:39:52 1rKxyz-0001ab-Cd ** ann@army.ml R=dnslookup T=remote_smtp: 550 no such user
//	2026-11-30 01:39:52 1rKxyz-0001ab-Cd == ann@army.ml R=dnslookup T=remote_smtp defer (-44): …
//	2026-11-30 01:39:52 1rKxyz-0001ab-Cd Completed
//	2026-11-30 01:39:52 H=c [192.0.2.9] F=<bob@works.example> rejected RCPT <ann@army.ml>: …
//
// A syslog prefix, a time zone and a process number may stand before them.
func parseExim(l *line, out []event) []event {
	text := l.text
	id, rest, ok := eximID(text)
	if !ok {
		if i := bytes.Index(text, []byte(" rejected RCPT ")); i >= 0 {
			start := i + len(" rejected RCPT ")
			end := start + unquotedUntil(text[start:], ' ')
			if end > start && text[end-1] == ':' {
				end--
			}
			who, domain := l.address(l.unbracketed(start, end))
			return append(out, event{eventRefused, l.all(), domain, who, 0})
		}
		return out
	}
	flag, _, _ := bytes.Cut(text[rest:], []byte(" "))
	start := rest + len(flag) + 1
	switch string(flag) {
	case "Completed":
		return append(out, event{kind: eventRemoved, line: l.all(), mail: hash(id)})
	case "<=", "=>", "->", ">>", "**", "==":
	default:
		return out
	}
	if start >= len(text) {
		return append(out, event{kind: eventDamaged, line: l.all()})
	}
	end := start + unquotedUntil(text[start:], ' ')
	if flag[0] != '<' && end+1 < len(text) && text[end+1] == '<' {
		// "=> ann <ann@army.mil>": a local user, or an alias and its address.
		if bytes.IndexByte(text[start:end], '@') < 0 {
			start = end + 1
			end = start + unquotedUntil(text[start:], ' ')
		}
	}
	who, domain := l.address(l.unbracketed(start, end))
	kind := eventRecipient
	if flag[0] == '<' {
		kind = eventSender
	}
	return append(out, event{kind, l.all(), domain, who, hash(id)})
}

// eximID finds a message identifier, "1rKxyz-0001ab-Cd" or since Exim 4.97
// "1rKxyz-00000001abC-1dEf", among the first words.
func eximID(text []byte) (id []byte, rest int, ok bool) {
	start := 0
	for words := 0; words < 8 && start < len(text); words++ {
		end := bytes.IndexByte(text[start:], ' ')
		if end < 0 {
			return nil, 0, false
		}
		word := text[start : start+end]
		if isEximID(word) {
			return word, start + end + 1, true
		}
		start += end + 1
	}
	return nil, 0, false
}

func isEximID(word []byte) bool {
	if len(word) != 16 && len(word) != 23 || word[6] != '-' || word[len(word)-len("-Cd")] != '-' && word[len(word)-len("-1dEf")] != '-' {
		return false
	}
	for _, b := range word {
		if b != '-' && (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'z') {
			return false
		}
	}
	return true
}

func eximOutcome(text, _ []byte) (o outcome, ok bool) {
	// What follows the address does not say it; the flag before it does.
	_, rest, found := eximID(text)
	if !found {
		return o, false
	}
	switch {
	case bytes.HasPrefix(text[rest:], []byte("**")):
		o.status = Bounced
	case bytes.HasPrefix(text[rest:], []byte("==")):
		o.status = Open
	default:
		o.status = Delivered
	}
	if _, host, ok := bytes.Cut(text[rest:], []byte(" H=")); ok {
		end := bytes.IndexByte(host, ']')
		if end < 0 {
			end = len(host) - 1
		}
		o.relay = host[:end+1]
	}
	if _, reply, ok := bytes.Cut(text[rest:], []byte(` C="`)); ok {
		o.next = queuedAs(reply)
		if _, id, ok := bytes.Cut(reply, []byte(" id=")); ok && o.next == nil {
			o.next = bytes.TrimRight(id, `"`)
		}
	}
	return o, true
}
