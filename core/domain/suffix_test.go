package domain

import (
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/publicsuffix"
)

func TestSplit(t *testing.T) {
	plain := NewSuffixes(SuffixRules{})
	more := NewSuffixes(SuffixRules{Exact: []string{"newtld", "co.newtld"}, Wildcards: []string{"wild"}})
	changed := NewSuffixes(SuffixRules{
		Exact: []string{"kept.example", "co.jp"}, Wildcards: []string{"wild"}, Exceptions: []string{"www.wild", "city.co.uk"},
		Removed: []string{"com.au", "co.jp", "*.ck", "mil"},
	})
	for _, row := range []struct {
		suffixes                                  *Suffixes
		name, suffix, registrable, label, subject string
		known                                     bool
	}{
		{plain, "us.army.mil", "mil", "army.mil", "army", "us", true},
		{plain, "a.b.army.co.uk", "co.uk", "army.co.uk", "army", "a.b", true},
		{plain, "co.uk", "co.uk", "", "", "", true},
		{plain, "mil", "mil", "", "", "", true},
		{plain, "gmailcom", "gmailcom", "", "", "", false},
		{plain, "gmail.con", "con", "gmail.con", "gmail", "", false},
		{plain, "so.jp", "jp", "so.jp", "so", "", true}, // which co.jp is not
		// A private suffix is somebody's name as well.
		{plain, "me.github.io", "github.io", "me.github.io", "me", "", true},
		{plain, "github.io", "io", "github.io", "github", "", true},
		{plain, "www.ck", "ck", "www.ck", "www", "", true}, // an exception to *.ck
		{plain, "army.x.ck", "x.ck", "army.x.ck", "army", "", true},
		{plain, "a.newtld", "newtld", "a.newtld", "a", "", false},
		{more, "a.newtld", "newtld", "a.newtld", "a", "", true},
		{more, "b.a.co.newtld", "co.newtld", "a.co.newtld", "a", "b", true},
		{more, "b.a.x.wild", "x.wild", "a.x.wild", "a", "b", true},
		{more, "us.army.mil", "mil", "army.mil", "army", "us", true},
		// Exceptions: that name can be owned, whatever covers it.
		{changed, "www.wild", "wild", "www.wild", "www", "", true},
		{changed, "a.www.wild", "wild", "www.wild", "www", "a", true},
		{changed, "a.x.wild", "x.wild", "a.x.wild", "a", "", true},
		{changed, "mail.city.co.uk", "co.uk", "city.co.uk", "city", "mail", true},
		// Removals of built-in rules: the suffix above them counts.
		{changed, "cba.com.au", "au", "com.au", "com", "cba", true},
		{changed, "com.au", "au", "com.au", "com", "", true},
		{changed, "cba.net.au", "net.au", "cba.net.au", "cba", "", true},
		{changed, "army.x.ck", "ck", "x.ck", "x", "army", true},
		{changed, "army.mil", "mil", "army.mil", "army", "", false},      // as a domain ending that is gone
		{changed, "adwg.co.jp", "co.jp", "adwg.co.jp", "adwg", "", true}, // added as well
	} {
		for range 2 { // the second answer is remembered
			d, err := Parse(row.name)
			if err != nil {
				t.Fatal(err)
			}
			p := row.suffixes.Split(d)
			if p.Suffix != row.suffix || p.Registrable != row.registrable || p.Label() != row.label || p.Subdomain() != row.subject || p.Known != row.known {
				t.Errorf("Split(%q) = suffix %q, registrable %q, label %q, subdomain %q, known %v; want %q, %q, %q, %q, %v", row.name,
					p.Suffix, p.Registrable, p.Label(), p.Subdomain(), p.Known, row.suffix, row.registrable, row.label, row.subject, row.known)
			}
		}
	}
}

