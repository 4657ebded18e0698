package errormodel_test

import (
	"fmt"

	"nearmiss/core/errormodel"
)

func ExampleSlip() {
	fmt.Printf("two letters change places: %.1f bits\n", errormodel.Slip("amry", "army"))
	fmt.Printf("another word: %.1f bits\n", errormodel.Slip("navy", "army"))
	// Output:
	// two letters change places: 8.5 bits
	// another word: 35.5 bits
}
