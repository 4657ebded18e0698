package lists_test

import (
	"fmt"
	"io/fs"

	"nearmiss/core/list"
	"nearmiss/worker/lists"
)

func Example() {
	text, err := fs.ReadFile(lists.Files, "us-military.txt")
	if err != nil {
		panic(err)
	}
	l, err := list.Parse("us-military.txt", string(text))
	if err != nil {
		panic(err)
	}
	fmt.Println(l.Name, l.Role, l.Category)
	// Output:
	// us-military protected us-military
}
