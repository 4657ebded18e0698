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

// State is how much more surprising mail to a state is than to the ones that have most
// names, told by the busiest suffix under its country code. A suffix of one label is
// told likewise.
func State(suffix string) Bits {
	if surprise, ok := states[suffix[strings.LastIndexByte(suffix, '.')+1:]]; ok {
		return surprise
	}
	return rareSuffix - busiestState
}

// Country is Suffix, but that a suffix that is not busy is as rare as its country is:
// net.au and net.ag.
func Country(suffix string) Bits {
	if IsBusy(suffix) {
		return Suffix(suffix)
	}
	return busiestState + State(suffix)
}

// IsBusy reports whether many real names are under the suffix.
func IsBusy(suffix string) bool {
	_, isBusy := busySuffixes[suffix]
	return isBusy
}

// busiestState is what the busiest suffixes of states have: .jp, .ru, com.br.
const busiestState Bits = 5.5

// soldToAll are the country codes below which most names are of people elsewhere, so that
// how many there are says nothing of mail to the state.
const soldToAll = " ac ag ai bz cc cd cf co dj fm ga gd gg gl gq gs im io la lc li ly me ml ms mu nu pm pn pw sc sh so st su tf tk to tv vc vg vu ws "

var states = func() map[string]Bits {
	states := make(map[string]Bits)
	for suffix, surprise := range busySuffixes {
		state := suffix[strings.LastIndexByte(suffix, '.')+1:]
		if strings.Contains(soldToAll, " "+suffix+" ") {
			continue
		}
		if best, ok := states[state]; !ok || surprise-busiestState < best {
			states[state] = max(0, surprise-busiestState)
		}
	}
	return states
}()

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
