package core

import (
	"strings"
	"unicode"

	"nearmiss/core/domain"
)

// repair judges a text that is no domain as it stands: gmail,com, gmail..com,
// "gmail.com]". It tries what the wrong characters may have stood for, and
// speaks only if that is a target or a near miss of one.
func (c *Checker) repair(raw string, own sender) finding {
	if len(raw) > domain.MaxInput {
		return finding{}
	}
	if before, _, ok := strings.Cut(raw, ","); ok {
		// "ann@gmail.com,bob": the comma parts two recipients after all.
		if d, err := domain.Parse(before); err == nil && (c.statusOf(d) >= knownReal || c.outbound.blockedBy(d.String()) != "") {
			return c.judge(d, own)
		}
	}
	var best, below finding
	tried := raw // no domain, or with a mark that mend takes away
	for _, stand := range [...]byte{'.', 0, '-'} {
		mended := mend(raw, stand)
		if mended == tried {
			continue
		}
		tried = mended
		d, err := domain.Parse(mended)
		if err != nil {
			continue
		}
		f := c.judge(d, own)
		if name, categoryName := c.entryOf(d); name != "" {
			f = finding{
				level: LevelWarn, domain: d.String(), target: name, category: categoryName, suggestion: d.String(),
			}
			if c.targets.find(d.String()) < 0 && below.level == LevelNone {
				f.kind, f.mark = KindMalformed, strayIn(raw)
				below = f // hot.mail.com, if hotmail.com is none
				continue
			}
		}
		if f.level > best.level && f.suggestion != "" && f.category != "" {
			f.kind, f.mark = KindMalformed, strayIn(raw)
			best = f
		}
	}
	if below.level != LevelNone && best.domain != best.suggestion {
		return below
	}
	if best.level == LevelNone {
		return c.withLostLetter(raw)
	}
	return best
}

// withLostLetter finds the target that raw is but for the letter before or after a hyphen:
// -online.de. Where there are several, none is found.
func (c *Checker) withLostLetter(raw string) (found finding) {
	raw = strings.ToLower(raw)
	for i := 0; i <= len(raw); i++ {
		if !(i < len(raw) && raw[i] == '-' && (i == 0 || raw[i-1] == '.')) && !(i > 0 && raw[i-1] == '-' && (i == len(raw) || raw[i] == '.')) {
			continue
		}
		for _, letter := range "abcdefghijklmnopqrstuvwxyz0123456789" {
			d, err := domain.Parse(raw[:i] + string(letter) + raw[i:])
			if err != nil || c.targets.find(d.String()) < 0 {
				continue
			}
			if found.level != LevelNone {
				return finding{}
			}
			name, category := c.entryOf(d)
			found = finding{level: LevelWarn, kind: KindMalformed, domain: d.String(), target: name, category: category, suggestion: d.String()}
		}
	}
	return found
}

// mend puts stand (0: nothing) for every character that no domain has, and
// drops empty labels and the hyphens at labels' ends.
func mend(raw string, stand byte) string {
	var out strings.Builder
	for _, r := range raw {
		switch {
		case r == '.' || r == '-' || r < 0x80 && isLetterOrDigit(byte(r)):
			out.WriteRune(r)
		case r >= 0x80 && unicode.IsLetter(r):
			out.WriteRune(r)
		case stand != 0:
			out.WriteByte(stand)
		}
	}
	labels := strings.Split(out.String(), ".")
	kept := labels[:0]
	for _, label := range labels {
		if label = strings.Trim(label, "-"); label != "" {
			kept = append(kept, label)
		}
	}
	return strings.Join(kept, ".")
}

// hasStrayMark reports whether a text that IDNA accepts, as its older version allowed
// signs, has a quotation mark or the like clinging to it.
func hasStrayMark(raw string) bool {
	for _, r := range raw {
		if r >= 0x80 && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '。' && r != '．' && r != '｡' && r != '\u200c' && r != '\u200d' {
			return true
		}
	}
	return false
}
