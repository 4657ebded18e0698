package evaluate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"nearmiss/core"
)

// byRule says what each rule of core's table adds to what is said of real domains.
func (r *run) byRule() error {
	names, err := readNames(r.data, "", "popular_alexa*.txt")
	if err != nil {
		return err
	}
	checker, err := core.New(core.Config{Lists: r.lists})
	if err != nil {
		return err
	}
	count := map[string]int{}
	level := map[string]core.Level{}
	for _, name := range names {
		if v := checker.Check(name, ""); v.Level != core.LevelNone {
			e := checker.Explain(name, "")
			count[e.Rule]++
			level[e.Rule] = e.Level
		}
	}
	r.printf("## What each rule adds\n\nAlexa's domains again, by the rule that decided: in 10,000. Rules that are not here say nothing of any of them.\n\n")
	r.head("", "level", "in 10,000")
	rules := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	for _, rule := range rules {
		r.row(rule, level[rule].String(), fmt.Sprintf("%.2f", 10000*float64(count[rule])/float64(len(names))))
	}
	r.printf("\n")
	return nil
}
