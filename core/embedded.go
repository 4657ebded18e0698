package core

import (
	"strings"

	"nearmiss/core/domain"
)

// maxEmbeddedLabels is how many labels at the front may hold a target.
const maxEmbeddedLabels = 6

// gatherEmbedded finds a target's whole name inside a stranger's:
// army.mil.com, army-mil.com.
func (c *Checker) gatherEmbedded(typed domain.Parts) {
	name := typed.Name
	for end, labels := 0, 0; labels < maxEmbeddedLabels; labels++ {
		dot := strings.IndexByte(name[end:], '.')
		if dot < 0 {
			break
		}
		end += dot
		if labels > 0 {
			c.addEmbedded(typed, name[:end], 0)
		}
		end++
	}
	label := typed.Label()
	if !strings.Contains(label, "-") || len(label) > maxSquash {
		return
	}
	dotted := c.squash[:0]
	for i := range len(label) {
		b := label[i]
		if b == '-' {
			b = '.'
		}
		dotted = append(dotted, b)
	}
	c.addEmbedded(typed, bytesAsString(dotted), len(typed.Subdomain()))
}

// addEmbedded adds the target that prefix is or ends in.
func (c *Checker) addEmbedded(typed domain.Parts, prefix string, start int) {
	if start > 0 {
		start++ // the dot after the subdomain
	}
	for {
		if id := c.targets.find(prefix); id >= 0 && !c.targets.all[id].below {
			e := &c.targets.all[id]
			// gmail.com.br: com.br is a suffix like com, not a stranger's name.
			if rest := typed.Name[start+len(prefix)-int(e.suffixLen):]; rest != typed.Suffix && !c.suffixes.IsSuffix(rest) {
				c.add(candidate{
					name: e.name, suffix: e.suffix(), entry: id, covers: len(typed.Name) - start,
					cost: embeddedCost, head: maxOps, how: KindEmbedded,
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
