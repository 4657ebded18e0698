package main

import (
	"path/filepath"

	"nearmiss/scripts/lab/evaluate"
)

const evaluateArgs = "--data DIR [--out FILE] [--only PARTS] [--show]"

var evaluateCommand = command{
	name: "evaluate", args: evaluateArgs,
	short: "measure detection on corpora, beside other tools", run: evaluateRun,
}

const evaluateAbout = `
Measures how many human typing errors are found and how many real domains are
wrongly reported, with the published lists and beside other tools, and prints
the tables of core/EVALUATION.md. The corpora are not part of the project:
scripts/lab/evaluate/data.go has their names and columns.`

func evaluateRun(p *program, args []string) error {
	f := p.flags("evaluate", evaluateArgs, evaluateAbout)
	var o evaluate.Options
	f.StringVar(&o.Data, "data", "", "directory of the corpora")
	f.StringVar(&o.Lists, "lists", filepath.FromSlash(listsFolder), "directory of the lists")
	f.StringVar(&o.Node, "node", filepath.Join("node_modules", ".bin", "node"), "the Node.js that runs the other tools; none leaves them out")
	f.StringVar(&o.Out, "out", "", "file to write the tables to")
	f.StringVar(&o.Only, "only", "", "measure these `PARTS` only, parted by commas; run.go has their names")
	f.BoolVar(&o.Show, "show", false, "print every answer that was not as wished instead")
	if err := parseFlags(f, args); err != nil {
		return err
	}
	if o.Data == "" {
		return &usageError{"--data is missing"}
	}
	return evaluate.Run(o, p.out)
}
