package core_test

import (
	"fmt"

	"nearmiss/core"
	"nearmiss/core/list"
)

const military = `# nearmiss-list: 1
# name: us-military
# role: protected
# category: us-military
# share: 5

*.mil
army.mil
navy.mil
`

func newChecker() *core.Checker {
	l, err := list.Parse("us-military.txt", military)
	if err != nil {
		panic(err)
	}
	checker, err := core.New(core.Config{Lists: []*list.List{l}})
	if err != nil {
		panic(err)
	}
	return checker
}

func ExampleChecker_Check() {
	verdict := newChecker().Check("Ann <ann@army.ml>", "")
	fmt.Println(verdict.Level, verdict.Kind, verdict.Suggestion)
	fmt.Println(verdict.Reason)
	// Output:
	// warn suffix-slip Ann <ann@army.mil>
	// army.ml ends in .ml (Mali), not in .mil; did you mean army.mil?
}

func ExampleChecker_Explain() {
	e := newChecker().Explain("army.ml", "")
	fmt.Println(e.Status, "-", e.Rule)
	for _, t := range e.Targets[:1] {
		fmt.Printf("%s: %.1f - %.1f - %.1f = %.1f\n", t.Suggestion, t.Meant, t.Prior, t.Slip, t.Score)
	}
	// Output:
	// unknown - registry slip
	// army.mil: 32.8 - 7.4 - 14.0 = 11.4
}
