package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/worker/lists"
)

// listsFolder is where maintainers keep the sources, from the repository's top.
const listsFolder = "worker/lists"

// moduleLine is how this repository's go.mod begins.
const moduleLine = "module nearmiss"

// findSources returns the folder of the list sources when the working directory
// is in this repository.
func findSources() (folder string, ok bool) {
	directory, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		mod, err := os.ReadFile(filepath.Join(directory, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), moduleLine+"\n") {
			return filepath.Join(directory, filepath.FromSlash(listsFolder)), true
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			return "", false
		}
		directory = parent
	}
}

// openSources returns the sources of a folder; of this repository when folder
// is "", or else the ones that the program was built with.
func openSources(folder string) (sources fs.FS, where string, err error) {
	if folder == "" {
		found, ok := findSources()
		if !ok {
			return lists.Files, "built-in", nil
		}
		folder = found
	}
	return openFolder(folder)
}

// openFolder opens a folder, and says how errors call it.
func openFolder(folder string) (fs.FS, string, error) {
	info, err := os.Stat(folder)
	if err != nil {
		return nil, "", plainError(err)
	}
	if !info.IsDir() {
		return nil, "", fmt.Errorf("%s is no folder", folder)
	}
	return os.DirFS(folder), shortPath(folder), nil
}

// readTexts reads all name.txt of a folder, in the order of their names.
func readTexts(files fs.FS, where string) ([]lint.Text, error) {
	names, err := fs.Glob(files, "*.txt")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s holds no lists (*.txt)", where)
	}
	sort.Strings(names)
	return readNamed(files, where, names)
}

// readNamed reads these files of a folder.
func readNamed(files fs.FS, where string, names []string) ([]lint.Text, error) {
	texts := make([]lint.Text, 0, len(names))
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, plainError(err)
		}
		texts = append(texts, lint.Text{File: filepath.Join(where, name), Text: string(text)})
	}
	return texts, nil
}

func parseAll(texts []lint.Text) ([]*list.List, error) {
	all := make([]*list.List, 0, len(texts))
	for _, t := range texts {
		l, err := list.Parse(t.File, t.Text)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// readText reads a file that a person named, with a limit.
func readText(path string) (lint.Text, error) {
	info, err := os.Stat(path)
	if err != nil {
		return lint.Text{}, plainError(err)
	}
	if info.IsDir() {
		return lint.Text{}, fmt.Errorf("%s is a folder", path)
	}
	if info.Size() > list.MaxBytes {
		return lint.Text{}, fmt.Errorf("%s: longer than %d bytes", path, list.MaxBytes)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return lint.Text{}, plainError(err)
	}
	return lint.Text{File: path, Text: string(text)}, nil
}

// plainError puts the file first: "x.txt: no such file or directory".
func plainError(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return err
}

// shortPath names a path from the working directory when it lies below it.
func shortPath(path string) string {
	directory, err := os.Getwd()
	if err != nil {
		return path
	}
	relative, err := filepath.Rel(directory, path)
	if err != nil || strings.HasPrefix(relative, "..") {
		return path
	}
	return relative
}
