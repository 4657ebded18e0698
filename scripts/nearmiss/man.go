package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

var manCommand = command{name: "man", short: "print the manual page", run: runMan}

func runMan(p *program, args []string) error {
	f := p.flags("man", "", `
Prints the manual page of all commands, for man:

  nearmiss man > /usr/local/share/man/man1/nearmiss.1`)
	if err := parseFlags(f, args); err != nil {
		return err
	}
	fmt.Fprintf(p.out, `.TH NEARMISS 1 "" "nearmiss %s" "User Commands"
.SH NAME
nearmiss \- warn before mail goes to a near miss of the right domain
.SH SYNOPSIS
.B nearmiss
.I command
[\fIflag\fR ...] [\fIargument\fR ...]
.SH EXIT STATUS
0 when all is well, 1 when something was found that needs a person, 2 when the
command could not work.
.SH COMMANDS
`, roff(version))
	p.manualOf(&root, "nearmiss")
	return nil
}

func (p *program) manualOf(c *command, path string) {
	for i := range c.commands {
		sub := &c.commands[i]
		name := path + " " + sub.name
		if sub.run == nil {
			p.manualOf(sub, name)
			continue
		}
		fmt.Fprintf(p.out, ".SS %s %s\n%s.\n", roff(name), roff(sub.args), roff(strings.ToUpper(sub.short[:1])+sub.short[1:]))
		if d := sub.describe(p); d.flags != nil {
			fmt.Fprintf(p.out, ".PP\n.nf\n%s\n.fi\n", roff(d.about))
			writeFlags(p.out, d.flags)
		}
	}
}

func writeFlags(w io.Writer, f *flag.FlagSet) {
	f.VisitAll(func(one *flag.Flag) {
		argument, usage := flag.UnquoteUsage(one)
		fmt.Fprintf(w, ".TP\n.B \\-\\-%s \\fI%s\\fR\n%s\n", roff(one.Name), roff(argument), roff(usage))
	})
}

// roff is text as man sets it: a hyphen stays one that can be copied, and no line
// is taken for an instruction.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, `-`, `\-`, "\n.", "\n\\&.", "\n'", "\n\\&'").Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
