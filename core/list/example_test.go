package list_test

import (
	"fmt"

	"nearmiss/core/list"
)

func ExampleParse() {
	l, err := list.Parse("works.txt", "# nearmiss-list: 1\n# name: works\n# role: own\n\n*.works.example\nworks.example\n")
	fmt.Println(l.Domains, l.Suffixes, err)
	_, err = list.Parse("works.txt", "# nearmiss-list: 1\n# name: works\n# role: own\n\nWorks.example\n")
	fmt.Println(err)
	// Output:
	// [works.example] [works.example] <nil>
	// works.txt:5: "Works.example" is not in lower case
}
