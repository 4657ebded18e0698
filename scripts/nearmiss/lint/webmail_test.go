package lint

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nearmiss/core/policy"
	"nearmiss/extension/src/webmail"
)

// described are the findings as the shared cases write them.
func described(t *testing.T, text string) []string {
	t.Helper()
	v, _, err := readJSON(text)
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	found := []string{}
	for _, f := range describe(v) {
		found = append(found, fmt.Sprintf("%s: %s: %s", f.path, f.rule, f.message))
	}
	return found
}

// The extension's own lint reads the same cases (lint.test.ts), so that a
// description that was published is not dropped where it arrives.
func TestSharedCases(t *testing.T) {
	text, err := os.ReadFile("../../../extension/src/webmail/lint.cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var shared struct {
		Base  map[string]json.RawMessage
		Cases []struct {
			Why      string
			Change   map[string]json.RawMessage
			Remove   []string
			Findings []string
		}
	}
	if err := json.Unmarshal(text, &shared); err != nil {
		t.Fatal(err)
	}
	if len(shared.Cases) < 40 {
		t.Fatalf("%d cases", len(shared.Cases))
	}
	for _, c := range shared.Cases {
		if got := described(t, changed(t, shared.Base, c.Change, c.Remove)); !slices.Equal(got, c.Findings) {
			t.Errorf("%s: got\n  %s\nwant\n  %s", c.Why, strings.Join(got, "\n  "), strings.Join(c.Findings, "\n  "))
		}
	}
}

// changed writes members in the order of their names, new ones last.
func changed(t *testing.T, base, change map[string]json.RawMessage, remove []string) string {
	t.Helper()
	all := make(map[string]json.RawMessage)
	for _, from := range []map[string]json.RawMessage{base, change} {
		for name, v := range from {
			all[name] = v
		}
	}
	for _, name := range remove {
		delete(all, name)
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestDescriptionsThatShip(t *testing.T) {
	names, _ := filepath.Glob("../../../extension/src/webmail/descriptors/*/*.json")
	names = slices.DeleteFunc(names, func(name string) bool { return filepath.Base(name) == "capture.json" })
	if len(names) < 6 {
		t.Fatalf("%d descriptions", len(names))
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := described(t, string(text)); len(got) > 0 {
			t.Errorf("%s: %s", name, strings.Join(got, "\n"))
		}
		w, err := ReadWebmail(string(text))
		if err != nil || w.ID+".json" != filepath.Base(name) || w.Version < 1 {
			t.Errorf("%s: read as %s, version %d, %v", name, w.ID, w.Version, err)
		}
		built, err := webmail.Files.ReadFile("descriptors/" + w.ID + "/" + filepath.Base(name))
		if err != nil || string(built) != string(text) {
			t.Errorf("%s is not built in: %v", name, err)
		}
	}
}

// What Go and the extension say of descriptions that are wrong in random ways is
// the same, to the letter; so are the texts whose hashes are compared.
func TestTwins(t *testing.T) {
	node, err := exec.LookPath("../../../node_modules/.bin/node")
	if err != nil {
		if node, err = exec.LookPath("node"); err != nil {
			t.Skip("no Node.js: node scripts/setup.mjs brings it")
		}
	}
	random := rand.New(rand.NewPCG(2026, 11))
	var texts []string
	for _, name := range policy.Webmails {
		source, err := webmail.Files.ReadFile("descriptors/" + name + "/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for range 400 {
			var v any
			if err := json.Unmarshal(source, &v); err != nil {
				t.Fatal(err)
			}
			for range 1 + random.IntN(3) {
				v = spoil(random, v)
			}
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(text))
		}
	}
	asked, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	const script = `
		import { text } from 'node:stream/consumers';
		const { lintDescriptor } = await import(process.argv[1]);
		const answers = JSON.parse(await text(process.stdin)).map((one) => {
			const value = JSON.parse(one);
			return [JSON.stringify(value), ...lintDescriptor(value).map((f) => f.path + ': ' + f.rule + ': ' + f.message)];
		});
		console.log(JSON.stringify(answers));`
	lint, err := filepath.Abs("../../../extension/src/webmail/lint.ts")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "--input-type=module", "--eval", script, lint)
	command.Stdin = strings.NewReader(string(asked))
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	var answers [][]string
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(texts) {
		t.Fatalf("%d answers to %d, %v", len(answers), len(texts), err)
	}
	kinds := make(map[string]int)
	for i, text := range texts {
		v, _, err := readJSON(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := v.compact(), answers[i][0]; got != want && len(answers[i]) == 1 {
			t.Fatalf("compact: got\n%s\nwant\n%s", got, want)
		}
		// What only a browser can parse is left to the browser there.
		got := slices.DeleteFunc(described(t, text), func(f string) bool { return strings.Contains(f, ": selector: ") })
		if !slices.Equal(got, answers[i][1:]) {
			t.Fatalf("%s\ngot\n  %s\nwant\n  %s", text, strings.Join(got, "\n  "), strings.Join(answers[i][1:], "\n  "))
		}
		if len(got) == 0 {
			kinds["none"]++
		}
		for _, f := range got {
			kinds[strings.Split(f, ": ")[1]]++
		}
	}
	if kinds["shape"] < 100 || kinds["locale"] < 100 || kinds["none"] < 20 {
		t.Errorf("the random descriptions are hardly wrong: %v", kinds)
	}
}

var oddities = []any{
	nil, true, 0.0, 1.5, -3.0, 1e20, "", " ", "\u00a0", "<b>\u2028&", "x\ny", "send", strings.Repeat("é", 300), []any{}, map[string]any{},
	`[aria-label="To"]`, `[title='Cc' i]`, `[alt=宛先]`, `[ summary ^= "To"s]`, `[value="]x"]`, `[label="a']`, `[title="a"b]`, `[data-tooltip|="x" ]`,
	`[ARIA-LABEL="ſ"]`, `[title="1"][title="z"]`, `[title="` + "\n" + `x"]`, "[title=\u2028x]", `[title=x i]`, `[title=" i"i]`,
}

// spoil changes one value somewhere inside.
func spoil(random *rand.Rand, v any) any {
	if random.IntN(6) == 0 {
		return oddities[random.IntN(len(oddities))]
	}
	switch is := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(is))
		for key := range is {
			keys = append(keys, key)
		}
		if len(keys) == 0 {
			return is
		}
		slices.Sort(keys)
		switch key := keys[random.IntN(len(keys))]; random.IntN(8) {
		case 0:
			delete(is, key)
		case 1:
			is[key+"s"] = oddities[random.IntN(len(oddities))]
		default:
			is[key] = spoil(random, is[key])
		}
	case []any:
		if len(is) == 0 || random.IntN(6) == 0 {
			return append(is, oddities[random.IntN(len(oddities))])
		}
		at := random.IntN(len(is))
		is[at] = spoil(random, is[at])
	case string:
		return oddities[random.IntN(len(oddities))]
	}
	return v
}

