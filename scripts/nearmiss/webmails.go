package main

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"nearmiss/extension/src/webmail"
	"nearmiss/scripts/nearmiss/lint"
	"nearmiss/scripts/nearmiss/release"
)

const webmailsUsage = "folder of the descriptions of webmails, ID.json or ID/ID.json (default: webmails beside the lists where --lists names a folder, else those of the extension)"

// openWebmails returns the folder of descriptions that belongs to the folder of
// lists. An organisation's folder of lists has none, and that is no error.
func openWebmails(folder, lists string) (files fs.FS, where string, err error) {
	if folder == "" && lists != "" {
		folder = filepath.Join(lists, "webmails")
		if _, err := os.Stat(folder); err != nil {
			return nil, "", nil
		}
	}
	if folder == "" {
		sources, ok := findSources()
		if !ok {
			files, err := fs.Sub(webmail.Files, "descriptors")
			return files, "built-in", err
		}
		folder = filepath.Join(sources, "..", "..", "extension", "src", "webmail", "descriptors")
	}
	return openFolder(folder)
}

// readWebmails reads all ID.json of a folder, or ID/ID.json, in the order of
// their names.
func readWebmails(folder, lists string) ([]lint.Text, error) {
	files, where, err := openWebmails(folder, lists)
	if err != nil || files == nil {
		return nil, err
	}
	return readJSONs(files, where)
}

func readJSONs(files fs.FS, where string) ([]lint.Text, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	inFolders, err := fs.Glob(files, "*/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range inFolders {
		if path.Dir(name)+".json" == path.Base(name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return readNamed(files, where, names)
}

// publishedWebmails are the ones that people have, by id.
func publishedWebmails(r *release.Repository) (map[string]lint.Webmail, error) {
	texts, err := r.Webmails(0)
	if err != nil {
		return nil, plainError(err)
	}
	return readAllWebmails(texts)
}

// stagedWebmails returns the descriptions as people have them, and as they are staged.
func stagedWebmails(r *release.Repository) (before, after map[string]lint.Webmail, err error) {
	if before, err = publishedWebmails(r); err != nil {
		return nil, nil, err
	}
	texts, err := r.StagedWebmails()
	if err != nil {
		return nil, nil, plainError(err)
	}
	after, err = readAllWebmails(texts)
	return before, after, err
}

func readAllWebmails(texts []release.Text) (map[string]lint.Webmail, error) {
	all := make(map[string]lint.Webmail, len(texts))
	for _, t := range texts {
		w, err := lint.ReadWebmail(t.Text)
		if err != nil {
			return nil, fmt.Errorf("the description of %s: %w", t.Name, err)
		}
		all[t.Name] = w
	}
	return all, nil
}

// builtWebmails are the texts to be published.
func builtWebmails(texts []lint.Text) ([]release.Text, error) {
	var built []release.Text
	for _, t := range texts {
		w, err := lint.ReadWebmail(t.Text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.File, err)
		}
		built = append(built, release.Text{Name: w.ID, Text: w.Text})
	}
	return built, nil
}

// printWebmailDiff shows a person what descriptions gain and lose:
//
//	webmail gmail: version 3, was 2
//	  + fields.to: "[name=\"recipient\"]"
func printWebmailDiff(w io.Writer, before, after map[string]lint.Webmail) bool {
	changed := false
	for _, id := range sortedUnion(before, after) {
		was, had := before[id]
		is, has := after[id]
		switch {
		case was.Text == is.Text:
			continue
		case !had:
			fmt.Fprintf(w, "webmail %s: a new description, version %d\n", id, is.Version)
		case !has:
			fmt.Fprintf(w, "webmail %s: the description is gone\n", id)
		default:
			fmt.Fprintf(w, "webmail %s: version %d, was %d\n", id, is.Version, was.Version)
			printPlaces(w, "+", is.Places(), was.Places())
			printPlaces(w, "-", was.Places(), is.Places())
		}
		changed = true
	}
	return changed
}

func printPlaces(w io.Writer, sign string, places, without map[string]bool) {
	for _, place := range slices.Sorted(maps.Keys(places)) {
		if !without[place] {
			fmt.Fprintf(w, "  %s %s\n", sign, place)
		}
	}
}

// sortedUnion returns the keys of both maps, sorted.
func sortedUnion[V any](a, b map[string]V) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}
