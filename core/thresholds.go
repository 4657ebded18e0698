package core

// This file holds every number that shapes a verdict. Beside each stands a name
// that is spoken of because of it, and one that stays silent; the file
// testdata/vectors/thresholds.txt holds them to it.
//
// bits measure surprise: what happens once in eight times costs 3 bits. Two
// explanations of a typed name are compared. Either the person meant a target
// and slipped: that costs the target's prior, slipRate and the slip. Or the
// person meant the name as it stands: that costs as much as the name is
// surprising among real ones (plausibility.go). The second less the first is
// the score.
type bits float32

// From which score to speak.
const (
	// An organisation's own list, or the person's history, has few names, and its
	// people do write to them.
	//   warn:   hakuyosah.co.jp for hakuyosha.co.jp  not: nikei.co.jp for nikke.co.jp
	//   notice: teac.com for teac.co.jp              not: raccoon.ac.jp for raccoon.ne.jp
	warnAt   bits = 7
	noticeAt bits = -8

	// The published lists are everybody's, so that near misses of them are mostly
	// other people's real names.
	//   warn:   gamil.com    not: gail.com
	//   notice: gail.com     not: gmit.ie
	publishedWarnAt   bits = 3
	publishedNoticeAt bits = -3

	// Most mail of an organisation goes to itself. 651 mails had gone to cba.com
	// for cba.com.au when somebody counted.
	//   warn: cba.com for the own cba.com.au         not: nab.com.au
	ownWarnAt bits = 2

	// How near the second best may come before both are shown, and below which
	// score two candidates are none.
	//   both: afmy.mil for army.mil and afms.mil     one: hotmial.com
	//   both: mii.co.jp for mti.co.jp and mri.co.jp  none: the same among hundreds of such names
	tie          bits = 2
	abstainBelow bits = 0

	// What costs more is no slip of anything, whatever the rest says.
	//   heard: beautygarage.coj for beautygarage.co.jp   silent: hekuyousyu.co.jp
	maxSlip bits = 36
)

// What slips cost, from 2,049 human typing errors in e-mail domains (Sugahara,
// Hoshina, Uehara: IPSJ SIG 2025-IOT-68 No. 59). Of the single errors 50.4 % are
// substitutions, 46.7 % of which hit an adjacent key; 23.3 % are insertions, 22 %
// of which double a letter; 23.2 % are omissions and 3.1 % swaps. Each is shared
// by the ten places of a usual name and by what else could stand there. The names
// beside them are what such a slip makes of gmail.com or another target.
const (
	// One typed domain in 256 has an error: 0.25 % of the gmail.com addresses that
	// authors typed into git had one.
	slipRate bits = 8

	// Each error but the first: 82.4 % of mistyped domains have one, 10.8 % two.
	//   heard: hakuyousyo.co.jp for hakuyosha.co.jp   silent: vmall.com for gmail.com
	furtherError bits = 3

	adjacentCost      bits = 8    // gmsil.com
	adjacentOtherCost bits = 9.5  // seynam.cz, on QWERTZ
	alikeCost         bits = 9    // gmaii.com, seen; altprus.co.jp, heard
	strangeCost       bits = 11   // gmwil.com
	swapCost          bits = 8.5  // gamil.com
	doubledCost       bits = 7    // gmaail.com
	addedAdjacentCost bits = 9.5  // gmaoil.com
	addedCostAny      bits = 10.5 // gmaxil.com
	undoubledCost     bits = 5    // outlok.com
	omittedCostAny    bits = 6    // gmil.com

	separatorCost        bits = 8.5 // us-army.mil
	omittedSeparatorCost bits = 6   // gmailcom: 30 of 355 omissions are the dot

	// Each further character of a run.
	//   heard: okinawa.co.jp for okinawafg.co.jp, forgotten at one go
	//   silent: ibmcloud.com for icloud.com, another name
	//   heard: nipponpapergroupup.com, an end typed twice
	omittedRunCost bits = 4
	addedRunCost   bits = 7
	repeatedCost   bits = 2

	// An error in the first character: 7.7 % of errors, and the place where real
	// names differ (hank, tank).
	//   heard: eonmall.com for aeonmall.com   silent: hmail.com for gmail.com
	firstCost bits = 2

	// A target's name inside a longer one, or in letters of another script: both
	// are copied rather than typed.
	//   heard: army.mil.com, аrmy.mil   silent: armymil.org, bücher.de
	embeddedCost  bits = 2
	homoglyphCost bits = 3
)

