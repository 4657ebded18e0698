package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

var checkCommand = command{
	name: "check", args: checkArgs,
	short: "say what the extension would say about recipients", run: runCheck,
}

const checkArgs = "[flags] [RECIPIENT…]"

const checkAbout = `Judges recipients, addresses or bare domains, as the extension does. Without
arguments it reads them from standard input, one a line. It exits with 0 whatever
it finds, and with 2 when an input cannot be used.`

// checkFlags are the flags of check; see runCheck for what they mean.
type checkFlags struct {
	list, protect, known, from, policy string
	jsonl, explain                     bool
}

func runCheck(p *program, args []string) error {
	f := p.flags("check", checkArgs, checkAbout)
	var c checkFlags
	c.listFlags(f)
	f.StringVar(&c.from, "from", "", "the sender's `ADDRESS`: its domain is protected too")
	f.BoolVar(&c.jsonl, "jsonl", false, "print one JSON object a line")
	f.BoolVar(&c.explain, "explain", false, "show which rule decided and how each target was weighed, in bits")
	recipients, err := parse(f, args)
	if err != nil {
		return err
	}
	checker, decided, err := c.checker()
	if err != nil {
		return err
	}
	if c.explain && c.jsonl {
		return &usageError{"--explain is for people and --jsonl for programs: take one"}
	}
	if c.from != "" && !strings.Contains(c.from, "@") {
		return &usageError{"--from takes an address"}
	}
	out := bufio.NewWriterSize(p.out, 1<<16)
	onPaper := &paper{colours: isTerminal(p.out), decided: decided}
	report := onPaper.print
	if c.jsonl {
		report = decided.printJSON
	}
	judge := func(recipient string) {
		v := checker.Check(recipient, c.from)
		report(out, recipient, &v)
		c.explainTo(out, checker, &v)
	}
	if len(recipients) > 0 {
		for _, r := range recipients {
			if err := whyUnusable(r); err != nil {
				return fmt.Errorf("argument %q: %w", shortened(r), err)
			}
		}
		for _, r := range recipients {
			judge(r)
		}
	} else if err := checkLines(p.in, out, judge); err != nil {
		return err
	}
	onPaper.summary(out)
	return out.Flush()
}

// maxRecipient is the longest line that is looked at, in bytes: an address has
// 320 at most, and what people paste around one is seldom longer than this.
const maxRecipient = 4096

// checkLines judges one line after the other. It holds one line at a time and
// one block of output, however many there are; what was judged before a line
// that cannot be used is printed.
func checkLines(in io.Reader, out *bufio.Writer, check func(recipient string)) error {
	lines := bufio.NewReaderSize(in, 1<<16)
	for number := 1; ; number++ {
		line, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return errors.Join(out.Flush(), fmt.Errorf("standard input:%d: longer than %d bytes", number, maxRecipient))
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(out.Flush(), fmt.Errorf("standard input:%d: %w", number, err))
		}
		recipient := string(bytes.TrimRight(line, "\r\n"))
		if number == 1 {
			recipient = strings.TrimPrefix(recipient, "\ufeff")
		}
		if strings.TrimSpace(recipient) != "" {
			if why := whyUnusable(recipient); why != nil {
				return errors.Join(out.Flush(), fmt.Errorf("standard input:%d: %w", number, why))
			}
			check(recipient)
		}
		if err != nil {
			return out.Flush()
		}
		// Whoever types at a terminal wants the answer before the next line.
		if lines.Buffered() == 0 {
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
}

func whyUnusable(recipient string) error {
	switch {
	case len(recipient) > maxRecipient:
		return fmt.Errorf("longer than %d bytes", maxRecipient)
	case !utf8.ValidString(recipient):
		return errors.New("not UTF-8")
	case strings.ContainsFunc(recipient, func(r rune) bool { return r != '\t' && unicode.IsControl(r) }):
		return errors.New("has control characters: not text")
	}
	return nil
}

func shortened(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
