package worker

import (
	"errors"
	"fmt"
)

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
	if to, ok := reportsOf(r.Path); ok {
		return s.metrics(r, to)
	}
	route, _ := routeOf(r.Path)
	if !s.mayRead(route) {
		return tooMany.to(r)
	}
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
		return about.to(r), true
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
		if to, ok := reportsOf(r.Path); ok {
			if to.isMetrics && !r.HasQuery {
				return nil, false
			}
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
	if to, ok := reportsOf(r.Path); ok {
		if to.isMetrics {
			return methodNotAllowed, true
		}
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
