// Package webmail holds the descriptions of webmails that ship with the
// extension, for programs that check and publish newer ones.
//
//	text, err := fs.ReadFile(webmail.Files, "descriptors/gmail/gmail.json")
package webmail

import "embed"

// Schema is descriptor.schema.json, by which lint.ts refuses what is no
// description.
//
//go:embed descriptor.schema.json
var Schema []byte

// Files are descriptors/ID/ID.json, as they were when the program was built.
// The same folders hold what the extension and its tests use.
//
//go:embed descriptors/*/*.json
var Files embed.FS
