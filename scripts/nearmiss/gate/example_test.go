package gate_test

import (
	"fmt"

	"nearmiss/scripts/nearmiss/gate"
)

func ExampleParseAddress() {
	for _, text := range []string{"unix:/run/nearmiss/milter", "inet:127.0.0.1:8891"} {
		network, address, err := gate.ParseAddress(text)
		fmt.Println(network, address, err)
	}
	// Output:
	// unix /run/nearmiss/milter <nil>
	// tcp 127.0.0.1:8891 <nil>
}
