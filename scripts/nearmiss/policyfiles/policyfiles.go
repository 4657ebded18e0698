// Package policyfiles writes everything that knows the keys of managed policy:
// the extension's schema and types, the reference, and a template for every way
// in which administrators hand policy to browsers. Its one source is
// core/policy.Keys.
//
//	settings, err := policyfiles.Settings(policyText)
//	files := policyfiles.Templates(policyfiles.Unpacked, settings)
package policyfiles

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"nearmiss/core/policy"
)

// Install says which extension the templates are for and where browsers get it.
type Install struct {
	// ChromiumID is the extension's id in Chromium, Chrome and Edge: 32 letters a–p.
	ChromiumID string
	// UpdateURL answers Chromium's update checks: an updates.xml, or a store.
	UpdateURL string
	FirefoxID string
	// FirefoxURL is the signed package for Firefox.
	FirefoxURL string
}

// Unpacked is the extension as it is built from this repository: its id follows
// from the public key in the manifest, whose private half nobody has. Whoever
// signs packages has a key, and so an id, of their own.
var Unpacked = Install{
	ChromiumID: "edkbndcocicpccgigffbjmjhhbfhkndo",
	UpdateURL:  "https://nearmiss.works.example/v1/packages/updates.xml",
	FirefoxID:  "nearmiss@nearmiss.example",
	FirefoxURL: "https://nearmiss.works.example/v1/packages/nearmiss-firefox.xpi",
}

// Setting is one key of a policy with its strings: one, or those of a list.
type Setting struct {
	Key    policy.Key
	Values []string
}

// Settings reads a policy that is right as a whole into the order of policy.Keys.
func Settings(text []byte) ([]Setting, error) {
	if _, err := policy.Parse(text); err != nil {
		return nil, err
	}
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, fmt.Errorf("policy is not JSON: %w", err)
	}
	var settings []Setting
	for _, key := range policy.Keys {
		switch v := object[key.Name].(type) {
		case string:
			settings = append(settings, Setting{key, []string{v}})
		case []any:
			s := Setting{Key: key}
			for _, entry := range v {
				s.Values = append(s.Values, entry.(string)) // Parse saw to it
			}
			settings = append(settings, s)
		}
	}
	if len(settings) == 0 {
		return nil, errors.New("policy has no keys")
	}
	return settings, nil
}

// Example is a policy with every key, as the reference explains them.
func Example() []Setting {
	var settings []Setting
	for _, key := range policy.Keys {
		settings = append(settings, Setting{key, key.Example})
	}
	return settings
}

// Templates are the files for administrators, by path.
func Templates(install Install, settings []Setting) map[string][]byte {
	return map[string][]byte{
		"policy.json":                            document(objectOf(settings)),
		"linux/nearmiss.json":                    document(chromiumPolicy(install, settings)),
		"firefox/policies.json":                  document(firefoxPolicy(install, settings)),
		"google-admin/policy-for-extension.json": document(googleAdmin(settings)),
		"windows/nearmiss.admx":                  admx(install),
		"windows/en-US/nearmiss.adml":            adml(),
		"windows/nearmiss-chrome.reg":            registry(chrome(install), settings),
		"windows/nearmiss-edge.reg":              registry(edge(install), settings),
		"windows/nearmiss-firefox.reg":           registry(firefox(install), settings),
		"intune/windows-custom-profile.json":     document(intune(install, settings)),
		"macos/nearmiss.mobileconfig":            mobileconfig(install, settings),
		"macos/" + chromePlist(install):          plistOf(settings),
	}
}

// Descriptions are the files that describe the keys and hold no values.
func Descriptions() map[string][]byte {
	return map[string][]byte{
		"policy.schema.json": document(jsonSchema()),
		"REFERENCE.md":       reference(),
	}
}

func objectOf(settings []Setting) object {
	var o object
	for _, s := range settings {
		o = append(o, member{s.Key.Name, s.value()})
	}
	return o
}

// value is the setting as JSON has it: a string or a list of strings.
func (s Setting) value() any {
	if s.Key.IsList {
		return s.Values
	}
	return s.Values[0]
}

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			text = append(text, ',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
		text = append(append(append(text, name...), ':'), value.Bytes()...)
	}
	return append(text, '}'), nil
}

// document writes JSON for people.
func document(value any) []byte {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		panic(err) // strings and lists of them
	}
	return text.Bytes()
}

// Committed are the generated files of this repository, by path.
func Committed() map[string][]byte {
	files := map[string][]byte{
		"extension/src/policy.generated.ts":              typescript(),
		"extension/src/webmail/descriptors.generated.ts": webmailModules(),
		"core/policy/webmailnames.go":                    webmailNames(),
		"core/policy/testdata/generated.txt":             vectors(),
		"worker/report/kinds.go":                         reportKinds(),
		"extension/managed_schema.json":                  document(managedSchema()),
	}
	for name, content := range Descriptions() {
		files["extension/policy/"+name] = content
	}
	for name, content := range Templates(Unpacked, Example()) {
		files["extension/policy/templates/"+name] = content
	}
	return files
}
