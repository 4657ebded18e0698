package index_test

import (
	"fmt"

	"nearmiss/core/index"
)

func ExampleIndex_Search() {
	x := index.Build([]string{"army.mil", "navy.mil", "af.mil"}, index.Reach{Two: 6})
	found, complete := x.Search("amry.mil", 1, make([]index.Match, 0, 8))
	for _, m := range found {
		fmt.Println(x.Name(m.ID), m.Distance)
	}
	fmt.Println("all of them:", complete)
	// Output:
	// army.mil 1
	// all of them: true
}
