package core

import (
	"strings"
	"unicode/utf8"

	"nearmiss/core/domain"
)

// Check judges one recipient: an address in any form that people paste
// ("Ann <ann@army.mil>"), a bare domain, or a field of several addresses, of
// which the most serious verdict is returned. sender is the address or domain
// it is sent from, or "". Any text is accepted; what is no recipient has no
// verdict. Neither string is kept.
func (c *Checker) Check(recipient, sender string) Verdict {
	if len(recipient) > maxField {
		recipient = recipient[:maxField]
	}
	own := c.senderOf(sender)
	p := unpaste(recipient)
	text, ranTogether := c.apart(p.text)
	var worst Verdict
	any := false
	for from, n := 0, 0; n < maxRecipients; n++ {
		at, next, ok := nextDomain(text, from)
		if !ok {
			break
		}
		any = true
		if v := c.judgeAt(&p, text, at, own); n == 0 || v.isWorse(&worst) {
			worst = v
		}
		from = next
	}
	if !any {
		return c.checkWord(&p, own)
	}
	if ranTogether && (worst.Level == LevelNone || worst.Kind == KindExternalRecipient) {
		return c.verdictOf(&finding{level: LevelWarn, kind: KindMalformed, domain: worst.Domain, suggestion: text, isField: true, isOutside: worst.Kind == KindExternalRecipient}, text, place{})
	}
	return worst
}

// checkWord judges a field without "@": a domain, or an address whose "@" came out as
// another character.
func (c *Checker) checkWord(p *pasted, own sender) Verdict {
	if inside := strings.Trim(p.text, "\"() \t\r\n"); inside != p.text && strings.Contains(inside, "@") {
		if at, _, ok := nextDomain(inside, 0); ok { // "ann@army.mil"
			return c.judgeAt(p, inside, at, own)
		}
	}
	at, ok := wholeDomain(p.text)
	if !ok {
		return Verdict{}
	}
	word := p.text[at.start:at.end]
	if i := strings.IndexAny(word, wrongAt); i > 0 {
		if d, err := domain.Parse(strings.TrimLeft(word[i:], wrongAt)); err == nil && d.HasDot() {
			f := c.judge(d, own)
			if name, category := c.entryOf(d); name != "" {
				f = finding{domain: d.String(), target: name, category: category, suggestion: d.String()}
			}
			if f.suggestion != "" && f.category != "" {
				f.level, f.kind, f.alternative, f.mark = LevelWarn, KindMalformed, "", strayIn(word[i:])
				f.suggestion = word[:i] + "@" + f.suggestion
				return c.verdictOf(&f, p.text, at)
			}
		}
	}
	return c.judgeAt(p, p.text, at, own)
}

// wrongAt are what the keys of "@" give on the keyboard of another country.
const wrongAt = "#!\"€£"

// apart parts addresses that ran together where a sign parts them, or where the first
// domain is known: ann@gmail.combob@gmail.com. Of such it reports that they ran.
func (c *Checker) apart(text string) (parted string, ran bool) {
	for from, n := 0, 0; ; n++ {
		at, next, ok := nextDomain(text, from)
		if !ok || n == maxRecipients {
			return text, ran
		}
		if next < len(text) && text[next] == '@' {
			for cut := at.end - 1; cut > at.start; cut-- {
				d, err := domain.Parse(text[at.start:cut])
				if err != nil || !d.HasDot() || strings.HasPrefix(text[cut:], ".") {
					continue
				}
				if isKnown := c.statusOf(d) >= knownReal; isKnown || text[cut] < utf8.RuneSelf && text[cut] != '-' && isBetween(rune(text[cut])) {
					first := strings.TrimRight(text[:cut], ".。．｡")
					text, ran, next = first+", "+strings.TrimLeftFunc(text[cut:], isBetween), ran || isKnown, len(first)
					break
				}
			}
		}
		from = next
	}
}

// isBetween reports whether people put r between addresses, and none begins with it.
func isBetween(r rune) bool { return strings.ContainsRune("/\\&+=-?%^$#", r) || isClinging(r) }

// judgeAt gives the verdict on the domain at that place of text.
func (c *Checker) judgeAt(p *pasted, text string, at place, own sender) Verdict {
	f := c.judgeText(text[at.start:at.end], own)
	if mark, isBroken := p.breaks(at.start, at.end); isBroken && f.isSettled() {
		if d, err := domain.Parse(text[at.start:at.end]); err == nil {
			if name, category := c.entryOf(d); name != "" {
				f = finding{level: LevelWarn, kind: KindMalformed, domain: d.String(), target: name, category: category, suggestion: d.String(), mark: mark, isOutside: f.isOutside}
			}
		}
	}
	return c.verdictOf(&f, text, at)
}

// verdictOf puts a finding about the domain at that place into the form of text.
func (c *Checker) verdictOf(f *finding, text string, at place) Verdict {
	v := Verdict{
		Level:    f.level,
		Kind:     f.kind,
		Domain:   f.domain,
		Target:   f.target,
		Category: f.category,
	}
	if f.level == LevelNone {
		v.Kind, v.Target, v.Category = KindNone, "", ""
		return v
	}
	rest := text[at.end:]
	if strings.HasPrefix(rest, ",") && strings.Trim(rest, " ,\t\r\n") == "" {
		rest = "" // ann@gmial.com,
	}
	whole := func(suggestion string) string {
		if suggestion == "" || f.isField {
			return suggestion
		}
		if suggestion = text[:at.start] + suggestion + rest; strings.HasPrefix(rest, "@") || f.kind == KindMalformed && !isWhole(suggestion) {
			return ""
		}
		return suggestion
	}
	v.Suggestion, v.Alternative = whole(f.suggestion), whole(f.alternative)
	if v.Suggestion == "" && f.suggestion != "" {
		v.Alternative, f.suggestion, f.alternative = "", "", ""
		if f.kind != KindBlockedDomain {
			f.kind, f.mark = KindMalformed, strayIn(text[at.start:])
			v.Level, v.Kind = LevelNotice, f.kind
		}
	}
	v.Action = c.policy.action(&v)
	if f.isOutside {
		v.External = c.policy.ofExternal()
		if v.External.Strength() > v.Action.Strength() {
			v.Action = v.External
		}
	}
	v.Early = c.isEarly(f)
	v.Reason = f.reason()
	return v
}

// isWhole reports whether each address of a text has one "@" and a domain that is one.
func isWhole(text string) bool {
	for from := 0; ; {
		at, next, ok := nextDomain(text, from)
		if !ok {
			return true
		}
		if _, err := domain.Parse(text[at.start:at.end]); err != nil || next < len(text) && text[next] == '@' {
			return false
		}
		from = next
	}
}

// strayIn returns the first character of a text that no domain has.
func strayIn(text string) rune {
	for _, r := range text {
		if r < 0x80 && !isLetterOrDigit(byte(r)) && r != '.' && r != '-' || isInvisible(r) {
			return r
		}
	}
	return 0
}
