package imports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/index"
	"nearmiss/scripts/nearmiss/source"
)

// bodies gathers public bodies of all states.
type bodies struct {
	registries map[string]string   // category of each protected suffix
	others     map[string]bool     // targets of other lists
	namesakes  map[string]bool     // those of them whose names states share: federal bodies, armed forces
	labels     map[string][]string // of each target: who has it, without repetition
	known      map[string]string   // label of each other body
	seen       map[string]bool     // every name directly below a registry
}

// findRegistries adds the second levels of a government that have many hosts and
// are in no list yet, such as gov.sk.
func (b *bodies) findRegistries(hosts []mailHost) (found []source.Entry) {
	count := make(map[string]int)
	for _, h := range hosts {
		labels := strings.Split(h.String(), ".")
		n := len(labels)
		if n > 2 && len(labels[n-1]) == 2 && slices.Contains(governmentLabels, labels[n-2]) {
			count[labels[n-2]+"."+labels[n-1]]++
		}
	}
	for name, n := range count {
		if b.registries[name] == "" && n >= minRegistryHosts {
			b.registries[name] = "government"
			found = append(found, source.Entry{Domain: "*." + name, Comment: fmt.Sprintf("%d hosts seen", n)})
		}
	}
	return found
}

func (b *bodies) fromWikidata(f File) error {
	t, err := readTable(f, "type", "label", "hostname", "level")
	if err != nil {
		return err
	}
	for row := range t.rows {
		kind, label, level := t.cell(row, "type"), oneLine(t.cell(row, "label")), t.cell(row, "level")
		d, err := domain.Parse(strings.TrimPrefix(t.cell(row, "hostname"), "www."))
		if err != nil || !isBelowPublicSuffix(d) {
			continue // headings between the joined files, and hosts that are none
		}
		isMinisterial := kind == "ministry" && isMinistry.MatchString(label) // such as one of regional development
		isCentral := level != "local" && level != "central-1" && (isMinisterial || !isSubnational.MatchString(label))
		if name := b.below(d); name != "" {
			// The class of courts has monasteries, radio stations and villages in it.
			if isCentral && !isUnnamed.MatchString(label) && (kind != "constitutional_court" || isAllied(name)) {
				b.add(name, label)
			} else {
				b.see(name)
			}
			continue
		}
		registrable, err := publicsuffix.EffectiveTLDPlusOne(d.String())
		switch {
		case err != nil || kind == "constitutional_court":
			// Nothing is said of it.
		case isMinisterial && isCentral && registrable == d.String():
			b.addOpen(registrable, label)
		default:
			b.known[registrable] = label
		}
	}
	return nil
}

// fromRoots takes the domains that the origin's authors have confirmed as a
// state's central government.
func (b *bodies) fromRoots(f File) error {
	t, err := readTable(f, "domain")
	if err != nil {
		return err
	}
	for row := range t.rows {
		d, err := t.domain(row, "domain")
		if err != nil {
			return err
		}
		registrable, err := publicsuffix.EffectiveTLDPlusOne(d.String())
		switch {
		case err != nil || registrable != d.String() || d.Parent().String() == "gov":
			// A registry, a host, or a body of the United States, which have a register.
		case b.below(d) != "":
			b.add(registrable, "central government")
		default:
			b.addOpen(registrable, "central government")
		}
	}
	return nil
}

// addOpen adds a central body outside registries: an ally's as a target unless its name
// is short, others as known.
func (b *bodies) addOpen(name, label string) {
	if isAllied(name) && len(firstLabel(name)) >= minOpenLabel && !slices.Contains(notTargets, name) {
		b.add(name, label)
	} else if b.known[name] == "" {
		b.known[name] = label
	}
}

// serviceHost are hosts of a registry's own services, not bodies.
var serviceHost = regexp.MustCompile(`^(www\d*|ns\d*|dns\d*|\w*vpn|ftp|test|demo|dev|portal|(.*-)?api|cdn|cloud|data|opendata|intranet|mailhub)$`)

