package scan

import (
	"bytes"
	"slices"
	"strings"
)

// isExchange recognises a message tracking log by its line of fields.
func isExchange(lines [][]byte) bool {
	return slices.ContainsFunc(lines, func(l []byte) bool {
		return bytes.HasPrefix(l, []byte("#Fields:")) && bytes.Contains(l, []byte("recipient-address"))
	})
}

// scanExchange reads a message tracking log. Its line "#Fields:" names the
// columns, which differ by version; it may come again anywhere.
func (s *Scan) scanExchange(lines *lineReader, file *Read) error {
	c := noColumns
	server := -1
	records := &recordReader{comma: ','}
	err := lines.each(s, func(line string) {
		if names, ok := strings.CutPrefix(line, "#Fields:"); ok {
			c, server = exchangeColumns(strings.Split(strings.TrimSpace(names), ","))
			return
		}
		if strings.HasPrefix(line, "#") {
			return
		}
		row, ok := records.add(line)
		if !ok {
			return
		}
		if len(c.recipients) == 0 || c.recipients[0] >= len(row) || c.event >= len(row) {
			file.Damaged++
			return
		}
		s.addExchange(row, &c, server, file)
	})
	file.Damaged += records.end()
	return err
}

func exchangeColumns(names []string) (c columns, server int) {
	c, server = noColumns, -1
	c.layout = "2006-01-02T15:04:05Z07:00"
	messageID := -1
	for i, name := range names {
		switch strings.TrimSpace(name) {
		case "date-time":
			c.when = i
		case "event-id":
			c.event = i
		case "recipient-address":
			c.recipients = []int{i}
		case "sender-address":
			c.sender = i
		case "network-message-id": // not before Exchange 2013
			c.mail = i
		case "message-id":
			messageID = i
		case "server-ip":
			server = i
		}
	}
	if c.mail < 0 {
		c.mail = messageID
	}
	if c.event < 0 {
		c.recipients = nil
	}
	return c, server
}

// addExchange counts a row whose event says something about its recipients.
func (s *Scan) addExchange(row []string, c *columns, server int, file *Read) {
	status := Unknown
	switch strings.ToUpper(row[c.event]) {
	case "SEND", "SENDEXTERNAL":
		status = Delivered
		if server >= 0 && server < len(row) && s.relays.own([]byte("["+row[server]+"]")) {
			status = HandedOn
		}
	case "DELIVER":
		status = Delivered
	case "FAIL", "BADMAIL", "DROP":
		status = Bounced
	case "RECEIVE", "SUBMIT", "DEFER", "HARECEIVE":
		status = Open
	default:
		return // about a group, a copy or a notification
	}
	one := *c
	one.event = -1
	cells := make([]string, len(row), len(row)+1)
	copy(cells, row)
	// The words of the column recipient-status are a server's replies; the event
	// is what counts.
	one.status = len(cells)
	cells = append(cells, [...]string{Open: "pending", HandedOn: "transferred", Delivered: "delivered", Bounced: "failed"}[status])
	s.addRow(cells, &one, file)
}
