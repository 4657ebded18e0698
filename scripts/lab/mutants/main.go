// Command mutants shows that the tests of the list client notice when one of its
// checks is missing: it removes one check after the other, from our own verifier
// and from go-tuf below it, and runs the tests on what is left.
//
//	go run ./scripts/lab/mutants [-only REGEXP]
//
// A check is an if statement that ends in an error. Removing it means that its
// condition never holds. It prints each check and whether a test failed without
// it, and exits with 1 when one was not missed that is not named below with the
// reason why it cannot be. It takes some minutes, so it is no part of npm test.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const tuf = "github.com/theupdateframework/go-tuf/v2"

// notMissed are checks that no test can miss, with the reason: by function and
// condition in our files, by their place in go-tuf v2.4.2.
var notMissed = map[string]string{
	"metadata.go giveTimestamp: s.trusted.Timestamp.Signed.IsExpired(s.trusted.RefTime)": twice,
	"root.go checkRoot: err != nil": "go-tuf reads the root too",
	"root.go checkRoot: role := root.Signed.Roles[name]; role == nil || role.Threshold < 1": "go-tuf refuses such a role when it comes to it",

	"metadata.go giveTimestamp: err != nil": "go-tuf reads the timestamp too",
	"metadata.go giveSnapshot: err != nil":  "go-tuf reads the snapshot too",
	"lists.go afterTargets: file == nil":    panics,
	"lists.go webmail: file == nil":         panics,

	"trustedmetadata.go:64":  order,
	"trustedmetadata.go:70":  readBefore,
	"trustedmetadata.go:74":  otherType,
	"trustedmetadata.go:106": order,
	"trustedmetadata.go:117": readBefore,
	"trustedmetadata.go:121": otherType,
	"trustedmetadata.go:156": twice,
	"trustedmetadata.go:165": twice,
	"trustedmetadata.go:182": order,
	"trustedmetadata.go:185": order,
	"trustedmetadata.go:192": twice,
	"trustedmetadata.go:205": readBefore,
	"trustedmetadata.go:209": otherType,
	"trustedmetadata.go:226": "what is missing panics in the next check, which is a refusal",
	"trustedmetadata.go:272": order,
	"trustedmetadata.go:278": "what is no final snapshot has been refused as a snapshot",
	"trustedmetadata.go:291": order,
	"trustedmetadata.go:297": readBefore,
	"trustedmetadata.go:305": "what cannot be read panics in the next check, which is a refusal",
	"trustedmetadata.go:309": otherType,
	"trustedmetadata.go:320": delegations,
	"trustedmetadata.go:345": readBefore,
	"trustedmetadata.go:349": otherType,
	"metadata.go:275":        delegations,
	"metadata.go:290":        delegations,
	"metadata.go:305":        "checkRoot has seen that every role has signers",
	"metadata.go:314":        "a key that is missing is refused all the same",
	"metadata.go:321":        keysSeen,
	"metadata.go:325":        keysSeen,
	"metadata.go:350":        keysSeen,
	"metadata.go:358":        keysSeen,
	"metadata.go:371":        canonical,
	"metadata.go:381":        canonical,
	"metadata.go:391":        canonical,
	"metadata.go:401":        canonical,
	"metadata.go:473":        ownCheck,
	"metadata.go:477":        ownCheck,
	"metadata.go:481":        ownCheck,
	"metadata.go:870":        "reading from memory does not fail",
}

const (
	panics      = "go-tuf panics at it before, which is a refusal"
	order       = "it guards the order of calls, which a Session keeps"
	readBefore  = "the Session has read the file before"
	otherType   = "FromBytes refuses metadata of another type before"
	keysSeen    = "checkRoot has seen that every key is an Ed25519 key"
	canonical   = "what was read as JSON can be written as canonical JSON"
	ownCheck    = "go-tuf's check of targets; the Session compares lists itself"
	delegations = "the Session refuses delegations"
	twice       = "the expiry of a timestamp is looked at twice"
)

// sources are the files whose checks are removed, with the functions that count;
// none means all.
var sources = []struct {
	file      string // below the module's folder
	ours      bool
	functions []string
}{
	{"wasm/update/verify/session.go", true, nil},
	{"wasm/update/verify/root.go", true, nil},
	{"wasm/update/verify/metadata.go", true, nil},
	{"wasm/update/verify/lists.go", true, nil},
	{"metadata/trustedmetadata/trustedmetadata.go", false, nil},
	{"metadata/metadata.go", false, []string{"VerifyDelegate", "VerifyLengthHashes", "verifyLength", "verifyHashes", "checkUniqueSignatures"}},
}

// check is one if statement.
type check struct {
	path       string // of the file
	function   string
	at         string // "session.go:120"
	condition  string
	start, end int // of the condition, in bytes
}

