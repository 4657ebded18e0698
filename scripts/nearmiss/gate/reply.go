package gate

import (
	"strings"
	"time"

	"nearmiss/core"
	"nearmiss/scripts/nearmiss/scan"
)

// replyText is what a refused sender reads. It goes through clients, bounces and
// logs, so it is ASCII and one line, and repeats nothing that is not harmless.
type replyText struct {
	recipient    string
	verdict      *core.Verdict
	contact      string
	wait, window time.Duration
	mayConfirm   bool
}

// maxReply is the longest text. A reply line has 512 octets (RFC 5321, 4.5.3.1.5),
// of which the code takes 10, the line end 2, and what Postfix puts before the text
// of a policy service 31 and the recipient.
const maxReply = 512 - 10 - 2 - len("<>: Recipient address rejected: ")

// String leaves out the least important until the text fits.
func (t *replyText) String() string {
	room := maxReply - len(t.recipient)
	shown := t.shown()
	for _, sentences := range [][]string{
		{shown.lead, shown.question, shown.reason, shown.end},
		{shown.lead, shown.question, shown.end},
		{shown.lead, shown.end},
	} {
		if text := joined(sentences); len(text) <= room {
			return text
		}
	}
	return joined([]string{"Not sent: the domain is probably not the right one.", t.howToConfirm()})
}

func joined(sentences []string) string {
	var all []string
	for _, s := range sentences {
		if s != "" {
			all = append(all, s)
		}
	}
	return strings.Join(all, " ") + " " + scan.GateMark
}

type sentences struct{ lead, question, reason, end string }

func (t *replyText) shown() (s sentences) {
	v := t.verdict
	local := t.recipient[:strings.LastIndexByte(t.recipient, '@')]
	name := func(domain string) string {
		if isDotAtom(local) {
			return "<" + local + "@" + domain + ">"
		}
		return domain
	}
	typed := v.Domain
	if !isDomain(typed) {
		typed = ""
	}
	switch {
	case typed == "":
		s.lead = "Not sent: the recipient is not written as an address."
	case !t.mayConfirm && v.Action == core.ActionBlock:
		s.lead = "Not sent to " + name(typed) + ": mail to " + typed + " is not allowed here."
	default:
		s.lead = "Not sent to " + name(typed) + "."
	}
	right, other := domainOf(v.Suggestion), domainOf(v.Alternative)
	if isDomain(right) && right != typed {
		s.question = "Did you mean " + name(right)
		if isDomain(other) {
			s.question += " or " + name(other)
		}
		s.question += "?"
	}
	s.reason = plainReason(v.Reason)
	s.end = t.ending()
	return s
}

// ending says what can be done.
func (t *replyText) ending() string {
	if t.contact == "" {
		return t.howToConfirm()
	}
	return strings.TrimSpace(t.howToConfirm() + " Questions: " + t.contact)
}

func (t *replyText) howToConfirm() string {
	if !t.mayConfirm {
		return ""
	}
	return "If this is right, send it again after " + seconds(t.wait) + " and within " + seconds(t.window) + "."
}

// plainReason takes the sentence about what was seen out of the core's reason,
// whose question is asked in another way here.
func plainReason(reason string) string {
	seen, _, _ := strings.Cut(reason, "; ")
	if !isASCII(seen) || seen == "" {
		return ""
	}
	return strings.TrimSuffix(seen, "?") + "."
}

// seconds writes a time as people say it.
func seconds(d time.Duration) string {
	plural := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit
		}
		return number(n) + " " + unit + "s"
	}
	switch {
	case d >= time.Hour && d%time.Hour == 0:
		return plural(int(d/time.Hour), "hour")
	case d >= time.Minute && d%time.Minute == 0:
		return plural(int(d/time.Minute), "minute")
	}
	return plural(int(d.Round(time.Second)/time.Second), "second")
}

// isDotAtom reports whether a local part may be repeated in a reply: RFC 5322's
// dot-atom in ASCII, of at most 64 octets.
func isDotAtom(local string) bool {
	if local == "" || len(local) > 64 || local[0] == '.' || local[len(local)-1] == '.' || strings.Contains(local, "..") {
		return false
	}
	return consistsOf(local, "!#$%&'*+-/=?^_`{|}~.")
}

// isDomain reports whether a text is made of what A-labels are made of.
func isDomain(domain string) bool {
	return domain != "" && len(domain) <= 253 && consistsOf(domain, "-.")
}

// consistsOf reports whether s has nothing but ASCII letters, digits and others.
func consistsOf(s, others string) bool {
	for i := range len(s) {
		b := s[i]
		if (b|0x20 < 'a' || b|0x20 > 'z') && (b < '0' || b > '9') && strings.IndexByte(others, b) < 0 {
			return false
		}
	}
	return true
}

// isASCII reports whether every byte can be printed in a reply.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
