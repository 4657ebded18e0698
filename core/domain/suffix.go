package domain

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"golang.org/x/net/publicsuffix"
)

// Suffixes knows the public suffixes: those of the Public Suffix List as
// golang.org/x/net/publicsuffix carries it, changed by the rules that lists bring.
// It serves many goroutines at once.
type Suffixes struct {
	exact        map[string]struct{} // "newtld"
	wildcard     map[string]struct{} // "ck" for *.ck: every name right below is a suffix
	exceptions   map[string]struct{} // "www.ck" for !www.ck: not that one
	removed      map[string]struct{} // "co.example" for -co.example
	removedBelow map[string]struct{} // "ck" for -*.ck

	// seen remembers answers by hash, because PublicSuffix allocates an error
	// on every call to find out that a domain is no IP address. It holds no
	// recipient: each answer is the name's hash, but for the low bits, which are the
	// suffix's length and, lowest, whether it exists.
	seen [1024]atomic.Uint64
	seed maphash.Seed
}

// answerBits hold a length up to 253 and whether the suffix exists.
const answerBits = 1<<9 - 1

// SuffixRules change the built-in list, in the words of the Public Suffix List.
type SuffixRules struct {
	Exact      []string // "newtld", "co.newtld"
	Wildcards  []string // "newtld" for *.newtld
	Exceptions []string // "www.newtld" for !www.newtld; it prevails over all others
	// Removed are built-in rules that are none any more, "co.example" or
	// "*.example". A rule that is added as well stays.
	Removed []string
}

// NewSuffixes applies rules to the built-in list.
func NewSuffixes(rules SuffixRules) *Suffixes {
	s := &Suffixes{
		exact:        setOf(rules.Exact),
		wildcard:     setOf(rules.Wildcards),
		exceptions:   setOf(rules.Exceptions),
		removed:      make(map[string]struct{}),
		removedBelow: make(map[string]struct{}),
		seed:         maphash.MakeSeed(),
	}
	for _, w := range rules.Wildcards {
		s.exact[w] = struct{}{}
	}
	for _, rule := range rules.Removed {
		if parent, isWildcard := strings.CutPrefix(rule, "*."); isWildcard {
			s.removedBelow[parent] = struct{}{}
		} else {
			s.removed[rule] = struct{}{}
		}
	}
	return s
}

func setOf(names []string) map[string]struct{} {
	set := make(map[string]struct{}, len(names))
	for _, name := range names {
		set[name] = struct{}{}
	}
	return set
}

// Parts is a domain cut at its public suffix. All are parts of the one string:
//
//	mail.us.army.co.uk
//	             └───┘ Suffix
//	        └────────┘ Registrable: what somebody can own
//	        └──┘       Label
//	└─────┘            Subdomain
//
// A public suffix itself ("co.uk") has no Label and Registrable.
type Parts struct {
	Name        string
	Suffix      string // "uk" of a Name under an unknown suffix is its last label
	Registrable string
	Known       bool // the suffix exists
}

// Label is the registrable domain's first label, or "".
func (p Parts) Label() string {
	if p.Registrable == "" {
		return ""
	}
	return p.Registrable[:len(p.Registrable)-len(p.Suffix)-1]
}

// Subdomain is what stands before the registrable domain, without the dot
// between, or "".
func (p Parts) Subdomain() string {
	if len(p.Name) <= len(p.Registrable) || p.Registrable == "" {
		return ""
	}
	return p.Name[:len(p.Name)-len(p.Registrable)-1]
}

// Split cuts a domain at its public suffix. A name that is a private suffix
// ("uk.com", "github.io") is cut at the suffix that it was itself registered
// under: people have addresses there.
func (s *Suffixes) Split(d Domain) Parts {
	length, known := s.suffix(d.name)
	return split(d.name, length, known)
}

// Lengths returns how long the suffix and the label of Split are, for a name that is
// canonical already and not asked for again: a list's entry. The answer is not
// remembered.
func (s *Suffixes) Lengths(name string) (suffix, label int) {
	suffix, _ = s.find(name)
	for at := len(name) - suffix - 2; at >= 0 && name[at] != '.'; at-- {
		label++
	}
	return suffix, label
}

func split(name string, length int, known bool) Parts {
	p := Parts{Name: name, Suffix: name[len(name)-length:], Known: known}
	if length < len(name) {
		p.Registrable = name
		if head := name[:len(name)-length-1]; strings.IndexByte(name, '.') < len(head) { // one is faster than the last one
			p.Registrable = name[strings.LastIndexByte(head, '.')+1:]
		}
	}
	return p
}

