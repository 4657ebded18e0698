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

// digitBits is what telling ten digits apart adds to their class.
const digitBits bits = 3.3

// labelSurprise is how many bits it takes to come upon label among real ones:
// about 4 a letter, fewer where it reads like names do ("holdings"), more where
// it does not ("gmqil"). Typing errors make names less plausible; two real
// companies' names are equally so.
func labelSurprise(label string) bits {
	total := bits(0)
	a, b := edgeClass, edgeClass
	for i := 0; i <= len(label); i++ {
		c := edgeClass
		if i < len(label) {
			c = classOf(label[i])
			if c == digitClass {
				total += digitBits
			}
		}
		total += bits(halfBits[(a*classCount+b)*classCount+c]-'A') / 2
		a, b = b, c
	}
	return total
}

// suffixSurprise is how many bits it takes to come upon a name below suffix
// among real ones.
func suffixSurprise(suffix string) bits {
	if tenths, busy := suffixBits[suffix]; busy {
		return bits(tenths) / 10
	}
	return rareSuffix
}
