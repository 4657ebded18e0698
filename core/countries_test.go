package core

import (
	"slices"
	"strings"
	"testing"

	"nearmiss/core/domain"
)

func TestEveryCountryHasItsName(t *testing.T) {
	suffixes := domain.NewSuffixes(domain.SuffixRules{})
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string(a) + string(b)
			if got, want := countryOf("gov."+code) != "", suffixes.IsSuffix(code) || suffixes.IsSuffix("com."+code); got != want && !slices.Contains([]string{"bv", "gb", "sj"}, code) {
				t.Errorf(".%s has a name: %t, is a suffix: %t", code, got, want)
			}
		}
	}
	if !slices.IsSortedFunc(countries, func(a, b country) int { return strings.Compare(a.code, b.code) }) {
		t.Error("countries are out of order")
	}
	if got := countryOf("mil"); got != "" {
		t.Errorf("mil is %s", got)
	}
}