// isTown are the words by which towns and districts below an ally's registry call
// themselves: councils in Ukraine, municipalities in Albania, North Macedonia, Greece and Turkey.
var isTown = regexp.MustCompile(`(rada|vlada|rda|-bld)$|^(bashkia|opstina|dimos)|-(dc|tc|mr|sr)$`)

// fromMail takes the names directly below the registry of an ally that take mail.
func (b *bodies) fromMail(hosts []mailHost) {
	for _, h := range hosts {
		name := b.below(h.Domain)
		isBody := name != "" && b.see(name)
		label := firstLabel(name)
		if isBody && h.takesMail && name == h.String() && isAllied(name) &&
			len(label) >= minMailLabel && !mailServer.MatchString(label) && !serviceHost.MatchString(label) && !isTown.MatchString(label) {
			b.add(name, "takes mail")
		}
	}
}

// see notes a name directly below a registry, and reports whether it is one.
func (b *bodies) see(name string) bool {
	_, registry, _ := strings.Cut(name, ".")
	if b.registries[registry] == "" {
		return false
	}
	b.seen[name] = true
	return true
}

// maxNeighbour is how many edits a name may be away from a target below the same
// registry to count as its neighbour.
const maxNeighbour = 2

// neighbours returns the names seen below registries that look like a slip of a
// target: the same label below another registry, or a similar one below the same.
func (b *bodies) neighbours() (found []source.Entry) {
	isTarget := make(map[string]bool)     // labels that some target has
	labelsIn := make(map[string][]string) // of the targets below each registry
	note := func(name string) {
		label, registry, _ := strings.Cut(name, ".")
		isTarget[label] = true
		labelsIn[registry] = append(labelsIn[registry], label)
	}
	for name := range b.labels {
		note(name)
	}
	for name := range b.namesakes {
		note(name)
	}
	for name := range b.seen {
		if b.labels[name] != nil || b.others[name] {
			continue
		}
		label, registry, _ := strings.Cut(name, ".")
		if isTarget[label] || slices.ContainsFunc(labelsIn[registry], func(target string) bool {
			return index.OSA(label, target, maxNeighbour) <= maxNeighbour
		}) {
			found = append(found, source.Entry{Domain: name})
		}
	}
	return found
}

func isAllied(name string) bool {
	return slices.Contains(alliedCountries, name[strings.LastIndexByte(name, '.')+1:])
}

// below returns the body that d belongs to when it lies below a protected
// registry: the name directly below it, or below a public suffix deeper in it, such as
// qld.gov.au.
func (b *bodies) below(d domain.Domain) string {
	for name := d; !name.Parent().IsZero(); name = name.Parent() {
		registry := name.Parent().String()
		if b.registries[registry] == "" {
			continue
		}
		if slices.Contains(localRegistries, registry) {
			return ""
		}
		registrable, err := publicsuffix.EffectiveTLDPlusOne(d.String())
		switch {
		case err != nil:
			return "" // ba.gov.br and the like: registries of their own
		case len(registrable) > len(name.String()):
			return registrable
		}
		return name.String()
	}
	return ""
}

// add notes who has a name, unless another list has it.
func (b *bodies) add(name, label string) {
	if b.others[name] || slices.Contains(notTargets, name) || slices.Contains(b.labels[name], label) || (label == "takes mail" || label == "central government") && b.labels[name] != nil {
		return
	}
	b.labels[name] = append(b.labels[name], label)
}

// isMilitary reports whether a body is a state's armed forces. A site that other bodies
// share, such as the portal of a government, is not.
func (b *bodies) isMilitary(name string, labels []string) bool {
	_, registry, _ := strings.Cut(name, ".")
	return b.registries[registry] == "military" || !slices.ContainsFunc(labels, func(label string) bool {
		return !isMilitary.MatchString(label) || notDefence.MatchString(label)
	})
}
