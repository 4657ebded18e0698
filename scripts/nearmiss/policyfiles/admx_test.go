package policyfiles

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nearmiss/core/policy"
)

// With NEARMISS_ADMX_SCHEMA=DIR (Microsoft's PolicyDefinitionFiles.xsd, which
// may not be passed on) the template is also held against its schema by xmllint.
func TestTemplateAgainstItsSchema(t *testing.T) {
	dir := os.Getenv("NEARMISS_ADMX_SCHEMA")
	if dir == "" {
		t.Skip("NEARMISS_ADMX_SCHEMA names no folder with PolicyDefinitionFiles.xsd")
	}
	for _, name := range []string{"windows/nearmiss.admx", "windows/en-US/nearmiss.adml"} {
		cmd := exec.Command("xmllint", "--noout", "--schema", filepath.Join(dir, "PolicyDefinitionFiles.xsd"), "-")
		cmd.Stdin = bytes.NewReader(Templates(Unpacked, Example())[name])
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// What the schema cannot see either: every reference leads somewhere, and
// nothing is described that nobody refers to.
func TestTemplateRefersToWhatThereIs(t *testing.T) {
	files := Templates(Unpacked, Example())
	template, language := parseXML(t, files["windows/nearmiss.admx"]), parseXML(t, files["windows/en-US/nearmiss.adml"])

	unused := map[string]bool{}
	texts := map[string]string{}
	language.each("string", func(e *element) { unused["string."+e.attr("id")] = true; texts[e.attr("id")] = e.Text })
	refs := map[string][]string{}
	language.each("presentation", func(e *element) {
		unused["presentation."+e.attr("id")] = true
		for i := range e.Children {
			refs[e.attr("id")] = append(refs[e.attr("id")], e.Children[i].attr("refId"))
		}
	})
	known := maps.Clone(unused)
	var walk func(e *element)
	walk = func(e *element) {
		for _, a := range e.Attrs {
			if name, isRef := strings.CutPrefix(a.Value, "$("); isRef {
				name = strings.TrimSuffix(name, ")")
				if !known[name] {
					t.Errorf("%s %s refers to %s, which is not there", e.XMLName.Local, e.attr("name"), name)
				}
				delete(unused, name)
			}
		}
		for i := range e.Children {
			walk(&e.Children[i])
		}
	}
	walk(template)
	for name := range unused {
		t.Errorf("nobody refers to %s", name)
	}
	for id, text := range texts {
		if strings.TrimSpace(text) == "" {
			t.Errorf("text %s is empty", id)
		}
		if strings.Trim(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
			t.Errorf("id %s has more than letters, digits and underscores", id)
		}
	}
	categories := map[string]bool{}
	template.each("category", func(e *element) { categories[e.attr("name")] = true })
	template.each("parentCategory", func(e *element) {
		if !categories[e.attr("ref")] {
			t.Errorf("no category %s", e.attr("ref"))
		}
	})
	count := 0
	registry := map[string]string{}
	for _, b := range browsersOf(Unpacked) {
		registry[b.name] = b.registry
	}
	template.each("policy", func(e *element) {
		count++
		browser, key, _ := strings.Cut(e.attr("name"), "_")
		if e.attr("key") != registry[browser] {
			t.Errorf("policy %s writes to %s, want %s", e.attr("name"), e.attr("key"), registry[browser])
		}
		e.each("elements", func(elements *element) {
			for _, child := range elements.Children {
				written := e.attr("key") + `\` + child.attr("valueName")
				if child.XMLName.Local == "list" {
					written = child.attr("key")
				}
				if written != registry[browser]+`\`+key {
					t.Errorf("policy %s writes to %s", e.attr("name"), written)
				}
			}
		})
		e.each("elements", func(elements *element) {
			if len(elements.Children) != 1 || !slices.Equal(refs[e.attr("name")], []string{elements.Children[0].attr("id")}) {
				t.Errorf("policy %s shows %v", e.attr("name"), refs[e.attr("name")])
			}
		})
		e.each("enum", func(enum *element) {
			if len(enum.Children) < 2 {
				t.Errorf("policy %s has %d words", e.attr("name"), len(enum.Children))
			}
		})
	})
	if want := 3 * len(policy.Keys); count != want {
		t.Errorf("%d policies, want %d: every key for three browsers", count, want)
	}
}

// element is any element of a template.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e *element) each(name string, do func(*element)) {
	for i := range e.Children {
		if e.Children[i].XMLName.Local == name {
			do(&e.Children[i])
		}
		e.Children[i].each(name, do)
	}
}

func parseXML(t *testing.T, text []byte) *element {
	t.Helper()
	var e element
	d := xml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&e); err != nil {
		t.Fatal(err)
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if space, isText := token.(xml.CharData); err != nil || !isText || len(bytes.TrimSpace(space)) > 0 {
			t.Fatalf("after the root element: %v, %v", token, err)
		}
	}
	const namespace = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
	if e.XMLName.Space != namespace {
		t.Errorf("namespace %q, want %q", e.XMLName.Space, namespace)
	}
	return &e
}
