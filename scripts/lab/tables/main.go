// Command tables generates the core's tables from public data:
//
//	go run ./scripts/lab/tables --data DIR
//
// DIR holds popular_crux_chromium150.csv (Chromium's top domains, from the
// Chrome UX report, BSD-3-Clause), university_domains.csv (Hipo, MIT),
// gov_domains_full.csv (CISA, CC0) and confusables.txt (UTS #39, Unicode-3.0).
// It writes core/namemodel/table.go and core/skeleton_table.go.
package main

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "", "directory of the public data")
	out := flag.String("out", "core", "directory to write to")
	flag.Parse()
	if *data == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	for name, make := range map[string]func(string) ([]byte, error){
		"namemodel/table.go": plausibility,
		"skeleton_table.go":  skeletons,
	} {
		if err := write(filepath.Join(*out, name), *data, make); err != nil {
			fmt.Fprintf(os.Stderr, "tables: %s: %v\n", name, err)
			os.Exit(1)
		}
	}
}

func write(file, data string, make func(string) ([]byte, error)) error {
	source, err := make(data)
	if err != nil {
		return err
	}
	formatted, err := format.Source(source)
	if err != nil {
		return err
	}
	return os.WriteFile(file, formatted, 0o644)
}

// column returns the named column of a CSV file.
func column(file, name string) ([]string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(text))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	for i, title := range rows[0] {
		if title != name {
			continue
		}
		var values []string
		for _, row := range rows[1:] {
			if i < len(row) {
				values = append(values, row[i])
			}
		}
		return values, nil
	}
	return nil, fmt.Errorf("%s has no column %q", file, name)
}
