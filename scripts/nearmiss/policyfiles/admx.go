package policyfiles

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"nearmiss/core/policy"
)

// admx is the administrative template: one policy for each key and browser. It
// uses no other template, so that consoles which take one file at a time
// (Intune) accept it alone.
func admx(install Install) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString("<!-- Generated from core/policy by \"nearmiss policy generate\". -->\n")
	b.WriteString(`<policyDefinitions xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <policyNamespaces>
    <target prefix="nearmiss" namespace="Nearmiss.Policies.Nearmiss"/>
  </policyNamespaces>
  <resources minRequiredRevision="1.0" fallbackCulture="en-US"/>
  <supportedOn>
    <definitions>
      <definition name="supported" displayName="$(string.supported)"/>
    </definitions>
  </supportedOn>
  <categories>
    <category name="nearmiss" displayName="$(string.nearmiss)"/>
`)
	for _, browser := range browsersOf(install) {
		fmt.Fprintf(&b, "    <category name=\"%s\" displayName=\"$(string.%[1]s)\">\n      <parentCategory ref=\"nearmiss\"/>\n    </category>\n", browser.name)
		for _, p := range parts {
			fmt.Fprintf(&b, "    <category name=\"%s_%s\" displayName=\"$(string.part_%[2]s)\">\n      <parentCategory ref=\"%[1]s\"/>\n    </category>\n", browser.name, p.part)
		}
	}
	b.WriteString("  </categories>\n  <policies>\n")
	for _, browser := range browsersOf(install) {
		for _, k := range policy.Keys {
			id := browser.name + "_" + k.Name
			fmt.Fprintf(&b, "    <policy name=\"%s\" class=\"Both\" displayName=\"$(string.%s)\" explainText=\"$(string.%[2]s_explain)\" presentation=\"$(presentation.%[1]s)\" key=\"%[3]s\">\n",
				id, k.Name, escape(browser.registry))
			fmt.Fprintf(&b, "      <parentCategory ref=\"%s_%s\"/>\n      <supportedOn ref=\"supported\"/>\n      <elements>\n", browser.name, k.Part)
			switch {
			case k.IsList:
				// An empty prefix names the values "1", "2", …: what browsers read as a list.
				fmt.Fprintf(&b, "        <list id=\"%s\" key=\"%s\" valuePrefix=\"\"/>\n", k.Name, escape(browser.registry+`\`+k.Name))
			case k.Form == policy.FormWord:
				fmt.Fprintf(&b, "        <enum id=\"%s\" valueName=\"%[1]s\" required=\"true\">\n", k.Name)
				for _, word := range k.Words {
					fmt.Fprintf(&b, "          <item displayName=\"$(string.%s)\">\n            <value>\n              <string>%s</string>\n            </value>\n          </item>\n", wordID(k, word), word.Word)
				}
				b.WriteString("        </enum>\n")
			default:
				fmt.Fprintf(&b, "        <text id=\"%s\" valueName=\"%[1]s\" maxLength=\"%d\" required=\"true\"/>\n", k.Name, k.MaxLength)
			}
			b.WriteString("      </elements>\n    </policy>\n")
		}
	}
	b.WriteString("  </policies>\n</policyDefinitions>\n")
	return b.Bytes()
}

// adml is the template's English.
func adml() []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	b.WriteString("<!-- Generated from core/policy by \"nearmiss policy generate\". -->\n")
	b.WriteString(`<policyDefinitionResources xmlns="http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions" revision="1.0" schemaVersion="1.0">
  <displayName>Nearmiss</displayName>
  <description>Settings of the Nearmiss browser extension</description>
  <resources>
    <stringTable>
`)
	text := func(id, s string) { fmt.Fprintf(&b, "      <string id=\"%s\">%s</string>\n", id, escape(s)) }
	text("supported", "Chrome or Edge 120 and later, Firefox 128 and later")
	text("nearmiss", "Nearmiss")
	for _, browser := range browsersOf(Install{}) {
		text(browser.name, browser.title)
	}
	for _, p := range parts {
		text("part_"+string(p.part), p.title)
	}
	for _, k := range policy.Keys {
		text(k.Name, k.Title)
		text(k.Name+"_explain", explain(k))
		if k.Form == policy.FormWord && !k.IsList {
			for _, word := range k.Words {
				text(wordID(k, word), word.Word+" – "+word.Means)
			}
		}
	}
	b.WriteString("    </stringTable>\n    <presentationTable>\n")
	for _, browser := range browsersOf(Install{}) {
		for _, k := range policy.Keys {
			fmt.Fprintf(&b, "      <presentation id=\"%s_%s\">\n", browser.name, k.Name)
			switch {
			case k.IsList:
				fmt.Fprintf(&b, "        <listBox refId=\"%s\">%s</listBox>\n", k.Name, escape(k.Title))
			case k.Form == policy.FormWord:
				fmt.Fprintf(&b, "        <dropdownList refId=\"%s\" noSort=\"true\" defaultItem=\"%d\">%s</dropdownList>\n", k.Name, defaultItem(k), escape(k.Title))
			default:
				fmt.Fprintf(&b, "        <textBox refId=\"%s\">\n          <label>%s</label>\n        </textBox>\n", k.Name, escape(k.Title))
			}
			b.WriteString("      </presentation>\n")
		}
	}
	b.WriteString("    </presentationTable>\n  </resources>\n</policyDefinitionResources>\n")
	return b.Bytes()
}

// wordID names a word's text: letters, digits and underscores only, says the
// templates' schema.
func wordID(k policy.Key, word policy.Word) string {
	return k.Name + "_" + strings.ReplaceAll(word.Word, "-", "_")
}

func defaultItem(k policy.Key) int {
	return max(0, slices.IndexFunc(k.Words, func(word policy.Word) bool { return word.Word == k.Default }))
}

// explain is the help of the Group Policy editor.
func explain(k policy.Key) string {
	text := k.Doc()
	if k.IsList && len(k.Words) > 0 {
		text += "\n\nWords:"
		for _, word := range k.Words {
			text += "\n" + word.Word + " – " + word.Means
		}
	}
	if k.Form == policy.FormRule {
		text += "\n\nKinds:"
		for _, kind := range policy.Kinds {
			text += "\n" + kind.Word + " – " + kind.Means
		}
		text += "\n\nActions:"
		for _, action := range policy.Actions {
			text += "\n" + action.Word + " – " + action.Means
		}
	}
	text += "\n\nExample: " + strings.Join(k.Example, "\n         ")
	if k.Default != "" {
		text += "\n\nIf not configured: " + k.Default + "."
	}
	return text
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	// Tabs and line ends stand as they are in element text; xml writes them as references.
	return strings.NewReplacer("&#xA;", "\n", "&#39;", "'", "&#34;", "&quot;").Replace(b.String())
}
