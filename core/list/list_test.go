package list

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const header = Magic + "\n# name: t\n# role: protected\n# category: c\n\n"

func TestParseReadsAllOfAList(t *testing.T) {
	l, err := Parse("f", Magic+`
# name: us-military
# role: protected
# category: us-military
# title: Ünited States military
# source: https://example.org/one
# source: https://example.org/two
# licence: CC0-1.0
# date: 2026-08-22
# later-key: skipped

*.mil
*.navy.example # inline: comment
# a comment

army.mil
us.af.mil # mail host
xn--rmy-pla.mil
`)
	if err != nil {
		t.Fatal(err)
	}
	if l.Name != "us-military" || l.Role != RoleProtected || l.Category != "us-military" ||
		l.Title != "Ünited States military" || l.Licence != "CC0-1.0" || l.Date != "2026-08-22" ||
		!slices.Equal(l.Sources, []string{"https://example.org/one", "https://example.org/two"}) {
		t.Errorf("header: got %+v", l)
	}
	if want := []string{"army.mil", "us.af.mil", "xn--rmy-pla.mil"}; !slices.Equal(l.Domains, want) {
		t.Errorf("domains: got %q want %q", l.Domains, want)
	}
	if want := []string{"mil", "navy.example"}; !slices.Equal(l.Suffixes, want) {
		t.Errorf("suffixes: got %q want %q", l.Suffixes, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"nothing", "", "f:1: is empty"},
		{"other text", "<html>\n", `f:1: does not begin with "# nearmiss-list: 1"`},
		{"later format", "# nearmiss-list: 2\n\n", `f:1: does not begin with "# nearmiss-list: 1"`},
		{"no name", Magic + "\n# role: known\n\n", "f:1: the header has no name"},
		{"no role", Magic + "\n# name: t\n\n", "f:1: the header has no role"},
		{"no category", Magic + "\n# name: t\n# role: protected\n\n", "f:1: the header has no category"},
		{"unknown role", Magic + "\n# name: t\n# role: x\n", `f:3: there is no role "x"`},
		{"key twice", Magic + "\n# name: t\n# name: t\n", "f:3: key name stands twice"},
		{"magic twice", Magic + "\n" + Magic + "\n", "f:2: key nearmiss-list stands twice"},
		{"name with a slash", Magic + "\n# name: ../t\n", `f:2: name "../t" is not of a-z, 0-9 and -`},
		{"month 13", Magic + "\n# date: 2026-13-01\n", `f:2: date "2026-13-01" is not YYYY-MM-DD`},
		{"entry in the header", Magic + "\n# name: t\na.mil\n", `f:3: in the header every line is "# key: value", and an empty line ends it`},
		{"cut in the header", Magic + "\n# name: t", "f:2: the last line does not end in a line feed"},
		{"cut in an entry", header + "a.mil\nb.mi", "f:7: the last line does not end in a line feed"},
		{"cut in a comment", header + "a.mil # x", "f:6: the last line does not end in a line feed"},
		{"cut in a comment line", header + "# x", "f:6: the last line does not end in a line feed"},
		{"out of order", header + "b.mil\na.mil\n", "f:7: a.mil is out of order after b.mil"},
		{"suffix after a domain", header + "a.mil\n*.mil\n", "f:7: *.mil is out of order after a.mil"},
		{"twice", header + "a.mil\na.mil # again\n", "f:7: a.mil stands twice"},
		{"upper case", header + "a.mil\nArmy.mil\n", `f:7: "Army.mil" is not in lower case`},
		{"U-label", header + "ärmy.mil\n", `f:6: "ärmy.mil" is not a domain in A-labels (a-z, 0-9, - and dots)`},
		{"underscore", header + "a_b.mil\n", `f:6: "a_b.mil" is not a domain in A-labels (a-z, 0-9, - and dots)`},
		{"carriage return", header + "a.mil\r\n", "f:6: the line ends in a carriage return"},
		{"space before", header + " a.mil\n", "f:6: the entry has spaces around it"},
		{"space after", header + "a.mil \n", "f:6: the entry has spaces around it"},
		{"comment without space", header + "a.mil #x\n", `f:6: "a.mil #x" is not a domain in A-labels (a-z, 0-9, - and dots)`},
		{"address", header + "ann@a.mil\n", `f:6: "ann@a.mil" is not a domain in A-labels (a-z, 0-9, - and dots)`},
		{"star inside", header + "a.*.mil\n", `f:6: "a.*.mil" is not a domain in A-labels (a-z, 0-9, - and dots)`},
		{"star alone", header + "*.\n", `f:6: "*." names no domain`},
		{"one label", header + "mil\n", `f:6: "mil" has one label only`},
		{"number", header + "192.0.2.1\n", `f:6: "192.0.2.1" ends in a label that does not begin with a letter`},
		{"dot first", header + ".mil\n", `f:6: ".mil" has an empty label`},
		{"dot last", header + "a.mil.\n", `f:6: "a.mil." has an empty label`},
		{"two dots", header + "a..mil\n", `f:6: "a..mil" has an empty label`},
		{"hyphen", header + "a.-b.mil\n", `f:6: "a.-b.mil" has a label that begins or ends with a hyphen`},
		{"long label", header + strings.Repeat("a", 64) + ".mil\n",
			`f:6: "` + strings.Repeat("a", 64) + `.mil" has a label longer than 63 bytes`},
		{"long domain", header + strings.Repeat("a.", 125) + "mil\n", ""}, // 253 bytes: the longest there is
		{"longer domain", header + strings.Repeat("a.", 126) + "mil\n",
			`f:6: "` + strings.Repeat("a.", 126) + `mil" is longer than 253 bytes`},
		{"one label is a suffix rule", Magic + "\n# name: t\n# role: suffixes\n\nml\n", ""},
	} {
		_, err := Parse("f", row.text)
		if got := messageOf(err); got != row.want {
			t.Errorf("%s: got %q want %q", row.name, got, row.want)
		}
	}
}

