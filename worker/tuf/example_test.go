package tuf_test

import (
	"fmt"
	"time"

	"nearmiss/worker/tuf"
	"nearmiss/worker/tuf/tuftest"
)

func ExampleRoot() {
	today := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	author := tuftest.New(today.AddDate(0, 1, 0))
	published := author.Release(1, map[string][]byte{"us-military.txt": []byte("army.mil\n")})

	root, err := tuf.OpenRoot(author.Root(1))
	if err != nil {
		panic(err)
	}
	timestamp, err := root.Timestamp(published.Timestamp, today)
	if err != nil {
		panic(err)
	}
	snapshot, err := root.Snapshot(published.Snapshot, timestamp.Snapshot, today)
	if err != nil {
		panic(err)
	}
	targets, err := root.Targets(published.Targets, snapshot.Targets, today)
	if err != nil {
		panic(err)
	}
	target, isNamed := targets.Get("us-military.txt")
	fmt.Println(isNamed, target.Length)
	_, err = root.Timestamp(published.Timestamp, today.AddDate(1, 0, 0))
	fmt.Println("a year later:", err)
	// Output:
	// true 9
	// a year later: root: version 1 expired at 2026-12-21T00:00:00Z
}
