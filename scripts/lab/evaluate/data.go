package evaluate

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"nearmiss/core/domain"
	"nearmiss/core/list"
)

// slip is one way in which people mistyped a domain.
type slip struct {
	typed, meant string
	count        int
	valid        bool   // as a domain's syntax goes
	operation    string // substitution, insertion, omission, transposition, or several
	distance     int
	label        string // of the git corpus: typo, typo_likely, legit_neighbour …
}

type rows []map[string]string

func readCSV(file string) (rows, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	records, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("%s is empty", file)
	}
	all := make(rows, 0, len(records)-1)
	for _, record := range records[1:] {
		row := make(map[string]string, len(record))
		for i, value := range record {
			if i < len(records[0]) {
				row[records[0][i]] = value
			}
		}
		all = append(all, row)
	}
	return all, nil
}

// find returns the one file in folder that matches one of the patterns, so that
// another half of the same data under another name is read alike.
func find(folder string, patterns ...string) (string, error) {
	for _, pattern := range patterns {
		files, err := filepath.Glob(filepath.Join(folder, pattern))
		if err != nil {
			return "", err
		}
		if len(files) > 0 {
			return files[0], nil
		}
	}
	return "", fmt.Errorf("%s has no %s", folder, strings.Join(patterns, " or "))
}

// readFirst reads the first file that has such a name, and returns its name, too.
func readFirst(folder string, patterns []string) (file string, rows []map[string]string, err error) {
	if file, err = find(folder, patterns...); err != nil {
		return "", nil, err
	}
	rows, err = readCSV(file)
	return file, rows, err
}

// readFound finds a file, as find does, and reads it.
func readFound(folder string, patterns ...string) (file, text string, err error) {
	if file, err = find(folder, patterns...); err != nil {
		return "", "", err
	}
	content, err := os.ReadFile(file)
	return file, string(content), err
}

// readSlips makes a slip of every row of the first file that has such a name.
func readSlips(folder string, slipOf func(row map[string]string) (slip, error), patterns ...string) ([]slip, error) {
	file, all, err := readFirst(folder, patterns)
	if err != nil {
		return nil, err
	}
	slips := make([]slip, 0, len(all))
	for _, row := range all {
		one, err := slipOf(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		slips = append(slips, one)
	}
	return slips, nil
}

// readTyping reads the corpus of human typing errors.
func readTyping(folder string) ([]slip, error) {
	return readSlips(folder, func(row map[string]string) (slip, error) {
		count, err := strconv.Atoi(row["count"])
		if err != nil {
			return slip{}, fmt.Errorf("count %q: %w", row["count"], err)
		}
		distance, _ := strconv.Atoi(row["osa_distance"])
		return slip{
			typed: row["typed_domain"], meant: row["correct_domain"], count: count,
			valid: row["typed_is_syntactically_valid"] == "1", operation: row["ops"], distance: distance,
		}, nil
	}, "*human_typos_cysec*.csv")
}

// readCommits reads the labelled corpus of public commits.
func readCommits(folder string) ([]slip, error) {
	return readSlips(folder, func(row map[string]string) (slip, error) {
		distance, _ := strconv.Atoi(row["osa_distance"])
		return slip{typed: row["seen_domain"], meant: row["nearest_common_domain"], count: 1, distance: distance, label: row["label"]}, nil
	}, "*human_typos_git_labelled*.csv", "*git_labelled*.csv")
}

// readProviders reads provider typos from other projects' test suites.
func readProviders(folder string) ([]slip, error) {
	return readSlips(folder, func(row map[string]string) (slip, error) {
		label := "sure"
		if row["typed_may_be_a_real_domain"] == "1" {
			label = "may be real"
		}
		return slip{typed: row["typed"], meant: row["intended"], count: 1, label: label}, nil
	}, "*curated_provider_typos*.csv")
}

// readNames reads the domains of a column of a CSV file, or of a plain list.
func readNames(folder, column string, patterns ...string) ([]string, error) {
	file, err := find(folder, patterns...)
	if err != nil {
		return nil, err
	}
	var raw []string
	if column == "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		raw = strings.Fields(string(text))
	} else {
		all, err := readCSV(file)
		if err != nil {
			return nil, err
		}
		for _, row := range all {
			raw = append(raw, row[column])
		}
	}
	names := raw[:0]
	seen := make(map[string]bool, len(raw))
	for _, name := range raw {
		d, err := domain.Parse(name)
		if err == nil && d.HasDot() && !seen[d.String()] {
			seen[d.String()] = true
			names = append(names, d.String())
		}
	}
	return names, nil
}

// readLists reads the lists that the project publishes.
func readLists(folder string) ([]*list.List, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var lists []*list.List
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		l, err := list.Parse(file, string(text))
		if err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	if len(lists) == 0 {
		return nil, fmt.Errorf("%s holds no lists", folder)
	}
	return lists, nil
}

// readCSVWhere reads a column of the rows whose other column contains part.
func readCSVWhere(folder, column, other, part string, patterns ...string) ([]string, error) {
	_, all, err := readFirst(folder, patterns)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, row := range all {
		if strings.Contains(row[other], part) {
			names = append(names, row[column])
		}
	}
	return names, nil
}

// readSuffixRules reads the rules of the Public Suffix List, without the signs
// for wildcards and exceptions.
func readSuffixRules(folder string) ([]string, error) {
	_, text, err := readFound(folder, "*public_suffix_list*.dat")
	if err != nil {
		return nil, err
	}
	var rules []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "//") {
			rules = append(rules, strings.TrimPrefix(strings.TrimPrefix(line, "!"), "*."))
		}
	}
	return rules, nil
}
