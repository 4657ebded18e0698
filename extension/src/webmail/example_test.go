package webmail_test

import (
	"encoding/json"
	"fmt"
	"io/fs"

	"nearmiss/extension/src/webmail"
)

func Example() {
	text, err := fs.ReadFile(webmail.Files, "descriptors/gmail/gmail.json")
	if err != nil {
		panic(err)
	}
	var description struct {
		ID    string
		Hosts []string
	}
	if err := json.Unmarshal(text, &description); err != nil {
		panic(err)
	}
	fmt.Println(description.ID, description.Hosts)
	// Output:
	// gmail [mail.google.com]
}
