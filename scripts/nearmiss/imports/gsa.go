package imports

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"nearmiss/core/domain"
	"nearmiss/core/index"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

const (
	gsaOrigin = "https://github.com/GSA/federal-website-index (CC0-1.0)"
	eotOrigin = "CISA's copy of the End of Term crawl of 2016, there as eot2016 (CC0-1.0)"
	esoOrigin = "https://github.com/esonderegger/dotmil-domains, 2015 (MIT)"

	crawlOf2016 = "cisa:eot2016"
)

var gsa = Importer{
	Name:  "gsa",
	Files: []string{"mil_domains.csv", "mil_hosts.csv"},
	From:  gsaOrigin + ", joined over its lists: columns domain or host, and sources, separated by |",
	Makes: []string{"us-military", "us-military-mail"},
	Run:   runGSA,
}

// runGSA makes the list of .mil domains, for which there is no public register,
// and picks the mail domains below them.
func runGSA(in *Input) ([]*source.Source, error) {
	domains := newSource(in, "us-military", list.RoleProtected, "us-military",
		"United States military", "CC0-1.0 AND MIT", gsaOrigin, eotOrigin, esoOrigin)
	domains.Preface = preface(
		"Every name directly below .mil that a public list has seen, and the registry itself. There is no public",
		"register of .mil; behind each name stand the lists that have it. The ones with gsa:dotmil_domains are",
		"the core: names that the General Services Administration itself lists as .mil domains. A site that only",
		"the crawl of 2016 saw and that is a mail domain without its dot (usarmy.mil), or comes of a link with a slip",
		"in it (enavy.mil, in www.cnic.enavy.mil), is left out, so that who makes the same slip is asked.",
		byImport("gsa"))
	domains.Entries = append(domains.Entries,
		source.Entry{Domain: "*.mil", Comment: "the registry, run by DISA: https://www.iana.org/domains/root/db/mil.html"})
	t, err := readTable(in.Files[0], "domain", "sources")
	if err != nil {
		return nil, err
	}
	for row := range t.rows {
		d, err := t.domain(row, "domain")
		if err != nil {
			return nil, err
		}
		if d.Parent().String() != "mil" {
			return nil, fmt.Errorf("%s:%d: %s is not directly below .mil", t.file, t.lines[row], d)
		}
		domains.Entries = append(domains.Entries, source.Entry{
			Domain: d.String(), Comment: strings.ReplaceAll(t.cell(row, "sources"), "|", " ")})
	}
	mail, hosts, err := militaryMail(in)
	if err != nil {
		return nil, err
	}
	lost := make(map[string]bool)
	for _, e := range mail.Entries {
		lost[strings.TrimSuffix(strings.ReplaceAll(e.Domain, ".", ""), "mil")+".mil"] = true
	}
	var known []string
	for _, e := range domains.Entries[1:] {
		if e.Comment != crawlOf2016 {
			known = append(known, e.Domain)
		}
	}
	links := newLinks(hosts, known)
	domains.Entries = slices.DeleteFunc(domains.Entries, func(e source.Entry) bool {
		return e.Comment == crawlOf2016 && (lost[e.Domain] || links.isSlip(e.Domain))
	})
	return []*source.Source{domains, mail}, nil
}

// mailServer is a host that serves the mail of the domain directly above it.
// autodiscover is the strongest: Outlook looks it up below the part of an
// address after its "@".
var mailServer = regexp.MustCompile(`^(autodiscover|e?mail|webmail|owa|smtp|mx[a-z]?|exchange|imap|pop3?|mta|ews|outlook)\d*$`)

// The services divide their mail by region (us.af.mil, eu.navy.mil).
var (
	mailRegions  = []string{"us", "eu", "fe", "me", "jp"}
	mailServices = []string{"af.mil", "army.mil", "navy.mil", "usmc.mil", "uscg.mil", "spaceforce.mil"}
)

// militaryMail picks the mail domains below the second level: of some 25,000
// hosts nearly all are web sites, many long gone, which nobody writes to. It returns
// all the hosts as well.
func militaryMail(in *Input) (s *source.Source, hosts []string, err error) {
	s = newSource(in, "us-military-mail", list.RoleProtected, "us-military",
		"United States military: mail domains below the second level", "CC0-1.0 AND MIT", gsaOrigin, eotOrigin, esoOrigin)
	s.Preface = preface(
		"A domain is here because (1) a mail server is directly above it, a host such as autodiscover.us.af.mil,",
		"webmail.us.usmc.mil or mail.dyess.af.mil, and a list other than the crawl of 2016 has seen that host or the",
		"domain itself; or (2) it is one of the regions by which a service divides its mail: us, eu, fe, me, jp",
		"below af, army, navy, usmc, uscg, spaceforce, with a host seen at or below it. The comment names the witness.",
		byImport("gsa"))
	t, err := readTable(in.Files[1], "host|domain", "sources")
	if err != nil {
		return nil, nil, err
	}
	isSeen := make(map[string]bool) // by a list other than the crawl of 2016
	for row := range t.rows {
		isSeen[t.cell(row, "host")] = t.cell(row, "sources") != crawlOf2016
	}
	witness := make(map[string]string)
	for row := range t.rows {
		d, err := t.domain(row, "host")
		if err != nil {
			continue // hosts with an underscore: none of them takes mail
		}
		hosts = append(hosts, d.String())
		isMail := mailServer.MatchString(firstLabel(d.String())) && (isSeen[d.String()] || isSeen[d.Parent().String()])
		labels := strings.Split(d.String(), ".")
		for i := range labels {
			below := strings.Join(labels[i+1:], ".")
			if slices.Contains(mailRegions, labels[i]) && slices.Contains(mailServices, below) {
				if region := labels[i] + "." + below; witness[region] == "" || d.String() == region {
					witness[region] = d.String()
				}
			}
		}
		above := strings.Join(labels[1:], ".")
		if len(labels) > 3 && isMail && (!mailServer.MatchString(firstLabel(witness[above])) || labels[0] == "autodiscover") {
			witness[above] = d.String()
		}
	}
	for d, seen := range witness {
		s.Entries = append(s.Entries, source.Entry{Domain: d, Comment: "seen: " + seen})
	}
	return s, hosts, nil
}

var dod = Importer{
	Name:  "dod",
	Files: []string{"dod_nonmil_hosts.csv"},
	From:  gsaOrigin + ": hosts of the Department of Defense outside .mil; columns host and sources",
	Makes: []string{"us-military-other"},
	Run:   runDOD,
}

// runDOD makes known domains of the military's own sites outside .mil
// (goarmy.com and the like): real, but not targets, because many belong to
// contractors and associations.
func runDOD(in *Input) ([]*source.Source, error) {
	s := newSource(in, "us-military-other", list.RoleKnown, "us-military-other",
		"Domains outside .mil and .gov that the United States military uses", "CC0-1.0", gsaOrigin)
	s.Preface = preface("The registrable domains of the Department of Defense's public web sites outside .mil and .gov.",
		byImport("dod"))
	return column(in, s, "host|domain", func(d domain.Domain) string {
		suffix, icann := publicsuffix.PublicSuffix(d.String())
		if suffix == "gov" || suffix == "mil" {
			return ""
		}
		// The origin has slips of its own: smil.ml, navy.mi, navy.local. Called
		// real, they would silence the warning that they should raise.
		if !icann && !strings.Contains(suffix, ".") || index.OSA(suffix, "mil", 1) <= 1 {
			return ""
		}
		return registrableOf(d)
	})
}
