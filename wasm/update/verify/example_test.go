package verify_test

import (
	"fmt"
	"strings"

	"nearmiss/core/list"
	"nearmiss/wasm/update/verify"
)

func ExampleMakeDelta() {
	const head = "# nearmiss-list: 1\n# name: us-military\n# role: protected\n# category: us-military\n\n"
	parsed := func(entries string) *list.List {
		l, err := list.Parse("us-military.txt", head+entries)
		if err != nil {
			panic(err)
		}
		return l
	}
	before, after := parsed("army.mil\n"), parsed("army.mil\nnavy.mil\n")
	delta := verify.MakeDelta(before, after)
	text, err := verify.ApplyDelta(delta, head+"army.mil\n")
	fmt.Println(strings.HasPrefix(delta, verify.DeltaMagic), err)
	fmt.Print(text)
	// Output:
	// true <nil>
	// # nearmiss-list: 1
	// # name: us-military
	// # role: protected
	// # category: us-military
	//
	// army.mil
	// navy.mil
}
