package index

import "unsafe"

// Names are names to build an Index of, one after the other in one text.
type Names struct {
	text    []byte
	places  []place // one more than there are
	lengths [MaxName + 1]uint32
}

// place is where a name begins in the text, up to the beginning of the next one,
// and which letters it has: see letterBit. Building the Index finds those, on the way.
type place struct {
	start   uint32
	letters uint32
}

// NewNames makes room for so many names of so many bytes altogether.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func NewNames(count, size int) *Names {
	return &Names{text: make([]byte, 0, size), places: make([]place, 1, count+1)}
}

// Add adds a copy of name. Its id is how many were added before it.
func (n *Names) Add(name string) {
	start := len(n.text)
	n.text = append(n.text, name...)
	n.end(start)
}

// AddSome adds those bytes of name that kept has a 1 for, and a 0 for others.
func (n *Names) AddSome(name string, kept *[256]uint8) {
	start := len(n.text)
	n.text = append(n.text, name...)
	end := start
	for i := 0; i < len(name); i++ {
		n.text[end] = name[i]
		end += int(kept[name[i]])
	}
	n.text = n.text[:end]
	n.end(start)
}

// end ends the name that begins at start.
func (n *Names) end(start int) {
	n.places = append(n.places, place{start: uint32(len(n.text))})
	if length := len(n.text) - start; 0 < length && length <= MaxName {
		n.lengths[length]++
	}
}

// stringOf returns b as a string; nobody may change b afterwards.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
