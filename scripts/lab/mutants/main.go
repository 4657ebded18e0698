// Command mutants shows that the tests of the list client and of near-miss reports
// notice when a check is missing: it removes one check after the other, from our own
// files and from go-tuf below the verifier, and runs the tests on what is left.
//
//	go run ./scripts/lab/mutants [-only REGEXP]
//
// In our files a check is the condition of an if statement or of a case, which then
// never holds, and each side of "&&" and "||", which then says nothing. In go-tuf it
// is an if statement that ends in an error. It prints each check and whether a test
// failed without it, and exits with 1 when one was not missed that is not named below
// with the reason why it cannot be. It takes some minutes, so it is no part of npm test.
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

	"root.go checkRoot: role == nil":        "go-tuf refuses such a role when it comes to it",
	"root.go checkRoot: role.Threshold < 1": "go-tuf refuses such a role when it comes to it",
	"root.go checkRoot: key == nil":         panics,

	"metadata.go recall: s.config.State == nil || s.config.State.Timestamp == \"\"": noText,
	"metadata.go recall: s.config.State.Timestamp == \"\"":                          noText,
	"metadata.go giveTimestamp: s.kept.Snapshot == \"\"":                            noText,
	"delta.go ApplyDelta: change[0] != '+' && change[0] != '-'":                     "such a change is refused below, by what it does",
	"delta.go GiveDelta: hex.EncodeToString(held[:]) != want.Base":                  byResult,
	"delta.go GiveDelta: err != nil":                                                byResult,

	"reports.go reportsOf: !ok":           "such a path has no rest that is one of a report",
	"reports.go putSums: err != nil":      marshals,
	"reports.go reportTokens: err != nil": "what cannot be read is no JSON",
	"reports.go shardOf: err != nil":      "what cannot be read has no text, which is no JSON",
	"reports.go sums: err != nil":         marshals,

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
	noText      = "an empty text does not load"
	byResult    = "what comes of it is no list of the hash that was signed"
	marshals    = "rows can be written as JSON"
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

const client = "./wasm/update/verify"

// sources are the files whose checks are removed, with the functions that count;
// none means all.
var sources = []struct {
	file      string // below the module's folder
	ours      bool
	tests     string // the package
	functions []string
}{
	{"wasm/update/verify/session.go", true, client, nil},
	{"wasm/update/verify/root.go", true, client, nil},
	{"wasm/update/verify/metadata.go", true, client, nil},
	{"wasm/update/verify/lists.go", true, client, nil},
	{"wasm/update/verify/delta.go", true, client, nil},
	{"worker/report/report.go", true, "./worker/report", nil},
	{"worker/reports.go", true, "./worker", nil},
	{"metadata/trustedmetadata/trustedmetadata.go", false, client, nil},
	{"metadata/metadata.go", false, client, []string{"VerifyDelegate", "VerifyLengthHashes", "verifyLength", "verifyHashes", "checkUniqueSignatures"}},
}

// check is one condition, or a side of one.
type check struct {
	path       string // of the file
	function   string
	at         string // "session.go:120"
	condition  string
	start, end int    // of what is removed, in bytes
	without    string // what stands before it then: "false && " or "true || "
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
	for _, tests := range []string{client, "./worker/report", "./worker"} {
		if failed, output := testFails(scratch, modfile, tests, nil); failed {
			log.Fatalf("the tests fail without any removal:\n%s", output)
		}
	}
	survivors := 0
	for _, s := range sources {
		path := filepath.Join(theirs, s.file)
		if s.ours {
			path, _ = filepath.Abs(s.file)
		}
		for _, c := range checksIn(path, s.ours, s.functions) {
			if !wanted.MatchString(c.at) {
				continue
			}
			failed, _ := testFails(scratch, modfile, s.tests, &c)
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

// checksIn returns the checks of a file: all conditions, or those of if statements
// that end in an error.
func checksIn(path string, all bool, functions []string) []check {
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
		// from is where what is printed begins: with what an if statement does first.
		add := func(from token.Pos, e ast.Expr, without string) {
			begin, start, end := files.Position(from), files.Position(e.Pos()), files.Position(e.End())
			checks = append(checks, check{
				path: path, function: f.Name.Name, at: fmt.Sprintf("%s:%d", filepath.Base(path), begin.Line),
				condition: strings.Join(strings.Fields(string(text[begin.Offset:end.Offset])), " "),
				start:     start.Offset, end: end.Offset, without: without,
			})
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IfStmt:
				if all || endsInError(n.Body) {
					add(n.If+token.Pos(len("if ")), n.Cond, "false && ")
				}
			case *ast.SwitchStmt:
				if !all || n.Tag != nil {
					return true
				}
				for _, clause := range n.Body.List {
					for _, e := range clause.(*ast.CaseClause).List {
						add(e.Pos(), e, "false && ")
					}
				}
			case *ast.BinaryExpr:
				without := map[token.Token]string{token.LAND: "true || ", token.LOR: "false && "}[n.Op]
				if all && without != "" {
					add(n.X.Pos(), n.X, without)
					add(n.Y.Pos(), n.Y, without)
				}
			}
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

// testFails runs a package's tests with a check removed, or with none, and says
// whether one of them fails. What does not compile counts as a mistake of ours.
func testFails(scratch, modfile, tests string, c *check) (failed bool, output string) {
	args := []string{"test", "-count=1", "-short", "-failfast", "-timeout=60s", "-modfile=" + modfile}
	if c != nil {
		text, err := os.ReadFile(c.path)
		if err != nil {
			log.Fatal(err)
		}
		mutant := filepath.Join(scratch, "mutant.go")
		write(mutant, string(text[:c.start])+c.without+"("+string(text[c.start:c.end])+")"+string(text[c.end:]))
		overlay, err := json.Marshal(map[string]map[string]string{"Replace": {c.path: mutant}})
		if err != nil {
			log.Fatal(err)
		}
		write(filepath.Join(scratch, "overlay.json"), string(overlay))
		args = append(args, "-overlay="+filepath.Join(scratch, "overlay.json"))
	}
	command := exec.Command("go", append(args, tests)...)
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
