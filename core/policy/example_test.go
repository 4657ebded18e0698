package policy_test

import (
	"fmt"

	"nearmiss/core/policy"
)

func ExampleRead() {
	p, problems := policy.Read([]byte(`{"ownDomains": ["works.example"], "actions": ["* us-military block"], "failure": "perhaps"}`))
	fmt.Println(p.Own, len(p.Rules))
	for _, problem := range problems {
		fmt.Println(problem.Path)
	}
	// Output:
	// [works.example] 1
	// failure
}
