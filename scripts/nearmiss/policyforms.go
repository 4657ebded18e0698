package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"howett.net/plist"

	"nearmiss/core/policy"
)

// values are a policy's keys as a form other than JSON holds them: strings, and
// lists of strings; anything else as it is, for the reader to name.
type values map[string]any

// asJSON writes each policy found as JSON, by where it stands.
func asJSON(found map[string]values) (map[string]json.RawMessage, error) {
	if len(found) == 0 {
		return nil, errors.New("no policy of an extension in this file")
	}
	policies := make(map[string]json.RawMessage, len(found))
	for at, one := range found {
		text, err := json.Marshal(one)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", at, err)
		}
		policies[at] = text
	}
	return policies, nil
}

// fromUTF16 decodes what regedit exports. Of other text it takes off only the byte
// order mark that Windows editors put first.
func fromUTF16(text []byte) ([]byte, error) {
	text, _, err := transform.Bytes(unicode.BOMOverride(encoding.Nop.NewDecoder()), text)
	return text, err
}

var (
	registryHead  = regexp.MustCompile(`^(Windows Registry Editor Version 5\.00|REGEDIT4)\s`)
	registryValue = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"=(.*)$`)
	registryText  = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"$`)
)

// registryPolicies reads a .reg file. A key's section ends in …\policy for Chrome
// and Edge, in the extension's id for Firefox; a list is a section below it.
func registryPolicies(text []byte) (map[string]values, error) {
	found := make(map[string]values)
	var at, list string // the policy's section, and the key whose list is read
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSpace(line)
		if section, ok := strings.CutPrefix(line, "["); ok {
			at, list = registrySection(strings.TrimSuffix(section, "]"))
			continue
		}
		if line == "" || strings.HasPrefix(line, ";") || at == "" {
			continue
		}
		parts := registryValue.FindStringSubmatch(line)
		if parts == nil {
			if number == 1 || strings.HasPrefix(line, "@=") {
				continue
			}
			return nil, fmt.Errorf("line %d: %q is no value of the registry", number, shortened(line))
		}
		if found[at] == nil {
			found[at] = make(values)
		}
		name, value := unescape(parts[1]), any(parts[2])
		if quoted := registryText.FindStringSubmatch(parts[2]); quoted != nil {
			value = unescape(quoted[1])
		} else if hex, ok := strings.CutPrefix(parts[2], "dword:"); ok {
			if n, err := strconv.ParseUint(hex, 16, 32); err == nil {
				value = n
			}
		}
		if list == "" {
			found[at][name] = value
			continue
		}
		entries, _ := found[at][list].([]any)
		found[at][list] = append(entries, value)
	}
	return found, nil
}

func unescape(text string) string { return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(text) }

// registrySection splits a section into the policy's and the list's name; "" for
// a section of something else, or one that is deleted.
func registrySection(section string) (at, list string) {
	lower := strings.ToLower(section)
	if strings.HasPrefix(section, "-") || !strings.Contains(lower, `\3rdparty\extensions\`) {
		return "", ""
	}
	before, below, _ := strings.Cut(lower, `\3rdparty\extensions\`)
	parts := strings.Split(section[len(section)-len(below):], `\`)
	if !strings.HasSuffix(before, `\firefox`) {
		if len(parts) < 2 || !strings.EqualFold(parts[1], "policy") {
			return "", ""
		}
		parts = append([]string{parts[0] + `\policy`}, parts[2:]...)
	}
	browser := before[strings.LastIndex(before, `\`)+1:]
	if len(parts) > 1 {
		list = parts[1]
	}
	return browser + ": " + parts[0] + ".", list
}

// plistPolicies reads a property list: an extension's preferences alone, or a
// profile with payloads for several browsers.
func plistPolicies(text []byte) (map[string]values, error) {
	var top map[string]any
	if _, err := plist.Unmarshal(text, &top); err != nil {
		return nil, fmt.Errorf("not a property list: %w", err)
	}
	payloads, isProfile := top["PayloadContent"].([]any)
	if !isProfile {
		return map[string]values{"": values(top)}, nil
	}
	found := make(map[string]values)
	for _, one := range payloads {
		payload, _ := one.(map[string]any)
		kind, _ := payload["PayloadType"].(string)
		switch {
		case strings.HasPrefix(kind, "com.google.Chrome.extensions."), strings.HasPrefix(kind, "com.microsoft.Edge.extensions."):
			own := make(values)
			for name, value := range payload {
				if !strings.HasPrefix(name, "Payload") {
					own[name] = value
				}
			}
			found[kind+"."] = own
		case kind == "org.mozilla.firefox":
			third, _ := payload["3rdparty"].(map[string]any)
			extensions, _ := third["Extensions"].(map[string]any)
			for id, one := range extensions {
				if own, ok := one.(map[string]any); ok {
					found[kind+"."+id+"."] = values(own)
				}
			}
		}
	}
	return found, nil
}

// intuneData is one element of an ADMX-backed setting's value.
var intuneData = regexp.MustCompile(`<data id="([^"]*)" value="([^"]*)"\s*/>`)

// intunePolicies reads a custom profile: one setting for each key and browser.
// Entries of a list are numbered, and separated by U+F000.
func intunePolicies(text []byte) (map[string]values, error) {
	var profile struct {
		Settings []struct {
			URI   string `json:"omaUri"`
			Value string `json:"value"`
		} `json:"omaSettings"`
	}
	if err := json.Unmarshal(text, &profile); err != nil {
		return nil, whereInJSON(text, err)
	}
	found := make(map[string]values)
	for _, setting := range profile.Settings {
		last := setting.URI[strings.LastIndex(setting.URI, "/")+1:]
		browser, name, ok := strings.Cut(last, "_")
		data := intuneData.FindStringSubmatch(setting.Value)
		if !ok || data == nil || !strings.Contains(setting.URI, "/Policy/Config/") {
			continue
		}
		at := browser + "."
		if found[at] == nil {
			found[at] = make(values)
		}
		value := html.UnescapeString(data[2])
		if key, known := policy.Find(name); !known || !key.IsList {
			found[at][name] = value
			continue
		}
		entries := []any{}
		for i, part := range strings.Split(value, "\uf000") {
			if i%2 == 1 { // after its number
				entries = append(entries, part)
			}
		}
		found[at][name] = entries
	}
	return found, nil
}
