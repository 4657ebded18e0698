package scan

// Status is what became of a mail to one recipient.
type Status uint8

const (
	Unknown Status = iota
	Open
	HandedOn
	Delivered
	Bounced
	Refused
	statuses
)

// String returns the word that reports carry; the words are append-only.
func (s Status) String() string {
	return [...]string{"unknown", "open", "handed-on", "delivered", "bounced", "refused"}[s]
}

// Counts is a number of mails per Status.
type Counts [statuses]int

// All is the sum.
func (c *Counts) All() (sum int) {
	for _, n := range c {
		sum += n
	}
	return sum
}

func (c *Counts) add(other Counts) {
	for s := range other {
		c[s] += other[s]
	}
}

// GateMark stands in every refusal of nearmiss gate, so that a log tells it from
// other refusals.
const GateMark = "[Nearmiss]"
