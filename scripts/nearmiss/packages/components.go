package packages

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"nearmiss/core/list"
)

// licences of the Go modules that may be linked into what is handed out. A module
// that is not here stops packaging: its licence is to be read first.
var licences = map[string]string{
	"std":                                               "BSD-3-Clause",
	"github.com/CycloneDX/cyclonedx-go":                 "Apache-2.0",
	"github.com/agnivade/levenshtein":                   "MIT",
	"github.com/d--j/go-milter":                         "BSD-2-Clause",
	"github.com/emersion/go-message":                    "MIT",
	"github.com/emersion/go-vcard":                      "MIT",
	"github.com/google/go-containerregistry":            "Apache-2.0",
	"github.com/klauspost/compress":                     "BSD-3-Clause AND Apache-2.0 AND MIT",
	"github.com/opencontainers/go-digest":               "Apache-2.0",
	"github.com/secure-systems-lab/go-securesystemslib": "MIT",
	"github.com/sigstore/protobuf-specs":                "Apache-2.0",
	"github.com/sigstore/sigstore":                      "Apache-2.0",
	"github.com/theupdateframework/go-tuf/v2":           "Apache-2.0",
	"github.com/valyala/fastjson":                       "MIT",
	"golang.org/x/crypto":                               "BSD-3-Clause",
	"golang.org/x/image":                                "BSD-3-Clause",
	"golang.org/x/net":                                  "BSD-3-Clause",
	"golang.org/x/sys":                                  "BSD-3-Clause",
	"golang.org/x/term":                                 "BSD-3-Clause",
	"golang.org/x/text":                                 "BSD-3-Clause",
	"google.golang.org/genproto/googleapis/api":         "Apache-2.0",
	"google.golang.org/protobuf":                        "BSD-3-Clause",
	"howett.net/plist":                                  "BSD-2-Clause AND BSD-3-Clause",
}

// tables are data of others that stand in the core's sources.
var tables = []Component{
	{Kind: "data", Name: "Unicode confusables (UTS #39)", Version: "17.0.0", Licence: "Unicode-3.0"},
	{Kind: "data", Name: "Public Suffix List, in golang.org/x/net/publicsuffix", Licence: "MPL-2.0"},
}

// Components is what of others the built extension holds: Go modules linked into
// its WebAssembly, npm packages bundled into its scripts, lists and tables.
func Components(root string, built map[string][]byte) ([]Component, error) {
	modules, err := goModules(root, built)
	if err != nil {
		return nil, err
	}
	npm, err := npmPackages(root)
	if err != nil {
		return nil, err
	}
	lists, err := listsOf(built)
	if err != nil {
		return nil, err
	}
	return slices.Concat(modules, npm, lists, tables), nil
}

// goModules asks Go what each program in the extension is linked from.
func goModules(root string, built map[string][]byte) ([]Component, error) {
	found := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(built)) {
		if path.Ext(name) != ".wasm" {
			continue
		}
		program := strings.TrimSuffix(path.Base(name), ".wasm")
		if err := linked(root, "./wasm/"+program, Platform{"wasip1", "wasm"}, found); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		return nil, errors.New("the built extension has no WebAssembly program")
	}
	return licensed(root, found)
}

// linked adds the modules that a program is linked from, by path.
func linked(root, program string, platform Platform, found map[string]string) error {
	cmd := exec.Command("go", "list", "-deps", "-json=Standard,Module", program)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+platform.OS, "GOARCH="+platform.Arch, "CGO_ENABLED=0")
	out, err := output(cmd)
	if err != nil {
		return err
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Standard bool
			Module   *struct {
				Path, Version string
				Main          bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("go list: %w", err)
		}
		if p.Module != nil && !p.Module.Main {
			found[p.Module.Path] = p.Module.Version
		}
	}
}

// licensed describes modules, and Go's own library.
func licensed(root string, found map[string]string) ([]Component, error) {
	cmd := exec.Command("go", "env", "GOVERSION")
	cmd.Dir = root
	version, err := output(cmd)
	if err != nil {
		return nil, err
	}
	found["std"] = strings.TrimPrefix(strings.TrimSpace(string(version)), "go")
	var all []Component
	for module, version := range found {
		licence, isKnown := licences[module]
		if !isKnown {
			return nil, fmt.Errorf("%s is linked and its licence is not in the table", module)
		}
		all = append(all, Component{
			Kind: "library", Name: module, Version: version, Licence: licence,
			PURL: "pkg:golang/" + module + "@" + version,
		})
	}
	return all, nil
}

// npmPackages reads the lock file: what is not for development is bundled.
func npmPackages(root string) ([]Component, error) {
	text, err := os.ReadFile(filepath.Join(root, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, Integrity, License string
			Dev, Optional, DevOptional  bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	var all []Component
	for place, p := range lock.Packages {
		_, name, isPackage := strings.Cut(place, "node_modules/")
		if !isPackage || p.Dev || p.Optional || p.DevOptional {
			continue
		}
		sum, isSHA512 := strings.CutPrefix(p.Integrity, "sha512-")
		raw, err := base64.StdEncoding.DecodeString(sum)
		if err != nil || !isSHA512 {
			return nil, fmt.Errorf("package-lock.json: %s has no SHA-512", name)
		}
		all = append(all, Component{
			Kind: "library", Name: name, Version: p.Version, Licence: p.License,
			PURL: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version, SHA512: hex.EncodeToString(raw),
		})
	}
	return all, nil
}

func listsOf(built map[string][]byte) ([]Component, error) {
	var all []Component
	for name, content := range built {
		if path.Dir(name) != "lists" || path.Ext(name) != ".txt" {
			continue
		}
		l, err := list.Parse(name, string(content))
		if err != nil {
			return nil, err
		}
		all = append(all, Component{
			Kind: "data", Name: "list " + l.Name, Version: l.Date, Licence: l.Licence, SHA256: fmt.Sprintf("%x", sha256.Sum256(content)),
		})
	}
	if len(all) == 0 {
		return nil, errors.New("the built extension has no lists")
	}
	return all, nil
}

func output(cmd *exec.Cmd) ([]byte, error) {
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, exit.Stderr)
	}
	return out, err
}
