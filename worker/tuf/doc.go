// Package tuf verifies metadata of The Update Framework, specification 1.0: the
// part of it that a published list needs, with Ed25519 keys and without
// delegations. It is what the Worker judges an upload by. Clients do not rely on
// it: they verify what they fetch themselves, with go-tuf.
//
//	root, err := tuf.OpenRoot(trusted)
//	timestamp, err := root.Timestamp(text, time.Now())
//
// A [Root] is trusted from the start or because the one before it signed it. It
// verifies a [Timestamp], that names a [Snapshot], that names the [Targets].
// Nothing of a file can be read but from what verification returned:
//
//	root, err := tuf.OpenRoot(anchor)
//	root, err = root.Next(text)                               // as often as there are newer ones
//	timestamp, err := root.Timestamp(text, now)
//	snapshot, err := root.Snapshot(text, timestamp.Snapshot, now)
//	targets, err := root.Targets(text, snapshot.Targets, now)
//
// A time of zero checks no expiry, for files that are only read to compare with.
//
// What is accepted is narrower than what JSON allows: no name twice in an object,
// no number but integers, valid UTF-8, no more than eight levels. Two readers can
// then not see two things in one signed file.
//
// Sources: https://theupdateframework.github.io/specification/v1.0.33/ sections 4
// and 5.3 to 5.6, and http://wiki.laptop.org/go/Canonical_JSON for what is signed.
//
// Two verifiers stay, on purpose. The clients' program, which links go-tuf, has
// 1.3 MB compressed and is loaded for a check, a few times a day; the Worker is
// started in every isolate, and its start is most of what a cold request waits
// for. That both judge
// alike, and that what this one takes clients take too, is tested with the same
// repositories, right and spoilt, and fuzzed in CI (FuzzVerifiersAgree in
// scripts/nearmiss/release).
package tuf
