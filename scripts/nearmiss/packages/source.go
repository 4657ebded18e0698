package packages

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// sourceFolder is the one folder of the source archive.
const sourceFolder = "nearmiss/"

// Source is every file of the last commit. Without a repository, as in the
// unzipped source archive, it is every file that is not made by a build, which are
// the same.
func Source(root string) (map[string][]byte, error) {
	if isRepository(root) {
		return committed(root)
	}
	return unversioned(root)
}

// isRepository reports whether the folder itself is one, and not only below one.
func isRepository(root string) bool {
	command := exec.Command("git", "rev-parse", "--show-prefix")
	command.Dir = root
	prefix, err := command.Output()
	return err == nil && strings.TrimSpace(string(prefix)) == ""
}

func committed(root string) (map[string][]byte, error) {
	cmd := exec.Command("git", "archive", "--format=tar", "HEAD")
	cmd.Dir = root
	archive, err := output(cmd)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		if files[sourceFolder+header.Name], err = io.ReadAll(r); err != nil {
			return nil, err
		}
	}
}

// unversioned leaves out what .gitignore names.
func unversioned(root string) (map[string][]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		return nil, fmt.Errorf("not a source folder: %w", err)
	}
	patterns := strings.Fields(string(text))
	isIgnored := func(name string, isFolder bool) bool {
		return slices.ContainsFunc(patterns, func(pattern string) bool {
			folder, isForFolders := strings.CutSuffix(pattern, "/")
			matches, _ := filepath.Match(folder, name) // no error: the patterns are our own
			return matches && (isFolder || !isForFolders)
		})
	}
	files := map[string][]byte{}
	tree := os.DirFS(root)
	err = fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || path == ".":
			return err
		case isIgnored(entry.Name(), entry.IsDir()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		files[sourceFolder+path], err = fs.ReadFile(tree, path)
		return err
	})
	return files, err
}
