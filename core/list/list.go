// Package list is the text format of domain lists: what maintainers edit, what
// the Worker serves and what the core is built from.
//
//	l, err := list.Parse("us-military.txt", text)
//
// A list is ASCII text, except in comments and titles, which are UTF-8, with LF
// line ends. It begins with a header: lines "# key: value", the first of which
// is "# nearmiss-list: 1", up to the first empty line. The keys are
//
//	nearmiss-list  the format's version, 1
//	name           the list's name, [a-z0-9-]+, the same as its file's
//	role           what its entries are: see Role
//	category       the word that policy and verdicts use, [a-z0-9-]+
//	title          one line for people
//	source         where the facts come from; may be repeated
//	licence        SPDX expression
//	date           the source's date, YYYY-MM-DD
//	share          of a category that everybody gets: how surprising it is that a
//	               recipient is of it, in bits, 1 to 30, with one decimal at most
//	register       what is published of the category's registries: see Register
//	mailboxes      "public" where anybody can have an address: such domains are no
//	               sender's own
//
// share and register are the whole category's; its lists state the same or nothing.
// name and role must be there, and category in a list of role protected; other
// keys may be missing, and keys that are not known are skipped, so that an old
// reader can read a newer list. A key other than source stands once.
//
// After the header every line is empty, a comment beginning with "#", or one
// entry, optionally followed by " # " and a comment. An entry is a domain in
// lower-case A-labels ("army.mil") or, for a whole registry or organisation,
// "*." and a suffix ("*.mil"), which covers every name below the suffix but not
// the suffix itself. Entries are sorted bytewise and unique.
//
//	# nearmiss-list: 1
//	# name: us-military
//	# role: protected
//	# category: us-military
//
//	*.mil
//	army.mil
//	us.af.mil # mail host of the Air Force
//
// In a list of role suffixes an entry is a rule of the Public Suffix List: "ml"
// and "com.ml" are public suffixes, "*.ck" makes one of every name directly below
// ck, and "!www.ck" excepts that one. A rule behind "-" is taken away from the
// built-in table: "-com.ml", "-*.ck".
//
// Limits: MaxBytes for a file; 253 bytes for a domain, 63 for each of its
// labels, at least two labels in a domain that is not of role suffixes.
//
// ParsePlain reads the form that people write by hand: entries alone.
package list

import "strconv"

// Role says what the entries of a list are to the core.
type Role string

const (
	RoleProtected Role = "protected" // targets: mail that goes near them is warned about
	RoleKnown     Role = "known"     // known to be real: evidence that the name is meant
	RoleSuffixes  Role = "suffixes"  // public suffixes newer than the built-in table
	RoleOwn       Role = "own"       // the sender's organisation: targets, never warned about
	RoleAllowed   Role = "allowed"   // said to be right by the person or the organisation
	RoleHistory   Role = "history"   // domains the person has written to: targets and exemptions
)

// IsRole reports whether r is one of the roles of this format.
func IsRole(r Role) bool {
	switch r {
	case RoleProtected, RoleKnown, RoleSuffixes, RoleOwn, RoleAllowed, RoleHistory:
		return true
	}
	return false
}

// Register says what is published of a category's registries ("*.gov").
type Register string

const (
	RegisterUnknown     Register = ""            // nothing is said
	RegisterComplete    Register = "complete"    // the lists have all names there are
	RegisterUnpublished Register = "unpublished" // nobody can list the names, so any may be one
)

// MaxBytes is the largest list that is read: one million domains of 20 bytes,
// the largest size the lookup structure is measured at, is 20 MB.
const MaxBytes = 32 << 20

// List is a parsed list. Its strings share the text it was parsed from.
type List struct {
	Name     string
	Role     Role
	Category string
	Title    string
	Sources  []string
	Licence  string
	Date     string

	Share     float32 // in bits; 0: not stated
	Register  Register
	Mailboxes bool // anybody can have an address at its domains

	Domains  []string // "army.mil", sorted, unique
	Suffixes []string // of "*.mil": "mil", sorted, unique

	// Of role suffixes alone.
	Exceptions []string // of "!www.ck": "www.ck", sorted, unique
	Removed    []string // of "-com.ml": "com.ml", of "-*.ck": "*.ck", sorted, unique
}

// Len is the number of entries.
func (l *List) Len() int {
	return len(l.Domains) + len(l.Suffixes) + len(l.Exceptions) + len(l.Removed)
}

// Entries returns the entries as they are written, in their order.
func (l *List) Entries() []string {
	all := make([]string, 0, l.Len())
	for _, part := range []struct {
		mark    string
		entries []string
	}{{"!", l.Exceptions}, {"*.", l.Suffixes}, {"-", l.Removed}} {
		for _, entry := range part.entries {
			all = append(all, part.mark+entry)
		}
	}
	return append(all, l.Domains...)
}

// Error is the first thing that makes a text no list.
type Error struct {
	File   string // as the caller named it
	Line   int    // from 1; 0 when the text as a whole is meant
	Reason string
}

// Error returns "file:line: reason".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Reason
	}
	return e.File + ":" + strconv.Itoa(e.Line) + ": " + e.Reason
}
