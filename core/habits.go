package core

import (
	"strings"

	"nearmiss/core/errormodel"
	"nearmiss/core/list"
	"nearmiss/core/namemodel"
)

// addHabits finds listed bodies whose exact name was typed below the suffix that people
// are used to: mfat.gov.nz for mfat.govt.nz, us.army.com for us.army.mil.
func (c *Checker) addHabits(q *question, found *candidates) {
	typed := q.typed
	if q.status == knownReal && !c.isKnownAbove(q) {
		return // navy.com
	}
	body, country, _ := cutLast(typed.Name)
	if _, word, ok := cutLast(body); ok && errormodel.IsGovernment(word) && (q.status != knownReal || typed.Registrable == lastLabels(typed.Name, 2)) {
		for _, place := range c.targets.registriesOf[country] {
			if r := &c.targets.registries[place]; r.isOfState() {
				c.addWordOf(q, r, found)
			}
		}
	}
	if typed.Suffix != "com" && typed.Suffix != "gov" || c.targets.find(typed.Registrable) >= 0 {
		return
	}
	for _, place := range c.targets.registriesOf[""] {
		r := &c.targets.registries[place]
		if c.targets.categories[r.category].register != list.RegisterUnpublished || strings.Contains(typed.Name, "."+r.suffix+".") {
			continue
		}
		c.addHabitual(q, typed.Name[:len(typed.Name)-len(typed.Suffix)], r.suffix, found)
		if id := c.targets.hostNamed(typed.Label()); typed.Suffix == "com" && id >= 0 && typed.Name == typed.Registrable {
			c.addHabitual(q, strings.TrimSuffix(c.targets.all[id].name, r.suffix), r.suffix, found)
		}
	}
}

// addWordOf adds the body below a state's registry, where another state's word for it
// was typed. Words that the fingers make of the right one are slips, but for the usual one.
func (c *Checker) addWordOf(q *question, r *registry, found *candidates) {
	body, _, _ := cutLast(q.typed.Name)
	body, typed, _ := cutLast(body)
	if word, _, _ := strings.Cut(r.suffix, "."); typed != word && errormodel.IsGovernment(word) &&
		(typed == habitualWord || q.status == knownReal || !errormodel.IsKeySlip(typed, word)) { // mon.gv.pl is a slip
		c.addHabitual(q, body+".", r.suffix, found)
	}
}

// habitualWord is what people who write English take for every state's word.
const habitualWord = "gov"

// cutLast cuts the last label off.
func cutLast(name string) (head, last string, ok bool) {
	dot := strings.LastIndexByte(name, '.')
	return name[:max(dot, 0)], name[dot+1:], dot > 0
}

// addHabitual adds the body that has the exact name head and registry, unless what was typed is a short
// name that may well be somebody's.
func (c *Checker) addHabitual(q *question, head, registry string, found *candidates) {
	var room [maxSquash]byte
	if len(head)+len(registry) > len(room) {
		return
	}
	name := bytesAsString(append(append(room[:0], head...), registry...))
	id := c.bodyOf(name, registry)
	if id < 0 || len(q.typed.Label()) < shortestHabit && !c.isRegistered(q.typed) && q.typed.Subdomain() == "" {
		return
	}
	e := &c.targets.all[id]
	if q.typed.Suffix == "com" && q.typed.Name == q.typed.Registrable {
		least := companyName
		if !e.isRegistrable() {
			least = placeName
		}
		if namemodel.Label(q.typed.Label()) < least {
			return
		}
	}
	if q.status == knownReal && len(e.name) < len(name) {
		return // mail.navy.com, below what is real
	}
	found.add(candidate{
		name: e.name, suffix: e.suffix(), entry: id, matchedLen: min(len(q.typed.Name), len(q.typed.Name)-len(name)+len(e.name)),
		cost: habitCost, isHabit: true,
	})
}

// isCommonBody reports whether states in general have a body of that name, so that it is
// no sign of one state's: justice, army.
func (c *Checker) isCommonBody(e *target) bool {
	label := e.label()
	if isCommonWord(label) {
		return true
	}
	for id := c.targets.labels.named(label); id >= 0; id = c.targets.labels.after(id) {
		if other := &c.targets.all[id]; other.suffix() != e.suffix() && c.targets.categories[other.category].isPublished && c.isRegistry(other.suffix()) {
			return true
		}
	}
	return false
}

// isCommonWord reports whether a label is a word that bodies of many states are named by.
func isCommonWord(label string) bool { return strings.Contains(commonBodies, " "+label+" ") }

// commonBodies are words that ministries, services and courts are named by.
const commonBodies = " agriculture airforce army aviation bank budget census coastguard commerce courts culture customs data " +
	"defence defense economy education elections embassy energy environment export finance fisheries foreign forest forestry " +
	"health home house immigration industry info information interior justice labor labour land law marines mint navy parks " +
	"parliament passport police post president regulations revenue safety science search senate social space state statistics " +
	"supremecourt tax tourism trade transport transportation treasury veterans vote water weather welfare women work youth "
