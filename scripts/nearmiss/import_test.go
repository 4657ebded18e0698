package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// importCase is an origin's files, as short as they can be, and what the command
// makes of them, without headers.
type importCase struct {
	origin string
	files  []string
	before map[string]string // sources that are there already
	want   map[string]string // entries with their comments, by source
}

const providersBefore = "# nearmiss-list: 1\n# name: mail-providers\n# role: protected\n# category: mail-providers\n\n" +
	"aol.com # big\ngmail.com # big\nhotmail.com # big\nmail.com # big\n"

var importCases = []importCase{
	{
		origin: "cisa", // the heading as CISA writes it, and quotes, and a name in capitals
		files: []string{"Domain name,Domain type,Organization name,Suborganization name,City,State,Security contact email\n" +
			"VA.gov,Federal - Executive,Department of Veterans Affairs,,Washington,DC,\n" +
			"uscourts.gov,Federal - Judicial,\"The Courts, #1\",,Washington,DC,\n" +
			"abilenetx.gov,City,City of Abilene,,Abilene,TX,\n"},
		want: map[string]string{
			"us-federal": "*.gov # the registry, run by CISA: https://get.gov\n" +
				"uscourts.gov # The Courts, 1\nva.gov # Department of Veterans Affairs\n",
			"us-state-local": "abilenetx.gov # City: City of Abilene, TX\n",
		},
	},
	{
		origin: "gsa",
		files: []string{
			"domain,hosts_seen,organization,sources\narmy.mil,9,Army,gsa:dotmil_domains|cisa:eot2016\naf.mil,9,,gsa:dotmil_domains\nusaf.mil,1,,cisa:eot2016\n",
			"host,sources\nautodiscover.us.af.mil,esonderegger2015\nwww.us.af.mil,gsa:dod_2025\nmail.old.army.mil,cisa:eot2016\n" +
				"mail.new.army.mil,cisa:eot2016|gsa:dod_2025\nwww.web.army.mil,gsa:dod_2025\nweb_1.army.mil,gsa:dod_2025\nmail.dla.mil,gsa:dod_2025\nx.eu.navy.mil,cisa:eot2016\n",
		},
		before: map[string]string{"us-military-mail": "# nearmiss-list: 1\n# name: us-military-mail\n# role: protected\n# category: us-military\n\n" +
			"gone.af.mil # seen: mail.gone.af.mil\nus.navy.mil # by hand: Flank Speed\n"},
		want: map[string]string{
			"us-military": "*.mil # the registry, run by DISA: https://www.iana.org/domains/root/db/mil.html\n" +
				"af.mil # gsa:dotmil_domains\narmy.mil # gsa:dotmil_domains cisa:eot2016\n",
			// By a mail server, not only in the crawl of 2016; by a region; by hand. Not
			// what is at the second level, which us-military has.
			"us-military-mail": "eu.navy.mil # seen: x.eu.navy.mil\nnew.army.mil # seen: mail.new.army.mil\n" +
				"us.af.mil # seen: autodiscover.us.af.mil\nus.navy.mil # by hand: Flank Speed\n",
		},
	},
	{
		// What a slip in a link has made of another host, and what else the crawl alone has.
		origin: "gsa",
		files: []string{
			"domain,sources\narmy.mil,gsa:dotmil\nnavy.mil,gsa:dotmil\ndtic.mil,gsa:dotmil\ndefenselink.mil,gsa:dotmil\n" +
				"drum.mil,cisa:eot2016\nenavy.mil,cisa:eot2016\nhdefenselink.mil,cisa:eot2016\nkorea.mil,cisa:eot2016\n" +
				"mil.mil,cisa:eot2016\nnrl.mil,cisa:eot2016\nsill-army.mil,cisa:eot2016\nwwwdtic.mil,cisa:eot2016\n" +
				"arpa.mil,cisa:eot2016\nblue-light.mil,cisa:eot2016\nnosc.mil,cisa:eot2016\ndtix.mil,cisa:eot2016\nwhmo.mil,cisa:eot2016\n",
			"host,sources\nwww.dtic.mil,gsa:dotmil\nwww.drum.army.mil,gsa:dotmil\nwww.cnic.navy.mil,gsa:dotmil\n" +
				"www.defenselink.mil,gsa:dotmil\ncst.nrl.navy.mil,gsa:dotmil\nwww.nosc.navy.mil,gsa:dotmil\n" +
				"www.army.drum.mil,cisa:eot2016\nwww.cnic.enavy.mil,cisa:eot2016\nwww.hdefenselink.mil,cisa:eot2016\n" +
				"www.2id.army.korea.mil,cisa:eot2016\nwww.mil.mil,cisa:eot2016\ncst.nrl.mil,cisa:eot2016\nsill-army.mil,cisa:eot2016\n" +
				"wwwdtic.mil,cisa:eot2016\nftp.arpa.mil,cisa:eot2016\nblue-light.mil,cisa:eot2016\nwww.nosc.mil,cisa:eot2016\n" +
				"ftp.nosc.mil,cisa:eot2016\nwww.dtix.mil,cisa:eot2016\nwhmo.mil,cisa:eot2016\n",
		},
		want: map[string]string{
			"us-military": "*.mil # the registry, run by DISA: https://www.iana.org/domains/root/db/mil.html\n" +
				"army.mil # gsa:dotmil\narpa.mil # cisa:eot2016\nblue-light.mil # cisa:eot2016\ndefenselink.mil # gsa:dotmil\n" +
				"dtic.mil # gsa:dotmil\ndtix.mil # cisa:eot2016\nnavy.mil # gsa:dotmil\nnosc.mil # cisa:eot2016\nwhmo.mil # cisa:eot2016\n",
			"us-military-mail": "",
		},
	},
	{
		origin: "dod", // one of several hosts; none of .gov and .mil; no slips
		files:  []string{"host,sources\nwww.goarmy.com,x\ncareers.goarmy.com,x\n2021.defense.gov,x\nsmil.ml,x\nnavy.mi,x\nnavy.local,x\nwww.dodea.edu,x\n"},
		want:   map[string]string{"us-military-other": "dodea.edu\ngoarmy.com\n"},
	},
	{
		origin: "hipo",
		files:  []string{"domain,country_code,name\nfho.edu.br,BR,Fundação\nedu.br,BR,none\nNoah.edu.gr,GR,x\nnot a domain,XX,x\nfho.edu.br,BR,again\n"},
		want:   map[string]string{"universities": "fho.edu.br\nnoah.edu.gr\n"},
	},
	{
		origin: "crux",
		files:  []string{"domain,bucket\ngoogle.com,1\nco.uk,1\nbbc.co.uk,1\n"},
		want:   map[string]string{"popular": "bbc.co.uk\ngoogle.com\n"},
	},
	{
		origin: "kikobeats",
		files: []string{
			// A slip, a swap, a lost letter, another suffix, two slips, a big name inside,
			// hyphens; hosts of dynamic DNS; disposable ones; one that is a target.
			"hotmial.com\ngmai.com\ngmail.ru\nhotmaiil.co\ngmail2.gq\nm-a-i-l.com\nx.dyndns.org\ntrash.example.com\nthrow-away.net\ngmail.com\n" +
				"good-mail.net\nabc.org\nmailo.com\n",
			"throw-away.net\n",
		},
		before: map[string]string{"mail-providers": providersBefore},
		want:   map[string]string{"providers": "abc.org\ngood-mail.net\n"}, // mailo.com is a letter from mail.com: by hand only
	},
	{
		origin: "robbi5", // one of two hosts; nothing below bund.de; an umlaut; no address
		files: []string{"Domain Name,Domain Type,Agency,City,State\nwww.Beispielstadt.de,City,,Beispielstadt,\nbeispielstadt.de,City,,Beispielstadt,\n" +
			"amt.bund.de,Federal Agency,Amt,,\nmüsterdorf.de,City,,Müsterdorf,\n192.0.2.1/~dorf,City,,Dorf,\n"},
		want: map[string]string{"german-bodies": "beispielstadt.de\nxn--msterdorf-q9a.de\n"},
	},
	{
		origin: "swh",
		files: []string{
			// Two files one after the other, with both headings. A ministry twice, a
			// ministry outside registries, one with a short name and one of no ally; a
			// region, a town and a monastery; a body of another list; items without a label.
			"type,label,website,hostname,level\nministry,Ministry of Trade,,www.trade.gov.uk,\nministry,Ministry of Trade and Ships,,trade.gov.uk,central\n" +
				"ministry,Ministry of Defence,,defence.gov.uk,\nministry,Ministry of Tides,,tides.gr,\nministry,Ministry of Wind,,wind.gr,\n" +
				"ministry,Ministry of Sand,,ministryofsand.cl,\nministry,Department of Trade,,ewi-vlaanderen.be,\n" +
				"type,label,website,hostname,level\nparliament,Regional Council of Dunes,,dunes.fr,central-1\nparliament,Town of Reed,,reed.gov.uk,local\n" +
				"constitutional_court,Monastery of Moss,,moss.fr,\nministry,Home Office,,homeoffice.gov.uk,\nministry,Q42,,q42.gov.uk,\n" +
				"ministry,Ministry of Regional Salt,,www.salt.gov.sk,\nministry,Ministry of Trade,,trade.gov.cl,\nministry,Ministry of Ports,,ports.brine.qld.gov.au,\n" +
				"parliament,Senate,,qld.gov.au,\nconstitutional_court,Radio,,radio.gov.cl,\nparliament,Towns,,towns.lg.jp,\n",
			"subdomain,mx\nsalmon.gov.uk,10 mx.salmon.gov.uk.\nwww.trout.gov.uk,10 mx.trout.gov.uk.\nperch.gov.uk,none\ntenches.gov.uk,0 .\n" +
				"eel.gov.uk,10 mx.eel.gov.uk.\nwebmail.gov.uk,10 mx.gov.uk.\nsubdomain,mx\ncarps.gov.cl,10 mx.carps.gov.cl.; 20 mx.example.net.\n" +
				"salmom.gov.uk,none\nsalmon.gov.cl,none\njustice.gov.au,none\ntrade.gov.au,none\nreedtown-tc.gov.uk,10 mx.gov.uk.\nfleet.mil.cl,none\nunit_1.gov.uk,10 mx.gov.uk.\n" +
				strings.Repeat("host.gov.sk,none\n", 20) + strings.Repeat("host.gov.si,none\n", 19),
			"domain,country\nstatistics.fr,FRA\nsea.dk,DNK\nwaves.gov.uk,GBR\ngov.uk,GBR\nlands.cl,CHL\nmint.gov,USA\ntides.gr,GRC\n",
		},
		before: map[string]string{
			"government-registries": "# nearmiss-list: 1\n# name: government-registries\n# role: protected\n# category: government\n\n" +
				"*.gov.au # x\n*.gov.cl # x\n*.gov.uk # x\n*.lg.jp # x\n",
			"military":   "# nearmiss-list: 1\n# name: military\n# role: protected\n# category: military\n\n*.mil.cl # x\n",
			"us-federal": "# nearmiss-list: 1\n# name: us-federal\n# role: protected\n# category: us-federal\n\n*.gov # x\nhomeoffice.gov.uk # x\njustice.gov # x\n",
		},
		want: map[string]string{
			"government-registries-other": "*.gov.sk # 20 hosts seen\n",
			"government-bodies": "brine.qld.gov.au # Ministry of Ports\nsalmon.gov.uk # takes mail\nsalt.gov.sk # Ministry of Regional Salt\n" +
				"statistics.fr # central government\ntides.gr # Ministry of Tides\n" +
				"trade.gov.cl # Ministry of Trade\ntrade.gov.uk # Ministry of Trade and 1 more\nwaves.gov.uk # central government\n",
			"military-bodies": "defence.gov.uk # Ministry of Defence\n",
			"public-bodies": "dunes.fr # Regional Council of Dunes\newi-vlaanderen.be # Department of Trade\nlands.cl # central government\n" +
				"ministryofsand.cl # Ministry of Sand\nsea.dk # central government\ntowns.lg.jp # Towns\nwind.gr # Ministry of Wind\n",
			// The same name below another registry, and a similar one below the same.
			"registry-neighbours": "justice.gov.au\nsalmom.gov.uk\nsalmon.gov.cl\ntrade.gov.au\n",
		},
	},
	{
		origin: "civictech", // one that is over, a host below a mail domain, a short name, a common one, a target, none
		files: []string{`{"Algverket": {"email": "post@algverket.se"}, "Gamla verket": {"email": "x@gamlaverket.se", "end": "2001-01-01"},
			"Tångverket": {"email": "post@mail.tangverket.se"}, "Torvverket": {"email": "post@tv.se"}, "Polar": {"email": "post@polar.se"},
			"Regeringen": {"email": "x@regeringen.se"}, "Postlösa": {"email": ""}}`},
		before: map[string]string{"government": "# nearmiss-list: 1\n# name: government\n# role: protected\n# category: government\n\nregeringen.se # x\n"},
		want: map[string]string{
			"swedish-agencies":       "algverket.se # Algverket\ntangverket.se # Tångverket\n",
			"swedish-agencies-short": "polar.se # Polar\ntv.se # Torvverket\n",
		},
	},
	{
		origin: "dinum", // with www too, a host below a prefecture, one that another list protects, a site elsewhere
		files:  []string{"ain.gouv.fr\nwww.ain.gouv.fr\nx.pref.gouv.fr\n", "https://www.ain.gouv.fr/\nhttps://beta.gouv.fr/x\nhttps://defense.gouv.fr\nhttps://ville.fr\n"},
		before: map[string]string{"military": "# nearmiss-list: 1\n# name: military\n# role: protected\n# category: military\n\ndefense.gouv.fr # x\n"},
		want: map[string]string{
			"french-prefectures": "ain.gouv.fr # prefecture\n",
			"french-bodies":      "beta.gouv.fr\n",
		},
	},
	{
		origin: "psl",
		files: []string{"// ===BEGIN ICANN DOMAINS===\n\n// comment\ncom\nmil.pl\ngov.uk\ngo.jp\ngo.it\nmi.it\nnewer-than-the-table\n*.ck\n!www.ck\n" +
			strings.Repeat("com\n", 5000) + "// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\n*.newer.example\ngithub.io\nmil.github.io\n"},
		want: map[string]string{
			"suffixes":              "*.newer.example # private\nmil.github.io # private\nnewer-than-the-table # icann\n",
			"military-registries":   "*.mil.pl # https://www.iana.org/domains/root/db/pl.html\n",
			"government-registries": "*.go.jp # https://www.iana.org/domains/root/db/jp.html\n*.gov.uk # https://www.iana.org/domains/root/db/uk.html\n",
		},
	},
}

