// Package flow keeps the house's floors: data flows one way, so no room imports
// one that stands above it, and the core touches nothing but its arguments.
package flow

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms names what each package of this module may import of it. A package that
// is not listed may not exist: adding one is a decision to be taken here.
var rooms = map[string][]string{
	"nearmiss/core/domain":                  {},
	"nearmiss/core/index":                   {},
	"nearmiss/core/list":                    {"nearmiss/core/domain"},
	"nearmiss/core/namemodel":               {},
	"nearmiss/core/errormodel":              {"nearmiss/core/namemodel"},
	"nearmiss/core":                         {"nearmiss/core/domain", "nearmiss/core/errormodel", "nearmiss/core/index", "nearmiss/core/list", "nearmiss/core/namemodel"},
	"nearmiss/core/policy":                  {"nearmiss/core", "nearmiss/core/domain"},
	"nearmiss/wasm/check":                   {"nearmiss/core", "nearmiss/core/list", "nearmiss/core/policy"},
	"nearmiss/wasm/bench":                   {"nearmiss/core/index"},
	"nearmiss/wasm/overlay/cookiejar":       {},
	"nearmiss/wasm/overlay/debug":           {},
	"nearmiss/wasm/overlay/embed":           {},
	"nearmiss/wasm/overlay/fmt":             {},
	"nearmiss/wasm/overlay/netip":           {},
	"nearmiss/wasm/overlay/suffixes":        {},
	"nearmiss/wasm/overlay/ecdsa":           {},
	"nearmiss/wasm/overlay/rsa":             {},
	"nearmiss/wasm/overlay/x509":            {},
	"nearmiss/extension/src/webmail":        {},
	"nearmiss/worker/lists":                 {},
	"nearmiss/worker/tuf":                   {},
	"nearmiss/worker/tuf/tuftest":           {"nearmiss/worker/tuf"},
	"nearmiss/worker/report":                {},
	"nearmiss/worker":                       {"nearmiss/worker/report", "nearmiss/worker/tuf"},
	"nearmiss/worker/cloudflare":            {"nearmiss/worker"},
	"nearmiss/wasm/update":                  {"nearmiss/wasm/update/verify"},
	"nearmiss/wasm/update/verify":           {"nearmiss/core/list"},
	"nearmiss/scripts/nearmiss/release":     {"nearmiss/core/list", "nearmiss/wasm/update/verify", "nearmiss/worker/tuf"},
	"nearmiss/scripts/nearmiss/source":      {},
	"nearmiss/scripts/nearmiss/imports":     {"nearmiss/core/domain", "nearmiss/core/index", "nearmiss/core/list", "nearmiss/scripts/nearmiss/source"},
	"nearmiss/scripts/nearmiss/lint":        {"nearmiss/core", "nearmiss/core/domain", "nearmiss/core/list", "nearmiss/extension/src/webmail", "nearmiss/scripts/nearmiss/source"},
	"nearmiss/scripts/nearmiss/packages":    {"nearmiss/core/domain", "nearmiss/core/list"},
	"nearmiss/scripts/nearmiss/policyfiles": {"nearmiss/core/policy", "nearmiss/extension/src/webmail"},
	"nearmiss/scripts/nearmiss": {
		"nearmiss/core", "nearmiss/core/domain", "nearmiss/core/list", "nearmiss/core/policy", "nearmiss/extension/src/webmail", "nearmiss/worker/lists", "nearmiss/worker/report",
		"nearmiss/scripts/nearmiss/imports", "nearmiss/scripts/nearmiss/lint", "nearmiss/scripts/nearmiss/packages", "nearmiss/scripts/nearmiss/policyfiles",
		"nearmiss/scripts/nearmiss/source", "nearmiss/scripts/nearmiss/release", "nearmiss/scripts/lab/evaluate",
		"nearmiss/wasm/update/verify", "nearmiss/scripts/nearmiss/chart", "nearmiss/scripts/nearmiss/gate", "nearmiss/scripts/nearmiss/scan",
	},
	"nearmiss/scripts/nearmiss/chart": {},
	"nearmiss/scripts/nearmiss/gate": {
		"nearmiss/core", "nearmiss/core/list", "nearmiss/core/policy", "nearmiss/scripts/nearmiss/release", "nearmiss/scripts/nearmiss/scan",
		"nearmiss/wasm/update/verify",
	},
	"nearmiss/scripts/nearmiss/gate/bench":    {"nearmiss/scripts/nearmiss/gate/mailtest"},
	"nearmiss/scripts/nearmiss/gate/mailtest": {},
	"nearmiss/scripts/nearmiss/scan":          {"nearmiss/core"},
	"nearmiss/scripts/nearmiss/scan/bench":    {},
	"nearmiss/scripts/flow":                   {},
	"nearmiss/scripts/lab/mutants":            {},
	"nearmiss/scripts/lab/tables":             {"nearmiss/core/domain", "nearmiss/core/namemodel"},
	"nearmiss/scripts/lab/evaluate":           {"nearmiss/core", "nearmiss/core/domain", "nearmiss/core/index", "nearmiss/core/list"},
}

// Outside packages that the core may use; each has its reason in README.md.
var coreOutside = []string{
	"github.com/agnivade/levenshtein",
	"github.com/valyala/fastjson",
	"golang.org/x/net/idna",
	"golang.org/x/net/publicsuffix",
	"golang.org/x/text/unicode/norm",
}

// Standard packages that neither see nor change anything outside the program.
var coreStandard = []string{
	"bytes", "cmp", "encoding/binary", "errors", "fmt", "hash/maphash", "iter", "maps", "math", "math/bits",
	"slices", "sort", "strconv", "strings", "sync", "sync/atomic", "unicode", "unicode/utf8", "unsafe",
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func TestRoomsImportOnlyFromBelow(t *testing.T) {
	for _, p := range packages(t) {
		allowed, known := rooms[p.ImportPath]
		if !known {
			t.Errorf("%s is no room of this house: add it to the table with what it may import, or do without it", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "nearmiss/") && !slices.Contains(allowed, imported) {
				t.Errorf("%s imports %s, which stands above or beside it", p.ImportPath, imported)
			}
		}
	}
}

func TestCoreTouchesNothing(t *testing.T) {
	seen := 0
	for _, p := range packages(t) {
		if p.ImportPath != "nearmiss/core" && !strings.HasPrefix(p.ImportPath, "nearmiss/core/") {
			continue
		}
		seen++
		for _, imported := range p.Imports {
			switch {
			case imported == "nearmiss/core" || strings.HasPrefix(imported, "nearmiss/core/"):
			case slices.Contains(coreOutside, imported):
			case slices.Contains(coreStandard, imported):
			default:
				t.Errorf("%s imports %s: the core has no browser, network, file, clock or chance in it", p.ImportPath, imported)
			}
		}
	}
	if seen == 0 {
		t.Fatal("found no package of the core")
	}
}

// packages lists this module for the platform each part is built for: the
// browser's and the Worker's files are left out of a host build.
func packages(t *testing.T) []goPackage {
	t.Helper()
	var all []goPackage
	for _, platform := range [][]string{nil, {"GOOS=wasip1", "GOARCH=wasm"}, {"GOOS=js", "GOARCH=wasm"}} {
		cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "./...")
		cmd.Dir = "../.."
		cmd.Env = append(cmd.Environ(), platform...)
		out, err := cmd.Output()
		if err != nil {
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				t.Fatalf("go list: %v\n%s", err, exit.Stderr)
			}
			t.Fatal(err)
		}
		for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p goPackage
			if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			all = append(all, p)
		}
	}
	return all
}
