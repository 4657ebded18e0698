package core

import (
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/index"
	"nearmiss/core/list"
	"nearmiss/core/namemodel"
)

// target is one domain that mail is meant to reach.
type target struct {
	name      string // "us.af.mil"
	suffixLen uint8  // of its public suffix
	labelLen  uint8  // of its registrable domain's label; 0: it is a public suffix itself
	category  uint8  // in targets.categories
	role      origin
	isPopular bool // in sharesOfAll
	below     bool // from "*.contoso.com": only names below it are under an entry
}

// origin is where a target comes from, the strongest claim first: a domain that
// is in several lists is what the first of these says. Whoever writes to gmail.com
// every day is warned of gmial.com no less than others, so history comes last.
type origin uint8

const (
	fromOwn origin = iota
	fromProtected
	fromHistory
)

func (t *target) suffix() string { return t.name[len(t.name)-int(t.suffixLen):] }

// label is the registrable domain's label: "af" of "us.af.mil".
func (t *target) label() string {
	end := len(t.name) - int(t.suffixLen) - 1
	return t.name[end-int(t.labelLen) : end]
}

// isRegistrable reports whether the target is a registrable domain, "af.mil", and not
// the host "us.af.mil".
func (t *target) isRegistrable() bool {
	return t.labelLen > 0 && int(t.labelLen)+1+int(t.suffixLen) == len(t.name)
}

// category is what verdicts and policy call a group of targets, and how many
// share the attention that goes to it.
type category struct {
	name        string
	count       int
	isPublished bool // a list states its share: it is everybody's
	isPublic    bool // anybody can have an address at its domains
	share       bits
	prior       bits // what it costs to mean one of them, see priorOf
	register    list.Register
}

func (of *category) warnAt() bits {
	if of.isPublished {
		return publishedWarnAt
	}
	return warnAt
}

func (of *category) noticeAt() bits {
	if of.isPublished {
		return publishedNoticeAt
	}
	return noticeAt
}

// targets is everything that a name may be a near miss of, ready to be searched.
type targets struct {
	categories []category
	all        []target
	nameBytes  int             // of all together
	labelBytes int             // of their labels
	known      map[string]bool // real domains that nobody protects; whether anybody can have an address there
	allowed    map[string]struct{}
	allowedBelow,
	knownBelow map[string]struct{} // "*.example": every name below

	registries     []registry
	registriesOf   map[string][]int32 // places in registries by country code; "" has those of no state
	registryIndex  *index.Index       // by suffix
	protectedBelow map[string]uint8   // every "*.x": its category

	labels   groups           // registrable targets by label
	squashed groups           // all targets by name without dots and hyphens
	hosts    map[string]int32 // targets that are hosts, by first label, or severalHosts
}

// severalHosts stands for the hosts of a first label that is no sign of one: "us", "mail".
const severalHosts = -1

// find returns the target of that name, or -1.
func (t *targets) find(name string) int32 {
	var room [maxSquash]byte
	if len(name) > len(room) {
		return -1
	}
	id := t.squashed.named(bytesAsString(squash(room[:0], name)))
	for id >= 0 && t.all[id].name != name {
		id = t.squashed.after(id)
	}
	return id
}

// findParent returns the target that is the whole name, or else its registrable
// domain, or -1.
func (t *targets) findParent(name domain.Parts) int32 {
	if id := t.find(name.Name); id >= 0 {
		return id
	}
	return t.find(name.Registrable)
}

func (t *targets) collect(config Config, suffixes *domain.Suffixes) error {
	size := 0
	for _, l := range config.Lists {
		if l.Role == list.RoleProtected || l.Role == list.RoleOwn || l.Role == list.RoleHistory {
			size += len(l.Domains)
		}
	}
	t.all = make([]target, 0, size)
	t.registriesOf = map[string][]int32{}
	t.known = map[string]bool{}
	t.allowed = map[string]struct{}{}
	t.allowedBelow = map[string]struct{}{}
	t.knownBelow = map[string]struct{}{}
	t.protectedBelow = map[string]uint8{}
	for _, role := range []list.Role{list.RoleOwn, list.RoleProtected, list.RoleHistory, list.RoleKnown, list.RoleAllowed} {
		if config.Policy != nil {
			if err := t.addPolicy(config.Policy, role, suffixes); err != nil {
				return err
			}
		}
		for _, l := range config.Lists {
			if l.Role == role {
				t.addList(l, suffixes)
			}
		}
	}
	if len(t.all) == 0 && len(t.protectedBelow) == 0 {
		return errNoTargets
	}
	t.addParents(suffixes)
	t.index(config.Distance)
	t.weigh()
	return nil
}

func (t *targets) addList(l *list.List, suffixes *domain.Suffixes) {
	switch l.Role {
	case list.RoleKnown:
		for _, name := range l.Domains {
			t.known[name] = t.known[name] || l.Mailboxes
		}
		addAll(t.knownBelow, l.Suffixes)
	case list.RoleAllowed:
		addAll(t.allowed, l.Domains)
		addAll(t.allowedBelow, l.Suffixes)
	case list.RoleOwn:
		t.addTargets(l, fromOwn, CategoryOwn, suffixes)
	case list.RoleHistory:
		t.addTargets(l, fromHistory, CategoryHistory, suffixes)
	case list.RoleProtected:
		t.addTargets(l, fromProtected, l.Category, suffixes)
	}
}

