// Package gate answers a mail server's question whether a recipient is a near miss
// of a protected domain: as a Postfix policy service and as a milter, with the same
// decisions.
//
//	notice              passes, and is logged
//	ask, ask-reason     is refused with the domain that was probably meant; the same
//	                    sender who sends to the same recipient again, after Wait and
//	                    within Window, confirms it
//	block               never passes
//	external-recipient  passes, and is logged
//
// In a program:
//
//	g := gate.New(gate.Config{Now: time.Now, Log: slog.Default()})
//	g.Use(&gate.Rules{Checker: checker})
//	err := g.ServePolicy(listener) // or ServeMilter
//
// Unless Config.Enforce is set nothing is refused: the log says what would have
// been. Whatever breaks in here lets mail through and says so.
//
// A refusal is permanent, 550 5.7.1: a temporary one would let the mail wait in a
// queue, unseen, and be tried again by a program.
//
// # Memory
//
// The Checker never changes; a reload makes another one and swaps it whole.
// Refusals and confirmations are kept as hashes, so many at most (maxPairs), and
// survive a reload and, with a state folder, a restart.
package gate
