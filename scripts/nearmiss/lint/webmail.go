package lint

import (
	"path/filepath"
	"strings"

	"nearmiss/extension/src/webmail"
)

// MaxDescription is the length of the longest description of a webmail, in
// UTF-16 units of its compact JSON. The extension refuses a longer one.
const MaxDescription = 16 * 1024

// Webmail is one description that was read.
type Webmail struct {
	ID      string
	Version int64
	// Text is the one that is published: compact, and the same for the same
	// content.
	Text string
}

// ReadWebmail reads the source of a description. What else is wrong with it Lint
// says.
func ReadWebmail(text string) (Webmail, error) {
	v, _, err := readJSON(text)
	if err != nil {
		return Webmail{}, err
	}
	return webmailOf(v), nil
}

func webmailOf(v *value) Webmail {
	w := Webmail{ID: v.text("id"), Text: v.compact()}
	if version := v.get("version"); version != nil {
		if n, ok := version.is.(float64); ok && isWhole(n) {
			w.Version = int64(n)
		}
	}
	return w
}

// Places are the parts of a description, one line each, for people to compare:
//
//	body[1]: ".editable"
func (w Webmail) Places() map[string]bool {
	places := make(map[string]bool)
	v, _, err := readJSON(w.Text)
	if err != nil {
		return places
	}
	v.places("", places)
	return places
}

// places leaves out the position in a list: an alternative that was put in front
// has not changed the others.
func (v *value) places(path string, places map[string]bool) {
	switch is := v.is.(type) {
	case []member:
		for _, m := range is {
			m.places(strings.TrimPrefix(path+"."+m.name, "."), places)
		}
	case []*value:
		for _, item := range is {
			item.places(path, places)
		}
	default:
		places[path+": "+v.compact()] = true
	}
}

// webmails looks at descriptions of webmails.
func (l *linter) webmails() {
	hosts := make(map[string]string)
	seen := make(map[string]bool)
	for _, t := range l.input.Webmails {
		v, line, err := readJSON(t.Text)
		if err != nil {
			l.add(t.File, line, RuleSyntax, "%v", err)
			seen[stemOf(t.File)] = true
			continue
		}
		w := webmailOf(v)
		seen[w.ID] = true
		l.description(t.File, v)
		if stem := stemOf(t.File); w.ID != "" && w.ID != stem {
			l.add(t.File, v.get("id").line, RuleHeader, "id is %s, but a description is called like its file, %s", w.ID, stem)
		}
		for _, host := range allHosts(v) {
			name, _ := host.is.(string)
			if other, twice := hosts[name]; twice {
				l.add(t.File, host.line, RuleDuplicate, "%s is a page of %s already", name, other)
				continue
			}
			hosts[name] = w.ID
		}
		l.sinceBefore(t.File, v, w)
		l.newcomer(t.File, v, w)
	}
	if !l.input.Whole {
		return
	}
	for id := range l.input.WebmailsBefore {
		if !seen[id] {
			l.add(id+".json", 0, RuleMustKeep, "the description is gone: installed extensions would go back to their own")
		}
	}
}

func stemOf(file string) string { return strings.TrimSuffix(filepath.Base(file), ".json") }

func allHosts(v *value) []*value {
	return append(append([]*value{}, v.texts("hosts")...), v.texts("optionalHosts")...)
}

// description says everything that lint.ts says in the extension, which drops a
// description with one finding.
func (l *linter) description(file string, v *value) {
	if n := utf16Length(v.compact()); n > MaxDescription {
		l.add(file, 0, RuleSize, "more than %d characters", MaxDescription)
		return
	}
	for _, f := range describe(v) {
		l.add(file, f.at.line, f.rule, "%s%s", placed(f.path), f.message)
	}
}

func placed(path string) string {
	if path == "" {
		return ""
	}
	return path + ": "
}

type descriptionFinding struct {
	path    string
	at      *value
	rule    Rule
	message string
}

func describe(v *value) []descriptionFinding {
	var findings []descriptionFinding
	s := descriptionSchema()
	check := shapeCheck{
		defs: s.Defs,
		fault: func(path string, at *value, text string) {
			findings = append(findings, descriptionFinding{path, at, RuleShape, text})
		},
		selector: func(path string, at *value, text string) {
			if !isSelector(text) {
				findings = append(findings, descriptionFinding{path, at, RuleSelector, "not a selector: " + text})
			}
			if word := localeWord(text); word != "" {
				findings = append(findings, descriptionFinding{path, at, RuleLocale, "matches words of a language: " + word})
			}
		},
	}
	check.visit(v, s, "")
	return findings
}

// newcomer looks at the description of a webmail that no package brings yet.
// Extensions use it on hosts that are allowed already, where nothing else tells
// what a page is.
func (l *linter) newcomer(file string, v *value, w Webmail) {
	if _, err := webmail.Files.ReadDir("descriptors/" + w.ID); w.ID == "" || err == nil {
		return
	}
	for _, host := range allHosts(v) {
		l.add(file, host.line, RuleHosts, "no extension knows %s: all drop a description of it that names hosts", w.ID)
	}
	if len(v.texts("detect")) == 0 {
		l.add(file, 0, RuleHosts, "no extension knows %s, and nothing tells its pages: detect is missing", w.ID)
	}
}

// sinceBefore compares with what people have: an extension takes a description
// only as newer than its own, and never one that reads more pages or guards less.
func (l *linter) sinceBefore(file string, v *value, w Webmail) {
	before, there := l.input.WebmailsBefore[w.ID]
	if !there || before.Text == w.Text {
		return
	}
	if at := v.get("version"); at != nil && w.Version <= before.Version {
		l.add(file, at.line, RuleVersion, "differs from the published version %d: the version has to grow", before.Version)
	}
	was, _, err := readJSON(before.Text)
	if err != nil || l.input.AllowLarge {
		return
	}
	known := make(map[string]bool)
	for _, host := range allHosts(was) {
		name, _ := host.is.(string)
		known[name] = true
	}
	for _, host := range allHosts(v) {
		if name, _ := host.is.(string); !known[name] {
			l.add(file, host.line, RuleHosts, "extensions that were not built with %s drop this: --allow-large when there are none left", name)
		}
	}
	if at := v.get("guards"); at != nil && was.text("guards") == "send" && v.text("guards") != "send" {
		l.add(file, at.line, RuleHosts, "no longer guards Send: extensions drop that, so it needs a new extension")
	}
}
