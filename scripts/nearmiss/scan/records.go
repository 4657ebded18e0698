package scan

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
)

// found is one recipient in a format that is no server's log.
type found struct {
	recipient string // the address
	sender    string // the address, or ""
	mail      string // the mail's identifier, or "": the record counts by itself
	status    Status
	when      time.Time
}

// add judges a recipient and counts it.
func (s *Scan) add(f found, file *Read) {
	file.Recipients++
	recipient, sender := []byte(f.recipient), []byte(f.sender)
	domain := domainOf(recipient)
	if len(domain) == 0 {
		return
	}
	wrong := s.judge.verdict(domain, s.judge.sender(domainOf(sender)))
	if wrong == silent {
		return
	}
	r := record{wrong: wrong, who: hash([]byte(strings.ToLower(f.recipient))), status: f.status, when: f.when}
	if f.mail != "" {
		r.mail = hash([]byte(f.mail))
	}
	if f.sender != "" {
		r.sender = hash(sender)
	}
	if s.options.Addresses {
		r.address = f.recipient
	}
	s.mails.take(r)
}

// scanRecords reads everything that is no server's log.
func (s *Scan) scanRecords(in *input, file *Read) error {
	lines := &lineReader{in: bufio.NewReaderSize(in, maxRecord)}
	var err error
	switch file.Format {
	case Mbox, Message:
		err = s.scanMail(lines, file)
	case VCard:
		err = s.scanBlocks(lines, file, isCardEnd, cardAddresses)
	case LDIF:
		err = s.scanBlocks(lines, file, isBlank, entryAddresses)
	case Exchange, M365, Workspace, CSV:
		err = s.scanTable(lines, in.head, file)
	default:
		err = s.scanText(lines, file)
	}
	file.Damaged += lines.damaged
	return err
}

// lineReader reads lines without their ends; those longer than maxRecord are left
// out and counted.
type lineReader struct {
	in      *bufio.Reader
	damaged int
	read    int
}

// next returns false at the end. The line is good until the next call.
func (r *lineReader) next() (line string, ok bool, err error) {
	for {
		text, err := r.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			r.damaged++
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.in.ReadSlice('\n')
			}
			if err == nil {
				continue
			}
			text = nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return "", false, err
		}
		if err != nil && len(text) == 0 {
			return "", false, nil
		}
		r.read++
		return strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"), true, nil
	}
}

// each calls take for every line.
func (r *lineReader) each(s *Scan, take func(line string)) error {
	for {
		line, ok, err := r.next()
		if !ok {
			return err
		}
		if r.read%1024 == 0 {
			s.progress.lines(1024)
		}
		take(line)
	}
}

// scanText takes every address in any text.
func (s *Scan) scanText(lines *lineReader, file *Read) error {
	return lines.each(s, func(line string) {
		for _, address := range addressesIn(line) {
			s.add(found{recipient: address}, file)
		}
	})
}

// scanBlocks reads records of several lines, such as a card or a directory entry.
func (s *Scan) scanBlocks(lines *lineReader, file *Read, isEnd func(line string) bool, addresses func(block string) ([]string, error)) error {
	var block strings.Builder
	isTooLong := false
	end := func() {
		text := block.String()
		block.Reset()
		if isTooLong {
			isTooLong = false
			file.Damaged++
			return
		}
		if strings.TrimSpace(text) == "" {
			return
		}
		all, err := addresses(text)
		if err != nil {
			file.Damaged++
			return
		}
		slices.Sort(all)
		for _, address := range slices.Compact(all) {
			s.add(found{recipient: address}, file)
		}
	}
	err := lines.each(s, func(line string) {
		if block.Len()+len(line) > maxRecord {
			block.Reset()
			isTooLong = true
		}
		if !isTooLong {
			block.WriteString(line + "\n")
		}
		if isEnd(line) {
			end()
		}
	})
	end()
	return err
}

func isBlank(line string) bool { return line == "" }
