package core

// The classes of characters in a label, as the generated table has them.
const (
	digitClass  = 26
	hyphenClass = 27
	edgeClass   = 28
	classCount  = 29
)

func classOf(b byte) int {
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
	digitBits    bits = 3.3 // telling ten digits apart, on top of their class
	lonelyLetter bits = 4.5 // a letter after a usual part
)

// labelSurprise is how many bits it takes to come upon label among real ones:
// about 4 a letter, fewer where it reads like names do ("holdings"), more where
// it does not ("gmqil"). Typing errors make names less plausible; two real
// companies' names are equally so.
//
// It is the cheapest of telling it letter by letter, as a name that begins or
// ends in a usual part (jcloud: j and cloud), or as an acronym: every name of
// three letters stands for somebody.
func labelSurprise(label string) bits {
	n := len(label)
	best := spell(edgeClass, edgeClass, label, true)
	if n <= longestAcronym && n > 0 {
		best = min(best, acronym+acronymLetter*bits(n))
	}
	head, headEnd := bits(0), 0
	for end := shortestAffix; end <= longestAffix && end < n; end++ {
		if cost, ok := usualHeads.tenths(label[:end]); ok {
			best = min(best, cost+spellRest(label[end:]))
			head, headEnd = cost, end
		}
	}
	for start := max(1, n-longestAffix); start <= n-shortestAffix; start++ {
		if cost, ok := usualTails.tenths(label[start:]); ok {
			best = min(best, cost+spell(edgeClass, edgeClass, label[:start], false))
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

// spellRest tells letters after a usual beginning, which says nothing of them.
func spellRest(letters string) bits {
	if letters == "" {
		return 0
	}
	if len(letters) == 1 {
		return lonelyLetter
	}
	return 2*lonelyLetter + spell(classOf(letters[0]), classOf(letters[1]), letters[2:], false)
}

// spell tells a label's letters one by one, after the classes a and b.
func spell(a, b int, letters string, toEnd bool) bits {
	total := bits(0)
	for i := 0; i <= len(letters); i++ {
		c := edgeClass
		if i < len(letters) {
			c = classOf(letters[i])
			if c == digitClass {
				total += digitBits
			}
		} else if !toEnd {
			break
		}
		total += bits(halfBits[(a*classCount+b)*classCount+c]-'A') / 2
		a, b = b, c
	}
	return total
}

// suffixSurprise is how many bits it takes to come upon a name below suffix
// among real ones.
func suffixSurprise(suffix string) bits {
	if surprise, busy := busySuffixes.tenths(suffix); busy {
		return surprise
	}
	return rareSuffix
}
