package policy

// Doc says in whole sentences, in plain text, what a key is for. It stands apart from the
// keys so that the program in the browser, which shows none of it, goes without.
func (k Key) Doc() string { return docs[k.Name] }

var docs = map[string]string{
	"policyLabel":         "Your own name or number for this version of the policy. The options page shows it, so that anyone can see which version has reached a computer.",
	"organisationName":    "Shown in warnings and beside every setting that this policy fixes.",
	"organisationContact": "A mail address, telephone number or web address. Shown in warnings and in options.",
	"organisationHelp":    "One or two sentences that a person reads when a mail is held.",
	"ownDomains":          "Domains your organisation receives mail at. They are never warned about, and near misses of them are, whoever sends. An entry is a domain or, with *. in front, every name below one.",
	"protectedDomains":    "Domains and suffixes of others that your people write to: partners, suppliers, a whole registry. Near misses of them are warned about, in addition to the public lists. Rules know them by the category \"organisation\".",
	"allowedDomains":      "Domains that are meant although they look like a near miss. They are never warned about.",
	"blockedDomains":      "Mail to these is held and cannot be sent, near miss or not: *.ml is every name below .ml, example.com that name. Decided before lists, history and what people say to be right. allowedDomains are exceptions: orange.ml excepts that name, *.orange.ml every name below it. So are ownDomains, and what is below them, unless an entry names them more exactly. Rules know such a recipient by the kind \"blocked-domain\" and the category \"organisation\"; a rule or strongestAction can make the action weaker than block.",
	"externalRecipients":  "Whether people are told that a mail leaves the organisation: it does where a recipient is not below ownDomains, which this key needs, nor below the sender's own domain. Near misses keep their own words. Of rules only one that names the kind \"external-recipient\" changes the action.",
	"actions":             "Rules of three words: the kind of near miss, the category of the list its target came from, and the action; * stands for any kind or category. The first rule that fits decides; where none fits, a likely near miss is asked about at Send and an uncertain one is hinted at. Categories are those of the lists, and \"organisation\" (protectedDomains), \"own\" (ownDomains) and \"history\". A rule whose kind is * never makes an uncertain near miss hold a mail; a rule that names the kind does.",
	"strongestAction":     "No near miss leads to more than this, whatever the rules say. A first ring of pilots can be given notice: hints appear, no mail is held.",
	"locked":              "Settings that are shown as fixed by the organisation. A setting that another key of this policy decides is fixed in any case.",
	"failure":             "What happens at Send when the check itself fails.",
	"history":             "Whether the extension remembers, on the device only, the domains a person has written to. They sharpen warnings and make them rarer.",
	"listMirror":          "Where the public lists are fetched instead of the built-in server. A mirror needs no trust: what it serves counts only with the publishers' signatures.",
	"listChannels":        "Lists that your organisation signs and serves itself. An entry is four words: a name, what its lists may do (protect, allow or protect+allow), the https address, and the SHA-256 of the channel's first root metadata in hexadecimal.",
	"listUpdateInterval":  "How often new lists are looked for: a number and m, h or d, from 15m to 7d.",
	"webmailHosts":        "Webmails on servers of your own. An entry is two words: the webmail it behaves like and the host. A server whose pages show which webmail they are needs no entry: webmails such as Outlook, Roundcube and SOGo are recognised. The extension must also be allowed to run there; the guides say how.",
	"reportUrl":           "Turns the near-miss report on. Counts by day, kind, target and what was done are sent here in batches; no address, no sender and no typed domain. Everyone can see in options what is sent. Without this key nothing is counted for the organisation and nothing is sent.",
	"reportToken":         "Sent with each report so that the receiver can tell your organisation's reports from others'. It allows adding counts, not reading them.",
	"reportInterval":      "How often a batch is sent: a number and m, h or d, from 1h to 30d.",
	"reportTypedDomains":  "Also counts which wrong domain was typed, such as army.ml. Never the part before the @. Off unless you turn it on; options tell everyone when it is on.",
}
