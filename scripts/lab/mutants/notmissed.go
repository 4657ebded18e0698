package main

// notMissed are checks that no test can miss, with the reason: by function and
// condition in our files, by their place in go-tuf v2.4.2.
var notMissed = map[string]string{
	"metadata.go giveTimestamp: s.trusted.Timestamp.Signed.IsExpired(s.trusted.RefTime)": twice,
	"root.go checkRoot: err != nil": "go-tuf reads the root too",
	"root.go checkRoot: role := root.Signed.Roles[name]; role == nil || role.Threshold < 1": "go-tuf refuses such a role when it comes to it",

	"root.go checkRoot: role == nil":        "go-tuf refuses such a role when it comes to it",
	"root.go checkRoot: role.Threshold < 1": "go-tuf refuses such a role when it comes to it",
	"root.go checkRoot: key == nil":         panics,

	"metadata.go recall: s.config.State == nil || s.config.State.Timestamp == \"\"": noText,
	"metadata.go recall: s.config.State.Timestamp == \"\"":                          noText,
	"metadata.go giveTimestamp: s.kept.Snapshot == \"\"":                            noText,
	"delta.go ApplyDelta: change[0] != '+' && change[0] != '-'":                     "such a change is refused below, by what it does",
	"delta.go GiveDelta: hex.EncodeToString(held[:]) != want.Base":                  byResult,
	"delta.go GiveDelta: err != nil":                                                byResult,

	"reports.go reportsOf: !ok":           "such a path has no rest that is one of a report",
	"reportshards.go putSums: err != nil": marshals,
	"reports.go reportTokens: err != nil": "what cannot be read is no JSON",
	"reportshards.go shardOf: err != nil": "what cannot be read has no text, which is no JSON",
	"reports.go sums: err != nil":         marshals,

	"metadata.go giveTimestamp: err != nil": "go-tuf reads the timestamp too",
	"metadata.go giveSnapshot: err != nil":  "go-tuf reads the snapshot too",
	"lists.go afterTargets: file == nil":    panics,
	"lists.go webmail: file == nil":         panics,

	"trustedmetadata.go:64":  order,
	"trustedmetadata.go:70":  readBefore,
	"trustedmetadata.go:74":  otherType,
	"trustedmetadata.go:106": order,
	"trustedmetadata.go:117": readBefore,
	"trustedmetadata.go:121": otherType,
	"trustedmetadata.go:156": twice,
	"trustedmetadata.go:165": twice,
	"trustedmetadata.go:182": order,
	"trustedmetadata.go:185": order,
	"trustedmetadata.go:192": twice,
	"trustedmetadata.go:205": readBefore,
	"trustedmetadata.go:209": otherType,
	"trustedmetadata.go:226": "what is missing panics in the next check, which is a refusal",
	"trustedmetadata.go:272": order,
	"trustedmetadata.go:278": "what is no final snapshot has been refused as a snapshot",
	"trustedmetadata.go:291": order,
	"trustedmetadata.go:297": readBefore,
	"trustedmetadata.go:305": "what cannot be read panics in the next check, which is a refusal",
	"trustedmetadata.go:309": otherType,
	"trustedmetadata.go:320": delegations,
	"trustedmetadata.go:345": readBefore,
	"trustedmetadata.go:349": otherType,
	"metadata.go:275":        delegations,
	"metadata.go:290":        delegations,
	"metadata.go:305":        "checkRoot has seen that every role has signers",
	"metadata.go:314":        "a key that is missing is refused all the same",
	"metadata.go:321":        keysSeen,
	"metadata.go:325":        keysSeen,
	"metadata.go:350":        keysSeen,
	"metadata.go:358":        keysSeen,
	"metadata.go:371":        canonical,
	"metadata.go:381":        canonical,
	"metadata.go:391":        canonical,
	"metadata.go:401":        canonical,
	"metadata.go:473":        ownCheck,
	"metadata.go:477":        ownCheck,
	"metadata.go:481":        ownCheck,
	"metadata.go:870":        "reading from memory does not fail",
}

const (
	noText      = "an empty text does not load"
	byResult    = "what comes of it is no list of the hash that was signed"
	marshals    = "rows can be written as JSON"
	panics      = "go-tuf panics at it before, which is a refusal"
	order       = "it guards the order of calls, which a Session keeps"
	readBefore  = "the Session has read the file before"
	otherType   = "FromBytes refuses metadata of another type before"
	keysSeen    = "checkRoot has seen that every key is an Ed25519 key"
	canonical   = "what was read as JSON can be written as canonical JSON"
	ownCheck    = "go-tuf's check of targets; the Session compares lists itself"
	delegations = "the Session refuses delegations"
	twice       = "the expiry of a timestamp is looked at twice"
)
