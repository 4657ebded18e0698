package scan

import (
	"bytes"
	"net/textproto"
	"slices"
	"strings"
	"unicode/utf8"
)

// Format is how an input is written. The words are those of --format and of
// reports; they are append-only.
type Format string

const (
	Postfix   Format = "postfix"
	Sendmail  Format = "sendmail"
	Exim      Format = "exim"
	Exchange  Format = "exchange"         // message tracking log of Exchange Server
	M365      Format = "microsoft-365"    // message trace of Exchange Online
	Workspace Format = "google-workspace" // email log search, log events
	Mbox      Format = "mbox"
	Message   Format = "message" // one mail: .eml, or a file of a Maildir
	VCard     Format = "vcard"
	LDIF      Format = "ldif"
	CSV       Format = "csv" // address books and any other table
	Text      Format = "text"
)

// Formats are all of them, and what people call them.
var Formats = []struct {
	Format Format
	Means  string
}{
	{Postfix, "log of Postfix"},
	{Sendmail, "log of Sendmail"},
	{Exim, "main log of Exim"},
	{Exchange, "message tracking log of Exchange Server"},
	{M365, "message trace of Microsoft 365, CSV"},
	{Workspace, "email log search or log events of Google Workspace, CSV"},
	{Mbox, "mailbox"},
	{Message, "one mail (.eml, Maildir)"},
	{VCard, "address book, .vcf"},
	{LDIF, "directory or address book, .ldif"},
	{CSV, "address book or any table, CSV"},
	{Text, "any text: every address in it"},
}

// recognise names the format that an input begins in; "" for what is no text.
func recognise(head []byte) Format {
	if bytes.IndexByte(head, 0) >= 0 {
		return ""
	}
	lines := wholeLines(head)
	switch {
	case isMbox(head):
		return Mbox
	case isMessage(head):
		return Message
	case isExchange(lines):
		return Exchange
	case hasLogLine(lines, Postfix):
		return Postfix
	case hasLogLine(lines, Exim):
		return Exim
	case hasLogLine(lines, Sendmail):
		return Sendmail
	case slices.ContainsFunc(lines, func(l []byte) bool { return bytes.EqualFold(l, []byte("BEGIN:VCARD")) }):
		return VCard
	case slices.ContainsFunc(lines, isLDIF):
		return LDIF
	}
	if format := recogniseTable(head); format != "" {
		return format
	}
	return Text
}

// wholeLines cuts the head into lines, without a last one that may go on.
func wholeLines(head []byte) [][]byte {
	lines := bytes.Split(head, []byte("\n"))
	if len(head) >= headSize && len(lines) > 1 {
		lines = lines[:len(lines)-1]
	}
	for i := range lines {
		lines[i] = bytes.TrimSuffix(lines[i], []byte("\r"))
	}
	return lines
}

// hasLogLine reports whether a line is one of the server's, and says so by its
// outcome: Postfix writes "status=", Sendmail "stat=".
func hasLogLine(lines [][]byte, format Format) bool {
	var events []event
	return slices.ContainsFunc(lines, func(text []byte) bool {
		events = logFormats[format].parse(&line{0, text}, events[:0])
		for _, e := range events {
			switch e.kind {
			case eventRecipient:
				if _, ok := logFormats[format].outcome(text, text[e.who.end:]); ok {
					return true
				}
			case eventRefused, eventRemoved:
				return true
			case eventSender:
				// The queue manager's line and Sendmail's look alike but for this.
				if format == Postfix && bytes.Contains(text, []byte("(queue active)")) || format == Exim ||
					format == Sendmail && bytes.Contains(text, []byte(", nrcpts=")) {
					return true
				}
			}
		}
		return false
	})
}

func isLDIF(l []byte) bool {
	return bytes.HasPrefix(l, []byte("dn: ")) || bytes.HasPrefix(l, []byte("dn:: ")) || bytes.HasPrefix(l, []byte("version: 1"))
}

func isMbox(head []byte) bool {
	return bytes.HasPrefix(head, []byte("From ")) && !bytes.HasPrefix(head, []byte("From :"))
}

// isMessage reports whether the text begins with header fields, a recipient's or
// the sender's among them.
func isMessage(head []byte) bool {
	named := false
	for i, l := range wholeLines(head) {
		if len(l) == 0 {
			return named && i > 0
		}
		if l[0] == ' ' || l[0] == '\t' {
			if i == 0 {
				return false
			}
			continue
		}
		name, _, ok := strings.Cut(string(l), ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t,;\"@") || !utf8.ValidString(name) {
			return false
		}
		switch textproto.CanonicalMIMEHeaderKey(name) {
		case "To", "Cc", "Bcc", "From", "Delivered-To", "Return-Path", "Received":
			named = true
		}
	}
	return named
}