func TestImports(t *testing.T) {
	for _, c := range importCases {
		t.Run(c.origin, func(t *testing.T) {
			folder := t.TempDir()
			for name, text := range c.before {
				os.WriteFile(filepath.Join(folder, name+".txt"), []byte(text), 0o666)
			}
			args := []string{"list", "import", c.origin, "--lists", folder, "--date", "2026-11-21"}
			for i, text := range c.files {
				args = append(args, file(t, string(rune('a'+i))+".in", text))
			}
			got := nearmiss(t, "", args...)
			if got.code != exitFine {
				t.Fatalf("exit %d: %s", got.code, got.err)
			}
			for name, want := range c.want {
				text, err := os.ReadFile(filepath.Join(folder, name+".txt"))
				if err != nil {
					t.Fatal(err)
				}
				header, body, _ := strings.Cut(string(text), "\n\n")
				for strings.HasPrefix(body, "#") { // the preface
					_, body, _ = strings.Cut(body, "\n\n")
				}
				if body != want {
					t.Errorf("%s: got\n%s\nwant\n%s", name, body, want)
				}
				for _, key := range []string{"source", "licence", "title", "date: 2026-11-21"} {
					if !strings.Contains(header, "\n# "+key) {
						t.Errorf("%s: the header has no %s:\n%s", name, key, header)
					}
				}
			}
			// The same again changes nothing.
			before := readFolder(t, folder)
			nearmiss(t, "", args...)
			if after := readFolder(t, folder); after != before {
				t.Errorf("a second time: got\n%s", after)
			}
		})
	}
}

