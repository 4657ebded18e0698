package policy

import "nearmiss/core"

// Form is how a key's strings are written.
type Form string

const (
	FormText     Form = "text"     // words for people
	FormWord     Form = "word"     // one of Words
	FormURL      Form = "url"      // https address
	FormDuration Form = "duration" // "15m", "6h", "7d"
	FormDomains  Form = "domains"  // "army.mil" or "*.army.mil"
	FormRule     Form = "rule"     // "KIND CATEGORY ACTION"
	FormChannel  Form = "channel"  // "NAME SCOPE URL SHA256"
	FormHost     Form = "host"     // "WEBMAIL HOST"
	FormSecret   Form = "secret"   // like text without spaces; never shown again
)

// Part is who acts on a key.
type Part string

const (
	PartCore    Part = "detection"
	PartWarning Part = "warning"
	PartLists   Part = "lists"
	PartWebmail Part = "webmail"
	PartReport  Part = "report"
	PartOptions Part = "options"
)

// Word is one value of a key of FormWord.
type Word struct{ Word, Means string }

// Key describes one key of the policy; everything else that knows the keys is
// generated from this.
type Key struct {
	Name       string
	Title      string // for an administrator's console: no full stop
	Part       Part
	Form       Form
	IsList     bool
	Words      []Word   // of FormWord
	MaxEntries int      // of a list
	MaxLength  int      // of each string, in bytes
	Default    string   // what counts when the key is missing; "" for none
	Example    []string // one entry for a single value
	Since      string   // the first version that reads it

	// Of FormDuration, in minutes.
	MinMinutes, MaxMinutes int

	// take keeps one string, which has the right form in general, or says why not.
	take func(p *Policy, text string) (reason string)
	// kept is what the policy has of the key: a string, bool, int (minutes), or a
	// slice of strings, rules, channels or hosts.
	kept func(p *Policy) any
}

// Kinds are the words of the first part of a rule, Actions those of the last part,
// weakest first.
var Kinds, Actions = words(core.Kinds[:]), words(core.Actions[:])

func words[T ~string](of []core.Word[T]) (all []Word) {
	for _, w := range of {
		all = append(all, Word{string(w.Word), w.Doc})
	}
	return all
}

var onOff = []Word{{"on", "on"}, {"off", "off"}}

