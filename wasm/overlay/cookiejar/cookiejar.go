// Package cookiejar stands in for net/http/cookiejar in the browser's programs.
//
// golang.org/x/net/publicsuffix declares its variable List with an interface of
// net/http/cookiejar, and for that one name the whole of net/http is linked:
// 560 kB of gzipped WebAssembly, and WASI imports for sockets and files. The
// programs are therefore built with `go build -overlay`, which puts this file in
// the place of that package's own (wasm/build.mjs). The suffix table and
// its lookup stay the package's, untouched; the test beside this file fails when
// the interface is no longer the same.
package cookiejar

// PublicSuffixList provides the public suffix of a domain.
type PublicSuffixList interface {
	// PublicSuffix returns the public suffix of domain: "co.uk" for "a.b.co.uk".
	PublicSuffix(domain string) string

	// String describes the source of the list.
	String() string
}