func addAll(set map[string]struct{}, names []string) {
	for _, name := range names {
		set[name] = struct{}{}
	}
}

// addPolicy adds what the policy says in that role.
func (t *targets) addPolicy(p *Policy, role list.Role, suffixes *domain.Suffixes) error {
	l := &list.List{Role: role, Category: CategoryPolicy}
	var patterns []string
	switch role {
	case list.RoleOwn:
		patterns = p.Own
	case list.RoleProtected:
		patterns = p.Protected
	case list.RoleAllowed:
		patterns = p.Allowed
	}
	for _, pattern := range patterns {
		name, below := strings.CutPrefix(pattern, "*.")
		d, err := domain.Parse(name)
		if err != nil {
			return &PolicyError{Domain: pattern, Reason: err.Error()}
		}
		if below {
			l.Suffixes = append(l.Suffixes, d.String())
		} else {
			l.Domains = append(l.Domains, d.String())
		}
	}
	t.addList(l, suffixes)
	return nil
}

func (t *targets) addTargets(l *list.List, role origin, categoryName string, suffixes *domain.Suffixes) {
	if len(l.Domains)+len(l.Suffixes) == 0 {
		return
	}
	id := t.categoryID(categoryName)
	t.categories[id].learn(l)
	for _, name := range l.Domains {
		t.add(name, role, id, false, suffixes)
	}
	for _, name := range l.Suffixes {
		if _, seen := t.protectedBelow[name]; seen {
			continue
		}
		t.protectedBelow[name] = id
		if suffixes.IsSuffix(name) {
			_, country, _ := cutLast(name)
			if country == name {
				country = ""
			}
			t.registriesOf[country] = append(t.registriesOf[country], int32(len(t.registries)))
			t.registries = append(t.registries, registry{suffix: name, category: id, surprise: namemodel.State(name)})
		} else {
			t.add(name, role, id, true, suffixes)
		}
	}
}

func (t *targets) categoryID(name string) uint8 {
	for i := range t.categories {
		if t.categories[i].name == name {
			return uint8(i)
		}
	}
	if len(t.categories) == maxCategories {
		return maxCategories - 1
	}
	t.categories = append(t.categories, category{name: name, share: shareOfOthers})
	return uint8(len(t.categories) - 1)
}

// learn takes over what a list says of its category. The first one that says it counts.
func (of *category) learn(l *list.List) {
	if l.Share > 0 && !of.isPublished {
		of.share, of.isPublished = bits(l.Share), true
	}
	of.isPublic = of.isPublic || l.Mailboxes
	if of.register == "" {
		of.register = l.Register
	}
}

// maxCategories fits target.category; what comes after shares the last one.
const maxCategories = 256

func (t *targets) add(name string, role origin, categoryID uint8, below bool, suffixes *domain.Suffixes) {
	if name == "" || len(name) > index.MaxName {
		return
	}
	suffix, label := suffixes.Lengths(name)
	t.categories[categoryID].count++
	t.nameBytes += len(name)
	t.labelBytes += label
	t.all = append(t.all, target{
		name:      name,
		suffixLen: uint8(suffix),
		labelLen:  uint8(label),
		category:  categoryID,
		role:      role,
		below:     below,
	})
}

// addParents makes "af.mil" a target of its own where only "us.af.mil" is
// listed, if a registry entry ("*.mil") covers it: us.aff.mil and x.af.ml are
// near misses of it.
func (t *targets) addParents(suffixes *domain.Suffixes) {
	added := map[string]struct{}{}
	for i := range t.all {
		e := t.all[i]
		if e.labelLen == 0 || e.isRegistrable() {
			continue
		}
		parent := e.name[len(e.name)-int(e.suffixLen)-1-int(e.labelLen):]
		_, isAdded := added[parent]
		if _, covered := t.protectedBelow[e.suffix()]; covered && !isAdded {
			added[parent] = struct{}{}
			t.add(parent, e.role, e.category, false, suffixes)
		}
	}
}

// dropRepeated leaves one target of those that have the same name, the first: it is what
// the strongest claim says. What is dropped stays in its place, but nothing finds it.
func (t *targets) dropRepeated() {
	kept := map[string]int32{}
	for id, next := range t.squashed.next {
		for ; next > 0; next = t.squashed.next[id] {
			kept[t.all[id].name] = int32(id)
			e := &t.all[next]
			first, isRepeated := kept[e.name]
			if !isRepeated {
				break
			}
			t.all[first].below = t.all[first].below && e.below
			t.categories[e.category].count--
			e.labelLen = 0
			t.squashed.next[id], t.squashed.next[next] = t.squashed.next[next], 0
		}
	}
}

func (t *targets) weigh() {
	for i := range t.categories {
		of := &t.categories[i]
		of.prior = priorOf(of.share, of.count)
	}
	for i := range sharesOfAll {
		if id := t.find(sharesOfAll[i].name); id >= 0 {
			t.all[id].isPopular = true
		}
	}
}
