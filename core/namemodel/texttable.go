package namemodel

import (
	"strconv"
	"strings"
)

// textTable is a generated text of lines "key tenths", by key.
type textTable map[string]Bits

var (
	usualHeads   = newTextTable(headBits)
	usualTails   = newTextTable(tailBits)
	busySuffixes = newTextTable(suffixBits)
)

func newTextTable(text string) textTable {
	t := make(textTable, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		key, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		tenths, err := strconv.Atoi(number)
		if err != nil {
			panic("namemodel: the generated table has the line " + line)
		}
		t[key] = Bits(tenths) / 10
	}
	return t
}

// IsUsualTail reports whether many real labels end in part: "mail", "group".
func IsUsualTail(part string) bool {
	_, usual := usualTails[part]
	return usual
}

// BusySuffixes calls yield with each suffix that many real names are under, and how
// surprising it is, in no order, until it returns false.
func BusySuffixes(yield func(suffix string, surprise Bits) bool) {
	for suffix, surprise := range busySuffixes {
		if !yield(suffix, surprise) {
			return
		}
	}
}
