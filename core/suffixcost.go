package core

import "nearmiss/core/domain"

// suffixCost is what is known of two suffixes, by their hash: no recipient's is kept.
type suffixCost struct {
	hash uint64
	cost bits
}

// suffixCosts keeps what is known of pairs of suffixes, by hash: in each place of the
// last two that were asked for, the last one first.
type suffixCosts [2048][2]suffixCost

// suffixSlip is the function of that name, which would be a quarter of a check: the
// same few pairs of suffixes come again and again.
func (c *Checker) suffixSlip(typed domain.Parts, meant string) bits {
	if typed.Suffix == meant {
		return 0
	}
	hash := uint64(len(typed.Suffix)) + 1
	for i := 0; i < len(typed.Suffix); i++ {
		hash = (hash ^ uint64(typed.Suffix[i])) * 0x9fb21c651e98df25
	}
	for i := 0; i < len(meant); i++ {
		hash = (hash ^ uint64(meant[i])) * 0x9fb21c651e98df25
		hash ^= hash >> 35
	}
	place := &c.suffixCosts[hash%uint64(len(c.suffixCosts))]
	if place[0].hash != hash {
		place[0], place[1] = place[1], place[0]
		if place[0].hash != hash {
			place[0] = suffixCost{hash, suffixSlip(typed, meant)}
		}
	}
	return place[0].cost
}
