package policy

import "slices"

// whyNoWebmail says what is wrong with the name of a webmail; "" for a known one.
func whyNoWebmail(name string) string {
	if slices.Contains(Webmails, name) {
		return ""
	}
	if meant := didYouMean(name, Webmails, 3); meant != "" {
		return "webmail " + quote(name) + " is unknown" + meant
	}
	return "webmail " + quote(name) + " is unknown; there are " + joined(Webmails)
}

// joined is "a, b and c".
func joined(names []string) string {
	text := ""
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += name
	}
	return text
}
