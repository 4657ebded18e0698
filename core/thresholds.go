package core

import "nearmiss/core/namemodel"

// This file holds every number that shapes a verdict, but for those of errormodel and
// namemodel. Beside each stands a name that is reported because of it, and one that
// stays silent; the file testdata/vectors/thresholds.txt holds them to it.
//
// bits measure surprise: what happens once in eight times costs 3 bits. Two
// explanations of a typed name are compared. Either the person meant a target
// and slipped: that costs the target's prior, slipRate and the slip. Or the
// person meant the name as it stands: that costs as much as the name is
// surprising among real ones (namemodel). The second less the first is
// the score.
type bits = namemodel.Bits

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

	// Who types a name beside one of the biggest providers' means it more often than sums
	// of single names say.
	//   notice: iclid.com, hotmale.com               not: ibmcloud.com, whose letters make another name
	popularNoticeAt bits = -4.2

	// Most mail of an organisation goes to itself. 651 mails had gone to cba.com
	// for cba.com.au when somebody counted.
	//   warn: cba.com for the own cba.com.au         not: nab.com.au
	ownWarnAt bits = 2

	// What more than one error in the sender's own label costs at most.
	//   heard: vandelya-industires.com   silent: outsystems.com for t-systems.com
	maxOwnSlip bits = 20

	// What a name below one state's registry costs at most to be meant for one below another's.
	//   heard: akreditacija.gov.sr for gov.rs   silent: prezident.gov.az for president.gov.ua
	maxSlipAbroad bits = 24

	// How near the second best may come before both are shown, and below which
	// score two candidates are none.
	//   both: afmy.mil for army.mil and afms.mil     one: hotmial.com
	//   both: mii.co.jp for mti.co.jp and mri.co.jp  none: the same among hundreds of such names
	tie          bits = 2
	abstainBelow bits = 0
	// A second best by so much more of a slip is none.
	//   one: ymaill.com for ymail.com, not gmail.com
	clearlyLess bits = 12

	// How much of a state's share counts when a slip may be in the registries of several.
	// All of it would offer the big state only; none, a tiny one as often.
	stateWeight bits = 0.4
	// A slip in a state's registry may be one of another state's: which share of the
	// probability one must have to stand alone, and two together to be named.
	//   one: mod.giv.uk   both: treasury.gov.ik for gov.uk and gov.il   none: treasury.gov.k
	sureOfOne = 0.93
	sureOfTwo = 0.7
)

// How often people err, and how names come to look like others. What single errors
// cost stands in errormodel.
const (
	// One typed domain in 256 has an error: 0.25 % of the gmail.com addresses that
	// authors typed into git had one.
	slipRate bits = 8

	// A target's name inside a longer one, or in letters of another script: both
	// are copied rather than typed.
	//   heard: army.mil.com, аrmy.mil   silent: armymil.org, bücher.de
	embeddedCost bits = 2
	repeatedCost bits = 4 // navy.mil.ml
	// A country code behind a provider's name, which has names of its own in many.
	//   live.com.mz for live.com.mx rather than for live.com
	countryAddedCost bits = 6
	// Another suffix of the own country, even if only public bodies have the right one.
	//   heard: example.co.uk for example.nhs.uk
	ownCountryCost bits = 8
	layoutCost     bits = 3 // фкьн.ьшд for army.mil, on a Russian keyboard
	accentCost     bits = 3 // mueller.de for müller.de
	habitCost      bits = 4 // mfat.gov.nz for mfat.govt.nz
	ownWordCost    bits = 9 // gov.jp for go.jp of a name that is not listed, rather than for gov.jo
	homoglyphCost  bits = 3

	// What a slip and the suffix that it is of cost at most for a suffix that nobody
	// protects to be offered for one that does not exist.
	//   heard: taleo.nt for taleo.net   silent: taleo.qqq
	leastLikelySuffix bits = 24
	// What one likely slip costs at most.
	//   hotmil.cl for hotmail.cl rather than for hot.mil.cl
	oneSlip bits = 9.5
	// What a slip of the fingers in the suffix costs at most; without one, another
	// real suffix of a published name has a notice only.
	//   warn: gmail.cm   notice: gmail.fr   silent: fastmail.im
	missedKey bits = 9
)

