package imports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const swhOrigin = "https://github.com/SoftwareHeritage/world-gov-domain-names (CC0-1.0)"

var swhMakes = []string{"government-registries-other", "government-bodies", "military-bodies", "public-bodies", "registry-neighbours"}

var swh = Importer{
	Name:  "swh",
	Files: []string{"central_admin.csv", "mx.csv", "public-sector-domains-central.csv"},
	From: swhOrigin + ", its files of one kind one after the other, headings and all: " +
		"cat countries/*/sources/wikidata/central_admin.csv and cat countries/*/sources/roots/*/mx.csv; and data/public-sector-domains-central.csv",
	Makes: swhMakes,
	Run:   runSWH,
}

// The members of NATO but the United States, and states that work with it: the
// European Union's others, Switzerland, the Partnership for Peace in Europe and
// the Caucasus, Israel and the four in the Indo-Pacific. From them every mail domain
// below a registry is taken; from all other states what Wikidata knows.
var alliedCountries = strings.Fields("al be bg ca cz de dk ee es fi fr gr hr hu is it lt lu lv me mk nl no pl pt ro se si sk tr uk" +
	" at cy ie mt ch am ba ge md rs ua il au jp kr nz")

// Wikidata's labels are English for nearly all bodies, and French, Spanish or
// Portuguese for some.
var (
	isMilitary = regexp.MustCompile(`(?i)\b(defen[cs]e|defen[sc]a|défense|defesa|armed forces|armies|army|navy|air force|military)\b`)
	notDefence = regexp.MustCompile(`(?i)civil defen[cs]e|consumer|social defen[cs]e|public ministry|veterans|emergenc`)
	isMinistry = regexp.MustCompile(`(?i)\b(ministry|minist[eè]re|minist[eé]rio|department|foreign office|public service|prime minister)\b`)
	isUnnamed  = regexp.MustCompile(`^Q[0-9]+$`) // an item of Wikidata without a label
	// Words of bodies below the central government.
	isSubnational = regexp.MustCompile(`(?i)\b(prov[ií]nc\w*|regions?|regional|county|cit(y|ies)|town|borough|municipal\w*|community|districts?|` +
		`cantons?|metropolitan|oblast|raion|prefecture|governorate|state of|junta|flemish|walloon|council of \w+ (city|county))\b`)
)

// minOpenLabel is the shortest label that becomes a target outside registries: near a
// shorter one (em.dk, kam.lt) lie too many real domains of others. Below a registry
// it is minMailLabel for a name that nothing but its mail server speaks for.
const (
	minOpenLabel = 5
	minMailLabel = 4
)

// minRegistryHosts is how many hosts a second level must have to count as a
// government's registry: fewer are a single site.
const minRegistryHosts = 20

// localRegistries are set apart for municipalities, not for a state.
var localRegistries = []string{"bel.tr", "lg.jp", "muni.il"}

// notTargets are names that the rules would take and that belong to a region or to more
// than the body, are common words, or have too many real neighbours: seoul.kr and
// seoul.co.kr are others', and every Chinese city has a bureau like mohrss.gov.cn.
var notTargets = []string{
	"argentina.gob.ar", "denmark.dk", "dglive.be", "education.fr", "ewi-vlaanderen.be", "forte.se", "inria.fr", "invalides.fr", "ireland.ie",
	"juntadeandalucia.es", "mohrss.gov.cn", "nationalmuseum.se", "ontario.ca", "polar.se", "saskatchewan.ca", "sengager.fr",
	"seoul.go.kr", "suomi.fi", "upravacarina.rs", "vlaanderen.be",
}

// stateCategories are the lists whose bodies have namesakes in other states:
// justice.gov and justice.gov.sk.
var stateCategories = []string{"government", "military", "us-federal", "us-military"}

