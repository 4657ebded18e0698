// Package namemodel says how surprising a name is among real ones, in bits of
// surprise: what happens once in eight times costs 3 bits. Its table is generated
// from public lists of real domains by scripts/lab/tables.
//
//	namemodel.Label("weather") // fewer bits than
//	namemodel.Label("xqzvjkw")
package namemodel

// Bits measure surprise.
type Bits float32

const (
	// A name under a suffix that is not among the busy ones.
	rareSuffix Bits = 11.5
	// An acronym: every name of three letters stands for somebody.
	//   heard: gmil.com   silent: aoe.com for aol.com
	acronym        Bits = 2.5
	acronymLetter  Bits = 4.7
	longestAcronym      = 4
)

// The classes of characters in a label, as scripts/lab/tables counts them.
const (
	digitClass  = 26
	hyphenClass = 27
	EdgeClass   = 28 // before the first character and after the last
	ClassCount  = 29
)

// ClassOf returns the class of a character.
func ClassOf(b byte) int {
	switch {
	case 'a' <= b && b <= 'z':
		return int(b - 'a')
	case b == '-':
		return hyphenClass
	default:
		return digitClass
	}
}

const (
	digitBits    Bits = 3.3 // telling ten digits apart, on top of their class
	lonelyLetter Bits = 4.5 // a letter after a usual part
)

// Label is how many bits it takes to come upon label among real ones:
// about 4 a letter, fewer where it reads like names do ("holdings"), more where
// it does not ("gmqil"). Typing errors make names less plausible; two real
// companies' names are equally so.
//
// It is the cheapest of telling it letter by letter, as a name that begins or
// ends in a usual part (jcloud: j and cloud), or as an acronym: every name of
// three letters stands for somebody.
func Label(label string) Bits {
	n := len(label)
	best := spell(EdgeClass, EdgeClass, label, true)
	if n <= longestAcronym && n > 0 {
		best = min(best, acronym+acronymLetter*Bits(n))
	}
	head, headEnd := Bits(0), 0
	for end := shortestAffix; end <= longestAffix && end < n; end++ {
		if cost, ok := usualHeads[label[:end]]; ok {
			best = min(best, cost+spellRest(label[end:]))
			head, headEnd = cost, end
		}
	}
	for start := max(1, n-longestAffix); start <= n-shortestAffix; start++ {
		if cost, ok := usualTails[label[start:]]; ok {
			best = min(best, cost+spell(EdgeClass, EdgeClass, label[:start], false))
			if headEnd > 0 && headEnd <= start {
				best = min(best, head+cost+spellRest(label[headEnd:start]))
			}
		}
	}
	return best
}

const (
	shortestAffix = 3
	longestAffix  = 10
)

// Added is how surprising it is that somebody adds these letters to a name to make
// another: "ka" in seznamka.
func Added(letters string) Bits { return min(Label(letters), lonelyLetter*Bits(len(letters))) }

// spellRest tells letters after a usual beginning, which says nothing of them.
func spellRest(letters string) Bits {
	if letters == "" {
		return 0
	}
	if len(letters) == 1 {
		return lonelyLetter
	}
	return 2*lonelyLetter + spell(ClassOf(letters[0]), ClassOf(letters[1]), letters[2:], false)
}

// spell tells a label's letters one by one, after the classes a and b.
func spell(a, b int, letters string, toEnd bool) Bits {
	total := Bits(0)
	for i := 0; i <= len(letters); i++ {
		c := EdgeClass
		if i < len(letters) {
			c = ClassOf(letters[i])
			if c == digitClass {
				total += digitBits
			}
		} else if !toEnd {
			break
		}
		total += Bits(halfBits[(a*ClassCount+b)*ClassCount+c]-'A') / 2
		a, b = b, c
	}
	return total
}

// Suffix is how many bits it takes to come upon a name below suffix
// among real ones.
func Suffix(suffix string) Bits {
	if surprise, busy := busySuffixes[suffix]; busy {
		return surprise
	}
	return rareSuffix
}
