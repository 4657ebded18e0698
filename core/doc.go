// Package core decides whether a mail recipient's domain is a near miss of a
// protected one.
//
//	checker, err := core.New(core.Config{Lists: lists})
//	verdict := checker.Check("ann@army.ml", "bob@example.org")
//	// verdict.Level is LevelWarn, verdict.Suggestion is "ann@army.mil"
//
// It is pure: lists, policy and recipient are arguments, the [Verdict] is the
// result. It touches no browser, network, file or clock. The words of a Verdict are
// append-only: what has been published never changes its meaning.
//
// # How a verdict is made
//
// Each step hands a value to the next:
//
//	parse       recipient.go finds the domains in what was typed or pasted, domain puts
//	            them into canonical form, repair.go mends what is none
//	status      status.go: what lists, policy and history know of the name
//	candidates  candidates.go: the targets that may have been meant, which have nearly
//	            the same label or name (neighbours.go), stand inside the typed one
//	            (embedded.go), look like it (skeleton.go) or are below a registry one
//	            key off (registries.go)
//	score       score.go weighs each as in a noisy channel, in bits of surprise
//	decide      decide.go: one table of rules, the first that fits decides
//	describe    describe.go: the words of the Verdict
//
// The sum of a candidate is
//
//	score = meant - (prior + slip)
//
//	meant   how surprising the typed name is among real ones: its letters, usual
//	        parts and suffix (namemodel); less if it is a relative of a target
//	        (yahoo.no); much more if its suffix does not exist
//	prior   how surprising it is that this target is meant: the share of its
//	        category and how many it shares that with
//	slip    how surprising it is that who means it types this: errors priced by
//	        how often people make them (errormodel)
//
// thresholds.go has every number. [Checker.Explain] shows the sums and the rule.
package core
