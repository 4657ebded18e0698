package imports

import (
	"slices"
	"strings"

	"nearmiss/core/index"
)

// The crawl of 2016 followed links, and a link with a slip in it made a host of its own:
// www.cnic.enavy.mil, www.army.drum.mil, wwwdtic.mil. Called protected, such a name would
// count as right where somebody makes the same slip.

// slipsInLinks were found by reading their hosts: www.2id.army.korea.mil,
// www.wrnmmc.capmeds.mil, www.betesda.meds.mil, www.dewitt.wramc.mil.
var slipsInLinks = []string{"capmeds.mil", "korea.mil", "meds.mil", "wramc.mil"}

// minSlipLabel is the shortest label that one edit makes a slip: shorter ones are
// near each other by chance.
const minSlipLabel = 5

// links finds slips among the names that the crawl alone has.
type links struct {
	hosts    map[string][]string // by the name directly below .mil
	seen     map[string]bool     // every host and every name above one, but below those names
	squeezed map[string]bool     // the same, without "mil", dots and hyphens
	known    []string            // names directly below .mil that another list has
}

func newLinks(hosts, known []string) *links {
	l := &links{hosts: make(map[string][]string), seen: make(map[string]bool), squeezed: make(map[string]bool), known: known}
	for _, host := range hosts {
		labels := strings.Split(host, ".")
		n := len(labels)
		if n < 2 {
			continue
		}
		name := strings.Join(labels[n-2:], ".")
		l.hosts[name] = append(l.hosts[name], host)
		if !slices.Contains(known, name) {
			continue
		}
		for i := range labels[:n-1] {
			above := strings.Join(labels[i:], ".")
			l.seen[above] = true
			if i < n-2 {
				l.squeezed[squeeze(strings.Join(labels[i:n-1], ""))] = true
			}
		}
	}
	return l
}

func squeeze(s string) string { return strings.ReplaceAll(s, "-", "") }

// isSlip reports whether a name that the crawl alone has is a slip: the only host below
// it is another one that is seen, without a dot, with two labels in the wrong order,
// without the service's label, or with one wrong letter.
func (l *links) isSlip(name string) bool {
	if slices.Contains(slipsInLinks, name) {
		return true
	}
	if len(l.hosts[name]) != 1 {
		return false
	}
	label := firstLabel(name)
	labels := strings.Split(l.hosts[name][0], ".")
	labels = labels[:len(labels)-1]
	n := len(labels)
	if label == "mil" || l.squeezed[squeeze(label)] {
		return true
	}
	if _, service, ok := strings.Cut(label, "-"); ok && slices.Contains(l.known, service+".mil") { // carlisle-army
		return true
	}
	if n > 1 {
		swapped := slices.Concat(labels[:n-2], []string{labels[n-1], labels[n-2], "mil"})
		if l.seen[strings.Join(swapped, ".")] {
			return true
		}
	}
	for _, service := range l.known {
		if l.seen[strings.Join(labels, ".")+"."+service] {
			return true
		}
		right := slices.Concat(labels[:n-1], []string{service})
		if len(label) >= minSlipLabel && index.OSA(label, firstLabel(service), 1) <= 1 && l.seen[strings.Join(right, ".")] {
			return true
		}
	}
	return false
}
