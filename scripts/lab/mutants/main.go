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
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const tuf = "github.com/theupdateframework/go-tuf/v2"

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
	{"wasm/update/verify/channel.go", true, client, nil},
	{"wasm/update/verify/root.go", true, client, nil},
	{"wasm/update/verify/metadata.go", true, client, nil},
	{"wasm/update/verify/lists.go", true, client, nil},
	{"wasm/update/verify/delta.go", true, client, nil},
	{"worker/report/report.go", true, "./worker/report", nil},
	{"worker/report/sums.go", true, "./worker/report", nil},
	{"worker/reports.go", true, "./worker", nil},
	{"worker/reportshards.go", true, "./worker", nil},
	{"metadata/trustedmetadata/trustedmetadata.go", false, client, nil},
	{"metadata/metadata.go", false, client, []string{"VerifyDelegate", "VerifyLengthHashes", "verifyLength", "verifyHashes", "checkUniqueSignatures"}},
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
