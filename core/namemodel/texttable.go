package namemodel

import (
	"strconv"
	"strings"
	"sync"
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

// State is how much more surprising mail to a state is than to the ones that have most
// names, told by the busiest suffix under its country code. Of a suffix of one label it
// is 0.
func State(suffix string) Bits {
	dot := strings.LastIndexByte(suffix, '.')
	if dot < 0 {
		return 0
	}
	if surprise, ok := statesOf()[suffix[dot+1:]]; ok {
		return surprise
	}
	return rareSuffix - busiestState
}

// busiestState is what the busiest suffixes of states have: .jp, .ru, com.br.
const busiestState Bits = 5.5

var statesOf = sync.OnceValue(func() map[string]Bits {
	states := make(map[string]Bits)
	for suffix, surprise := range busySuffixes {
		state := suffix[strings.LastIndexByte(suffix, '.')+1:]
		if best, ok := states[state]; !ok || surprise-busiestState < best {
			states[state] = max(0, surprise-busiestState)
		}
	}
	return states
})

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