// readFolder returns all files of a folder, one after the other.
func readFolder(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString("-- " + e.Name() + " --\n" + string(text))
	}
	return all.String()
}

func TestImportRefuses(t *testing.T) {
	folder := t.TempDir()
	for _, row := range []struct {
		name string
		args []string
		want string
	}{
		{"unknown origin", []string{"nsa"}, `there is no importer "nsa"`},
		{"too few files", []string{"gsa", "one.csv"}, "gsa takes mil_domains.csv and mil_hosts.csv"},
		{"no such file", []string{"cisa", "none.csv"}, "none.csv: no such file"},
		{"another table", []string{"cisa", file(t, "a.csv", "name,type\nx,y\n")}, `a.csv:1: no column "domain name"`},
		{"no rows", []string{"cisa", file(t, "b.csv", "domain,type,organization,state\n")}, "b.csv: no rows"},
		{"a name that is none", []string{"cisa", file(t, "c.csv", "domain,type,organization,state\nva.gov,City,x,TX\nv_a.gov,City,x,TX\n")}, `c.csv:3: "v_a.gov"`},
		{"broken quotes", []string{"cisa", file(t, "d.csv", "domain,type,organization,state\n\"va.gov,City,x,TX\n")}, "d.csv: "},
		{"a .mil that is none", []string{"gsa", file(t, "e.csv", "domain,sources\narmy.ml,x\n"), file(t, "f.csv", "host,sources\n")}, "army.ml is not directly below .mil"},
		{"no registries", []string{"swh", file(t, "h.csv", "type,label,hostname,level\nx,x,x.gov.uk,\n"), file(t, "i.csv", "subdomain,mx\nx.gov.uk,none\n"), file(t, "j.csv", "domain\nx.fr\n")}, "import psl first"},
		{"no JSON", []string{"civictech", file(t, "k.json", "[")}, "k.json: unexpected end"},
		{"an empty register", []string{"civictech", file(t, "l.json", "{}")}, "l.json: no authorities"},
		{"no prefecture", []string{"dinum", file(t, "m.txt", "ville.fr\n"), file(t, "n.txt", "https://beta.gouv.fr\n")}, "m.txt: no prefectures"},
		{"half a list", []string{"psl", file(t, "g.dat", "com\nnet\n")}, "2 rules only"},
	} {
		got := nearmiss(t, "", append([]string{"list", "import", "--lists", folder}, row.args...)...)
		if got.code != exitUnusable || !strings.Contains(got.err, row.want) {
			t.Errorf("%s: got exit %d, %s; want exit 2, %s", row.name, got.code, got.err, row.want)
		}
	}
	if left, _ := os.ReadDir(folder); len(left) != 0 {
		t.Errorf("something was written: %v", left)
	}
}

