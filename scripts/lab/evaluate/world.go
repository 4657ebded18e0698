package evaluate

import (
	"fmt"
	"strings"

	"nearmiss/core"
)

// worldCase is one line of world_cases.tsv: what was typed, what it was meant for ("":
// it is right, and silence is), and who sends.
type worldCase struct{ kind, typed, meant, sender string }

func readWorld(folder string) ([]worldCase, error) {
	file, text, err := readFound(folder, "*world_cases*.tsv")
	if err != nil {
		return nil, err
	}
	var cases []worldCase
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		fields := strings.Split(line, "\t")
		if i == 0 && strings.HasPrefix(line, "#") {
			continue
		}
		if len(fields) < 7 {
			return nil, fmt.Errorf("%s:%d: %d fields, want 7", file, i+1, len(fields))
		}
		c := worldCase{kind: fields[0], typed: fields[1]}
		if fields[2] != "none" {
			c.meant = fields[3]
		}
		if rest, ok := strings.CutPrefix(fields[6], "sender "); ok {
			c.sender, _, _ = strings.Cut(rest, ";")
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// world measures cases from all over the world that earlier versions failed.
func (r *run) world() error {
	cases, err := readWorld(r.data)
	if err != nil {
		return err
	}
	checker, err := core.New(core.Config{Lists: r.lists})
	if err != nil {
		return err
	}
	r.printf("## Cases from all over the world\n\nInputs that an earlier version got wrong, from public reports and probes, by kind.\n\n")
	r.head("", "cases", "right")
	var kinds []string
	by := map[string]*share{}
	all := share{}
	for _, c := range cases {
		v := checker.Check(c.typed, c.sender)
		isRight := v.Level == core.LevelNone
		if c.meant != "" {
			isRight = v.Level != core.LevelNone && suggests(v.Suggestion, c.meant)
		}
		if by[c.kind] == nil {
			kinds = append(kinds, c.kind)
			by[c.kind] = new(share)
		}
		by[c.kind].add(1, isRight)
		all.add(1, isRight)
		if r.show && !isRight {
			fmt.Fprintf(r.out, "world %s: %q from %s: %s %q %q, want %q (%s)\n", c.kind, c.typed, c.sender, v.Level, v.Suggestion, v.Alternative, c.meant, v.Reason)
		}
	}
	for _, kind := range kinds {
		r.row(kind, fmt.Sprint(by[kind].of), percent(*by[kind]))
	}
	r.row("all", fmt.Sprint(all.of), percent(all))
	r.printf("\n")
	return nil
}

// suggests reports whether a domain, or one below it, is the one of the last address in
// a suggestion.
func suggests(suggestion, meant string) bool {
	at := strings.LastIndexByte(suggestion, '@')
	name := strings.TrimRight(suggestion[at+1:], "> ")
	return name == meant || strings.HasSuffix(name, "."+meant)
}
