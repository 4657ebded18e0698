package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/wasm/update/verify"
)

// protectedSlips are lines that a person could add to a protected list: the list
// and its line.
var protectedSlips = []struct{ list, line string }{
	{"us-military-mail", "army.ml # by hand"},
	{"us-military-mail", "us.arny.mil # by hand"},
	{"us-military", "jag.ml # by hand"},
	{"us-military", "amry.mil # by hand"},
	{"us-military", "socon.mil # gsa:dotmil gsa:dotmil_domains"},
	{"us-federal", "whitehuose.gov # Executive Office of the President"},
	{"us-federal", "stat.gov # Department of State"},
	{"us-federal", "fbi.gob # Department of Justice"},
	{"us-state-local", "lacuonty.gov # County: Los Angeles County, CA"},
	{"us-state-local", "cityofchicgao.gov # by hand: wanted"},
	{"mail-providers", "gmial.com # by hand"},
	{"mail-providers", "outlok.com # Microsoft"},
	{"mail-providers", "gmx.ed # Germany"},
	{"military", "*.bundeswher.org # German armed forces, https://www.bundeswehr.de"},
	{"military", "nato.imt # NATO"},
	{"military-registries", "*.mil.kp # https://www.iana.org/domains/root/db/kp.html"},
	{"military-registries", "*.mli.kr # https://www.iana.org/domains/root/db/kr.html"},
	{"government", "eurpoa.eu # European Union"},
	{"government", "*.bnud.de # Germany"},
	{"government-registries", "*.gvo.uk # https://www.iana.org/domains/root/db/uk.html"},
	{"government-registries-other", "*.gvo.sk # 446 hosts seen"},
	{"government-bodies", "bundeskanzelramt.gv.at # Austrian Federal Government"},
	{"government-bodies", "premier-minister.gouv.fr # takes mail"},
	{"military-bodies", "mod.gvo.uk # Ministry of Defence"},
	{"swedish-agencies", "skatteverkte.se # Skatteverket"},
	{"french-prefectures", "rhone.gov.fr # prefecture of Rhône"},
	{"mail-providers", "gmail.cmo # Google"}, // a suffix that does not exist
	{"us-federal", "whitehouse.com # Executive Office of the President"},
	{"us-military-mail", "ua.af.mil # seen: mail.ua.af.mil"},
	// A mark speaks for the pair that it names alone, and with a reason.
	{"us-military", "dicsa.mil # by hand; near: disappeared.mil it is real"},
	{"us-military", "navvy.mil # gsa:dotmil; near: army.mil it is real"},
	{"us-federal", "sate.gov # Department of State; near: state.gov"},
	{"government-bodies", "auswaertiges-amtt.de # Foreign Office; near: auswaertiges-amtt.dk it is real"},
}

// ordinaryEntries are lines that nobody has to look at twice.
var ordinaryEntries = []struct{ list, line string }{
	{"us-state-local", "quillfordtownshipoh.gov # City: Quillford Township, OH"},
	{"us-state-local", "montebellosd.gov # City: City of Montebello, SD"}, // beside montebelloca.gov
	{"us-federal", "orbitaldebris.gov # Department of Commerce"},
	{"us-military", "hypersonics.mil # gsa:dotmil gsa:dotmil_domains"},
	{"mail-providers", "posthuset.dk # Denmark"},
	{"us-federal", "stats.gov # Department of Commerce; near: state.gov the statistics of the department"},
}

func TestSlipsInProtectedLists(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	texts := make(map[string]string)
	in := lint.Input{Roles: verify.ScopePublic.Roles(), Whole: true, Complete: true, Before: make(map[string]*list.List)}
	paths, err := filepath.Glob("../../worker/lists/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		texts[name] = string(text)
		if in.Before[name], err = list.Parse(path, string(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, slip := range protectedSlips {
		texts[slip.list] += slip.line + "\n"
	}
	for _, entry := range ordinaryEntries {
		texts[entry.list] += entry.line + "\n"
	}
	for name, text := range texts {
		in.Texts = append(in.Texts, lint.Text{File: name + ".txt", Text: text})
	}
	found := make(map[string]string)
	for _, finding := range lint.Lint(in) {
		if finding.Rule != lint.RuleOrder && finding.Rule != lint.RuleForm { // the lines are at the end
			found[finding.File] += finding.String() + "\n"
		}
	}
	stopped := func(list, line string) bool {
		entry, _, _ := strings.Cut(line, " ")
		return strings.Contains(found[list+".txt"], " "+entry+" ") || strings.Contains(found[list+".txt"], " "+entry+": ")
	}
	for _, slip := range protectedSlips {
		if !stopped(slip.list, slip.line) {
			t.Errorf("%s: nothing is said of %q", slip.list, slip.line)
		}
	}
	for _, entry := range ordinaryEntries {
		if stopped(entry.list, entry.line) {
			t.Errorf("%s: stops %q:\n%s", entry.list, entry.line, found[entry.list+".txt"])
		}
	}
	all := 0
	for _, text := range found {
		all += strings.Count(text, "\n")
	}
	if most := len(protectedSlips) + 4; all > most { // a slip may break two rules
		t.Errorf("%d findings about %d slips: lists that are as they were are reported\n%v", all, len(protectedSlips), found)
	}
}

const providersHeader = "# nearmiss-list: 1\n# name: more-providers\n# role: protected\n# category: mail-providers\n# title: t\n# source: s\n# licence: MIT\n# date: 2026-11-21\n\n"

func TestAllowNear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	path := file(t, "more-providers.txt", providersHeader+"gmaill.com # by hand: real\n")
	if got := nearmiss(t, "", "list", "lint", path); got.code != exitFindings ||
		!strings.Contains(got.out, "gmaill.com is a near miss of gmail.com") {
		t.Errorf("an ordinary comment is a mark: exit %d, %q", got.code, got.out)
	}
	for _, args := range [][]string{
		{"--allow-near", "gmaill.com"},
		{"--reason", "real"},
		{"--allow-near", "gmaill.com", "--reason", "two\nlines"},
		{"--allow-near", "example.com", "--reason", "is not near"},
	} {
		if got := nearmiss(t, "", append([]string{"list", "lint", path}, args...)...); got.code != exitUnusable {
			t.Errorf("%q: exit %d\n%s%s", args, got.code, got.out, got.err)
		}
	}
	if got := nearmiss(t, "", "list", "lint", path, "--allow-near", "gmaill.com", "--reason", "a provider in Ulm"); got.code != exitFine {
		t.Errorf("a marked entry: exit %d\n%s%s", got.code, got.out, got.err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := providersHeader + "gmaill.com # by hand: real; near: gmail.com a provider in Ulm\n"; string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if got := nearmiss(t, "", "list", "lint", path); got.code != exitFine {
		t.Errorf("the mark is not read: exit %d\n%s", got.code, got.out)
	}
}
