// Package evaluate measures detection on real errors and real domains, beside
// other tools in the same run. The corpora are no part of the project.
package evaluate

import (
	"io"
	"os"
)

// Options say what to measure with what.
type Options struct {
	Data  string // directory of the corpora; their names are in data.go
	Lists string // directory of the lists that the project publishes
	Node  string // the Node.js that runs the other tools; "none" leaves them out
	Out   string // file to write the tables to; "" for the writer
	Only  string // the parts to measure, by name, parted by commas; "" for all
	Show  bool   // print every answer that was not as wished instead
}

// Run measures and writes the tables, in Markdown. The working directory is the
// repository's top, where the other tools are installed.
func Run(o Options, out io.Writer) error {
	r, err := newRun(o.Data, o.Lists, o.Node)
	if err != nil {
		return err
	}
	r.show, r.only, r.out = o.Show, o.Only, out
	if err := r.measure(); err != nil || o.Show {
		return err
	}
	if o.Out != "" {
		return os.WriteFile(o.Out, r.text.Bytes(), 0o644)
	}
	_, err = out.Write(r.text.Bytes())
	return err
}
