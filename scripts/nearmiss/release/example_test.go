package release_test

import (
	"fmt"
	"os"
	"path/filepath"

	"nearmiss/scripts/nearmiss/release"
)

func ExampleMakeKey() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	id, err := release.MakeKey(filepath.Join(dir, "root-1"))
	_, public := os.Stat(filepath.Join(dir, "root-1"+release.PublicSuffix))
	fmt.Println(len(id), err, public)
	// Output:
	// 64 <nil> <nil>
}