func TestWebmailThatNoPackageBrings(t *testing.T) {
	source, err := webmail.Files.ReadFile("descriptors/sogo/sogo.json")
	if err != nil {
		t.Fatal(err)
	}
	said := func(id, old, replacement string) []string {
		text := strings.Replace(strings.Replace(string(source), `"id": "sogo"`, `"id": "`+id+`"`, 1), old, replacement, 1)
		l := linter{input: Input{Webmails: []Text{{File: id + ".json", Text: text}}}}
		l.webmails()
		var messages []string
		for _, f := range l.findings {
			messages = append(messages, f.Message)
		}
		return messages
	}
	for _, c := range []struct {
		id, old, replacement string
		want                 []string
	}{
		{"hermes", "", "", nil},
		{"sogo", `"hosts": []`, `"hosts": ["mail.example.org"]`, nil},
		{"hermes", `"hosts": []`, `"hosts": ["mail.example.org"]`, []string{"no extension knows hermes: all drop a description of it that names hosts"}},
		{"hermes", `"detect": [`, `"shown": [`, []string{"no extension knows hermes, and nothing tells its pages: detect is missing"}},
	} {
		if got := said(c.id, c.old, c.replacement); !slices.Equal(got, c.want) {
			t.Errorf("%s, %s: got %q, want %q", c.id, c.replacement, got, c.want)
		}
	}
}

func FuzzDescription(f *testing.F) {
	source, _ := webmail.Files.ReadFile("descriptors/gmail/gmail.json")
	f.Add(string(source))
	f.Add(`{"body":["[[",1,null],"x":{"x":[]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		v, line, err := readJSON(text)
		if err != nil {
			if line < 1 || line > 1+strings.Count(text, "\n") {
				t.Errorf("line %d of %q", line, text)
			}
			return
		}
		describe(v)
		again, _, err := readJSON(v.compact())
		if err != nil || again.compact() != v.compact() {
			t.Errorf("%q is not read as it was written: %v", v.compact(), err)
		}
	})
}
