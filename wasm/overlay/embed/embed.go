// Package embed stands in for the standard embed in the browser's programs.
//
// golang.org/x/net/publicsuffix embeds its table as strings, for which the package
// must be imported and nothing of it is used; the standard one brings io/fs and
// time, 30 kB of gzipped WebAssembly. Who embeds files as an FS does not build.
package embed
