// Nearmiss is the command of maintainers and administrators: it checks
// recipients as the extension does, and makes, signs and publishes the lists.
//
//	nearmiss check ann@army.ml
//	nearmiss list lint
//
// It exits with 0 when all is well, 1 when it found something that needs a
// person (lint, status, verify), and 2 when it could not work: unknown flags,
// files that cannot be read or are not what they should be.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// program is what a subcommand may touch of the world.
type program struct {
	in       io.Reader
	out, err io.Writer
	now      func() time.Time
	// play reads the demo mailboxes by descriptions of webmails, by id; nil: it is not done.
	play func(map[string]change) (map[string][]reading, error)
}

// command is one row of the table of subcommands.
type command struct {
	name     string
	args     string // of the usage line
	short    string // one line
	run      func(p *program, args []string) error
	commands []command // instead of run
}

var root = command{name: "nearmiss", commands: []command{
	checkCommand,
	scanCommand,
	gateCommand,
	{name: "list", short: "make, sign and publish the lists", commands: append(listCommands, publishCommands...)},
	{name: "policy", short: "check managed policy, write its templates and reference", commands: policyCommands},
	packageCommand,
	releaseCommand,
	evaluateCommand,
	{name: "report", short: "count the near misses that an organisation's people met", commands: reportCommands},
	versionCommand,
}}

// In a function, because these read the table.
func init() {
	root.commands = append(root.commands, completionCommand, manCommand)
}

func main() {
	os.Exit(run(&program{os.Stdin, os.Stdout, os.Stderr, time.Now, playInChromium}, os.Args[1:]))
}

const (
	exitFine     = 0
	exitFindings = 1
	exitUnusable = 2
)

// errFindings says that the command worked and found something, which it has
// printed already.
var errFindings = errors.New("findings")

// usageError is about how the command was called.
type usageError struct{ reason string }

func (e *usageError) Error() string { return e.reason }

func run(p *program, args []string) int {
	c, path := &root, "nearmiss"
	if len(args) == 1 && (args[0] == "--version" || args[0] == "-v") {
		args = []string{"version"}
	}
	if len(args) > 0 && args[0] == "__complete" {
		complete(p, args[1:])
		return exitFine
	}
	for c.run == nil {
		if len(args) == 0 {
			c.usage(p.err, path)
			return exitUnusable
		}
		if isHelp(args[0]) {
			if len(args) == 1 {
				c.usage(p.out, path)
				return exitFine
			}
			args = append(args[1:], "--help")
		}
		next := c.find(args[0])
		if next == nil {
			fmt.Fprintf(p.err, "%s: there is no command %q\n", path, args[0])
			if meant := nearest(args[0], c.names()); meant != "" {
				fmt.Fprintf(p.err, "did you mean %s %s?\n", path, meant)
			}
			fmt.Fprintln(p.err)
			c.usage(p.err, path)
			return exitUnusable
		}
		c, path, args = next, path+" "+args[0], args[1:]
	}
	err := c.run(p, args)
	var usage *usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, flag.ErrHelp):
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.Is(err, errUnusable):
		return exitUnusable
	case errors.As(err, &usage):
		fmt.Fprintf(p.err, "%s: %s\nusage: %s %s\n", path, usage.reason, path, c.args)
	default:
		fmt.Fprintf(p.err, "%s: %v\n", path, err)
	}
	return exitUnusable
}

func printFlags(w io.Writer, f *flag.FlagSet) {
	f.VisitAll(func(one *flag.Flag) {
		argument, usage := flag.UnquoteUsage(one)
		if argument != "" {
			argument = " " + argument
		}
		fmt.Fprintf(w, "  --%s%s\n        %s", one.Name, argument, usage)
		switch one.DefValue {
		case "", "false", "0", "[]":
		default:
			fmt.Fprintf(w, " (default %s)", one.DefValue)
		}
		fmt.Fprintln(w)
	})
}

// meantFlag suggests a flag in place of one that does not exist.
func meantFlag(f *flag.FlagSet, err error) string {
	_, typed, isUnknown := strings.Cut(err.Error(), "flag provided but not defined: -")
	if meant := nearest(typed, flagNames(f)); isUnknown && meant != "" {
		return "; did you mean --" + meant + "?"
	}
	return ""
}

func isHelp(arg string) bool {
	return arg == "help" || arg == "-h" || arg == "-help" || arg == "--help"
}

func (c *command) find(name string) *command {
	for i := range c.commands {
		if c.commands[i].name == name {
			return &c.commands[i]
		}
	}
	return nil
}

func (c *command) usage(w io.Writer, path string) {
	fmt.Fprintf(w, "usage: %s <command> …\n\n", path)
	for _, sub := range c.commands {
		fmt.Fprintf(w, "  %-12s %s\n", sub.name, sub.short)
	}
	fmt.Fprintf(w, "\n%s <command> --help tells more.\n", path)
}

// flags makes a flag set whose help goes to standard output and whose mistakes
// are usage errors.
func (p *program) flags(path, args, about string) *flag.FlagSet {
	f := flag.NewFlagSet(path, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	if d, isAsked := p.out.(*description); isAsked {
		d.flags, d.about = f, strings.TrimSpace(about)
	}
	f.Usage = func() {
		fmt.Fprintf(p.out, "usage: nearmiss %s %s\n\n%s\n\n", path, args, strings.TrimSpace(about))
		printFlags(p.out, f)
	}
	return f
}

// parse takes flags before, between and after the other arguments, which it
// returns. After "--" nothing is a flag.
func parse(f *flag.FlagSet, args []string) (rest []string, err error) {
	// The package prints the whole help for each mistake, too.
	help := f.Usage
	f.Usage = func() {}
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				help()
				return nil, err
			}
			return nil, &usageError{strings.TrimPrefix(err.Error(), "flag ") + meantFlag(f, err)}
		}
		used := len(args) - f.NArg()
		if f.NArg() == 0 {
			return rest, nil
		}
		if used > 0 && args[used-1] == "--" {
			return append(rest, f.Args()...), nil
		}
		rest, args = append(rest, f.Arg(0)), f.Args()[1:]
	}
}

// appendTo returns a flag's function that collects its values: the flag can be repeated.
func appendTo(all *[]string) func(string) error {
	return func(value string) error {
		*all = append(*all, value)
		return nil
	}
}

// parseFlags is parse for a command that takes no other arguments.
func parseFlags(f *flag.FlagSet, args []string) error {
	rest, err := parse(f, args)
	if err == nil && len(rest) > 0 {
		err = &usageError{"unexpected " + rest[0]}
	}
	return err
}
