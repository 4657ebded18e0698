package worker

// Request is what the server looks at of an HTTP request. The sender's address
// is deliberately not part of it.
type Request struct {
	Method      string // "GET"
	Path        string // "/v1/status", as sent: no percent-decoding is needed, as no route has such a character
	HasQuery    bool   // a "?" followed the path
	IfNoneMatch string // all lines of the header joined by ","; "" when absent

	// Only read when something is published:

	ContentType    string
	Length         int64  // of the body in bytes; -1 when it was not said
	TargetsVersion string // Nearmiss-Targets-Version
	Body           Body   // nil: none
	Limited        bool   // the sender has asked for too much lately
}

// Response is an answer. One is made once and given to many: read only.
type Response struct {
	Status int
	Header Header
	Body   Body // nil: none

	// Native is the platform's own form of this answer, kept here by the platform
	// after the first use. If it is a Releaser it is released with the answer.
	Native any

	head *Response // the same without its body, for HEAD
}

// Body is the content of a file or of an answer. The platform keeps a list's
// bytes where it can send them from without copying them through Go, so they
// are only fetched by who must read them. A Body that is a Releaser is released
// when the file is no longer kept.
type Body interface {
	// Bytes returns the content, which must not be changed.
	Bytes() ([]byte, error)
}

// Releaser is what holds something outside Go that must be let go in time: the
// garbage collector does not feel its weight.
type Releaser interface{ Release() }

// Text is a Body that Go holds.
type Text []byte

func (t Text) Bytes() ([]byte, error) { return t, nil }

// Field is one line of a header.
type Field struct{ Name, Value string }

// Header is the fields of an answer, each with one line.
type Header []Field

// Get returns the value of a field, "" when there is none. The name is compared
// exactly.
func (h Header) Get(name string) string {
	for _, field := range h {
		if field.Name == name {
			return field.Value
		}
	}
	return ""
}

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

const (
	plainText = "text/plain; charset=utf-8" // a type that Cloudflare compresses
	jsonText  = "application/json"

	noStore = "no-store"

	// What a hash names never changes.
	forEver = "public, max-age=31536000, immutable"

	// A new list reaches everybody within minutes; if this server is down, its
	// last word is still good for a day, and the lists it names for ever.
	forMinutes = "public, max-age=300, stale-while-revalidate=300, stale-if-error=86400"

	// Every poll asks whether there is a next root, and there hardly ever is.
	forMinutesOnly = "public, max-age=300"

	// Long enough to take the load of a client gone mad, short enough that a
	// file that appears is seen.
	forASip = "public, max-age=60"
)
