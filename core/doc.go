// Package core decides whether a mail recipient's domain is a near miss of a
// protected one.
//
// It is pure: lists, policy and recipient are arguments, the verdict is the
// result. It touches no browser, network, file or clock.
package core
