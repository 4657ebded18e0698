package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/wasm/update/verify"
)

const lintAbout = `Finds what is wrong with sources: with all of them, or with the named files. Exits
with 1 when there is something.`

func runLint(p *program, args []string) error {
	f := p.flags("list lint", "[FILE…]", lintAbout)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	base := f.String("base", "", baseUsage)
	large := f.Bool("allow-large", false, "waive the limit on how much a list may change at once")
	paths, err := parse(f, args)
	if err != nil {
		return err
	}
	texts, err := textsOf(paths, *folder)
	if err != nil {
		return err
	}
	in := lint.Input{AllowLarge: *large, Roles: verify.ScopePublic.Roles(), Whole: len(paths) == 0}
	for _, t := range texts {
		in.Texts = append(in.Texts, lint.Text{File: t.file, Text: t.text})
	}
	if *base != "" || in.Whole {
		if in.Before, err = readBase(*base, *folder); err != nil {
			return err
		}
	}
	findings := lint.Lint(in)
	for _, finding := range findings {
		fmt.Fprintln(p.out, finding)
	}
	if len(findings) > 0 {
		fmt.Fprintf(p.err, "%d findings in %d lists\n", len(findings), len(texts))
		return errFindings
	}
	fmt.Fprintf(p.err, "%d lists, nothing to say\n", len(texts))
	return nil
}

// lintForStage refuses to stage what has findings.
func (p *program) lintForStage(texts []namedText, before map[string]*list.List, scope verify.Scope, large bool) error {
	in := lint.Input{Before: before, AllowLarge: large, Roles: scope.Roles(), Whole: scope == verify.ScopePublic}
	for _, t := range texts {
		in.Texts = append(in.Texts, lint.Text{File: t.file, Text: t.text})
	}
	findings := lint.Lint(in)
	for _, finding := range findings {
		fmt.Fprintln(p.out, finding)
	}
	if len(findings) > 0 {
		return errFindings
	}
	return nil
}

const baseUsage = "what to compare with: a folder of lists, or a commit (default: HEAD, when there is git)"

// readBase reads the lists as they were: from a folder, or from git. Without
// git and without a wish there is no base, and it returns nil.
func readBase(base, folder string) (map[string]*list.List, error) {
	if info, err := os.Stat(base); base != "" && err == nil && info.IsDir() {
		texts, err := readTexts(os.DirFS(base), base)
		if err != nil {
			return nil, err
		}
		return byName(texts)
	}
	if folder == "" {
		found, ok := findSources()
		if !ok {
			return nil, nil
		}
		folder = found
	}
	commit := base
	if commit == "" {
		commit = "HEAD"
	}
	names, err := git(folder, "ls-tree", "--name-only", commit, "./")
	if err != nil {
		if base != "" {
			return nil, fmt.Errorf("%s is no folder and no commit: %w", base, err)
		}
		return nil, nil
	}
	var texts []namedText
	for name := range strings.Lines(names) {
		name = strings.TrimSpace(name)
		if filepath.Ext(name) != ".txt" {
			continue
		}
		text, err := git(folder, "show", commit+":./"+name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, namedText{commit + ":" + name, text})
	}
	return byName(texts)
}

func byName(texts []namedText) (map[string]*list.List, error) {
	all, err := parseAll(texts)
	if err != nil {
		return nil, err
	}
	lists := make(map[string]*list.List, len(all))
	for _, l := range all {
		lists[l.Name] = l
	}
	return lists, nil
}

func git(folder string, args ...string) (string, error) {
	command := exec.Command("git", append([]string{"-C", folder}, args...)...)
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

const diffAbout = `Shows what a change of the sources changes for people, entry by entry.`

func runDiff(p *program, args []string) error {
	f := p.flags("list diff", "[--base DIR|COMMIT]", diffAbout)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	base := f.String("base", "", baseUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return &usageError{"takes no files: it compares all lists"}
	}
	texts, err := textsOf(nil, *folder)
	if err != nil {
		return err
	}
	after, err := byName(texts)
	if err != nil {
		return err
	}
	before, err := readBase(*base, *folder)
	if err != nil {
		return err
	}
	if before == nil {
		return &usageError{"no git here: --base says what to compare with"}
	}
	if !printDiff(p.out, before, after) {
		fmt.Fprintln(p.out, "nothing changes")
	}
	return nil
}
