package policy

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"nearmiss/core"
)

// vectorFiles are written by hand and generated from Keys.
var vectorFiles = []string{"testdata/vectors.txt", "testdata/generated.txt"}

// Each block of the vectors is a policy, and after "=>" the problems
// reported of it, one a line; none for a policy that is right.
func TestVectors(t *testing.T) {
	var blocks []string
	for _, file := range vectorFiles {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		blocks = append(blocks, strings.Split(string(text), "\n--- ")[1:]...)
	}
	if len(blocks) < 180 {
		t.Fatalf("found %d vectors, want at least 180", len(blocks))
	}
	for _, block := range blocks {
		title, rest, _ := strings.Cut(block, "\n")
		t.Run(title, func(t *testing.T) {
			input, want, hasArrow := strings.Cut(rest, "\n=>")
			if !hasArrow {
				t.Fatal("no => in this vector")
			}
			want = strings.TrimSpace(want)
			_, problems := Read([]byte(input))
			if got := strings.TrimSpace(Error(problems).Error()); got != want {
				t.Errorf("%s\ngot\n%s\nwant\n%s", input, got, want)
			}
			_, err := Parse([]byte(input))
			if (err == nil) != (want == "") {
				t.Errorf("Parse gave error %v, want one: %v", err, want != "")
			}
		})
	}
}

func TestEveryKey(t *testing.T) {
	names := map[string]bool{}
	for _, k := range Keys {
		t.Run(k.Name, func(t *testing.T) {
			if names[k.Name] {
				t.Error("described twice")
			}
			names[k.Name] = true
			if k.Title == "" || k.Doc() == "" || k.Part == "" || k.Since == "" || k.MaxLength == 0 || len(k.Example) == 0 || k.IsList != (k.MaxEntries > 0) {
				t.Errorf("description is not whole: %+v", k)
			}
			if (k.Form == FormWord) != (len(k.Words) > 0) || (k.Form == FormDuration) != (k.MaxMinutes > 0) {
				t.Errorf("form %s does not go with its words or bounds", k.Form)
			}
			var value any = k.Example
			if !k.IsList {
				value = k.Example[0]
			}
			object := map[string]any{k.Name: value}
			if k.Part == PartReport {
				object["reportUrl"] = "https://works.example/"
			}
			if k.Name == "externalRecipients" {
				object["ownDomains"] = []string{"works.example"}
			}
			text, _ := json.Marshal(object)
			p, err := Parse(text)
			if err != nil {
				t.Fatalf("the example %s is refused: %v", text, err)
			}
			if !slices.Contains(p.Set, k.Name) {
				t.Errorf("Set is %q after %s", p.Set, text)
			}
			// The example says something else than leaving the key out.
			none, _ := Read(nil)
			if reflect.DeepEqual(k.kept(p), k.kept(none)) {
				t.Errorf("%s gives the same as no policy: %v", text, k.kept(p))
			}
			for _, wrong := range []string{`1`, `true`, `null`, `{}`, `[1]`, `[[]]`, `""`, `[""]`, `" "`} {
				p, problems := Read([]byte(`{"` + k.Name + `":` + wrong + `}`))
				path := k.Name
				if k.IsList && strings.HasPrefix(wrong, "[") {
					path += "[0]"
				}
				if len(problems) == 0 || problems[0].Path != path {
					t.Errorf("%s as %s: problems %v, want one at %s", wrong, k.Name, problems, path)
				}
				if len(p.Set) != 0 || !reflect.DeepEqual(k.kept(p), k.kept(none)) {
					t.Errorf("%s as %s is kept: %v", wrong, k.Name, k.kept(p))
				}
			}
			long, _ := json.Marshal(strings.Repeat("a", k.MaxLength+1))
			if k.IsList {
				long = []byte("[" + string(long) + "]")
			}
			if _, problems := Read([]byte(`{"` + k.Name + `":` + string(long) + `}`)); len(problems) == 0 || !strings.Contains(problems[0].Reason, "are the most") {
				t.Errorf("%d bytes: problems %v", k.MaxLength+1, problems)
			}
			if k.Default != "" && k.whyNotForm(k.Default) != "" {
				t.Errorf("the default %q is no value: %s", k.Default, k.whyNotForm(k.Default))
			}
		})
	}
}

// A bad value costs itself and nothing else.
func TestReadKeepsWhatIsRight(t *testing.T) {
	p, problems := Read([]byte(`{"ownDomains":["works.example",7,"no domain","*.Bücher.example"],"failure":"maybe","history":"off","nonsense":1}`))
	if want := []string{"works.example", "*.xn--bcher-kva.example"}; !slices.Equal(p.Own, want) {
		t.Errorf("own domains %q, want %q", p.Own, want)
	}
	if p.Failure != FailureSend || p.History {
		t.Errorf("failure %q and history %v, want send and false", p.Failure, p.History)
	}
	if want := []string{"ownDomains", "history"}; !slices.Equal(p.Set, want) {
		t.Errorf("Set %q, want %q", p.Set, want)
	}
	if len(problems) != 4 {
		t.Errorf("problems %v, want four", problems)
	}
}

func TestDefaults(t *testing.T) {
	for _, text := range []string{"", "null", "{}", " \n", "[", `"x"`} {
		p, _ := Read([]byte(text))
		if p.Failure != FailureSend || !p.History || p.Strongest != core.ActionBlock || p.UpdateMinutes != 360 ||
			p.Report.Minutes != 1440 || p.Report.URL != "" || p.Report.TypedDomains || len(p.Set) != 0 {
			t.Errorf("policy of %q is %+v, want the defaults", text, p)
		}
	}
}

