package domain_test

import (
	"fmt"

	"nearmiss/core/domain"
)

func ExampleSuffixes_Split() {
	d, err := domain.Parse("Mail.US.Army.co.uk.")
	if err != nil {
		panic(err)
	}
	parts := domain.NewSuffixes(domain.SuffixRules{}).Split(d)
	fmt.Println(parts.Subdomain(), parts.Label(), parts.Suffix)
	fmt.Println(parts.Registrable)
	// Output:
	// mail.us army co.uk
	// army.co.uk
}
