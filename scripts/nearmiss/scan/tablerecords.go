package scan

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// sample cuts the head of an input into rows, without one that may go on.
func sample(head []byte) (rows [][]string) {
	text := string(head)
	if len(head) >= headSize {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	comma := separator(text)
	records := recordReader{comma: comma}
	for line := range strings.Lines(text) {
		row, ok := records.add(strings.TrimRight(line, "\r\n"))
		if !ok {
			continue
		}
		if rows = append(rows, row); len(rows) >= sampleRows {
			break
		}
	}
	return rows
}

// separator returns which sign parts the cells: the one that stands most evenly
// in the first lines.
func separator(text string) rune {
	best, most := ',', 0
	lines := strings.SplitN(text, "\n", 12)
	if len(lines) > 11 {
		lines = lines[:11]
	}
	for _, comma := range []rune{',', ';', '\t'} {
		n := 0
		for _, line := range lines {
			if count := strings.Count(line, string(comma)); count > 0 && count == strings.Count(lines[0], string(comma)) {
				n += 1000 // as many as in the first line
			} else {
				n += min(count, 9)
			}
		}
		if n > most {
			best, most = comma, n
		}
	}
	return best
}

// recordReader puts lines together to records: a quoted cell may hold line ends.
type recordReader struct {
	comma   rune
	pending strings.Builder
	lines   int
	damaged int
}

// maxCellLines is how many lines a record may have before its quote counts as
// damaged: one that is never closed must not swallow the rest.
const maxCellLines = 200

// add takes a line and returns a record when one is whole.
func (r *recordReader) add(line string) (row []string, ok bool) {
	if r.pending.Len() > 0 {
		r.pending.WriteByte('\n')
	}
	r.pending.WriteString(line)
	r.lines++
	text := r.pending.String()
	if strings.Count(text, `"`)%2 == 1 && r.lines < maxCellLines && len(text) < maxRecord {
		return nil, false
	}
	if strings.Count(text, `"`)%2 == 1 {
		r.damaged++
		text = line
	}
	r.pending.Reset()
	r.lines = 0
	if strings.TrimSpace(text) == "" {
		return nil, false
	}
	cells := csv.NewReader(strings.NewReader(text))
	cells.Comma, cells.LazyQuotes, cells.FieldsPerRecord = r.comma, true, -1
	row, err := cells.Read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			r.damaged++
		}
		return nil, false
	}
	return row, true
}

// end returns how many records were damaged, including one that was cut off.
func (r *recordReader) end() int {
	if r.pending.Len() > 0 {
		r.damaged++
	}
	return r.damaged
}
