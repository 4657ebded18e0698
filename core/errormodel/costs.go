package errormodel

import "nearmiss/core/namemodel"

// bits of surprise: what happens once in eight times costs 3 bits.
type bits = namemodel.Bits

// What slips cost, from 2,049 human typing errors in e-mail domains (Sugahara,
// Hoshina, Uehara: IPSJ SIG 2025-IOT-68 No. 59). Of the single errors 50.4 % are
// substitutions, 46.7 % of which hit an adjacent key; 23.3 % are insertions, 22 %
// of which double a letter; 23.2 % are omissions and 3.1 % swaps. Each is shared
// by the ten places of a usual name and by what else could stand there. The names
// beside them are what such a slip makes of gmail.com or another target.
const (
	// Each error but the first: 82.4 % of mistyped domains have one, 10.8 % two.
	//   heard: hakuyousyo.co.jp for hakuyosha.co.jp   silent: vmall.com for gmail.com
	FurtherError bits = 3

	adjacentCost      bits = 8    // gmsil.com
	adjacentOtherCost bits = 9.5  // seynam.cz, on QWERTZ
	AlikeCost         bits = 9    // gmaii.com, seen; altprus.co.jp, heard
	strangeCost       bits = 11   // gmwil.com
	swapCost          bits = 8.5  // gamil.com
	doubledCost       bits = 7    // gmaail.com
	addedAdjacentCost bits = 9.5  // gmaoil.com
	addedCostAny      bits = 10.5 // gmaxil.com
	undoubledCost     bits = 5    // outlok.com
	omittedCostAny    bits = 6    // gmil.com

	separatorCost        bits = 8.5 // us-army.mil
	omittedSeparatorCost bits = 6   // gmailcom: 30 of 355 omissions are the dot

	// Each further key that a hand one key off misses, in suffixes.
	//   heard: example.cin for example.com
	shiftedCost bits = 3

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
)

// How a suffix is mistaken for another that exists.
const (
	// A label of the suffix forgotten or added: 38 of 2,049 are jp and co.jp.
	//   heard: mti.jp for mti.co.jp   silent: nasa.com for nasa.gov
	labelOfSuffixCost bits = 5.5
	// com for co.jp, net for com: 14 of 2,049.
	//   heard: teac.com for teac.co.jp   silent: yahoo.no
	genericCost bits = 7
	// Another suffix of the same country.
	//   heard: raccoon.co.jp for raccoon.ne.jp   silent: raccoon.ac.jp
	sameCountryCost bits = 8
)

const (
	// What costs more is no slip of anything, whatever the rest says.
	//   heard: beautygarage.coj for beautygarage.co.jp   silent: hekuyousyu.co.jp
	MaxSlip bits = 36

	// How much both names may differ in length, and how much of them may lie
	// between the first difference and the last.
	band       = 4
	maxAligned = 80
)
