package worker

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Service answers requests from a store. It may be used by several goroutines;
// none of them waits for another's reading of the store, because on the
// platform a request may only wait for its own.
type Service struct {
	store   Store
	options Options
	recent  recent
}

// Options are what a service needs of the outside.
type Options struct {
	Now func() time.Time

	// Report is called with one line for every fault of the server's own: never
	// with anything of a request but the file it asked for.
	Report func(line string)

	// Fresh is how long a file that may change or appear is answered for from
	// memory; see DefaultFresh.
	Fresh time.Duration
}

// DefaultFresh makes published lists visible everywhere within this time, plus
// what Cache-Control allows, and has an isolate read the file that every client
// polls from the store four times a minute at most.
const DefaultFresh = 15 * time.Second

// New returns a service over a store.
func New(store Store, options Options) *Service {
	return &Service{store: store, options: options}
}

// Respond answers a request. It never panics and never returns nil.
func (s *Service) Respond(r *Request) (response *Response) {
	defer func() {
		if fault := recover(); fault != nil {
			s.options.Report(fmt.Sprintf("panic: %v", fault))
			response = internalError
		}
	}()
	if response, done := s.Quick(r); done {
		return response
	}
	switch {
	case r.Method == "POST" || r.Method == "PUT":
		return s.write(r)
	case r.Path == "/healthz":
		return s.health().to(r)
	case r.Path == "/v1/status":
		return s.status().to(r)
	}
	route, _ := routeOf(r.Path)
	e, err := s.read(route)
	if err != nil {
		s.options.Report(fmt.Sprintf("reading %s: %v", route.key, err))
		return unavailable.to(r)
	}
	return e.respond(r)
}

// write answers what Quick let through: POST to a channel's publish, PUT of a
// target.
func (s *Service) write(r *Request) *Response {
	if r.Limited {
		return tooMany
	}
	if route, ok := routeOf(r.Path); ok {
		return s.upload(r, route)
	}
	if to, ok := reportsOf(r.Path); ok {
		return s.takeReport(r, to)
	}
	channel, _, _ := channelOf(r.Path)
	return s.publish(r, channel)
}

// Quick answers a request if that needs no reading of the store: a mistaken one,
// or one for a file that is in memory.
func (s *Service) Quick(r *Request) (response *Response, done bool) {
	switch r.Method {
	case "GET", "HEAD":
	case "OPTIONS":
		return preflight, true
	default:
		return quickWrite(r)
	}
	switch r.Path {
	case "/healthz", "/v1/status":
		return nil, false
	case "/":
		return welcome.to(r), true
	}
	// Looked up before it is parsed: only canonical paths are ever kept.
	if len(r.Path) > 1 && !r.HasQuery {
		if e, ok := s.recent.get(r.Path[1:]); ok && e.current(s.options.Now(), s.options.Fresh) {
			return e.respond(r), true
		}
	}
	route, ok := routeOf(r.Path)
	if !ok {
		if _, rest, ok := channelOf(r.Path); ok && rest == "publish" {
			return publishOnly.to(r), true
		}
		if _, ok := reportsOf(r.Path); ok {
			return reportOnly.to(r), true
		}
		return notFound.to(r), true
	}
	if r.HasQuery {
		if !route.anyQuery {
			return queryRefused.to(r), true
		}
		if e, ok := s.recent.get(route.key); ok && e.current(s.options.Now(), s.options.Fresh) {
			return e.respond(r), true
		}
	}
	return nil, false
}

// quickWrite refuses a method that the path does not know.
func quickWrite(r *Request) (*Response, bool) {
	if route, ok := routeOf(r.Path); ok && route.name != "" {
		if r.Method == "PUT" && !r.HasQuery {
			return nil, false
		}
		return targetMethods, true
	}
	if _, rest, ok := channelOf(r.Path); ok && rest == "publish" {
		if r.Method == "POST" && !r.HasQuery {
			return nil, false
		}
		return publishOnly, true
	}
	if _, ok := reportsOf(r.Path); ok {
		if r.Method == "POST" && !r.HasQuery {
			return nil, false
		}
		return reportOnly, true
	}
	return methodNotAllowed, true
}

// read reads a file from the store and keeps it. When the store fails, what is
// kept is better than nothing: a client judges for itself how old a list may be.
func (s *Service) read(route route) (*entry, error) {
	file, err := s.store.Get(route.key)
	switch {
	case errors.Is(err, ErrNotFound):
		e := &entry{route: route, read: s.options.Now()}
		s.recent.put(route.key, e)
		return e, nil
	case err != nil:
		if kept, ok := s.recent.get(route.key); ok && kept.found {
			s.options.Report(fmt.Sprintf("reading %s: %v; the copy in memory is served", route.key, err))
			return kept, nil
		}
		return nil, err
	}
	if route.etag != "" {
		file.ETag = route.etag
	}
	e := &entry{route: route, file: file, found: true, read: s.options.Now()}
	e.prepare()
	if file.Size <= MaxHeld {
		s.recent.put(route.key, e)
	}
	return e, nil
}

// prepare makes the entry's answers once, so that a poll costs no building.
func (e *entry) prepare() {
	validators := []Field{
		{"Cache-Control", e.route.cache},
		{"ETag", e.file.ETag},
	}
	content := append([]Field{{"Content-Type", e.route.contentType}}, validators...)
	e.whole = &Response{Status: 200, Header: header(content...), Body: e.file.Body}
	e.whole.head = &Response{Status: 200, Header: append(e.whole.Header, Field{"Content-Length", strconv.FormatInt(e.file.Size, 10)})}
	e.unchanged = &Response{Status: 304, Header: header(validators...)}
}

func (e *entry) respond(r *Request) *Response {
	switch {
	case !e.found:
		return e.route.missing.to(r)
	case r.IfNoneMatch != "" && noneMatch(r.IfNoneMatch, e.file.ETag):
		return e.unchanged
	}
	return e.whole.to(r)
}

var (
	welcome = answer(200, forMinutes,
		"Nearmiss list server. The lists: /v1/catalogue.json. What is published and since when: /v1/status.")
	notFound     = answer(404, forASip, "not found: there is no such file here")
	noNextRoot   = answer(404, forMinutesOnly, "not found: there is no such root")
	queryRefused = answer(400, forASip, "bad request: no query is accepted here; lists have one URL for everybody")

	methodNotAllowed = answer(405, noStore, "method not allowed: lists are read with GET or HEAD",
		Field{"Allow", "GET, HEAD, OPTIONS"})
	targetMethods = answer(405, noStore, "method not allowed: a target is read with GET or HEAD and uploaded with PUT",
		Field{"Allow", "GET, HEAD, OPTIONS, PUT"})
	publishOnly = answer(405, noStore, "method not allowed: metadata is published with POST",
		Field{"Allow", "OPTIONS, POST"})
	tooMany = answer(429, noStore, "too many requests: wait a minute",
		Field{"Retry-After", "60"})
	internalError = answer(500, noStore, "internal error: the server failed to answer; this was reported")
	unavailable   = answer(503, noStore, "unavailable: the store of lists cannot be read now",
		Field{"Retry-After", "30"})

	preflight = &Response{Status: 204, Header: header(
		Field{"Access-Control-Allow-Methods", "GET, HEAD"},
		Field{"Access-Control-Allow-Headers", "If-None-Match"},
		Field{"Access-Control-Max-Age", "86400"},
		Field{"Allow", "GET, HEAD, OPTIONS"},
		Field{"Cache-Control", "public, max-age=86400"},
	)}
)
