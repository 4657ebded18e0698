package main

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nearmiss/core/list"
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

// worker/SCALE.md counts with the size of the lists on the day of the measurement; a tenth
// more or less changes nothing that it says.
func TestScaleHasTheSizeOfTheLists(t *testing.T) {
	text, err := os.ReadFile("../../worker/SCALE.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`\| all \d+ lists: plain, brotli 4, brotli 11 \| (\d+) KB, `).FindSubmatch(text)
	if row == nil {
		t.Fatal("no row with the size of all lists")
	}
	measured, err := strconv.Atoi(string(row[1]))
	if err != nil {
		t.Fatal(err)
	}
	texts, err := textsOf(nil, "../../worker/lists")
	if err != nil {
		t.Fatal(err)
	}
	lists, err := parseAll(texts)
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, l := range lists {
		size += len(list.Format(l))
	}
	if size /= 1000; size*10 < measured*9 || size*10 > measured*11 {
		t.Errorf("the lists have %d KB, and SCALE.md says %d: measure again with npm run bench:worker", size, measured)
	}
}
