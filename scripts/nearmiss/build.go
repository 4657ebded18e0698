package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nearmiss/core/list"
)

// catalogue names the lists of one build; the extension fetches what changed.
type catalogue struct {
	Version uint64           `json:"version"`
	Lists   []catalogueEntry `json:"lists"`
}

type catalogueEntry struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	Category string `json:"category"`
	Length   int    `json:"length"` // bytes
	SHA256   string `json:"sha256"` // lower-case hexadecimal
	Entries  int    `json:"entries"`
}

const buildAbout = `Makes DIR/NAME.txt of every source, comments stripped, and DIR/catalogue.json with
their lengths and hashes. The same sources give the same bytes, everywhere.`

func runBuild(p *program, args []string) error {
	f := p.flags("list build", "--out DIR", buildAbout)
	folder := f.String("lists", "", "folder of the sources (default: worker/lists of this repository)")
	out := f.String("out", "", "where to put the files; made when it is not there")
	version := f.Uint64("version", 0, "of the catalogue (default: the newest date of a source, as YYYYMMDD00)")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	if *out == "" || len(rest) > 0 {
		return &usageError{"--out says where to put the files"}
	}
	texts, err := textsOf(nil, *folder)
	if err != nil {
		return err
	}
	all, err := parseAll(texts)
	if err != nil {
		return err
	}
	c := catalogue{Version: *version}
	if err := os.MkdirAll(*out, 0o777); err != nil {
		return plainError(err)
	}
	for i, l := range all {
		if stem := strings.TrimSuffix(filepath.Base(texts[i].File), ".txt"); stem != l.Name {
			return fmt.Errorf("%s: its name is %q: a list is called like its file", texts[i].File, l.Name)
		}
		text := list.Format(l)
		if err := os.WriteFile(filepath.Join(*out, l.Name+".txt"), []byte(text), 0o666); err != nil {
			return plainError(err)
		}
		c.Lists = append(c.Lists, catalogueEntry{
			Name: l.Name, Role: string(l.Role), Category: l.Category,
			Length: len(text), SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte(text))), Entries: l.Len(),
		})
		if *version == 0 {
			c.Version = max(c.Version, dateVersion(l.Date))
		}
	}
	if err := dropOldLists(*out, &c); err != nil {
		return err
	}
	encoded, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(*out, "catalogue.json"), append(encoded, '\n'), 0o666); err != nil {
		return plainError(err)
	}
	for _, e := range c.Lists {
		fmt.Fprintf(p.out, "%s  %s.txt  %d entries\n", e.SHA256, e.Name, e.Entries)
	}
	return nil
}

func dateVersion(date string) uint64 {
	n, err := strconv.ParseUint(strings.ReplaceAll(date, "-", "")+"00", 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// dropOldLists removes lists of an earlier build that are no more: who serves
// the folder must not serve them. Files that are no lists stay.
func dropOldLists(out string, c *catalogue) error {
	old, err := filepath.Glob(filepath.Join(out, "*.txt"))
	if err != nil {
		return err
	}
	for _, path := range old {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		if slices.ContainsFunc(c.Lists, func(e catalogueEntry) bool { return e.Name == name }) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return plainError(err)
		}
		if strings.HasPrefix(string(text), list.Magic+"\n") {
			if err := os.Remove(path); err != nil {
				return plainError(err)
			}
		}
	}
	return nil
}