// runSWH makes targets of the central bodies of all states: those that Wikidata
// has below a registry that is protected, those that take mail below the registry
// of an ally, and an ally's ministries outside registries. Other public bodies in
// the open zone become known domains.
func runSWH(in *Input) ([]*source.Source, error) {
	b := bodies{registries: make(map[string]string), others: make(map[string]bool), namesakes: make(map[string]bool),
		labels: make(map[string][]string), known: make(map[string]string), seen: make(map[string]bool)}
	for _, l := range in.Lists {
		if l.Role != list.RoleProtected || slices.Contains(swhMakes, l.Name) {
			continue
		}
		for _, d := range l.Domains {
			b.others[d] = true
			if slices.Contains(stateCategories, l.Category) {
				b.namesakes[d] = true
			}
		}
		if l.Category == "government" || l.Category == "military" {
			for _, suffix := range l.Suffixes {
				b.registries[suffix] = l.Category
			}
		}
	}
	if len(b.registries) == 0 {
		return nil, fmt.Errorf("there are no lists of registries: import psl first")
	}
	registries := newSource(in, swhMakes[0], list.RoleProtected, "government",
		"Registries of other countries' governments that the Public Suffix List does not have", "CC0-1.0", swhOrigin)
	registries.Preface = preface("Second levels that belong to a government and under which it gives names to its bodies.", byImport("swh"))
	government := newSource(in, swhMakes[1], list.RoleProtected, "government",
		"Bodies of other countries' governments", "CC0-1.0", swhOrigin)
	government.Preface = preface(
		"A body is here because (1) Wikidata has it among a state's ministries, parliaments and other central bodies,",
		"with a site below a registry that is protected; (2) the name directly below the registry of a NATO member or",
		"partner takes mail; or (3) it is such a state's ministry or root of its central government outside registries,",
		"with a name of five letters or more.",
		byImport("swh"))
	military := newSource(in, swhMakes[2], list.RoleProtected, "military",
		"Ministries of defence and armed forces of other countries", "CC0-1.0", swhOrigin)
	military.Preface = preface("Chosen as the bodies in government-bodies.", byImport("swh"))
	known := newSource(in, swhMakes[3], list.RoleKnown, "public-bodies", "Public bodies that are targets for nobody", "CC0-1.0", swhOrigin)
	known.Preface = preface("Parliaments, ministries, courts and regions of all states outside registries, and towns.", byImport("swh"))

	mail, err := readMail(in.Files[1])
	if err != nil {
		return nil, err
	}
	registries.Entries = b.findRegistries(mail)
	if err := b.fromWikidata(in.Files[0]); err != nil {
		return nil, err
	}
	b.fromMail(mail)
	if err := b.fromRoots(in.Files[2]); err != nil {
		return nil, err
	}
	near := newSource(in, swhMakes[4], list.RoleKnown, "public-bodies", "Real names below registries that look like a slip of a listed body", "CC0-1.0", swhOrigin)
	near.Preface = preface("Seen in certificates or in Wikidata: mof.gov.zm, which has the name of another state's ministry, and the like.", byImport("swh"))
	near.Entries = b.neighbours()
	for name, labels := range b.labels {
		entry := source.Entry{Domain: name, Comment: labels[0]}
		if len(labels) > 1 {
			entry.Comment = fmt.Sprintf("%s and %d more", labels[0], len(labels)-1)
		}
		if b.isMilitary(name, labels) {
			military.Entries = append(military.Entries, entry)
		} else {
			government.Entries = append(government.Entries, entry)
		}
	}
	for name, label := range b.known {
		if b.labels[name] == nil && !b.others[name] {
			known.Entries = append(known.Entries, source.Entry{Domain: name, Comment: label})
		}
	}
	return []*source.Source{registries, government, military, known, near}, nil
}

// mailHost is a host and whether it takes mail.
type mailHost struct {
	domain.Domain
	takesMail bool
}

func readMail(f File) ([]mailHost, error) {
	t, err := readTable(f, "subdomain", "mx")
	if err != nil {
		return nil, err
	}
	var hosts []mailHost
	for row := range t.rows {
		// Headings between the joined files have one label, and some hosts none that is valid.
		if d, err := domain.Parse(t.cell(row, "subdomain")); err == nil && d.HasDot() {
			hosts = append(hosts, mailHost{d, takesMail(t.cell(row, "mx"))})
		}
	}
	return hosts, nil
}

// takesMail reads "10 mx.example.net.; 20 …". A lone "0 ." says that no mail is taken.
func takesMail(exchanges string) bool {
	first, _, _ := strings.Cut(exchanges, ";")
	fields := strings.Fields(first)
	return len(fields) == 2 && strings.Contains(strings.TrimSuffix(fields[1], "."), ".")
}