// How surprising it is that a name is meant as it stands, beyond its letters.
const (
	// Names below .com that are less surprising are companies', whatever body has the same.
	//   heard: fortbelvoir.com   silent: health.com
	companyName bits = 45
	// The same of a host's first label, which is often a place's name.
	//   heard: mildenhall.com   silent: edwards.com
	placeName bits = 33
	// A known body's name that is more surprising is no other state's as well.
	//   heard: agenziaentrate.gov.ti for gov.it   silent: planning.gov.m
	ownName bits = 40
	// A name under a suffix that does not exist.
	//   heard: army.mik   silent: army.mk
	nowhere bits = 20
	// A name that the public register of its suffix does not have; less than
	// nowhere, because registers grow between two lists.
	//   heard: whitehuose.gov   silent: newtownship.gov
	unregistered bits = 10
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
// category has, which a published list states itself, divided among the category's
// targets (priorOf).
const (
	shareOfOthers bits = 1 // an organisation's own list, its own domains, the history
	ownSender     bits = 2 // the sender's own domain
	// An unlisted name below a registry: foo.mli for foo.mil.
	anyName bits = 3
)

// sharesOfAll are the domains that so many addresses are under that their
// category says too little: in bits of the share of 173,720 addresses of public
// commits, of which gmail.com has 45 %.
//
//	heard: yhoo.com for yahoo.com   silent: gmx.it for gmx.at
var sharesOfAll = [...]struct {
	name  string
	share bits
}{
	{"gmail.com", 1.1},
	{"hotmail.com", 5.6},
	{"outlook.com", 6.5},
	{"yahoo.com", 6.5},
	{"qq.com", 7.5},
	{"163.com", 7.5},
	{"icloud.com", 8},
	{"yandex.ru", 9.4},
	{"mail.ru", 9.4},
	{"hotmail.co.uk", 9.7},
	{"naver.com", 10.1},
	{"hotmail.fr", 10.3},
	{"pm.me", 10.3},
	{"126.com", 10.3},
	{"proton.me", 10.6},
	{"foxmail.com", 10.6},
	{"yahoo.co.jp", 10.9},
}

// shareOf returns the share of one of them.
func shareOf(name string) bits {
	for i := range sharesOfAll {
		if sharesOfAll[i].name == name {
			return sharesOfAll[i].share
		}
	}
	return shareOfOthers
}

// shortProviders are the ones with short names that mailcheck 1.1.1, too, takes for everybody's,
// and GMX: beside them, who means the other name is rare.
//
//	heard: aoo.com for aol.com, wen.de for web.de   silent: mai.ru for mail.ru
const shortProviders = " aim.com aol.com att.net cox.net gmx.de gmx.net msn.com sky.com web.de "

// Lengths, in characters.
const (
	// Labels of fewer are not compared for typing errors at all.
	//   heard: mtx.co.jp for mti.co.jp   silent: hq.com for qq.com
	shortestTypo = 3
	// What a label must share with a target's to look like one of its kind.
	//   warned: armyrecruiting.ml   notice only: dlabuy.ml
	shortestMark = 4
	// Own labels of up to so many: only likely slips of the fingers count.
	//   heard: h-p.com, ho.com for hp.com   silent: heyzap.com, abbyy.com for abb.com
	longestShortOwn = 4
	// Names below states' registries of up to so many: only likely slips of the fingers count.
	//   heard: bak.bund.de for bka.bund.de   silent: ecb.europa.eu
	longestShortBody = 4
	// Providers' names of up to so many have no sums for a slip.
	//   heard: hmx.de for gmx.de   silent: mai.ru for mail.ru
	longestShortProvider = 4
	// Names of fewer below .com are somebody's, though a body has the same.
	//   heard: us.army.com   silent: dla.com
	shortestHabit = 4
	// Names of fewer below another state's registry are no sign of a US body.
	//   heard: nasa.gov.uk   silent: wa.gov.au
	shortestForeign = 4
	// A host's first label of fewer says nothing of the host.
	//   heard: mildenhall.com for mildenhall.af.mil   silent: adab.com
	shortestHost = 6
	// What a registry's first label must have for its lost dot to be looked for in names
	// that are not listed.
	//   heard: homeofficegov.uk   silent: lego.jp for le.go.jp
	shortestLostDot = 3
)
