package packages_test

import (
	"fmt"

	"nearmiss/scripts/nearmiss/packages"
)

func ExampleCommandName() {
	for _, p := range packages.Platforms[:2] {
		fmt.Println(packages.CommandName("1.2.3", p))
	}
	// Output:
	// nearmiss-1.2.3-linux-amd64
	// nearmiss-1.2.3-linux-arm64
}
