// Package verify is a client's side of publishing: what it fetches of a channel,
// in which order, and what it believes.
//
//	session, err := verify.Begin(verify.Config{Now: time.Now(), Root: root, State: state})
//	for want := session.Next(); want != nil; want = session.Next() {
//		err = session.Give(fetch(want.Path))
//	}
//	result := session.Result()
//
// It follows The Update Framework, specification 1.0, section 5, with go-tuf's
// trusted metadata doing the verification. It is pure: the bytes and the time
// are arguments. A [Session] is one check for news:
//
//	s, err := verify.Begin(config)
//	for {
//		want := s.Next()
//		if want == nil {
//			break
//		}
//		body, found := fetch(want.Path, want.Limit) // or, if want.IsHeld, from the client's own store
//		if found { err = s.Give(body) } else { err = s.Missing() }
//	}
//	result := s.Result()
//
// An error ends a session. The lists that the client had stay what it has; the
// metadata that was verified until then is in [Session.Kept] and must be stored,
// however the session ends, or a revoked key could be believed again.
//
// Beyond the specification: metadata has byte limits before it is described by
// other metadata; targets are bounded in number and size; a list must parse, bear
// its own name and play a role that the channel's scope allows. That is checked in
// each session, also of texts that the client holds: what was once taken as
// something else, or under another scope, is not believed by its hash alone.
// Descriptions of webmails, "webmail-ID.json", are in the public channel alone. One
// that is none is left out; whether one may be used is decided where pages are
// read, so that a bad one holds up no list.
package verify
