// Package lists holds the sources of the protected lists, for programs that run
// outside this repository. README.md says what stands in which file.
//
//	text, err := fs.ReadFile(lists.Files, "us-military.txt")
package lists

import "embed"

// Files are the sources, name.txt each, as they were when the program was built.
//
//go:embed *.txt
var Files embed.FS