// messageOf returns the text of an error, or "" for none.
func messageOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestParseRefusesWhatIsTooLong(t *testing.T) {
	if _, err := Parse("f", strings.Repeat("#", MaxBytes+1)); err == nil {
		t.Error("no error for a list longer than MaxBytes")
	}
	if _, err := ParsePlain("f", strings.Repeat("#", MaxBytes+1), RoleKnown); err == nil {
		t.Error("no error for a plain list longer than MaxBytes")
	}
}

func TestParsePlain(t *testing.T) {
	l, err := ParsePlain("f", "\ufeff# mine\r\n\r\nB.example\r\n*.MIL\n a.example. # office\nb.example\nbücher.example\n*.gov", RoleProtected)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"a.example", "b.example", "xn--bcher-kva.example"}; !slices.Equal(l.Domains, want) {
		t.Errorf("domains: got %q want %q", l.Domains, want)
	}
	if want := []string{"gov", "mil"}; !slices.Equal(l.Suffixes, want) {
		t.Errorf("suffixes: got %q want %q", l.Suffixes, want)
	}
	if l.Role != RoleProtected {
		t.Errorf("role: got %q", l.Role)
	}
}

func TestParsePlainRefuses(t *testing.T) {
	for _, row := range []struct{ name, text, want string }{
		{"address", "# x\nann@army.mil\n", `f:2: "ann@army.mil" is an address; a list holds domains`},
		{"two on a line", "a.mil b.mil\n", `f:1: "a.mil b.mil" is not a domain`},
		{"comma", "a,mil\n", `f:1: "a,mil" is not a domain`},
		{"one label", "a.mil\nmil\n", `f:2: "mil" has one label only`},
		{"star", "*\n", `f:1: "*" is not a domain`},
		{"star deeper", "a.*.mil\n", `f:1: "a.*.mil" is not a domain`},
		{"empty label", "a..mil\n", `f:1: "a..mil" has an empty label or one longer than 63 bytes`},
		{"not UTF-8", "a\xff.mil\n", `f:1: "a\xff.mil" is not a domain`},
	} {
		_, err := ParsePlain("f", row.text, RoleProtected)
		if got := messageOf(err); got != row.want {
			t.Errorf("%s: got %q want %q", row.name, got, row.want)
		}
	}
}

