// Package debug stands in for runtime/debug in the browser's programs.
//
// They stop the collector while they build what they keep; the standard one brings
// what prints stacks and modules, os among it.
package debug

// SetGCPercent is the standard function of that name: it returns the former setting,
// and a negative percent stops the collector.
func SetGCPercent(percent int) int { return int(setGCPercent(int32(percent))) }

// setGCPercent is the runtime's, which is linked to this name.
func setGCPercent(percent int32) (former int32)