// IsSuffix reports whether the canonical name is a public suffix that exists.
func (s *Suffixes) IsSuffix(name string) bool {
	length, known := s.suffix(name)
	return known && length == len(name)
}

// suffix returns the length of name's public suffix and whether that exists.
func (s *Suffixes) suffix(name string) (length int, known bool) {
	hash := maphash.String(s.seed, name)
	slot := &s.seen[hash>>32%uint64(len(s.seen))]
	if answer := slot.Load(); answer != 0 && (answer^hash)&^answerBits == 0 {
		return int(answer & answerBits >> 1), answer&1 != 0
	}
	length, known = s.find(name)
	answer := hash&^answerBits | uint64(length)<<1
	if known {
		answer |= 1
	}
	slot.Store(answer)
	return length, known
}

func (s *Suffixes) find(name string) (length int, known bool) {
	length, known = listed(name)
	if len(s.removed)+len(s.removedBelow) > 0 {
		length, known = s.withoutRemoved(name, length, known)
	}
	if len(s.exceptions) > 0 {
		if length := s.exception(name); length > 0 {
			return length, true
		}
	}
	if len(s.exact) == 0 {
		return length, known
	}
	for start := 0; len(name)-start > 0; {
		rest := name[start:]
		_, parent, _ := strings.Cut(rest, ".")
		_, isExact := s.exact[rest]
		_, isWild := s.wildcard[parent]
		if isExact || isWild && parent != "" {
			if len(rest) >= length {
				return len(rest), true
			}
			break
		}
		dot := strings.IndexByte(rest, '.')
		if dot < 0 {
			break
		}
		start += dot + 1
	}
	return length, known
}

// withoutRemoved shortens a built-in suffix as long as its rule is a removed one.
func (s *Suffixes) withoutRemoved(name string, length int, known bool) (int, bool) {
	for known {
		suffix := name[len(name)-length:]
		_, parent, hasParent := strings.Cut(suffix, ".")
		_, isRemoved := s.removed[suffix]
		_, isRemovedBelow := s.removedBelow[parent]
		switch {
		case !isRemoved && !(isRemovedBelow && hasParent):
			return length, true
		case !hasParent:
			return length, false // a top-level domain that is gone
		}
		length, _ = listed(parent) // it exists: names below it had a rule
	}
	return length, known
}

// exception returns the length of the suffix above the exception that name is or
// lies under, or 0.
func (s *Suffixes) exception(name string) int {
	for rest := name; ; {
		_, parent, more := strings.Cut(rest, ".")
		if !more {
			return 0
		}
		if _, isException := s.exceptions[rest]; isException {
			return len(parent)
		}
		rest = parent
	}
}

// listed is find without what lists change.
func listed(name string) (length int, known bool) {
	if dot := strings.IndexByte(name, '.'); dot > 0 && isFlat(name[dot+1:]) {
		return len(name) - dot - 1, true
	}
	suffix, icann := publicsuffix.PublicSuffix(name)
	for !icann && len(suffix) == len(name) && strings.Contains(suffix, ".") {
		_, parent, _ := strings.Cut(suffix, ".")
		suffix, icann = publicsuffix.PublicSuffix(parent)
	}
	// The package answers an unknown suffix with the last label, as not ICANN's;
	// private suffixes have two labels or more.
	return len(suffix), icann || strings.Contains(suffix, ".")
}

// isFlat reports whether suffix is a busy one below which ICANN's part of the Public
// Suffix List has no other, so that a name of one more label needs no look at the table:
// of 100,000 names, that is a third of the time it takes to load them.
func isFlat(suffix string) bool {
	switch suffix {
	case "com", "net", "org", "edu", "gov", "mil", "info", "de", "nl", "ru", "ch", "eu",
		"ac.jp", "go.jp", "ac.uk", "gov.uk", "com.br", "edu.cn", "gov.cn", "ac.kr", "ac.in", "gov.in",
		"edu.tr", "gov.tr", "ac.id", "ac.ir", "edu.my", "gov.my", "gouv.fr", "govt.nz", "gov.ng", "gov.sa", "gov.ua":
		return true
	}
	return false
}

// Domain returns the whole domain.
func (p Parts) Domain() Domain { return Domain{p.Name} }
