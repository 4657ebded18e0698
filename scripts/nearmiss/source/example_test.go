package source_test

import (
	"fmt"

	"nearmiss/scripts/nearmiss/source"
)

func ExampleFormat() {
	s := source.Read("us-military.txt", "# nearmiss-list: 1\n# name: us-military\n# role: protected\n# category: us-military\n\nNavy.mil\narmy.mil # asked for in 2026\narmy.mil\n")
	fmt.Print(source.Format(s))
	// Output:
	// # nearmiss-list: 1
	// # name: us-military
	// # role: protected
	// # category: us-military
	//
	// army.mil # asked for in 2026
	// navy.mil
}
