package policyfiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"howett.net/plist"

	"nearmiss/core/policy"
)

const root = "../../.."

func TestCommittedFilesAreGenerated(t *testing.T) {
	want := Committed()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !bytes.Equal(got, want[name]) {
			t.Errorf("%s is not what the keys say: run go run ./scripts/nearmiss policy generate", name)
		}
	}
	for _, dir := range []string{"extension/policy/templates"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			if _, known := want[filepath.ToSlash(name)]; !known {
				t.Errorf("%s is no longer generated: remove it", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// Whoever adds a key finds it everywhere, and every value of the example too.
func TestEveryKeyIsEverywhere(t *testing.T) {
	files := Committed()
	for _, name := range []string{
		"worker/report/kinds.go", // is made of kinds, not of keys, the others of webmails
		"core/policy/webmailnames.go",
		"extension/src/webmail/descriptors.generated.ts",
	} {
		delete(files, name)
	}
	for _, k := range policy.Keys {
		for name, content := range files {
			if !bytes.Contains(content, []byte(k.Name)) {
				t.Errorf("%s has no %s", name, k.Name)
			}
		}
	}
	for _, setting := range Example() {
		for name, content := range Templates(Unpacked, Example()) {
			if strings.HasSuffix(name, ".admx") || strings.HasSuffix(name, ".adml") {
				continue // describe, and hold no values
			}
			for _, value := range setting.Values {
				if !bytes.Contains(content, []byte(escape(value))) && !bytes.Contains(content, []byte(value)) {
					t.Errorf("%s has no value %q of %s", name, value, setting.Key.Name)
				}
			}
		}
	}
}

// What every template hands to its browser is the policy it was made of.
func TestTemplatesCarryThePolicy(t *testing.T) {
	odd := []byte(`{"organisationName":"Büro <für> \"Bücher\" & 'mehr' \\ 部","ownDomains":["bücher.example","*.works.example"],"failure":"hold"}`)
	settings, err := Settings(odd)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(odd, &want); err != nil {
		t.Fatal(err)
	}
	files := Templates(Unpacked, settings)
	at := func(text []byte, path ...string) (found any) {
		t.Helper()
		if err := json.Unmarshal(text, &found); err != nil {
			t.Fatal(err)
		}
		for _, name := range path {
			found = found.(map[string]any)[name]
		}
		return found
	}
	same := func(name string, got any) {
		t.Helper()
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		if !bytes.Equal(a, b) {
			t.Errorf("%s carries %s, want %s", name, a, b)
		}
	}
	same("policy.json", at(files["policy.json"]))
	same("linux", at(files["linux/nearmiss.json"], "3rdparty", "extensions", Unpacked.ChromiumID))
	same("firefox", at(files["firefox/policies.json"], "policies", "3rdparty", "Extensions", Unpacked.FirefoxID))
	unwrapped := map[string]any{}
	for name, value := range at(files["google-admin/policy-for-extension.json"]).(map[string]any) {
		unwrapped[name] = value.(map[string]any)["Value"]
	}
	same("google-admin", unwrapped)

	var profile struct{ PayloadContent []map[string]any }
	if _, err := plist.Unmarshal(files["macos/nearmiss.mobileconfig"], &profile); err != nil {
		t.Fatalf("mobileconfig: %v", err)
	}
	seen := map[any]bool{}
	for _, payload := range profile.PayloadContent {
		if seen[payload["PayloadUUID"]] {
			t.Errorf("payload %v stands twice", payload["PayloadUUID"])
		}
		seen[payload["PayloadUUID"]] = true
		switch kind := payload["PayloadType"]; kind {
		case "com.google.Chrome.extensions." + Unpacked.ChromiumID, "com.microsoft.Edge.extensions." + Unpacked.ChromiumID:
			maps.DeleteFunc(payload, func(name string, _ any) bool { return strings.HasPrefix(name, "Payload") })
			same(kind.(string), payload)
		case "org.mozilla.firefox":
			third := payload["3rdparty"].(map[string]any)["Extensions"].(map[string]any)
			same("macos firefox", third[Unpacked.FirefoxID])
		}
	}
	var bare map[string]any
	if _, err := plist.Unmarshal(files["macos/"+chromePlist(Unpacked)], &bare); err != nil {
		t.Fatalf("plist: %v", err)
	}
	same("plist", bare)
	same("registry", readRegistry(t, files["windows/nearmiss-chrome.reg"]))
	same("intune", readIntune(t, files["intune/windows-custom-profile.json"]))
}

func TestSettingsRefusesWhatIsWrong(t *testing.T) {
	for _, text := range []string{`{}`, `[]`, `{"failure":"maybe"}`, `{"history":false}`, `{`} {
		if _, err := Settings([]byte(text)); err == nil {
			t.Errorf("%s is taken", text)
		}
	}
}

// The templates of this repository name the extension that it builds.
func TestUnpackedIsTheManifests(t *testing.T) {
	manifest, err := os.ReadFile(root + "/extension/manifest.ts")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(manifest, []byte("GECKO_ID = '"+Unpacked.FirefoxID+"'")) {
		t.Errorf("manifest.ts does not name %s", Unpacked.FirefoxID)
	}
	key := regexp.MustCompile(`'(MII[A-Za-z0-9+/=]+)'`).FindSubmatch(manifest)
	if key == nil {
		t.Fatal("manifest.ts has no key")
	}
	public, err := base64.StdEncoding.DecodeString(string(key[1]))
	if err != nil {
		t.Fatal(err)
	}
	id := ""
	for _, b := range sha256.Sum256(public) {
		id += string(rune('a'+b>>4)) + string(rune('a'+b&15))
	}
	if id[:32] != Unpacked.ChromiumID {
		t.Errorf("the manifest's key gives %s, want %s", id[:32], Unpacked.ChromiumID)
	}
}

// The schema of Chromium's managed storage must not be stricter than the form:
// what does not fit is dropped before the extension could complain.
func TestManagedSchemaIsLoose(t *testing.T) {
	var schema struct {
		Type       string
		Properties map[string]map[string]any
	}
	if err := json.Unmarshal(Committed()["extension/managed_schema.json"], &schema); err != nil {
		t.Fatal(err)
	}
	if schema.Type != "object" || len(schema.Properties) != len(policy.Keys) {
		t.Errorf("an %s of %d keys, want object of %d", schema.Type, len(schema.Properties), len(policy.Keys))
	}
	for name, p := range schema.Properties {
		for word := range p {
			if !slices.Contains([]string{"type", "title", "description", "items"}, word) {
				t.Errorf("%s has %q", name, word)
			}
		}
		if items, isList := p["items"]; isList && !mapsEqual(items, map[string]any{"type": "string"}) {
			t.Errorf("entries of %s are %v", name, items)
		}
	}
}

func mapsEqual(a any, b map[string]any) bool {
	m, isMap := a.(map[string]any)
	return isMap && maps.Equal(m, b)
}
