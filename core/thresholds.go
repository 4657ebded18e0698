package core

// This file holds every number that shapes a verdict.
//
// bits measure surprise: what happens once in 8 times costs 3 bits. Two
// explanations of a typed name are compared: the person meant a target and
// slipped (the target's prior, plus what that slip costs), or meant the name as
// it stands (how surprising it is as a real name). The difference is the score.
type bits float32

// Costs of slips, in bits, from 2,049 human typing errors in e-mail domains
// (Sugahara, Hoshina, Uehara, IPSJ SIG 2025-IOT-68 No. 59): of the valid single
// errors 50.4 % are substitutions (46.7 % of them adjacent keys), 23.3 %
// insertions (22 % doubled), 23.2 % omissions, 3.1 % swaps; each is shared by
// the ten places of a usual name and by what else could stand there.
const (
	slipRate bits = 8 // one typed domain in 256 has an error; git's authors: 0.25 % of gmail.com
	// furtherError is for each error but the first: 82.4 % of mistyped domains
	// have one, 10.8 % two.
	furtherError bits = 3

	adjacentCost      bits = 8    // gmsil.com
	adjacentOtherCost bits = 9.5  // seynam.cz on QWERTZ
	alikeCost         bits = 9    // gmaii.com, altprus for altplus
	strangeCost       bits = 11   // gmwil.com
	separatorCost     bits = 8.5  // us-army.mil
	swapCost          bits = 8.5  // gamil.com
	doubledCost       bits = 7    // gmaail.com
	addedAdjacentCost bits = 9.5  // gmaoil.com
	addedCostAny      bits = 10.5 // gmaxil.com
	undoubledCost     bits = 5    // outlok.com
	omittedCostAny    bits = 6    // gmil.com

	omittedSeparatorCost bits = 6 // gmailcom: 30 of 355 omissions are the dot

	// What each further character of a run costs: fujimedia for fujimediahd is
	// forgotten at one go; ibmcloud is not icloud with a finger on two keys.
	omittedRunCost bits = 4
	addedRunCost   bits = 7
	repeatedCost   bits = 2 // startiartia for startia
	// firstCost: few errors change the first character.
	firstCost bits = 2
)

// Lengths that a slip is computed for.
const (
	band       = 4  // characters that both names may differ in length
	maxAligned = 80 // longer names are compared by their ends only
)

// rareSuffix is the surprise of a name under a suffix that is not among the
// busy ones.
const rareSuffix bits = 11.5

// anyName is what it costs to mean an unlisted name below a registry, beyond how
// surprising the name is.
const anyName bits = 3

// How the suffix of a name is mistaken, in bits.
const (
	labelOfSuffixCost bits = 5.5 // mti.jp for mti.co.jp: 38 of 2,049
	sameCountryCost   bits = 8   // raccoon.co.jp for raccoon.ne.jp
	genericCost       bits = 7   // teac.com for teac.co.jp: 14 of 2,049
	// registrySlipCost: army.ml for army.mil. 15 of 55 mails to .ml that the
	// British Ministry of Defence looked at were meant for .mil.
	registrySlipCost bits = 2
)

// nowhere is added to the surprise of a name that cannot exist.
const nowhere bits = 20

// unregistered is added where the register of a suffix is public and does not
// have the name; less than nowhere, because registers grow between two lists.
const unregistered bits = 10

// How much of the attention goes to a category, in bits; the number of its
// targets comes on top (priorOf).
const (
	ownSender     bits = 2 // the sender's own domain
	shareOfOthers bits = 1 // an organisation's own list: chosen because its mail goes there
)

// shares of the categories that the project publishes.
var shares = map[string]bits{
	"mail-providers": 4, // without the big ones below
	"us-military":    5,
	"us-federal":     5,
	"us-state-local": 6,
	"military":       6,
	"government":     6,
}

// sharesOfAll are the domains that so many addresses are under that their
// category says too little, in bits of the share of 173,720 addresses of public
// commits: gmail.com has 45 %.
var sharesOfAll = map[string]bits{
	"gmail.com":     1.1,
	"hotmail.com":   5.6,
	"outlook.com":   6.5,
	"yahoo.com":     6.5,
	"qq.com":        7.5,
	"163.com":       7.5,
	"icloud.com":    8,
	"yandex.ru":     9.4,
	"mail.ru":       9.4,
	"hotmail.co.uk": 9.7,
	"naver.com":     10.1,
	"hotmail.fr":    10.3,
	"pm.me":         10.3,
	"126.com":       10.3,
	"proton.me":     10.6,
	"foxmail.com":   10.6,
	"yahoo.co.jp":   10.9,
}

// What it costs to mean another domain than the target because of the target,
// in bits; how rare the suffix is comes on top.
const (
	siblingOfOne  bits = 8 // gmail.fr: gmail is protected under one suffix
	siblingOfMany bits = 1 // yahoo.no: yahoo is protected under many
	manySiblings       = 3
	extension     bits = 6 // seznamka.cz; the letters added come on top
)

// What it costs to be an acronym, in bits.
const (
	acronym        bits = 2.5
	acronymLetter  bits = 4.7
	longestAcronym      = 4
)

// Scores, in bits, from which to warn and to give notice. The published lists
// are everybody's, so near misses of them are mostly real names of others; an
// organisation's own lists are few names that its people do write to.
const (
	warnAt          bits = 8
	noticeAt        bits = -7
	publishedWarnAt bits = 4.5
	publishedNotice bits = -3
	// ownWarnAt: most mail of an organisation goes to itself. 651 mails went to
	// cba.com for cba.com.au before somebody counted.
	ownWarnAt bits = 2
	// tie is how near the second best may come before both are shown.
	tie bits = 2
	// abstainBelow: two weak candidates are none. mii.co.jp stays silent where
	// mti.co.jp and mri.co.jp are protected; gotmail.com shows both.
	abstainBelow bits = 0
	// maxSlip: what costs more is no slip of anything.
	maxSlip bits = 36
)

const (
	// shortestTypo: labels of fewer letters are not compared for typing errors;
	// three letters are one key from a thousand real names.
	shortestTypo = 3
	// shortestMark: what a label must share with a target's to look like one.
	shortestMark = 4
)

// publishesRegister tells the categories whose lists hold all there is below
// their registry.
func publishesRegister(category string) bool {
	return category == "us-federal" || category == "us-state-local"
}

// speaksForUnlisted tells the categories whose registries have no public
// register of names, so that any name one key from them may be one of theirs.
func speaksForUnlisted(category string) bool { return category == "us-military" }

// What it costs to type a target's name inside a longer one, or with letters of
// another script, in bits. Both are rather copied than typed.
const (
	embeddedCost  bits = 2
	homoglyphCost bits = 3
)
