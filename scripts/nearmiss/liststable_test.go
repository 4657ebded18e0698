package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The table of worker/lists/README.md has each list once, as its header says.
func TestTableOfLists(t *testing.T) {
	readme, err := os.ReadFile("../../worker/lists/README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := make(map[string][]string)
	for line := range strings.Lines(string(readme)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 8 || strings.Trim(cells[1], "- ") == "" || strings.TrimSpace(cells[1]) == "List" {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if rows[cells[1]] != nil {
			t.Errorf("%s stands twice", cells[1])
		}
		rows[cells[1]] = cells
	}
	texts, err := textsOf(nil, "../../worker/lists")
	if err != nil {
		t.Fatal(err)
	}
	lists, err := parseAll(texts)
	if err != nil || len(lists) == 0 {
		t.Fatal(err, "no lists")
	}
	for _, l := range lists {
		row := rows[l.Name]
		delete(rows, l.Name)
		if row == nil {
			t.Errorf("%s has no row", l.Name)
		} else if row[2] != string(l.Role) || row[3] != l.Category || row[6] != l.Licence {
			t.Errorf("%s: the table says %q, its header %s, %s, %s", l.Name, row[2:], l.Role, l.Category, l.Licence)
		}
	}
	for name := range rows {
		t.Errorf("%s has a row and no file", name)
	}
}

// worker/SCALE.md was measured with the lists that there are.
func TestScaleHasAllLists(t *testing.T) {
	text, err := os.ReadFile("../../worker/SCALE.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("../../worker/lists/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("| all %d lists: ", len(files)); !strings.Contains(string(text), want) {
		t.Errorf("no row %q: measure again with npm run bench:worker", want)
	}
}
