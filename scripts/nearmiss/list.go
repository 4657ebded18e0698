package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/imports"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/source"
)

var listCommands = []command{
	{name: "import", args: "ORIGIN FILE… [--date YYYY-MM-DD]", short: "make sources anew from what an origin publishes", run: runImport},
	{name: "fmt", args: "[--check] [FILE…]", short: "bring sources into their one form", run: runFmt},
	{name: "lint", args: "[--allow-near NAME --reason TEXT] [FILE…]", short: "find what is wrong with sources", run: runLint},
	{name: "diff", args: "[--base DIR|COMMIT]", short: "show what a change changes for people", run: runDiff},
	{name: "build", args: "--out DIR", short: "make the files that the Worker serves", run: runBuild},
}

func runImport(p *program, args []string) error {
	f := p.flags("list import", "ORIGIN FILE…", importAbout())
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	date := f.String("date", time.Now().UTC().Format(time.DateOnly), "date of the origin's files")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(rest) == 0 {
		return &usageError{"which origin?"}
	}
	importer, ok := imports.Find(rest[0])
	if !ok {
		return &usageError{fmt.Sprintf("there is no importer %q", rest[0])}
	}
	if len(rest)-1 != len(importer.Files) {
		return &usageError{fmt.Sprintf("%s takes %s", importer.Name, strings.Join(importer.Files, " and "))}
	}
	if *folder == "" {
		if *folder, ok = findSources(); !ok {
			return &usageError{"not in the repository: --lists says where the sources are"}
		}
	}
	in := &imports.Input{Date: *date, Lists: make(map[string]*list.List)}
	for _, path := range rest[1:] {
		t, err := readText(path)
		if err != nil {
			return err
		}
		in.Files = append(in.Files, imports.File{Name: t.File, Text: t.Text})
	}
	texts, err := readTexts(os.DirFS(*folder), shortPath(*folder))
	if err == nil {
		all, err := parseAll(texts)
		if err != nil {
			return err
		}
		for _, l := range all {
			in.Lists[l.Name] = l
		}
	}
	fresh, err := importer.Run(in)
	if err != nil {
		return err
	}
	for _, s := range fresh {
		path := filepath.Join(*folder, s.File)
		before, err := os.ReadFile(path)
		if err == nil {
			older := source.Read(path, string(before))
			imports.KeepByHand(s, older)
			source.KeepMarks(s, older)
		}
		text := source.Format(s)
		l, err := list.Parse(shortPath(path), text)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			return plainError(err)
		}
		fmt.Fprintf(p.out, "%s: %d entries\n", shortPath(path), l.Len())
	}
	return nil
}

func importAbout() string {
	about := "Makes sources anew from what an origin publishes. Entries commented \"by hand: …\" stay. The origins:\n"
	for _, i := range imports.All {
		about += fmt.Sprintf("\n  %-10s %s\n             from %s\n             makes %s\n",
			i.Name, strings.Join(i.Files, " "), i.From, strings.Join(i.Makes, ", "))
	}
	return about
}

func runFmt(p *program, args []string) error {
	f := p.flags("list fmt", "[FILE…]", "Sorts, lower-cases and de-duplicates sources; comments move with their entries.")
	check := f.Bool("check", false, "change nothing; name the files that are not in their form, and exit with 1")
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	texts, err := textsOf(rest, *folder)
	if err != nil {
		return err
	}
	found := false
	for _, t := range texts {
		formatted := source.Format(source.Read(t.File, t.Text))
		if formatted == t.Text {
			continue
		}
		found = true
		fmt.Fprintln(p.out, t.File)
		if *check {
			continue
		}
		if err := os.WriteFile(t.File, []byte(formatted), 0o666); err != nil {
			return plainError(err)
		}
	}
	if found && *check {
		return errFindings
	}
	return nil
}

// textsOf reads the named files, or all sources when none is named.
func textsOf(paths []string, folder string) ([]lint.Text, error) {
	if len(paths) == 0 {
		files, where, err := openSources(folder)
		if err != nil {
			return nil, err
		}
		return readTexts(files, where)
	}
	var texts []lint.Text
	for _, path := range paths {
		t, err := readText(path)
		if err != nil {
			return nil, err
		}
		texts = append(texts, t)
	}
	return texts, nil
}
