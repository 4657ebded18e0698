// Package core decides whether a mail recipient's domain is a near miss of a
// protected one.
//
// It is pure: lists, policy and recipient are arguments, the verdict is the
// result. It touches no browser, network, file or clock.
//
// # How a verdict is made
//
// Check finds the domain in what was pasted (recipient.go), puts it into its
// canonical form or mends it (domain, repair.go) and asks what is known of it: a
// target, or a name below one, has no verdict; a name that lists or history know
// to be real has one only when it is the famous slip, army.ml.
//
// For any other name the indexes give the targets that may have been meant
// (candidates.go): those with the same label or one a few edits away, under any
// suffix; those with nearly the same name when dots and hyphens are dropped; those
// whose name stands inside the typed one (embedded.go), that the typed one looks
// like (skeleton.go), or whose registry's suffix is one key off (suffixslip.go).
//
// Each is scored as in a noisy channel (rank.go), in bits of surprise:
//
//	score = meant - (prior + slip)
//
//	meant   how surprising the typed name is among real ones: its letters, usual
//	        parts and suffix (plausibility.go); less if it is a relative of a
//	        target (yahoo.no); much more if its suffix does not exist
//	prior   how surprising it is that this target is meant: the share of its
//	        category and how many it shares that with
//	slip    how surprising it is that who means it types this: errors priced by
//	        how often people make them (channel.go, align.go, keyboards.go)
//
// The score decides between silence, notice and warning; two targets that come
// near each other are both named. thresholds.go has every number. Explain shows
// the sums.
package core