// FuzzParse: what Parse accepts has one form only, and the plain reader and the
// strict one agree on it.
func FuzzParse(f *testing.F) {
	f.Add(header + "*.mil\n# c\n\narmy.mil # x\nus.af.mil\n")
	f.Add(header + "a.mil\r\n")
	f.Add(Magic + "\n# name: t\n# role: suffixes\n\n*.ck\nml\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Parse("f", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f:") {
				t.Errorf("error without file: %v", err)
			}
			return
		}
		again, err := Parse("f", Format(l))
		if err != nil {
			t.Fatalf("formatted list is refused: %v", err)
		}
		if fmt.Sprintf("%+v", again) != fmt.Sprintf("%+v", l) {
			t.Errorf("round trip: got %+v want %+v", again, l)
		}
		if strings.Contains(text, "xn--") {
			return // Parse leaves it to lint whether an A-label decodes
		}
		_, body, _ := strings.Cut(Format(l), "\n\n")
		plain, err := ParsePlain("f", body, l.Role)
		if err != nil {
			t.Fatalf("plain reader refuses: %v", err)
		}
		if !slices.Equal(plain.Domains, l.Domains) || !slices.Equal(plain.Suffixes, l.Suffixes) {
			t.Errorf("plain: got %+v want %+v", plain, l)
		}
	})
}

func BenchmarkParse100k(b *testing.B) {
	var text strings.Builder
	text.WriteString(header)
	for i := range 100_000 {
		fmt.Fprintf(&text, "county-office%06d.gov\n", i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse("f", text.String()); err != nil {
			b.Fatal(err)
		}
	}
}

// A line that one pass accepts is the entry that the close reading finds, and the
// other way round where there is nothing but an entry.
func FuzzScanEntry(f *testing.F) {
	for _, text := range []string{
		"army.mil\n", "army.mil\nnavy.mil\n", "mil\n", "army.mil", "army.mil # why\n", "*.mil\n", "\n", "# why\n", ".mil\n", "army..mil\n",
		"army.mil.\n", "-army.mil\n", "army-.mil\n", "army.-mil\n", "army.mil-\n", "army.1mil\n", "1.mil\n", "Army.mil\n", "army.mil\r\n",
		strings.Repeat("a", 63) + ".mil\n", strings.Repeat("a", 64) + ".mil\n", "a." + strings.Repeat("m", 64) + "\n",
		strings.Repeat("a.", 125) + "mil\n", strings.Repeat("a.", 126) + "m\n", strings.Repeat("a.", 126) + "mil\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := parser{file: "fuzz"}
		entry, rest, err := p.entry(&List{Role: RoleProtected}, text+"\n")
		if err != nil || strings.HasPrefix(entry, "*") || len(entry)+1+len(rest) != len(text)+1 {
			entry = "" // refused, or more in the line than an entry
		}
		if got := scanEntry(text + "\n"); got != entry {
			t.Errorf("scanEntry(%q) = %q, want %q", text+"\n", got, entry)
		}
	})
}

func TestRulesOfThePublicSuffixList(t *testing.T) {
	const head = Magic + "\n# name: t\n# role: suffixes\n\n"
	text := head + "!www.ck\n*.ck\n-*.er\n-com.ml\nco.ml\nml\n"
	l, err := Parse("f", text)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		what      string
		got, want []string
	}{
		{"exceptions", l.Exceptions, []string{"www.ck"}},
		{"wildcards", l.Suffixes, []string{"ck"}},
		{"removed", l.Removed, []string{"*.er", "com.ml"}},
		{"suffixes", l.Domains, []string{"co.ml", "ml"}},
	} {
		if !slices.Equal(row.got, row.want) {
			t.Errorf("%s: got %q want %q", row.what, row.got, row.want)
		}
	}
	if l.Len() != 6 || Format(l) != text {
		t.Errorf("%d entries, written as\n%s", l.Len(), Format(l))
	}
	for _, bad := range []string{"!", "-", "!*.ck", "-!www.ck", "--ck", "!-ck", "*.-ck", "- ck", "!www.ck\n!www.ck", "ck\n!www.ck", "-ck\n*.ck"} {
		if _, err := Parse("f", head+bad+"\n"); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, role := range []string{"known", "allowed", "own"} {
		for _, mark := range []string{"!", "-"} {
			if _, err := Parse("f", Magic+"\n# name: t\n# role: "+role+"\n\n"+mark+"army.mil\n"); err == nil {
				t.Errorf("%sarmy.mil is taken in a list of role %s", mark, role)
			}
		}
	}
}
