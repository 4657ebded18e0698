package namemodel_test

import (
	"fmt"

	"nearmiss/core/namemodel"
)

func ExampleLabel() {
	fmt.Println("a name is likelier than letters at random:", namemodel.Label("weather") < namemodel.Label("xqzvjkw"))
	// Output:
	// a name is likelier than letters at random: true
}
