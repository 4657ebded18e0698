package packages

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"nearmiss/core/domain"
)

const manifestName = "manifest.json"

// manifest is an extension's manifest; with and without return changed copies.
type manifest map[string]any

func readManifest(files map[string][]byte) (manifest, error) {
	text, isThere := files[manifestName]
	if !isThere {
		return nil, errors.New("no manifest.json: not a built extension")
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	return m, nil
}

func (m manifest) version() string { return m.text("version") }

func (m manifest) text(name string) string {
	text, _ := m[name].(string)
	return text
}

func (m manifest) with(name string, value any) manifest {
	changed := maps.Clone(m)
	changed[name] = value
	return changed
}

func (m manifest) without(names ...string) manifest {
	changed := maps.Clone(m)
	for _, name := range names {
		delete(changed, name)
	}
	return changed
}

func (m manifest) gecko() (map[string]any, error) {
	settings, _ := m["browser_specific_settings"].(map[string]any)
	gecko, _ := settings["gecko"].(map[string]any)
	if id, _ := gecko["id"].(string); id == "" {
		return nil, errors.New("firefox: the manifest has no browser_specific_settings.gecko.id")
	}
	return gecko, nil
}

// withGecko sets a key of browser_specific_settings.gecko.
func (m manifest) withGecko(name, value string) (manifest, error) {
	gecko, err := m.gecko()
	if err != nil {
		return nil, err
	}
	gecko = maps.Clone(gecko)
	gecko[name] = value
	settings := maps.Clone(m["browser_specific_settings"].(map[string]any))
	settings["gecko"] = gecko
	return m.with("browser_specific_settings", settings), nil
}

// withHosts lets the extension read and guard pages of further hosts.
func (m manifest) withHosts(hosts []string) (manifest, error) {
	var patterns []any
	for _, host := range hosts {
		d, err := domain.Parse(host)
		if err != nil {
			return nil, fmt.Errorf("webmail host %q: %w", host, err)
		}
		patterns = append(patterns, "https://"+d.String()+"/*")
	}
	scripts, _ := m["content_scripts"].([]any)
	permissions, _ := m["host_permissions"].([]any)
	if len(scripts) != 1 || len(permissions) == 0 {
		return nil, errors.New("the manifest has not one content script and its hosts")
	}
	script, _ := scripts[0].(map[string]any)
	matches, _ := script["matches"].([]any)
	script = maps.Clone(script)
	script["matches"] = slices.Concat(matches, patterns)
	return m.with("host_permissions", slices.Concat(permissions, patterns)).with("content_scripts", []any{script}), nil
}

// bytes writes the keys in alphabetical order.
func (m manifest) bytes() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]any(m))
	return b.Bytes(), err
}