// How a suffix is mistaken for another that exists.
const (
	// army.ml for army.mil. 15 of 55 mails to .ml that the British Ministry of
	// Defence looked at were meant for .mil.
	//   heard: army.ml   silent: army.nl
	registrySlipCost bits = 2
	// A label of the suffix forgotten or added: 38 of 2,049 are jp and co.jp.
	//   heard: mti.jp for mti.co.jp   silent: nasa.com for nasa.gov
	labelOfSuffixCost bits = 5.5
	// com for co.jp, net for com: 14 of 2,049.
	//   heard: teac.com for teac.co.jp   silent: yahoo.no
	genericCost bits = 7
	// What a slip of the fingers in the suffix costs at most; without one, another
	// real suffix of a published name has a notice only.
	//   warn: gmail.cm   notice: fastmail.im
	missedKey bits = 9
	// Another suffix of the same country.
	//   heard: raccoon.co.jp for raccoon.ne.jp   silent: raccoon.ac.jp
	sameCountryCost bits = 8
)

// How surprising it is that a name is meant as it stands, beyond its letters.
const (
	// A name under a suffix that does not exist.
	//   heard: army.mik   silent: army.mk
	nowhere bits = 20
	// A name that the public register of its suffix does not have; less than
	// nowhere, because registers grow between two lists.
	//   heard: whitehuose.gov   silent: newtownship.gov
	unregistered bits = 10
	// A name under a suffix that is not among the busy ones.
	rareSuffix bits = 11.5
	// An acronym: every name of three letters stands for somebody.
	//   heard: gmil.com   silent: aoe.com for aol.com
	acronym        bits = 2.5
	acronymLetter  bits = 4.7
	longestAcronym      = 4
	// A name that somebody built on the target's; the letters added come on top.
	//   heard: gmaily.com   silent: seznamka.cz
	extension bits = 6
	// The same name under another suffix, which comes on top. A name that is
	// protected under manySiblings suffixes has more of them than are listed.
	//   heard: gmail.fr   silent: yahoo.no
	siblingOfOne  bits = 8
	siblingOfMany bits = 1
	manySiblings       = 3
)

// How surprising it is to mean a target: the share of the attention that its
// category has, divided among the category's targets (priorOf).
const (
	shareOfOthers bits = 1 // an organisation's own list, its own domains, the history
	ownSender     bits = 2 // the sender's own domain
	// An unlisted name below a registry: foo.mli for foo.mil.
	anyName bits = 3
)

// shares of the categories that the project publishes.
var shares = map[string]bits{
	"mail-providers": 4, // without the big ones below
	"us-military":    5,
	"us-federal":     5,
	"us-state-local": 6,
	"military":       5,
	"government":     3.5,
}

// sharesOfAll are the domains that so many addresses are under that their
// category says too little: in bits of the share of 173,720 addresses of public
// commits, of which gmail.com has 45 %.
//
//	heard: yhoo.com for yahoo.com   silent: gmx.it for gmx.at
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

// publishesRegister tells the categories whose lists hold all there is below
// their registry.
func publishesRegister(category string) bool {
	return category == "us-federal" || category == "us-state-local"
}

// speaksForUnlisted tells the categories whose registries have no public
// register of names, so that any name one key from them may be one of theirs.
func speaksForUnlisted(category string) bool { return category == "us-military" }

// Lengths, in characters.
const (
	// Labels of fewer are not compared for typing errors at all.
	//   heard: mtx.co.jp for mti.co.jp   silent: hq.com for qq.com
	shortestTypo = 3
	// What a label must share with a target's to look like one of its kind.
	//   warned: armyrecruiting.ml   notice only: dlabuy.ml
	shortestMark = 4
	// How much both names may differ in length, and how much of them may lie
	// between the first difference and the last.
	band       = 4
	maxAligned = 80
)