// Keys is every key, in the order of reference and consoles.
var Keys = []Key{
	{
		Name: "policyLabel", Title: "Label of this policy", Part: PartOptions, Form: FormText, MaxLength: 100, Since: "0.1.0",
		Example: []string{"2026-11 pilot ring"},
		take:    func(p *Policy, s string) string { p.Label = s; return "" },
		kept:    func(p *Policy) any { return p.Label },
	},
	{
		Name: "organisationName", Title: "Name of the organisation", Part: PartWarning, Form: FormText, MaxLength: 100, Since: "0.1.0",
		Example: []string{"Ministry of Works"},
		take:    func(p *Policy, s string) string { p.Organisation.Name = s; return "" },
		kept:    func(p *Policy) any { return p.Organisation.Name },
	},
	{
		Name: "organisationContact", Title: "Whom people can ask", Part: PartWarning, Form: FormText, MaxLength: 200, Since: "0.1.0",
		Example: []string{"servicedesk@works.example"},
		take:    func(p *Policy, s string) string { p.Organisation.Contact = s; return "" },
		kept:    func(p *Policy) any { return p.Organisation.Contact },
	},
	{
		Name: "organisationHelp", Title: "Help text in warnings", Part: PartWarning, Form: FormText, MaxLength: 500, Since: "0.1.0",
		Example: []string{"Mail to a wrong domain cannot be called back. If in doubt, ring the service desk."},
		take:    func(p *Policy, s string) string { p.Organisation.Help = s; return "" },
		kept:    func(p *Policy) any { return p.Organisation.Help },
	},
	{
		Name: "ownDomains", Title: "Your own mail domains", Part: PartCore, Form: FormDomains, IsList: true, MaxEntries: 1000, MaxLength: 512, Since: "0.1.0",
		Example: []string{"works.example", "*.works.example"},
		take:    takeDomain(func(p *Policy) *[]string { return &p.Own }),
		kept:    func(p *Policy) any { return p.Own },
	},
	{
		Name: "protectedDomains", Title: "Further protected domains", Part: PartCore, Form: FormDomains, IsList: true, MaxEntries: 10000, MaxLength: 512, Since: "0.1.0",
		Example: []string{"contractor.example", "*.agency.example"},
		take:    takeDomain(func(p *Policy) *[]string { return &p.Protected }),
		kept:    func(p *Policy) any { return p.Protected },
	},
	{
		Name: "allowedDomains", Title: "Domains that are right", Part: PartCore, Form: FormDomains, IsList: true, MaxEntries: 10000, MaxLength: 512, Since: "0.1.0",
		Example: []string{"amry.example", "*.orange.ml"},
		take:    takeDomain(func(p *Policy) *[]string { return &p.Allowed }),
		kept:    func(p *Policy) any { return p.Allowed },
	},
	{
		Name: "blockedDomains", Title: "Domains that no mail goes to", Part: PartCore, Form: FormDomains, IsList: true, MaxEntries: 10000, MaxLength: 512, Since: "0.1.0",
		Example: []string{"*.ml"},
		take:    takeDomain(func(p *Policy) *[]string { return &p.Blocked }),
		kept:    func(p *Policy) any { return p.Blocked },
	},
	{
		Name: "externalRecipients", Title: "Recipients outside the organisation", Part: PartCore, Form: FormWord, MaxLength: 10, Default: "off", Since: "0.1.0",
		Words: []Word{
			{"off", "nothing is said"},
			{string(core.ActionNotice), "a quiet hint beside each such recipient"},
			{string(core.ActionAsk), "one question a mail at Send, which lists the domains"},
		},
		Example: []string{"notice"},
		take: func(p *Policy, s string) string {
			if p.External = core.Action(s); s == "off" {
				p.External = core.ActionAllow
			}
			return ""
		},
		kept: func(p *Policy) any {
			if p.External == core.ActionAllow {
				return "off"
			}
			return string(p.External)
		},
	},
	{
		Name: "actions", Title: "What a near miss leads to", Part: PartCore, Form: FormRule, IsList: true, MaxEntries: 200, MaxLength: 120, Since: "0.1.0",
		Example: []string{"suffix-slip us-military ask-reason", "* organisation ask", "registry-unlisted * notice"},
		take:    takeRule,
		kept:    func(p *Policy) any { return p.Rules },
	},
	{
		Name: "strongestAction", Title: "Strongest action", Part: PartCore, Form: FormWord, MaxLength: 20, Default: string(core.ActionBlock), Since: "0.1.0",
		Words:   Actions[1:],
		Example: []string{"ask-reason"},
		take:    func(p *Policy, s string) string { p.Strongest = core.Action(s); return "" },
		kept:    func(p *Policy) any { return string(p.Strongest) },
	},
	{
		Name: "locked", Title: "What people may not change", Part: PartOptions, Form: FormWord, IsList: true, MaxEntries: 20, MaxLength: 40, Since: "0.1.0",
		Words: []Word{
			{"allow-addresses", "\"This address is right\" is not offered"},
			{"protected-domains", "no protected domains of one's own"},
			{"allowed-domains", "no allowed domains of one's own"},
			{"history", "own history stays as it is"},
			{"import", "no import of settings"},
			{"capture", "no capture of the structure of a message window"},
			{"webmail-hosts", "people let the extension into no further webmails"},
			{"pause", "checking cannot be paused; where this policy blocks mail or holds what cannot be checked, it never can"},
			{"feedback", "people report no wrong or missed warning to the project"},
			{"sync", "own and allowed domains are not synchronised between a person's devices"},
			{"all", "all of these"},
		},
		Example: []string{"allow-addresses", "allowed-domains"},
		take:    func(p *Policy, s string) string { p.Locked = append(p.Locked, s); return "" },
		kept:    func(p *Policy) any { return p.Locked },
	},
	{
		Name: "failure", Title: "When a mail cannot be checked", Part: PartWarning, Form: FormWord, MaxLength: 10, Default: string(FailureSend), Since: "0.1.0",
		Words: []Word{
			{string(FailureSend), "the mail goes, and the person is told that it went unchecked"},
			{string(FailureHold), "the mail stays until it can be checked"},
		},
		Example: []string{"hold"},
		take:    func(p *Policy, s string) string { p.Failure = Failure(s); return "" },
		kept:    func(p *Policy) any { return string(p.Failure) },
	},
	{
		Name: "history", Title: "Own history", Part: PartOptions, Form: FormWord, Words: onOff, MaxLength: 3, Default: "on", Since: "0.1.0",
		Example: []string{"off"},
		take:    func(p *Policy, s string) string { p.History = s == "on"; return "" },
		kept:    func(p *Policy) any { return p.History },
	},
	{
		Name: "listMirror", Title: "Mirror of the public lists", Part: PartLists, Form: FormURL, MaxLength: 500, Since: "0.1.0",
		Example: []string{"https://mirror.works.example/nearmiss/"},
		take:    func(p *Policy, s string) string { p.Mirror = asBase(s); return "" },
		kept:    func(p *Policy) any { return p.Mirror },
	},
	{
		Name: "listChannels", Title: "List channels of your own", Part: PartLists, Form: FormChannel, IsList: true, MaxEntries: 10, MaxLength: 700, Since: "0.1.0",
		Example: []string{"works protect+allow https://lists.works.example/v1/orgs/works/ 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
		take:    takeChannel,
		kept:    func(p *Policy) any { return p.Channels },
	},
	{
		Name: "listUpdateInterval", Title: "Time between list updates", Part: PartLists, Form: FormDuration, MaxLength: 8, Default: "6h", MinMinutes: 15, MaxMinutes: 7 * 24 * 60, Since: "0.1.0",
		Example: []string{"12h"},
		take:    func(p *Policy, s string) string { p.UpdateMinutes = minutes(s); return "" },
		kept:    func(p *Policy) any { return p.UpdateMinutes },
	},
	{
		Name: "webmailHosts", Title: "Webmail at addresses of your own", Part: PartWebmail, Form: FormHost, IsList: true, MaxEntries: 50, MaxLength: 300, Since: "0.1.0",
		Example: []string{"outlook owa.works.example"},
		take:    takeHost,
		kept:    func(p *Policy) any { return p.WebmailHosts },
	},
	{
		Name: "reportUrl", Title: "Near-miss report: where to", Part: PartReport, Form: FormURL, MaxLength: 500, Since: "0.1.0",
		Example: []string{"https://nearmiss.works.example/v1/orgs/works/reports"},
		take:    func(p *Policy, s string) string { p.Report.URL = s; return "" },
		kept:    func(p *Policy) any { return p.Report.URL },
	},
	{
		Name: "reportToken", Title: "Near-miss report: token", Part: PartReport, Form: FormSecret, MaxLength: 200, Since: "0.1.0",
		Example: []string{"aQ3-example-token-7fK"},
		take:    func(p *Policy, s string) string { p.Report.Token = s; return "" },
		kept:    func(p *Policy) any { return p.Report.Token },
	},
	{
		Name: "reportInterval", Title: "Near-miss report: time between batches", Part: PartReport, Form: FormDuration, MaxLength: 8, Default: "1d", MinMinutes: 60, MaxMinutes: 30 * 24 * 60, Since: "0.1.0",
		Example: []string{"12h"},
		take:    func(p *Policy, s string) string { p.Report.Minutes = minutes(s); return "" },
		kept:    func(p *Policy) any { return p.Report.Minutes },
	},
	{
		Name: "reportTypedDomains", Title: "Near-miss report: include typed domains", Part: PartReport, Form: FormWord, Words: onOff, MaxLength: 3, Default: "off", Since: "0.1.0",
		Example: []string{"on"},
		take:    func(p *Policy, s string) string { p.Report.TypedDomains = s == "on"; return "" },
		kept:    func(p *Policy) any { return p.Report.TypedDomains },
	},
}

// Find returns the key of that name.
func Find(name string) (Key, bool) {
	for i := range Keys {
		if Keys[i].Name == name {
			return Keys[i], true
		}
	}
	return Key{}, false
}

// DefaultMinutes is the default of a duration; 0 for other keys.
func (k Key) DefaultMinutes() int {
	if k.Form != FormDuration {
		return 0
	}
	return minutes(k.Default)
}