func main() {
	log.SetFlags(0)
	only := flag.String("only", "", "`REGEXP` of the checks to remove, such as session.go:1")
	flag.Parse()
	wanted, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	scratch, err := os.MkdirTemp("", "nearmiss-mutants-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(scratch)
	modfile, theirs := copyOfTUF(scratch)
	if failed, output := testFails(scratch, modfile, nil); failed {
		log.Fatalf("the tests fail without any removal:\n%s", output)
	}
	survivors := 0
	for _, s := range sources {
		path := filepath.Join(theirs, s.file)
		if s.ours {
			path, _ = filepath.Abs(s.file)
		}
		for _, c := range checksIn(path, s.functions) {
			if !wanted.MatchString(c.at) {
				continue
			}
			failed, _ := testFails(scratch, modfile, &c)
			verdict := "missed"
			if !failed {
				verdict = "NOT MISSED"
				why := notMissed[c.at]
				if s.ours {
					why = notMissed[filepath.Base(c.path)+" "+c.function+": "+c.condition]
				}
				if why != "" {
					verdict = "not missed: " + why
				} else {
					survivors++
				}
			}
			fmt.Printf("%-28s %-70.70s %s\n", c.at, c.condition, verdict)
		}
	}
	fmt.Printf("%d checks can be removed without a test that fails\n", survivors)
	if survivors > 0 {
		os.RemoveAll(scratch)
		os.Exit(1)
	}
}

// copyOfTUF copies go-tuf, since files in the module cache cannot be replaced,
// and returns a go.mod that names the copy.
func copyOfTUF(scratch string) (modfile, folder string) {
	folder = filepath.Join(scratch, "go-tuf")
	if err := os.CopyFS(folder, os.DirFS(strings.TrimSpace(run("go", "list", "-m", "-f", "{{.Dir}}", tuf)))); err != nil {
		log.Fatal(err)
	}
	modfile = filepath.Join(scratch, "go.mod")
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		log.Fatal("run it at the repository's top: ", err)
	}
	write(modfile, string(mod)+"\nreplace "+tuf+" => "+folder+"\n")
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		log.Fatal(err)
	}
	write(filepath.Join(scratch, "go.sum"), string(sum))
	return modfile, folder
}

func checksIn(path string, functions []string) []check {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	var checks []check
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || len(functions) > 0 && !contains(functions, f.Name.Name) {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			statement, ok := n.(*ast.IfStmt)
			if !ok || !endsInError(statement.Body) {
				return true
			}
			start, end := files.Position(statement.Cond.Pos()), files.Position(statement.Cond.End())
			whole := files.Position(statement.Pos())
			checks = append(checks, check{
				path: path, function: f.Name.Name, at: fmt.Sprintf("%s:%d", filepath.Base(path), whole.Line),
				condition: strings.Join(strings.Fields(string(text[whole.Offset+len("if "):end.Offset])), " "),
				start:     start.Offset, end: end.Offset,
			})
			return true
		})
	}
	return checks
}

// endsInError reports whether a block ends by returning something as its last
// result that is no nil.
func endsInError(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	r, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	if !ok || len(r.Results) == 0 {
		return false
	}
	switch last := r.Results[len(r.Results)-1].(type) {
	case *ast.Ident:
		return last.Name == "err"
	case *ast.CallExpr, *ast.UnaryExpr:
		return true
	}
	return false
}

// testFails runs the client's tests with a check removed, or with none, and says
// whether one of them fails. What does not compile counts as a mistake of ours.
func testFails(scratch, modfile string, c *check) (failed bool, output string) {
	args := []string{"test", "-count=1", "-short", "-failfast", "-modfile=" + modfile}
	if c != nil {
		text, err := os.ReadFile(c.path)
		if err != nil {
			log.Fatal(err)
		}
		mutant := filepath.Join(scratch, "mutant.go")
		write(mutant, string(text[:c.start])+"false && ("+string(text[c.start:c.end])+")"+string(text[c.end:]))
		overlay, err := json.Marshal(map[string]map[string]string{"Replace": {c.path: mutant}})
		if err != nil {
			log.Fatal(err)
		}
		write(filepath.Join(scratch, "overlay.json"), string(overlay))
		args = append(args, "-overlay="+filepath.Join(scratch, "overlay.json"))
	}
	command := exec.Command("go", append(args, "./wasm/update/verify")...)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()
	if strings.Contains(out.String(), "[build failed]") || strings.Contains(out.String(), "[setup failed]") {
		log.Fatalf("%+v does not compile:\n%s", c, out.String())
	}
	return err != nil, out.String()
}

func run(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		log.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}

func write(path, text string) {
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		log.Fatal(err)
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}
