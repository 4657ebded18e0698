package packages

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"fmt"
)

// updatesXML answers Chromium's update check.
func updatesXML(id, version, crxURL, minimum string, crx []byte) []byte {
	type updatecheck struct {
		Codebase string `xml:"codebase,attr"`
		Version  string `xml:"version,attr"`
		Minimum  string `xml:"prodversionmin,attr,omitempty"`
		Hash     string `xml:"hash_sha256,attr"`
		Size     int    `xml:"size,attr"`
	}
	type app struct {
		ID     string      `xml:"appid,attr"`
		Status string      `xml:"status,attr"`
		Check  updatecheck `xml:"updatecheck"`
	}
	text, err := xml.MarshalIndent(struct {
		XMLName  xml.Name `xml:"http://www.google.com/update2/response gupdate"`
		Protocol string   `xml:"protocol,attr"`
		App      app      `xml:"app"`
	}{
		Protocol: "2.0",
		App:      app{id, "ok", updatecheck{crxURL, version, minimum, fmt.Sprintf("%x", sha256.Sum256(crx)), len(crx)}},
	}, "", "  ")
	if err != nil {
		panic(err) // strings and a number
	}
	return append(append([]byte(xml.Header), text...), '\n')
}

// updatesJSON answers Firefox's.
func updatesJSON(m manifest, version, xpiURL string, xpi []byte) ([]byte, error) {
	gecko, err := m.gecko()
	if err != nil {
		return nil, err
	}
	update := map[string]any{
		"version":     version,
		"update_link": xpiURL,
		"update_hash": fmt.Sprintf("sha256:%x", sha256.Sum256(xpi)),
	}
	if minimum, isGiven := gecko["strict_min_version"]; isGiven {
		update["applications"] = map[string]any{"gecko": map[string]any{"strict_min_version": minimum}}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(map[string]any{"addons": map[string]any{gecko["id"].(string): map[string]any{"updates": []any{update}}}})
	return b.Bytes(), err
}