func TestIsUnder(t *testing.T) {
	for _, row := range []struct {
		name, parent string
		want         bool
	}{
		{"us.army.mil", "army.mil", true},
		{"army.mil", "army.mil", true},
		{"usarmy.mil", "army.mil", false},
		{"mil", "army.mil", false},
	} {
		if got := IsUnder(row.name, row.parent); got != row.want {
			t.Errorf("IsUnder(%q, %q) = %v, want %v", row.name, row.parent, got, row.want)
		}
	}
}

// tableNames returns every name that the package's table has a node for, in the
// layout of the comments in its table.go: all rules and what they lie under.
func tableNames(t *testing.T) (names []string) {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/net").Output()
	if err != nil {
		t.Skipf("the table is read from the module's folder, which the go command tells: %v", err)
	}
	read := func(path ...string) []byte {
		text, err := os.ReadFile(filepath.Join(append([]string{strings.TrimSpace(string(out)), "publicsuffix"}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	source := string(read("table.go"))
	constant := func(name string) uint64 {
		found := regexp.MustCompile(`\b` + name + `\s*=\s*(\d+)`).FindStringSubmatch(source)
		if found == nil {
			t.Fatalf("table.go has no %s", name)
		}
		n, _ := strconv.ParseUint(found[1], 10, 64)
		return n
	}
	text, nodes, children := read("data", "text"), read("data", "nodes"), read("data", "children")
	lengthBits, offsetBits, icannBits := constant("nodesBitsTextLength"), constant("nodesBitsTextOffset"), constant("nodesBitsICANN")
	childBits, lowBits, highBits := constant("nodesBitsChildren"), constant("childrenBitsLo"), constant("childrenBitsHi")
	if constant("nodesBits") != 40 {
		t.Fatal("a node has another size now")
	}
	var walk func(from, to uint64, parent string)
	walk = func(from, to uint64, parent string) {
		for i := from; i < to; i++ {
			node := uint64(nodes[5*i])<<32 | uint64(binary.BigEndian.Uint32(nodes[5*i+1:]))
			length := node & (1<<lengthBits - 1)
			offset := node >> lengthBits & (1<<offsetBits - 1)
			child := node >> (lengthBits + offsetBits + icannBits) & (1<<childBits - 1)
			name := string(text[offset:offset+length]) + parent
			names = append(names, name)
			bounds := uint64(binary.BigEndian.Uint32(children[4*child:]))
			walk(bounds&(1<<lowBits-1), bounds>>lowBits&(1<<highBits-1), "."+name)
		}
	}
	walk(0, constant("numTLD"), "")
	return names
}

// The shortcut of isFlat changes no answer: all rules, and names beside and below
// them, against a look at the table.
func TestFlatSuffixesAreThoseOfTheTable(t *testing.T) {
	names := tableNames(t)
	if len(names) < 9000 {
		t.Fatalf("%d names were read from the table", len(names))
	}
	short := 0
	suffixes := NewSuffixes(SuffixRules{})
	for _, rule := range names {
		for _, name := range []string{rule, "a." + rule, "b.a." + rule, "a" + rule} {
			p := suffixes.Split(Domain{name})
			if suffix, label := suffixes.Lengths(name); suffix != len(p.Suffix) || label != len(p.Label()) {
				t.Errorf("Lengths(%q) = %d, %d, but Split says %q, %q", name, suffix, label, p.Suffix, p.Label())
			}
			suffix, icann := publicsuffix.PublicSuffix(name)
			for !icann && suffix == name && strings.Contains(suffix, ".") {
				_, parent, _ := strings.Cut(suffix, ".")
				suffix, icann = publicsuffix.PublicSuffix(parent)
			}
			length, known := listed(name)
			if length != len(suffix) || known != (icann || strings.Contains(suffix, ".")) {
				t.Errorf("listed(%q) = %d, %v, but the table says %q, %v", name, length, known, suffix, icann)
			}
			if first, rest, _ := strings.Cut(name, "."); first != "" && isFlat(rest) {
				short++
			}
		}
	}
	if short < 1000 {
		t.Errorf("only %d names were of a flat suffix", short)
	}
}
