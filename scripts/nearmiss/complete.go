package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// description is what a command says of itself when it is asked for help: p.flags
// puts it here if this is what it would print to.
type description struct {
	flags *flag.FlagSet
	about string
}

func (*description) Write(text []byte) (int, error) { return len(text), nil }

// describe returns the flags of a command; nil for one without.
func (c *command) describe(p *program) *description {
	d := &description{}
	asked := *p
	asked.out, asked.err = d, io.Discard
	c.run(&asked, []string{"--help"})
	return d
}

// nearest returns the word that a mistyped one was probably meant to be, or "".
func nearest(typed string, words []string) string {
	best, distance := "", 3 // more edits make another word
	for _, word := range words {
		d := levenshtein.ComputeDistance(typed, word)
		if strings.HasPrefix(word, typed) && len(typed) > 1 {
			d = 1
		}
		if d < distance && d < len(word) {
			best, distance = word, d
		}
	}
	return best
}

func (c *command) names() (names []string) {
	for _, sub := range c.commands {
		names = append(names, sub.name)
	}
	return names
}

func flagNames(f *flag.FlagSet) (names []string) {
	f.VisitAll(func(one *flag.Flag) { names = append(names, one.Name) })
	return names
}

// The scripts ask the command itself what fits, so they need no new version when
// a flag is added. The first argument is the word under the cursor behind a "=",
// because PowerShell passes no empty ones. Where nothing fits, files do.
var completions = map[string]string{
	"bash": `_nearmiss() {
	local IFS=$'\n'
	COMPREPLY=($(nearmiss __complete "=${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[@]:1:COMP_CWORD-1}" | cut -f1))
}
complete -o default -F _nearmiss nearmiss
`,
	"zsh": `#compdef nearmiss
_nearmiss() {
	local -a found
	found=("${(@f)$(nearmiss __complete "=${words[CURRENT]}" "${(@)words[2,CURRENT-1]}")}")
	if [[ -n "${found[1]}" ]]; then
		_describe nearmiss "${(@)found//$'\t'/:}"
	else
		_files
	fi
}
compdef _nearmiss nearmiss
`,
	"fish": `function __nearmiss
	set -l words (commandline -opc)
	nearmiss __complete "="(commandline -ct) $words[2..]
end
complete -c nearmiss -a "(__nearmiss)"
`,
	"powershell": `Register-ArgumentCompleter -Native -CommandName nearmiss -ScriptBlock {
	param($word, $line, $cursor)
	$before = @($line.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursor } | ForEach-Object { "$_" })
	nearmiss __complete "=$word" @before | ForEach-Object {
		$name, $short = $_ -split [char]9
		[System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', ($short, $name -ne $null)[0])
	}
}
`,
}

const completionArgs = "bash|zsh|fish|powershell"

var completionCommand = command{
	name: "completion", args: completionArgs,
	short: "print a script that completes commands and flags", run: runCompletion,
}

func runCompletion(p *program, args []string) error {
	f := p.flags("completion", completionArgs, `
Prints what the shell reads to complete nearmiss:

  source <(nearmiss completion bash)                    in ~/.bashrc
  nearmiss completion zsh > "${fpath[1]}/_nearmiss"     once
  nearmiss completion fish | source                     in ~/.config/fish/config.fish
  nearmiss completion powershell | Out-String | Invoke-Expression    in $PROFILE`)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	shells := slices.Sorted(maps.Keys(completions))
	if len(rest) != 1 {
		return &usageError{"which shell? " + strings.Join(shells, ", ")}
	}
	script, known := completions[rest[0]]
	if !known {
		return &usageError{fmt.Sprintf("no script for %q: %s", rest[0], strings.Join(shells, ", "))}
	}
	_, err = io.WriteString(p.out, script)
	return err
}

// complete prints what may stand at the cursor, one a line, with a tab before what
// it is for.
func complete(p *program, args []string) {
	if len(args) == 0 {
		return
	}
	word, before := strings.TrimPrefix(args[0], "="), args[1:]
	c := &root
	for len(before) > 0 && c.run == nil {
		next := c.find(before[0])
		if next == nil && before[0] != "help" {
			return
		}
		if next != nil {
			c = next
		}
		before = before[1:]
	}
	if c.run == nil {
		for _, sub := range c.commands {
			if strings.HasPrefix(sub.name, word) {
				fmt.Fprintf(p.out, "%s\t%s\n", sub.name, sub.short)
			}
		}
		return
	}
	flags := c.describe(p).flags
	if flags == nil || !strings.HasPrefix(word, "-") {
		if c.name == completionCommand.name && len(before) == 0 {
			for _, shell := range slices.Sorted(maps.Keys(completions)) {
				if strings.HasPrefix(shell, word) {
					fmt.Fprintln(p.out, shell)
				}
			}
		}
		return
	}
	flags.VisitAll(func(one *flag.Flag) {
		if name := "--" + one.Name; strings.HasPrefix(name, "-"+strings.TrimLeft(word, "-")) || strings.HasPrefix(name, word) {
			_, usage := flag.UnquoteUsage(one)
			fmt.Fprintf(p.out, "%s\t%s\n", name, usage)
		}
	})
}
