// Package index answers which of many names lie within a few edits of a given
// one, without looking at the others.
//
//	x := index.Build(names, index.Reach{Two: 6})
//	matches, complete := x.Search("amry.mil", 1, make([]index.Match, 0, 8))
//
// Names are byte strings of 1 to 253 bytes (A-labels, labels, skeletons). The
// distance is the one of OSA. An Index is built once, from plain text, and never
// changes; a Search allocates nothing.
//
// # How
//
// A name is cut into p pieces, and for each choice of k of them the others are
// hashed into a key of a static table. k edits touch at most k pieces; so a query
// within distance k has a choice for which it carries all other pieces whole,
// moved by as many bytes as were inserted or deleted before them. The query
// rebuilds those keys for each such shift:
//
//	name   army|navy|air|force     without the third piece: hash(army, navy, ·, force)
//	query  army navy ar  force     one byte is missing, so what follows is at shift −1
//
// A key also carries the name's length. Every name found this way is compared
// with the query, so hashes may collide but cannot lie.
//
// Where more than crowd names share all but one piece ("branch000" to
// "branch999"), the table only says so, and a finer one holds them by what is
// left of the piece without one of its bytes. So distance 1 costs the same in a
// family of similar names as elsewhere. At distances 2 and 3 such a family is
// itself the answer: there a Search ends when its room or its budget does, and
// says that it is not complete.
package index

// Reach says how long a name must be, in bytes, to be found at distances 2 and 3
// as well; 0 is never. Two is at least 4 and Three at least 12: every name of
// three letters is within 2 of any other that shares one with it.
type Reach struct {
	Two, Three int
}

const (
	shortestForTwo   = 4
	shortestForThree = 12
)

// MaxName is the longest name that is found: the longest domain.
const MaxName = 253

// crowd is how many names may share a bucket at distance 1 before it counts as
// crowded. With four keys on average, 24 are never chance (less than one in 10^11); and 24
// comparisons are still within a microsecond or two.
const crowd = 24

// Index is a set of names to be searched. It never changes once it is built, so it
// serves many goroutines at once.
type Index struct {
	text  string
	names []place // one more than there are

	exact, finer    table
	one, two, three level

	lengths            [MaxName + 1]uint32 // how many different names of each length there are
	fromTwo, fromThree int                 // as in Reach; past MaxName for never
}

// level is the table for one distance, and how names are cut for it.
type level struct {
	table
	shortest int // length of a name that is found at this distance
	cuts     *cuts
	schemes  *[maxPieces + 1]*scheme // by pieces
}

// Build makes an Index of names; the id of a name is its position. Empty names
// and those over MaxName are never found, and of equal ones only the first is.
// The names are copied.
func Build(names []string, reach Reach) *Index {
	size := 0
	for _, each := range names {
		size += len(each)
	}
	all := NewNames(len(names), size)
	for _, each := range names {
		all.Add(each)
	}
	x, _ := BuildGroups(all, reach, new(Scratch))
	return x
}

// Scratch is room that building takes, to be used again by the next Build. Its zero
// value is ready.
type Scratch struct {
	keys  []uint64
	first []int32
}

// reserve makes room for so many names and keys. What is in it may be lost.
//
// Not inlined: copies of what is called a few times are 1.5 kB of the gzipped program.
//
//go:noinline
func (s *Scratch) reserve(names, keys int) {
	if cap(s.first) < names {
		s.first = make([]int32, names)
	}
	if cap(s.keys) < keys {
		s.keys = make([]uint64, keys)
	}
	s.first, s.keys = s.first[:names], s.keys[:keys]
}

// BuildGroups is Build where equal names are many: first[i] is the id of the first
// name that is equal to the i-th, i itself for most, −1 for what is never found. The
// Index keeps names, to which nothing may be added any more; first is scratch's.
func BuildGroups(names *Names, reach Reach, scratch *Scratch) (x *Index, first []int32) {
	x = &Index{
		names:     names.places,
		text:      stringOf(names.text),
		lengths:   names.lengths,
		fromTwo:   MaxName + 1,
		fromThree: MaxName + 1,
	}
	if reach.Two > 0 {
		x.fromTwo = max(reach.Two, shortestForTwo)
	}
	if reach.Three > 0 {
		x.fromThree = max(reach.Three, shortestForThree)
	}
	b := builder{Index: x, Scratch: scratch}
	b.build()
	return x, b.first
}

// Len returns how many names Build was given.
func (x *Index) Len() int { return len(x.names) - 1 }

// Name returns the name with the given id. It shares the index's own text.
func (x *Index) Name(id int32) string { return x.text[x.names[id].start:x.names[id+1].start] }

func (x *Index) length(id int) int { return int(x.names[id+1].start - x.names[id].start) }

// Bytes returns the memory that the Index takes, names included.
func (x *Index) Bytes() int {
	b := len(x.text) + 8*len(x.names)
	for _, t := range []*table{&x.exact, &x.finer, &x.one.table, &x.two.table, &x.three.table} {
		b += t.bytes()
	}
	return b
}

// Exact returns the id of the name, or −1.
func (x *Index) Exact(name string) int32 {
	if len(name) > MaxName || x.lengths[len(name)] == 0 {
		return -1
	}
	return x.exactly(name, hashAll(name))
}

// exactly is Exact given the sum of the name.
func (x *Index) exactly(name string, sum uint64) int32 {
	return x.named(name, key(sum, 0, len(name)))
}

// named is Exact given the key of the name.
func (x *Index) named(name string, k uint64) int32 {
	tag := x.exact.tag(k)
	for _, slot := range x.exact.find(k) {
		if slot&^x.exact.idMask == tag {
			if id := int32(slot & x.exact.idMask); x.Name(id) == name {
				return id
			}
		}
	}
	return -1
}
