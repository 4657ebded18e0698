package scan

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// columns says where in a table a record has what; -1 is nowhere.
type columns struct {
	recipients             []int
	sender, mail, when     int
	status, code           int // a word, and an SMTP reply code
	event, target, inbound int // of Exchange; of Workspace; a direction
	layout                 string
}

var noColumns = columns{sender: -1, mail: -1, when: -1, status: -1, code: -1, event: -1, target: -1, inbound: -1}

const (
	sampleRows = 200
	maxColumns = 1000 // of an address book
)

// recogniseTable returns the format of a table, "" for what is none.
func recogniseTable(head []byte) Format {
	rows := sample(head)
	if len(rows) < 2 {
		return ""
	}
	c := findColumns(rows)
	if len(c.recipients) == 0 {
		return ""
	}
	for _, name := range rows[0] {
		switch plainName(name) {
		case "recipientstatus", "messagetraceid", "origintimestamp", "origintimestamputc":
			return M365
		case "eventtarget":
			return Workspace
		}
	}
	switch {
	case c.target >= 0:
		return Workspace
	case c.when >= 0 && c.status >= 0 && c.sender >= 0:
		return M365
	}
	return CSV
}

// scanTable reads a table whose columns are found by what they hold.
func (s *Scan) scanTable(lines *lineReader, head []byte, file *Read) error {
	if file.Format == Exchange {
		return s.scanExchange(lines, file)
	}
	rows := sample(head)
	c := findColumns(rows)
	if len(c.recipients) == 0 && file.Format != CSV {
		return errors.New("has no column of addresses")
	}
	if file.Format == CSV {
		// An address book: every address in it is somebody to write to.
		c = noColumns
		for i := range maxColumns {
			c.recipients = append(c.recipients, i)
		}
	}
	records := &recordReader{comma: separator(string(head))}
	err := lines.each(s, func(line string) {
		if row, ok := records.add(line); ok {
			s.addRow(row, &c, file)
		}
	})
	file.Damaged += records.end()
	return err
}

func (s *Scan) addRow(row []string, c *columns, file *Read) {
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	if strings.EqualFold(cell(c.inbound), "inbound") || cell(c.inbound) == "1" {
		return
	}
	base := found{mail: cell(c.mail), when: readTime(cell(c.when), c.layout), status: statusOf(cell(c.status), cell(c.code))}
	if senders := cellAddresses(cell(c.sender)); len(senders) > 0 {
		base.sender = senders[0].address
	}
	if target := cell(c.target); target != "" && !isLastHop(target) && base.status == Delivered {
		base.status = Open // taken in, not yet sent out
	}
	var seen []string
	for _, i := range c.recipients {
		for _, a := range cellAddresses(cell(i)) {
			if slices.Contains(seen, a.address) {
				continue
			}
			seen = append(seen, a.address)
			f := base
			f.recipient = a.address
			if a.status != "" {
				f.status = statusOf(a.status, "")
			}
			s.add(f, file)
		}
	}
}

// cellAddress is an address in a cell, with what became of it if the cell says so.
type cellAddress struct{ address, status string }

// cellAddresses reads "a@b.org", "Ann <a@b.org>", "a@b.org; c@d.org",
// "smtp_out::a@b.org" and "a@b.org##Receive, Send;c@d.org##Receive, Fail".
func cellAddresses(cell string) (all []cellAddress) {
	if !strings.Contains(cell, "@") {
		return nil
	}
	for part := range strings.SplitSeq(cell, ";") {
		address, status, _ := strings.Cut(part, "##")
		if _, behind, ok := strings.Cut(address, "::"); ok {
			address = behind
		}
		for _, a := range trimmedAddress(address) {
			all = append(all, cellAddress{a, status})
		}
	}
	return all
}

// isLastHop reports whether a target of Google Workspace is the end of what
// happens to a mail there.
func isLastHop(target string) bool {
	return !strings.EqualFold(target, "SMTP_IN") && !strings.EqualFold(target, "LIST_SERVER")
}

// statusOf reads the word of a service, or else the reply code of a server. Of
// several words ("Receive, Send") the last counts.
func statusOf(words, code string) Status {
	status := Unknown
	for word := range strings.FieldsFuncSeq(strings.ToLower(words), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if s, ok := statusWords[word]; ok {
			status = s
		}
	}
	if len(code) == 3 && (status == Unknown || code[0] == '5') {
		status = map[byte]Status{'2': Delivered, '4': Open, '5': Bounced}[code[0]]
	}
	return status
}

var statusWords = map[string]Status{
	"delivered": Delivered, "deliver": Delivered, "sent": Delivered, "send": Delivered, "success": Delivered, "succeeded": Delivered,
	"accepted": Delivered, "ok": Delivered,
	"failed": Bounced, "fail": Bounced, "failure": Bounced, "bounced": Bounced, "bounce": Bounced, "rejected": Bounced, "reject": Bounced,
	"dropped": Bounced, "drop": Bounced, "filteredasspam": Bounced, "badmail": Bounced,
	"pending": Open, "gettingstatus": Open, "deferred": Open, "defer": Open, "delayed": Open, "queued": Open, "quarantined": Open,
	"receive": Open, "received": Open, "submit": Open, "resolved": Open, "expanded": Open, "expand": Open,
	"transferred": HandedOn, "transfer": Open,
}

// readTime reads a cell; the zero time when it holds none.
func readTime(cell, layout string) time.Time {
	if cell == "" || layout == "" {
		return time.Time{}
	}
	t, err := time.Parse(layout, cell)
	if err != nil {
		return time.Time{}
	}
	return wallClock(t)
}