func TestBuildIsTheSameEverywhere(t *testing.T) {
	one, other := t.TempDir(), t.TempDir()
	os.WriteFile(filepath.Join(other, "gone.txt"), []byte("# nearmiss-list: 1\n# name: gone\n# role: known\n\n"), 0o666)
	os.WriteFile(filepath.Join(other, "notes.txt"), []byte("mine\n"), 0o666)
	for _, folder := range []string{one, other} {
		if got := nearmiss(t, "", "list", "build", "--out", folder); got.code != exitFine {
			t.Fatal(got.err)
		}
	}
	entries, err := os.ReadDir(one)
	if err != nil || len(entries) < 16 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		a, _ := os.ReadFile(filepath.Join(one, e.Name()))
		b, _ := os.ReadFile(filepath.Join(other, e.Name()))
		if string(a) != string(b) {
			t.Errorf("%s differs", e.Name())
		}
		if strings.HasSuffix(e.Name(), ".txt") && strings.Count(string(a), "#") != strings.Count(strings.SplitN(string(a), "\n\n", 2)[0], "#") {
			t.Errorf("%s has comments behind its header", e.Name())
		}
	}
	if _, err := os.Stat(filepath.Join(other, "gone.txt")); err == nil {
		t.Error("a list that is no more is still served")
	}
	if _, err := os.Stat(filepath.Join(other, "notes.txt")); err != nil {
		t.Error("a file that is no list is gone")
	}
}

