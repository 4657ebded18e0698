// Package policy reads what an organisation fixes for its people: a JSON object
// that the browser hands to the extension as managed storage, and that
// administrators write as a file, a Group Policy, a profile or a console entry.
//
//	{
//	  "organisationName": "Ministry of Works",
//	  "ownDomains": ["works.example", "*.works.example"],
//	  "actions": ["suffix-slip us-military block", "* * ask"],
//	  "failure": "hold"
//	}
//
// In a program:
//
//	parsed, err := policy.Parse(text)
//	checker, err := core.New(core.Config{Lists: lists, Policy: parsed.Core()})
//
// Every value is a string or a list of strings, on every platform. Chrome drops
// a value whose type differs from the extension's schema without telling
// anyone, one wrong entry takes its whole list along, the Windows registry has
// no booleans and Firefox checks nothing; one form that all of them carry
// unchanged is what makes a mistake visible here instead of lost on the way.
//
// Keys is the one description of every key; schemas, templates and reference
// are generated from it. A key stands once; an unknown key, a value of another
// form, too long or too many, is a Problem with the path of the value
// ("actions[2]", counted from 0). A problem never reaches further than its
// value: the other entries of its list and the other keys count.
//
// Limits: MaxBytes for the text, the key's MaxEntries and MaxLength.
package policy

import "nearmiss/core"

// MaxBytes is the longest policy text that is read. A browser's managed storage
// holds far less than the 1 MiB of 10,000 protected domains of 100 bytes.
const MaxBytes = 1 << 20

// Failure is what happens to a mail that cannot be checked.
type Failure string

const (
	FailureSend Failure = "send" // it goes, and the person is told that it went unchecked
	FailureHold Failure = "hold" // it stays until it can be checked
)

// Policy is what an organisation has fixed; every key it left out has its
// default. The zero Policy is not one: use Read or Parse.
type Policy struct {
	Label        string
	Organisation Organisation

	// Domains in lower-case A-labels; "*.army.mil" is every name below army.mil.
	Own, Protected, Allowed, Blocked []string

	External core.Action // ActionAllow, ActionNotice or ActionAsk; nothing without Own

	Rules     []core.Rule // the first that fits decides
	RuleAt    []int       // Rules[i] is actions[RuleAt[i]] of the text
	Strongest core.Action // no action goes beyond it
	Locked    []string    // words of the key "locked"

	Failure Failure
	History bool

	Mirror        string // base URL of the public lists, "" for the built-in one
	Channels      []Channel
	UpdateMinutes int
	WebmailHosts  []WebmailHost
	Report        Report

	// Set names the keys that had a usable value, in the order of Keys.
	Set []string
}

// Organisation is whom a person can ask about a warning.
type Organisation struct{ Name, Contact, Help string }

// Channel is a source of lists of the organisation's own.
type Channel struct {
	Name  string // [a-z0-9-]+
	Scope string // "protect", "allow" or "protect+allow"
	URL   string // https, ends in "/"
	Root  string // SHA-256 of the root metadata that is trusted first, 64 hex digits
}

// WebmailHost is a webmail at an address of the organisation's own.
type WebmailHost struct {
	Webmail string // the webmail's descriptor, such as "outlook"
	Host    string // "owa.works.example"
}

// Report is where and how often warnings are counted. Off while URL is "".
type Report struct {
	URL, Token   string
	Minutes      int
	TypedDomains bool
}

// Problem is one value that says nothing the policy can follow.
type Problem struct {
	Path   string // "failure", "actions[2]"; "" when the text as a whole is meant
	Reason string
}

func (p Problem) String() string {
	if p.Path == "" {
		return "policy " + p.Reason
	}
	return p.Path + ": " + p.Reason
}

// Error is every problem of a policy.
type Error []Problem

func (e Error) Error() string {
	text := ""
	for i, problem := range e {
		if i > 0 {
			text += "\n"
		}
		text += problem.String()
	}
	return text
}

// Parse reads a policy that must be right as a whole. The error is an Error
// with all that is wrong.
func Parse(text []byte) (*Policy, error) {
	p, problems := Read(text)
	if len(problems) > 0 {
		return nil, Error(problems)
	}
	return p, nil
}

// Core returns what of the policy decides verdicts.
func (p *Policy) Core() *core.Policy {
	return &core.Policy{
		Own:       p.Own,
		Protected: p.Protected,
		Allowed:   p.Allowed,
		Blocked:   p.Blocked,
		External:  p.External,
		Rules:     p.Rules,
		Strongest: p.Strongest,
	}
}
