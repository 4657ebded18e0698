package imports_test

import (
	"fmt"

	"nearmiss/scripts/nearmiss/imports"
)

func ExampleFind() {
	importer, isKnown := imports.Find("cisa")
	fmt.Println(isKnown, importer.Makes)
	// Output:
	// true [us-federal us-state-local]
}
