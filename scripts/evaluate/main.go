// Command evaluate measures detection on real errors and real domains, beside
// other tools in the same run:
//
//	go run ./scripts/evaluate --data DIR [--out core/EVALUATION.md]
//
// DIR holds the corpora (their names are in data.go); none of them is part of
// the project. Without --out the tables go to standard output. --show prints
// every answer that was not as wished instead.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "", "directory of the corpora")
	lists := flag.String("lists", "worker/lists", "directory of the lists that the project publishes")
	node := flag.String("node", filepath.Join("node_modules", ".bin", "node"), "the Node.js that runs the other tools; \"none\" leaves them out")
	out := flag.String("out", "", "file to write the tables to")
	show := flag.Bool("show", false, "print what was missed and what was wrongly spoken of")
	flag.Parse()
	if *data == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	r, err := newRun(*data, *lists, *node)
	if err == nil {
		r.show = *show
		err = r.measure()
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "evaluate: %v\n", err)
		os.Exit(2)
	}
	if *show {
		return
	}
	if *out == "" {
		os.Stdout.Write(r.text.Bytes())
		return
	}
	if err := os.WriteFile(*out, r.text.Bytes(), 0o644); err != nil {
		fmt.Fprintf(os.Stderr, "evaluate: %v\n", err)
		os.Exit(2)
	}
}
