package core

import (
	"nearmiss/core/errormodel"
	"nearmiss/core/index"
	"nearmiss/core/namemodel"
)

// isMissedKey reports whether one suffix is typed for the other by a slip of the
// fingers.
func isMissedKey(typed, meant string) bool { return errormodel.Slip(typed, meant) <= missedKey }

// nearBusySuffix returns the busiest suffix one key from one that does not
// exist, or "".
func nearBusySuffix(suffix string) string {
	best, bestCost := "", bits(errormodel.Impossible)
	for busy, surprise := range namemodel.BusySuffixes {
		if index.OSA(suffix, busy, 1) != 1 {
			continue
		}
		cost := errormodel.Slip(suffix, busy) + surprise
		if cost < bestCost || cost == bestCost && busy < best {
			best, bestCost = busy, cost
		}
	}
	return best
}
