package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/wasm/update/verify"
)

const lintAbout = `Finds what is wrong with sources: with all of them, or with the named files. Protected
entries are compared with those of all lists. Exits with 1 when there is something.

--allow-near writes a mark into the comment of an entry that looks like a slip of
another and is real: "near: OTHER why". Any other comment is no mark.`

const largeUsage = "waive the limits on how much may change at once"

func runLint(p *program, args []string) error {
	f := p.flags("list lint", "[FILE…]", lintAbout)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	webmails := f.String("webmails", "", webmailsUsage)
	base := f.String("base", "", baseUsage)
	large := f.Bool("allow-large", false, largeUsage)
	var near []string
	f.Func("allow-near", "mark the entry `NAME` as real although it looks like a slip; several times", appendTo(&near))
	reason := f.String("reason", "", "why it is real, with --allow-near")
	paths, err := parse(f, args)
	if err != nil {
		return err
	}
	if (len(near) > 0) != (*reason != "") {
		return &usageError{"--allow-near NAME and --reason TEXT go together"}
	}
	in := lint.Input{AllowLarge: *large, Roles: verify.ScopePublic.Roles(), Whole: len(paths) == 0, Complete: true}
	var texts, described []lint.Text
	if in.Whole {
		if texts, err = textsOf(nil, *folder); err != nil {
			return err
		}
		if described, err = readWebmails(*webmails, *folder); err != nil {
			return err
		}
	}
	for _, path := range paths {
		t, err := readText(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".json" {
			described = append(described, t)
		} else {
			texts = append(texts, t)
		}
	}
	if *base != "" || in.Whole {
		if len(texts) > 0 {
			if in.Before, err = readBase(*base, *folder); err != nil {
				return err
			}
		}
		if in.WebmailsBefore, err = readWebmailsBase(*base); err != nil {
			return err
		}
	}
	if !in.Whole {
		if in.Before == nil && len(texts) > 0 {
			// What is new is suspected before what was there. Without git nothing is.
			if before, err := readBase("", filepath.Dir(texts[0].File)); err == nil && before != nil {
				in.Before, in.AllowLarge = before, true
			}
		}
		if in.Others, err = otherLists(texts, *folder); err != nil {
			return err
		}
	}
	if len(near) > 0 {
		if texts, err = p.markNear(in, texts, near, *reason); err != nil {
			return err
		}
	}
	if err := p.lintForStage(in, texts, described); err != nil {
		return err
	}
	after := make(map[string]lint.Webmail)
	for _, t := range described {
		w, err := lint.ReadWebmail(t.Text)
		if err != nil {
			return fmt.Errorf("%s: %w", t.File, err)
		}
		after[w.ID] = w
	}
	p.printPlayed(changedWebmails(in.WebmailsBefore, after))
	fmt.Fprintf(p.err, "%d lists and %d descriptions of webmails, nothing to say\n", len(texts), len(described))
	return nil
}

// lintForStage prints what lint finds; then nothing may be staged.
func (p *program) lintForStage(in lint.Input, texts, webmails []lint.Text) error {
	in.Texts, in.Webmails = texts, webmails
	findings := lint.Lint(in)
	for _, finding := range findings {
		fmt.Fprintln(p.out, finding)
	}
	if len(findings) > 0 {
		fmt.Fprintf(p.err, "%d findings in %d files\n", len(findings), len(texts)+len(webmails))
		return errFindings
	}
	return nil
}

// readWebmailsBase reads the descriptions as people have them: those of a folder,
// or the published ones. A commit says nothing here, because a version must grow
// from one publication to the next, and not from one commit to the next.
func readWebmailsBase(base string) (map[string]lint.Webmail, error) {
	if info, err := os.Stat(base); base != "" && err == nil && info.IsDir() {
		texts, err := readJSONs(os.DirFS(base), base)
		if err != nil {
			return nil, err
		}
		built, err := builtWebmails(texts)
		if err != nil {
			return nil, err
		}
		return readAllWebmails(built)
	}
	sources, ok := findSources()
	if !ok {
		return nil, nil
	}
	return publishedWebmails(&release.Repository{Dir: filepath.Join(sources, "..", "..", filepath.FromSlash(repositoryFolder))})
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
	commit := cmp.Or(base, "HEAD")
	names, err := git(folder, "ls-tree", "--name-only", commit, "./")
	if err != nil {
		if base != "" {
			return nil, fmt.Errorf("%s is no folder and no commit: %w", base, err)
		}
		return nil, nil
	}
	var texts []lint.Text
	for name := range strings.Lines(names) {
		name = strings.TrimSpace(name)
		if filepath.Ext(name) != ".txt" {
			continue
		}
		text, err := git(folder, "show", commit+":./"+name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, lint.Text{File: commit + ":" + name, Text: text})
	}
	return byName(texts)
}

func byName(texts []lint.Text) (map[string]*list.List, error) {
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