func TestCore(t *testing.T) {
	p, err := Parse([]byte(`{"ownDomains":["works.example"],"protectedDomains":["*.agency.example"],"allowedDomains":["amry.example"],
		"actions":["suffix-slip us-military block","* * ask-reason"],"strongestAction":"ask-reason"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := &core.Policy{
		Own: []string{"works.example"}, Protected: []string{"*.agency.example"}, Allowed: []string{"amry.example"},
		External: core.ActionAllow,
		Rules: []core.Rule{
			{Kind: core.KindSuffixSlip, Category: "us-military", Action: core.ActionBlock},
			{Action: core.ActionAskReason},
		},
		Strongest: core.ActionAskReason,
	}
	if got := p.Core(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestReading(t *testing.T) {
	p, problems := Read([]byte(`{"ownDomains":["works.example"],"history":"off","listUpdateInterval":"1h","actions":["* * ask"],
		"webmailHosts":["outlook owa.works.example"],"failure":1}`))
	var reading struct {
		Policy   map[string]any
		Set      []string
		Problems []struct{ Path, Reason string }
	}
	text := AppendReading(nil, p, problems)
	if err := json.Unmarshal(text, &reading); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if len(reading.Policy) != len(Keys) {
		t.Errorf("%d keys in %s, want %d", len(reading.Policy), text, len(Keys))
	}
	for name, want := range map[string]any{
		"history":            false,
		"listUpdateInterval": 60.0,
		"failure":            "send",
		"protectedDomains":   []any{},
		"actions":            []any{map[string]any{"kind": "", "category": "", "action": "ask"}},
		"webmailHosts":       []any{map[string]any{"webmail": "outlook", "host": "owa.works.example"}},
	} {
		if got := reading.Policy[name]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if len(reading.Problems) != 1 || reading.Problems[0].Path != "failure" {
		t.Errorf("problems %v, want one at failure", reading.Problems)
	}
}

func TestLimits(t *testing.T) {
	if _, problems := Read([]byte(`{"policyLabel":"` + strings.Repeat("x", MaxBytes) + `"}`)); len(problems) != 1 || problems[0].Path != "" {
		t.Errorf("a text over the limit: %v", problems)
	}
	rules := strings.Repeat(`"* * ask",`, 200) + `"* * block"`
	p, problems := Read([]byte(`{"actions":[` + rules + `]}`))
	if len(p.Rules) != 200 || len(problems) != 1 || problems[0].Path != "actions" {
		t.Errorf("%d rules and %v, want the first 200 and a problem at actions", len(p.Rules), problems)
	}
	var bad []string
	for i := range 1000 {
		bad = append(bad, strconv.Quote("bad "+strconv.Itoa(i)))
	}
	if _, problems := Read([]byte(`{"ownDomains":[` + strings.Join(bad, ",") + `]}`)); len(problems) != maxProblems+1 {
		t.Errorf("%d problems of 1000 bad entries, want %d", len(problems), maxProblems+1)
	}
}

// A token is never shown, whatever is wrong with it.
func TestSecretIsNotQuoted(t *testing.T) {
	for _, token := range []string{"two words-s3cret", "s3cret ", "s3cret\\u00e9", "s3cret" + strings.Repeat("x", 200)} {
		_, problems := Read([]byte(`{"reportUrl":"https://works.example/","reportToken":"` + token + `"}`))
		if len(problems) != 1 || strings.Contains(problems[0].String(), "s3cret") {
			t.Errorf("token %q: %v, want one problem without it", token, problems)
		}
	}
}

// Where a text ends too early, what stood there is not shown either.
func TestBrokenTextIsNotQuoted(t *testing.T) {
	_, problems := Read([]byte(`{"reportToken": "s3cret" "failure"`))
	if len(problems) != 1 || strings.Contains(problems[0].String(), "s3cret") {
		t.Errorf("%v, want one problem without the token", problems)
	}
}

func FuzzRead(f *testing.F) {
	for _, k := range Keys {
		text, _ := json.Marshal(map[string]any{k.Name: k.Example})
		f.Add(text)
	}
	f.Add([]byte(`{"actions":["* * ask"],"ownDomains":["a.b"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, problems := Read(text)
		if p == nil {
			t.Fatal("no policy")
		}
		reading := AppendReading(nil, p, problems)
		if !json.Valid(reading) || !utf8.Valid(reading) {
			t.Errorf("%q is read as %q, which is no JSON", text, reading)
		}
		// What was kept is canonical: read again it is the same, without problems.
		object := map[string]any{}
		if len(p.Own) > 0 {
			object["ownDomains"] = p.Own
		}
		if len(p.Allowed) > 0 {
			object["allowedDomains"] = p.Allowed
		}
		object["failure"] = p.Failure
		again, _ := json.Marshal(object)
		q, err := Parse(again)
		if err != nil || !slices.Equal(q.Own, p.Own) || !slices.Equal(q.Allowed, p.Allowed) || q.Failure != p.Failure {
			t.Errorf("%q was kept as %s, which reads as %+v, %v", text, again, q, err)
		}
	})
}

// A word with two letters in the wrong order is meant, a word that only means the same is not.
func TestMeantWord(t *testing.T) {
	for typed, want := range map[string]string{
		"blok": "block", "blcok": "block", "aks": "ask", "notcie": "notice", "askreason": "ask-reason", "Block": "block",
		"deny": "", "b": "", "": "", "äsk": "ask", "kcolb": "",
	} {
		text, err := json.Marshal(map[string]string{"strongestAction": typed})
		if err != nil {
			t.Fatal(err)
		}
		_, problems := Read(text)
		said := fmt.Sprint(problems)
		if len(problems) != 1 || strings.Contains(said, "did you mean") != (want != "") || !strings.Contains(said, "did you mean \""+want) && want != "" {
			t.Errorf("%q: %s", typed, said)
		}
	}
}
