// Package worker answers the requests of the list server: the lists that
// maintainers publish, read by every installed extension.
//
//	service := worker.New(store, worker.Options{Now: time.Now, Report: log.Println})
//	http.ListenAndServe("127.0.0.1:8787", service)
//
// # Requests
//
//	GET  /                                     what this server is; at Cloudflare the front page stands before it (site/)
//	GET  /healthz                              200 when the store can be read and holds something, else 503
//	GET  /v1/status                            JSON: what is published, since when, until when; what expires soon
//	GET  /v1/metadata/timestamp.json           signed metadata (The Update Framework 1.0), by version but for this one
//	GET  /v1/metadata/<version>.<role>.json    role is root, snapshot or targets
//	GET  /v1/targets/<sha256>.<name>           a file that targets metadata names: a list (.txt), the way from one
//	                                           list to the next (.delta), a webmail's description (.json)
//	GET  /v1/catalogue.json                    names, hashes and lengths, for a server without signed metadata
//	POST /v1/publish                           takes metadata because its signatures verify and it is newer
//	PUT  /v1/targets/<sha256>.<name>           takes a target because published metadata names its hash
//	     /v1/orgs/<organisation>/…             the same for a channel with a root of its own
//	POST /v1/orgs/<organisation>/reports       adds a batch of near misses (package report), with the token for that
//	POST /v1/orgs/<organisation>/reports/<day> the sums of what arrived on a day, with the token to read
//	GET  /v1/orgs/<organisation>/reports/metrics  today's sums in OpenMetrics, with that token as a Bearer token
//
// packages.go adds what an organisation installs from its own server, reports.go and
// metrics.go what it counts. HEAD is answered wherever GET is. OPTIONS answers a browser's
// preflight. Every answer may be read from any origin: lists are public, and no
// request for them carries credentials. A query string is refused with 400, because one
// URL for everybody keeps caches full and leaves no place for an identifier.
//
// # Publishing
//
// The body of publish is JSON, at most 512 KiB: the exact texts of the files as
// strings, "roots" (those after the stored ones), "targets", "snapshot" and
// "timestamp". What is published already may be left out. The answers:
//
//	202 {"missing": ["<sha256>.<name>", …]}  verified and stored, without effect yet: PUT these, with
//	                                         Nearmiss-Targets-Version, and POST the same again
//	200 {"published": {"root": 1, …}}        in effect, now or already
//	400, 411, 413, 415                       not a publication
//	403                                      not verified; the text says why
//	409                                      not newer, or something else was published meanwhile
//	429, 503                                 later
//
// Files that are named by version or hash are only ever created, and the
// timestamp is written last and only over the one that was verified against. Every
// step can be repeated, and a publication broken off anywhere. A channel opens
// when the server's owner puts its first root into the store:
// v1/metadata/1.root.json.
//
// # Caching
//
// A URL with a hash or a version never changes: one year, immutable; a target's
// hash is its ETag. The timestamp and the catalogue may be five minutes old, and
// so may the word that there is no next root.
// If-None-Match is compared weakly, as RFC 9110 section 13.1.2 says, since
// Cloudflare marks the ETag of what it compresses as weak.
//
// # Trust
//
// The server is not trusted by those who read from it: they check what they get.
// It keeps no secret and no log of who asked, and changes nothing in what it
// serves. That it verifies what it is given keeps strangers from filling or
// breaking it.
//
// # Shape
//
// [Service.Respond] is the whole behaviour over plain values, without net/http:
// linking that makes the WebAssembly program about twice as big, and building
// its requests costs more than answering them. On other systems [Service] is an
// http.Handler over the same method. Package cloudflare, below this one, is the
// only place that knows the platform.
package worker
