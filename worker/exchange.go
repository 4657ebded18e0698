package worker

// Request is what the server looks at of an HTTP request. The sender's address
// is deliberately not part of it.
type Request struct {
	Method      string // "GET"
	Path        string // "/v1/status", as sent: no percent-decoding is needed, as no route has such a character
	HasQuery    bool   // a "?" followed the path
	IfNoneMatch string // all lines of the header joined by ","; "" when absent

	// Only read when something is published, reported, or asked for with a token:

	Authorization  string // where metrics are asked for
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
