package packages

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestCRX(t *testing.T) {
	in := testInput(t)
	files := mustMake(t, in)
	archive, id := verifyCRX(t, files["nearmiss-1.0.0.crx"])
	if want := ID(in.Key); id != want {
		t.Errorf("id %s, want %s", id, want)
	}
	var m map[string]any
	if err := json.Unmarshal(unzip(t, archive)["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	public := publicKey(in.Key)
	if m["key"] != public || m["update_url"] != "https://works.example/packages/updates.xml" {
		t.Errorf("manifest %v has not the packager's key and address", m)
	}
}

func TestStorePackageHasNoKey(t *testing.T) {
	files := unzip(t, mustMake(t, testInput(t))["nearmiss-1.0.0-chromium.zip"])
	var m map[string]any
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	if m["key"] != nil || m["update_url"] != nil || m["version"] != "1.0.0" {
		t.Errorf("manifest %v: a store refuses key and update_url", m)
	}
	if string(files["lists/military.txt"]) != "army.mil\n" {
		t.Errorf("files %q", slices.Sorted(maps.Keys(files)))
	}
}

func TestWebmailHosts(t *testing.T) {
	in := testInput(t)
	scripts := `"host_permissions":["https://mail.google.com/*"],"content_scripts":[{"matches":["https://mail.google.com/*"],"js":["content.js"]}]`
	in.Chromium["manifest.json"] = []byte(`{"version":"1.0.0",` + scripts + `}`)
	in.Firefox["manifest.json"] = []byte(`{"version":"1.0.0",` + scripts + `,"browser_specific_settings":{"gecko":{"id":"a@b.example"}}}`)
	in.WebmailHosts = []string{"OWA.works.example"}
	files := mustMake(t, in)
	archive, _ := verifyCRX(t, files["nearmiss-1.0.0.crx"])
	for name, c := range map[string]struct {
		archive []byte
		wanted  bool
	}{
		"crx": {archive, true}, "xpi": {files["nearmiss-1.0.0-firefox.xpi"], true}, "store": {files["nearmiss-1.0.0-chromium.zip"], false},
	} {
		text := string(unzip(t, c.archive)["manifest.json"])
		if n := strings.Count(text, `"https://owa.works.example/*"`); n != map[bool]int{true: 2, false: 0}[c.wanted] {
			t.Errorf("%s: the host stands %d times in %s", name, n, text)
		}
		if strings.Count(text, `"https://mail.google.com/*"`) != 2 || !strings.Contains(text, `"content.js"`) {
			t.Errorf("%s: lost what was there: %s", name, text)
		}
	}
	in.WebmailHosts = []string{"*"}
	if _, err := Make(in); err == nil {
		t.Error("every host is taken")
	}
}

func TestUpdates(t *testing.T) {
	in := testInput(t)
	in.Version = "1.0.1"
	files := mustMake(t, in)
	crx, xpi := files["nearmiss-1.0.1.crx"], files["nearmiss-1.0.1-firefox.xpi"]
	var x struct {
		App struct {
			ID    string `xml:"appid,attr"`
			Check struct {
				Codebase string `xml:"codebase,attr"`
				Version  string `xml:"version,attr"`
				Hash     string `xml:"hash_sha256,attr"`
				Size     int    `xml:"size,attr"`
			} `xml:"updatecheck"`
		} `xml:"app"`
	}
	if err := xml.Unmarshal(files["updates.xml"], &x); err != nil {
		t.Fatal(err)
	}
	id := ID(in.Key)
	sum := sha256.Sum256(crx)
	if c := x.App.Check; x.App.ID != id || c.Codebase != in.BaseURL+"nearmiss-1.0.1.crx" || c.Version != "1.0.1" || c.Hash != hex.EncodeToString(sum[:]) || c.Size != len(crx) {
		t.Errorf("updates.xml says %+v", x.App)
	}
	var j struct {
		Addons map[string]struct {
			Updates []map[string]any
		}
	}
	if err := json.Unmarshal(files["updates.json"], &j); err != nil {
		t.Fatal(err)
	}
	sum = sha256.Sum256(xpi)
	update := j.Addons["a@b.example"].Updates[0]
	if update["version"] != "1.0.1" || update["update_hash"] != "sha256:"+hex.EncodeToString(sum[:]) || update["update_link"] != in.BaseURL+"nearmiss-1.0.1-firefox.xpi" {
		t.Errorf("updates.json says %v", update)
	}
	var m struct {
		Version  string
		Settings struct{ Gecko map[string]any } `json:"browser_specific_settings"`
	}
	if err := json.Unmarshal(unzip(t, xpi)["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	if m.Version != "1.0.1" || m.Settings.Gecko["update_url"] != in.BaseURL+"updates.json" {
		t.Errorf("the xpi's manifest says %+v", m)
	}
}
