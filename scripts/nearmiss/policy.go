package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nearmiss/core/policy"
	"nearmiss/scripts/nearmiss/policyfiles"
)

var policyCommands = []command{
	{name: "check", args: "FILE …", short: "say what is wrong with a policy, by path", run: policyCheck},
	{name: "templates", args: "--out DIR [--policy FILE] [flags]", short: "write files for Windows, macOS, Linux and consoles", run: policyTemplates},
	{name: "schema", args: "", short: "print the JSON schema of a policy", run: policyDescription("policy.schema.json")},
	{name: "docs", args: "", short: "print the reference of every key", run: policyDescription("REFERENCE.md")},
	{name: "generate", args: "[--root DIR]", short: "write this repository's generated files", run: policyGenerate},
}

func policyTemplates(p *program, args []string) error {
	f := p.flags("policy templates", "--out DIR [--policy FILE] [flags]", `
Writes the files with which administrators hand a policy to Chrome, Edge and
Firefox: Group Policy template, registry files, Intune profile, macOS profile,
Linux and Firefox JSON, Google Admin snippet. Without --policy they hold an
example of every key.`)
	out := f.String("out", "", "the `DIR` to write to")
	file := f.String("policy", "", "the policy to fill in, a JSON `FILE`")
	install := policyfiles.Unpacked
	f.StringVar(&install.ChromiumID, "id", install.ChromiumID, "the extension's `ID` in Chrome and Edge")
	f.StringVar(&install.UpdateURL, "update-url", install.UpdateURL, "the `URL` of updates.xml, for Chrome and Edge")
	f.StringVar(&install.FirefoxID, "firefox-id", install.FirefoxID, "the extension's `ID` in Firefox")
	f.StringVar(&install.FirefoxURL, "firefox-url", install.FirefoxURL, "the `URL` of the Firefox package")
	err := parseFlags(f, args)
	switch {
	case err != nil:
		return err
	case *out == "":
		return &usageError{"--out is missing"}
	case len(install.ChromiumID) != 32 || strings.Trim(install.ChromiumID, "abcdefghijklmnop") != "":
		return &usageError{"--id is 32 letters from a to p"}
	}
	settings := policyfiles.Example()
	if *file != "" {
		text, err := p.readFile(*file)
		if err != nil {
			return err
		}
		if settings, err = policyfiles.Settings(text); err != nil {
			var problems policy.Error
			if errors.As(err, &problems) {
				for _, problem := range problems {
					fmt.Fprintf(p.err, "%s: %s\n", *file, problem)
				}
				return errFindings
			}
			return fmt.Errorf("%s: %w", *file, err)
		}
	}
	files := policyfiles.Templates(install, settings)
	if err := writeFiles(*out, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintln(p.out, filepath.Join(*out, name))
	}
	return nil
}

func policyDescription(name string) func(*program, []string) error {
	return func(p *program, args []string) error {
		if len(args) > 0 && isHelp(args[0]) {
			fmt.Fprintf(p.out, "prints %s\n", name)
			return nil
		}
		if len(args) > 0 {
			return &usageError{"unexpected " + args[0]}
		}
		_, err := p.out.Write(policyfiles.Descriptions()[name])
		return err
	}
}

func policyGenerate(p *program, args []string) error {
	f := p.flags("policy generate", "[--root DIR]", "Writes every committed file that is generated from core/policy.")
	root := f.String("root", ".", "the repository's `DIR`")
	if err := parseFlags(f, args); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(*root, "core", "policy")); err != nil {
		return fmt.Errorf("%s is not the repository: %w", *root, err)
	}
	return writeFiles(*root, policyfiles.Committed())
}

func writeFiles(dir string, files map[string][]byte) error {
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
