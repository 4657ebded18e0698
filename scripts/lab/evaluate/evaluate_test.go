package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nearmiss/core"
)

// corpora are tiny and invented; they have the form of the real ones.
var corpora = map[string]string{
	"dev_human_typos_cysec.csv": "correct_domain,typed_domain,count,osa_distance,ops,op_detail,cause_label_en,typed_is_syntactically_valid\n" +
		"vandelay-industries.com,vandelay-industires.com,2,1,transposition,,order,1\n" +
		"kramerica.com,wholly-different.org,1,12,several,,cognitive,1\n" +
		"pennypacker.org,\"pennypacker,org\",1,1,substitution,,adjacent-key,0\n",
	"dev_human_typos_git_labelled.csv": "seen_domain,nearest_common_domain,osa_distance,distinct_addresses_seen,distinct_addresses_of_nearest,label\ngmial.com,gmail.com,1,1,100,typo\nmail.com,gmail.com,1,1,100,legit_neighbour\n",
	"dev_curated_provider_typos.csv":   "typed,intended,origin,typed_may_be_a_real_domain\ngmai.com,gmail.com,invented,0\ngmail.co,gmail.com,invented,1\n",
	"popular_alexa2016_top100k.txt":    "mail.com\nvandelay.jp\n",
	"popular_crux_chromium150.csv":     "domain,bucket\nvandelay.co.jp,1\n",
	"university_domains.csv":           "domain,country_code,name\nmit.edu,US,MIT\n",
	"gov_domains_full.csv":             "domain,type\nnasa.gov,Federal\n",
	"gov_domains_federal.csv":          "domain,type\nnasa.gov,Federal\n",
	"mil_domains.csv":                  "domain,hosts_seen,organization,sources\narmy.mil,1,,gsa:dotmil_domains\nolden.mil,1,,cisa:eot2016\n",
	"mil_hosts.csv":                    "host,sources\nwww.army.mil,gsa:dotmil_domains\n",
	"world_cases.tsv": "# kind\tinput\tlevel\tright\tbefore\tsuggested\tsource\n" +
		"own-subdomain\tann@vandelay.com\tnone\t\twarn\tvandelay.com\tsender bob@eu.vandelay.com; invented\n" +
		"suffix\tann@army.ml\twarn\tarmy.mil\tnone\t\tinvented\n",
	"public_suffix_list.dat": "// a comment\nmil\nml\nil\n*.ck\n!www.ck\ngov\ngop\ncom\n",
}

func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	folder := t.TempDir()
	for name, text := range corpora {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r, err := newRun(folder, "../../../worker/lists", "none")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.measure(); err != nil {
		t.Fatal(err)
	}
	text := r.text.String()
	for _, want := range []string{
		"The 1 core .mil and 1 federal .gov domains",
		"(.ml, .il)",
		"| nearmiss, bare | 3 | 100.0 | 0.0 | 100.0 |",
		"| nearmiss | 66.7 | 0.00 | 33.3 | 66.7 |", // two of three valid errors
		"| nearmiss | 100.0 | 0.0 | – | – | 0.0 | 0.0 |",
		"| Alexa 2016, top 100,000 | 2 | 10000.0 | 0.0 |",
		"2 real .jp domains",
		"| own-subdomain | 1 | 100.0 |",
		"| suffix | 1 | 100.0 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the tables lack %q:\n%s", want, text)
		}
	}
}

func TestRunNamesWhatIsMissing(t *testing.T) {
	r, err := newRun(t.TempDir(), "../../../worker/lists", "none")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.measure(); err == nil || !strings.Contains(err.Error(), "mil_domains") {
		t.Errorf("measure without corpora: %v, want an error that names a file", err)
	}
}

func TestOutcome(t *testing.T) {
	var o outcome
	s := slip{typed: "gmial.com", meant: "gmail.com", count: 3, valid: true}
	o.add(s, answer{level: core.LevelWarn, suggestion: "gmail.com"})
	o.add(s, answer{level: core.LevelNotice, suggestion: "gmail.com"})
	o.add(s, answer{level: core.LevelWarn, suggestion: "gmx.com"})
	o.add(s, answer{})
	want := outcome{right: share{6, 12}, wrong: share{3, 12}, silent: share{3, 12}, warned: share{3, 12}}
	if o != want {
		t.Errorf("outcome = %+v, want %+v", o, want)
	}
}
