// Package imports makes list sources out of the files that their origins
// publish. Each importer reads its origin's own file format and writes whole
// sources. Of the sources that were there before it keeps the entries whose
// comment begins with "by hand:", and nothing else.
//
//	importer, ok := imports.Find("cisa")
//	sources, err := importer.Run(input)
package imports

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/source"
)

// Importer turns an origin's files into sources.
type Importer struct {
	Name  string   // the word after "nearmiss list import"
	Files []string // what the arguments are, for the usage text
	From  string   // where the files are to be had
	Makes []string // names of the sources
	Run   func(in *Input) ([]*source.Source, error)
}

// All are the importers that there are, by name.
var All = []Importer{
	cisa, civictech, crux, dinum, dod, gsa, hipo, kikobeats, psl, robbi5, swh,
}

// Find returns the importer of that name.
func Find(name string) (Importer, bool) {
	i := slices.IndexFunc(All, func(i Importer) bool { return i.Name == name })
	if i < 0 {
		return Importer{}, false
	}
	return All[i], true
}

// Input is what an importer works from.
type Input struct {
	Files []File
	Date  string // of the origin's files, YYYY-MM-DD
	// Lists are the lists that there are already, by name: an importer that
	// cleans its origin compares with them.
	Lists map[string]*list.List
}

// File is one file of an origin.
type File struct{ Name, Text string }

func newSource(in *Input, name string, role list.Role, category, title, licence string, origins ...string) *source.Source {
	s := &source.Source{File: name + ".txt"}
	s.Set("nearmiss-list", "1")
	s.Set("name", name)
	s.Set("role", string(role))
	s.Set("category", category)
	s.Set("title", title)
	for _, origin := range origins {
		s.Header = append(s.Header, source.Key{Name: "source", Value: origin})
	}
	s.Set("licence", licence)
	s.Set("date", in.Date)
	return s
}

func preface(lines ...string) []string {
	for i, line := range lines {
		lines[i] = strings.TrimSuffix("# "+line, " ")
	}
	return append(lines, "")
}

func byImport(name string) string {
	return `Written by "nearmiss list import ` + name + `", which keeps entries commented "by hand: …" and no other edit.`
}

// KeepByHand adds to a fresh source what people put into the one that it
// replaces.
func KeepByHand(fresh, before *source.Source) {
	for _, key := range []string{"share", "register", "mailboxes"} {
		if value := before.Get(key); value != "" && fresh.Get(key) == "" {
			fresh.Set(key, value)
		}
	}
	for _, e := range before.Entries {
		if strings.HasPrefix(e.Comment, "by hand:") {
			fresh.Entries = append(fresh.Entries, e)
		}
	}
}

// table is a CSV file with a heading.
type table struct {
	file  string
	at    map[string]int // the columns that are read, by name
	rows  [][]string
	lines []int
}

// readTable reads a table that has these columns. "host|domain" is one that its
// origin has renamed: the first name that the heading has counts, and the column is
// called host here.
func readTable(f File, columns ...string) (*table, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(f.Text, "\ufeff")))
	r.FieldsPerRecord = -1
	t := &table{file: f.Name, at: make(map[string]int)}
	var heading []string
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		line, _ := r.FieldPos(0)
		if heading == nil {
			for _, name := range row {
				heading = append(heading, strings.ToLower(strings.TrimSpace(name)))
			}
			continue
		}
		t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	}
	if len(t.rows) == 0 {
		return nil, fmt.Errorf("%s: no rows", f.Name)
	}
	for _, column := range columns {
		names := strings.Split(column, "|")
		at := -1
		for i := 0; at < 0 && i < len(names); i++ {
			at = slices.Index(heading, names[i])
		}
		if at < 0 {
			return nil, fmt.Errorf("%s:1: no column %q among %q", f.Name, names[0], heading)
		}
		t.at[names[0]] = at
	}
	return t, nil
}

// cell returns the text of one of the columns that were asked for.
func (t *table) cell(row int, column string) string {
	at, ok := t.at[column]
	if !ok {
		panic("the table was not asked for column " + column)
	}
	if at >= len(t.rows[row]) {
		return ""
	}
	return strings.TrimSpace(t.rows[row][at])
}

// domain reads a cell as a domain of two labels or more.
func (t *table) domain(row int, column string) (domain.Domain, error) {
	d, err := domain.Parse(t.cell(row, column))
	if err == nil && d.Parent().IsZero() {
		err = fmt.Errorf("has one label only")
	}
	if err != nil {
		return d, fmt.Errorf("%s:%d: %q: %w", t.file, t.lines[row], t.cell(row, column), err)
	}
	return d, nil
}

// oneLine makes a comment of what an origin says, whatever it holds.
func oneLine(words ...string) string {
	kept := words[:0]
	for _, w := range words {
		if w = strings.Join(strings.Fields(strings.ReplaceAll(w, "#", " ")), " "); w != "" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, ", ")
}
