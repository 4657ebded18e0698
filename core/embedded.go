package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/errormodel"
)

// maxEmbeddedLabels is how many labels at the front may hold a target.
const maxEmbeddedLabels = 6

// addEmbedded finds a target's whole name inside a stranger's:
// army.mil.com, army-mil.com.
func (c *Checker) addEmbedded(typed domain.Parts, found *candidates) {
	name := typed.Name
	for end, labels := 0, 0; labels < maxEmbeddedLabels; labels++ {
		dot := strings.IndexByte(name[end:], '.')
		if dot < 0 {
			break
		}
		end += dot
		if labels > 0 {
			c.addEnd(typed, name[:end], 0, found)
		}
		end++
	}
	label := typed.Label()
	if !strings.Contains(label, "-") || len(label) > maxSquash {
		return
	}
	var room [maxSquash]byte
	dotted := room[:0]
	for i := range len(label) {
		b := label[i]
		if b == '-' {
			b = '.'
		}
		dotted = append(dotted, b)
	}
	c.addEnd(typed, bytesAsString(dotted), len(typed.Subdomain()), found)
}

// addEnd adds the target that prefix, of the typed name from start on, is or ends in.
func (c *Checker) addEnd(typed domain.Parts, prefix string, start int, found *candidates) {
	if start > 0 {
		start++ // the dot after the subdomain
	}
	for {
		if id := c.targets.find(prefix); id >= 0 && !c.targets.all[id].below {
			e := &c.targets.all[id]
			// gmail.com.br: com.br is a suffix like com, not a stranger's name.
			if rest := typed.Name[start+len(prefix)-int(e.suffixLen):]; rest != typed.Suffix && !c.suffixes.IsSuffix(rest) {
				found.add(candidate{
					name: e.name, suffix: e.suffix(), entry: id, matchedLen: len(typed.Name) - start,
					cost: embeddedCost, labelCost: errormodel.Impossible, how: KindEmbedded,
				})
			}
			return
		}
		dot := strings.IndexByte(prefix, '.')
		if dot < 0 {
			return
		}
		start += dot + 1
		prefix = prefix[dot+1:]
	}
}