func TestDiffShowsEveryEntry(t *testing.T) {
	before, after := t.TempDir(), t.TempDir()
	write := func(folder, name, role string, entries ...string) {
		text := "# nearmiss-list: 1\n# name: " + name + "\n# role: " + role + "\n# category: c\n\n" + strings.Join(entries, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(folder, name+".txt"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write(before, "changed", "protected", "*.mil", "a.mil", "b.mil")
	write(after, "changed", "protected", "a.mil", "c.mil # new")
	write(before, "gone", "known", "x.com")
	write(after, "new", "known", "y.com")
	write(before, "same", "known", "z.com")
	write(after, "same", "known", "z.com # with a comment now")
	got := nearmiss(t, "", "list", "diff", "--lists", after, "--base", before)
	want := "changed (protected): 1 added, 2 removed\n  + c.mil\n  - *.mil\n  - b.mil\n" +
		"gone (known): the list is gone, with 1 entries\nnew (known): a new list\nnew (known): 1 added, 0 removed\n  + y.com\n"
	if got.code != exitFine || got.out != want {
		t.Errorf("got exit %d\n%s\nwant\n%s%s", got.code, got.out, want, got.err)
	}
	if got := nearmiss(t, "", "list", "diff", "--lists", after, "--base", after); got.out != "nothing changes\n" {
		t.Errorf("without a change: got %q", got.out)
	}
}
