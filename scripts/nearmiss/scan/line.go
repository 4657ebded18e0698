package scan

import (
	"bytes"
	"hash/maphash"
)

// event is what a worker found in one line of a server's log. It points into the
// chunk; the consumer reads the rest of the line only where the domain is wrong.
type event struct {
	kind   eventKind
	line   span // the whole line
	domain span // the recipient's; of eventSender the sender's
	who    span // the whole address
	mail   uint64
}

type span struct{ start, end uint32 }

func (s span) of(chunk []byte) []byte { return chunk[s.start:s.end] }

type eventKind uint8

const (
	eventSender    eventKind = iota // a mail's envelope sender
	eventRecipient                  // what became of one recipient
	eventRefused                    // a recipient was refused while the mail came in
	eventRemoved                    // the mail has left the queue
	eventDamaged                    // a line that begins like one of these and is none
)

// seed is one for the whole program, because identifiers of several files meet.
var seed = maphash.MakeSeed()

func hash(b []byte) uint64 { return maphash.Bytes(seed, b) | 1 } // never 0

// line is the one being read: text is chunk[start:].
type line struct {
	start uint32
	text  []byte
}

// at returns where a part of the line lies in the chunk.
func (l *line) at(start, end int) span {
	return span{l.start + uint32(start), l.start + uint32(end)}
}

func (l *line) all() span { return l.at(0, len(l.text)) }

// address returns where the address in l.text[start:end] and its domain lie. The
// domain is empty when there is none.
func (l *line) address(start, end int) (who, domain span) {
	at := bytes.LastIndexByte(l.text[start:end], '@')
	if at < 0 {
		return l.at(start, end), l.at(end, end)
	}
	return l.at(start, end), l.at(start+at+1, end)
}

// enclosed finds the address after open, such as "to=<", from place from on. An
// address in quotes may hold a ">"; what follows the closing one tells.
func enclosed(text []byte, from int, open string) (start, end int, ok bool) {
	i := bytes.Index(text[from:], []byte(open))
	if i < 0 {
		return 0, 0, false
	}
	start = from + i + len(open)
	for end = start; ; end++ {
		i := bytes.IndexByte(text[end:], '>')
		if i < 0 {
			return 0, 0, false
		}
		end += i
		if end+1 == len(text) || text[end+1] == ',' || text[end+1] == ' ' {
			return start, end, true
		}
	}
}
