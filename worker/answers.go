package worker

import (
	"encoding/json"
)

const (
	plainText = "text/plain; charset=utf-8" // a type that Cloudflare compresses
	jsonText  = "application/json"

	noStore = "no-store"

	// What a hash names never changes.
	cacheForever = "public, max-age=31536000, immutable"

	// A new list reaches everybody within minutes; if this server is down, its
	// last word is still good for a day, and the lists it names for ever.
	cacheWithGrace = "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400"

	// Every poll asks whether there is a next root, and there hardly ever is.
	cacheFiveMinutes = "public, max-age=300"

	// Long enough to take the load of a client gone mad, short enough that a
	// file that appears is seen.
	cacheOneMinute = "public, max-age=60"
)

var (
	about = answer(200, cacheWithGrace,
		"Nearmiss list server. The lists: /v1/catalogue.json. What is published and since when: /v1/status.")
	notFound     = answer(404, cacheOneMinute, "not found: there is no such file here")
	noNextRoot   = answer(404, cacheFiveMinutes, "not found: there is no such root")
	queryRefused = answer(400, cacheOneMinute, "bad request: no query is accepted here; lists have one URL for everybody")

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

// header returns the fields every answer has, and the ones given.
func header(fields ...Field) Header {
	return append(Header{
		// Lists are public and no answer depends on who asks.
		{"Access-Control-Allow-Origin", "*"},
		{"Access-Control-Expose-Headers", "ETag"},
		{"Cross-Origin-Resource-Policy", "cross-origin"},
		{"X-Content-Type-Options", "nosniff"},
	}, fields...)
}

// answer is a response with a short text of the server's own.
func answer(status int, cache, text string, fields ...Field) *Response {
	return withHead(&Response{
		Status: status,
		Header: header(append([]Field{
			{"Content-Type", plainText},
			{"Cache-Control", cache},
		}, fields...)...),
		Body: Text(text + "\n"),
	})
}

func jsonAnswer(code int, cache string, value any) *Response {
	text, err := json.Marshal(value)
	if err != nil {
		return internalError
	}
	return withHead(&Response{
		Status: code,
		Header: header(Field{"Content-Type", jsonText}, Field{"Cache-Control", cache}),
		Body:   Text(append(text, '\n')),
	})
}

// withHead gives a response its form for HEAD.
func withHead(response *Response) *Response {
	response.head = &Response{Status: response.Status, Header: response.Header}
	return response
}

// to is the response to a request: without its body if that was HEAD.
func (response *Response) to(r *Request) *Response {
	if r.Method == "HEAD" && response.head != nil {
		return response.head
	}
	return response
}
