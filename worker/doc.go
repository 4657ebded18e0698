// Package worker answers the requests of the list server: the lists that
// maintainers publish, read by every installed extension.
//
// # Requests
//
//	GET /                                    what this server is
//	GET /healthz                             200 when the store can be read, 503 when not
//	GET /v1/status                           JSON: version, age and size of what is published
//	GET /v1/catalogue.json                   names, hashes and lengths of the current lists
//	GET /v1/targets/<sha256>.<name>.txt      one list, named by its own hash
//	GET /v1/packages/<name>                  the extension itself, for organisations that
//	                                         install it from here; updates.xml and
//	                                         updates.json answer browsers' update checks
//
//	POST /v1/orgs/<organisation>/reports     counts of near misses, as package report says
//	POST …/reports/<day>                     their sums, for who has the token to read them
//
// HEAD is answered wherever GET is. OPTIONS answers a browser's preflight.
// Every answer may be read from any origin: lists are public, and no request
// carries credentials. A query string is refused with 400, because one URL for
// everybody keeps caches full and leaves no place for an identifier.
//
// # Caching
//
// A target's URL holds the SHA-256 of its bytes, so it never changes: one year,
// immutable, and the hash is its ETag. The catalogue may be five minutes old.
// If-None-Match is compared weakly, as RFC 9110 section 13.1.2 says, since
// Cloudflare marks the ETag of what it compresses as weak.
//
// # Trust
//
// The server is not trusted by those who read from it: they check what they get.
// It keeps no secret, no log of who asked, and changes nothing in what it serves.
//
// # Shape
//
// [Service.Respond] is the whole behaviour over plain values, without net/http:
// linking that makes the WebAssembly program about twice as big, and building
// its requests costs more than answering them. On other systems [Service] is an
// http.Handler over the same method. Package cloudflare, below this one, is the
// only place that knows the platform.
package worker
