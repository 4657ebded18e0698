package policyfiles

import (
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"unicode/utf16"

	"nearmiss/core/policy"
)

// readRegistry reads a registry file back as the browser sees it.
func readRegistry(t *testing.T, text []byte) map[string]any {
	t.Helper()
	lines := strings.Split(string(text), "\r\n")
	if lines[0] != "Windows Registry Editor Version 5.00" || strings.Contains(strings.Join(lines, ""), "\n") {
		t.Errorf("head %q, or a line end that is not CR LF", lines[0])
	}
	object := map[string]any{}
	list := ""
	for _, line := range lines[1:] {
		if strings.IndexFunc(line, func(r rune) bool { return r > '~' }) >= 0 {
			t.Errorf("not ASCII: %s", line)
		}
		if strings.HasPrefix(line, "[HKEY_LOCAL_MACHINE\\") {
			list = ""
			if _, below, isBelow := strings.Cut(strings.TrimSuffix(line, "]"), `\policy\`); isBelow {
				list = below
				object[list] = []any{}
			}
			continue
		}
		name, value, isValue := strings.Cut(line, "=")
		if !isValue {
			continue
		}
		name = strings.Trim(name, `"`)
		if digits, isHex := strings.CutPrefix(value, "hex(1):"); isHex {
			raw, err := hex.DecodeString(strings.ReplaceAll(digits, ",", ""))
			if err != nil || len(raw)%2 != 0 {
				t.Fatalf("%s: %v", line, err)
			}
			var units []uint16
			for i := 0; i < len(raw)-2; i += 2 {
				units = append(units, uint16(raw[i])|uint16(raw[i+1])<<8)
			}
			value = string(utf16.Decode(units))
		} else {
			value = strings.TrimSuffix(strings.TrimPrefix(value, `"`), `"`)
			value = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(value)
		}
		if list == "" {
			object[name] = value
		} else {
			object[list] = append(object[list].([]any), value)
		}
	}
	return object
}

// readIntune reads Chrome's rows of the profile back.
func readIntune(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var profile struct {
		OmaSettings []struct{ OmaURI, Value string }
	}
	if err := json.Unmarshal(text, &profile); err != nil {
		t.Fatal(err)
	}
	object := map[string]any{}
	for i, row := range profile.OmaSettings {
		if i == 0 {
			parseXML(t, []byte(row.Value)) // the template itself
			continue
		}
		_, name, isChrome := strings.Cut(row.OmaURI, "/chrome_")
		if !isChrome {
			continue
		}
		var data struct {
			Data struct {
				ID    string `xml:"id,attr"`
				Value string `xml:"value,attr"`
			} `xml:"data"`
		}
		if err := xml.Unmarshal([]byte("<row>"+row.Value+"</row>"), &data); err != nil || data.Data.ID != name {
			t.Fatalf("%s: %q, %v", row.OmaURI, row.Value, err)
		}
		key, _ := policy.Find(name)
		if !key.IsList {
			object[name] = data.Data.Value
			continue
		}
		var list []any
		for i, piece := range strings.Split(data.Data.Value, "\uf000") {
			if i%2 == 1 {
				list = append(list, piece)
			}
		}
		object[name] = list
	}
	return object
}

// The rows of the profile name the template's categories and policies.
func TestIntuneNamesTheTemplatesPolicies(t *testing.T) {
	template := parseXML(t, admx(Unpacked))
	parent := map[string]string{}
	template.each("category", func(e *element) {
		e.each("parentCategory", func(p *element) { parent[e.attr("name")] = p.attr("ref") })
	})
	wanted := map[string]bool{}
	template.each("policy", func(e *element) {
		path := e.attr("name")
		e.each("parentCategory", func(p *element) {
			above := p.attr("ref")
			path = above + "/" + path
			for above = parent[above]; above != ""; above = parent[above] {
				path = above + "~" + path
			}
		})
		wanted["./Device/Vendor/MSFT/Policy/Config/Nearmiss~Policy~"+path] = true
	})
	var profile struct {
		OmaSettings []struct{ OmaURI string }
	}
	if err := json.Unmarshal(document(intune(Unpacked, Example())), &profile); err != nil {
		t.Fatal(err)
	}
	for _, row := range profile.OmaSettings[1:] {
		if !wanted[row.OmaURI] {
			t.Errorf("%s is no policy of the template", row.OmaURI)
		}
		delete(wanted, row.OmaURI)
	}
	for uri := range wanted {
		t.Errorf("no row for %s", uri)
	}
}
