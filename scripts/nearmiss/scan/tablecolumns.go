package scan

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// findColumns finds columns by what they hold, since services write their names
// in the administrator's language. Names decide only where content cannot: which
// of two columns of addresses is the sender's.
func findColumns(rows [][]string) columns {
	c := noColumns
	if len(rows) == 0 {
		return c
	}
	names := rows[0]
	addresses := addressColumns(rows)
	for i := range width(rows) {
		cells := columnCells(rows, i)
		name := ""
		if i < len(names) {
			name = plainName(names[i])
		}
		switch {
		case name == "directionality" || name == "direction": // "Sent" is no status here
			c.inbound = i
		case c.mail < 0 && mostly(cells, isMailID) && !slices.Contains(addresses, i):
			c.mail = i
		case c.when < 0 && layoutOf(cells) != "":
			c.when, c.layout = i, layoutOf(cells)
		case c.target < 0 && mostly(cells, isTarget):
			c.target = i
		case c.code < 0 && mostly(cells, isReplyCode):
			c.code = i
		case c.status < 0 && mostly(cells, isStatusWord):
			c.status = i
		}
	}
	c.sender = senderColumn(rows, addresses, c.when >= 0 && (c.status >= 0 || c.mail >= 0))
	for _, i := range addresses {
		if i != c.sender {
			c.recipients = append(c.recipients, i)
		}
	}
	return c
}

// addressColumns returns the columns that hold addresses.
func addressColumns(rows [][]string) (all []int) {
	for i := range width(rows) {
		if mostly(columnCells(rows, i), func(cell string) bool { return len(cellAddresses(cell)) > 0 && !isMailID(cell) }) {
			all = append(all, i)
		}
	}
	return all
}

// senderColumn returns which column of addresses is the sender's; -1 for none. In
// a log of mails it is the one with that name, or else with the fewest domains:
// an organisation writes from its own few to many.
func senderColumn(rows [][]string, addresses []int, isLog bool) int {
	if len(addresses) < 2 {
		return -1
	}
	for _, i := range addresses {
		if i < len(rows[0]) && slices.Contains(senderNames, plainName(rows[0][i])) {
			return i
		}
	}
	if !isLog {
		return -1
	}
	sender, fewest := -1, 0
	for _, i := range addresses {
		domains := map[string]bool{}
		for _, cell := range columnCells(rows, i) {
			if strings.Contains(cell, "##") || strings.Contains(cell, ";") {
				domains = nil // only recipients are several
				break
			}
			for _, a := range cellAddresses(cell) {
				domains[string(domainOf([]byte(a.address)))] = true
			}
		}
		if domains != nil && (sender < 0 || len(domains) < fewest) {
			sender, fewest = i, len(domains)
		}
	}
	return sender
}

var senderNames = []string{
	"sender", "senderaddress", "from", "fromaddress", "fromheaderaddress", "fromenvelope", "mailfrom", "returnpath",
	"absender", "expediteur", "expéditeur", "remitente", "mittente", "afzender", "remetente",
}

// plainName drops what differs between versions: case, spaces, signs.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-()#:*\ufeff", r) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

func width(rows [][]string) (n int) {
	for _, row := range rows {
		n = max(n, len(row))
	}
	return n
}

// columnCells returns what a column holds below its name.
func columnCells(rows [][]string, i int) (cells []string) {
	for at, row := range rows {
		if i < len(row) && strings.TrimSpace(row[i]) != "" && (at > 0 || strings.Contains(row[i], "@")) {
			cells = append(cells, strings.TrimSpace(row[i]))
		}
	}
	return cells
}

// mostly reports whether nine of ten cells fit, and one at least.
func mostly(cells []string, fits func(string) bool) bool {
	n := 0
	for _, cell := range cells {
		if fits(cell) {
			n++
		}
	}
	return n > 0 && n*10 >= len(cells)*9
}

var hexID = regexp.MustCompile(`^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// isMailID recognises "<4711@host.example>" and the identifiers of Exchange.
func isMailID(cell string) bool {
	return strings.HasPrefix(cell, "<") && strings.HasSuffix(cell, ">") && !strings.ContainsAny(cell, " ;,") || hexID.MatchString(strings.ToLower(cell))
}

func isTarget(cell string) bool {
	switch cell {
	case "SMTP_IN", "SMTP_OUT", "LIST_SERVER", "GMAIL_INBOX", "GMAIL_SPAM", "INTERNAL_SERVER", "ARCHIVE_LIST_SERVER":
		return true
	}
	return false
}

func isReplyCode(cell string) bool {
	return len(cell) == 3 && strings.Contains("245", cell[:1]) && '0' <= cell[1] && cell[1] <= '5' && '0' <= cell[2] && cell[2] <= '9'
}

func isStatusWord(cell string) bool { return len(cell) < 40 && statusOf(cell, "") != Unknown }

// layouts of times. Where day and month could be either, the cells decide: a
// layout counts only if it reads all of them.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05",
	"2006/01/02 15:04:05 MST", "2006/01/02 15:04:05", "2006-01-02 15:04", "2006/01/02 15:04",
	"1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "1/2/2006 15:04:05", "2/1/2006 15:04:05", "1/2/2006 15:04", "2/1/2006 15:04",
	"2.1.2006 15:04:05", "2.1.2006 15:04", "2-1-2006 15:04:05", "Jan 2, 2006, 3:04:05 PM", time.RFC1123Z, time.RFC1123, "2006-01-02", time.DateTime,
}

// layoutOf returns the layout that reads every cell; "" when none does.
func layoutOf(cells []string) string {
	if len(cells) == 0 {
		return ""
	}
	for _, layout := range layouts {
		if !slices.ContainsFunc(cells, func(cell string) bool { _, err := time.Parse(layout, cell); return err != nil }) {
			return layout
		}
	}
	return ""
}
