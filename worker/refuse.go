package worker

import (
	"errors"
	"fmt"
)

// refusal is an answer that ends a publication.
type refusal struct{ response *Response }

func (r refusal) Error() string { return "refused" }

// failed is the answer to a request that ended with an error: the refusal, or that
// the store cannot be used, which is reported.
func (s *Service) failed(doing string, err error) *Response {
	var refused refusal
	if errors.As(err, &refused) {
		return refused.response
	}
	s.options.Report(doing + ": " + err.Error())
	return unavailable
}

func refuse(status int, format string, args ...any) error {
	return refusal{answer(status, noStore, fmt.Sprintf(format, args...))}
}

// bodyOf reads the body of a request, if it is announced and not too long.
func bodyOf(r *Request, limit int64) ([]byte, error) {
	if err := lengthOf(r, limit); err != nil {
		return nil, err
	}
	text, err := r.Body.Bytes()
	if err != nil || int64(len(text)) != r.Length {
		return nil, refuse(400, "bad request: the body is not as long as was announced")
	}
	return text, nil
}

func lengthOf(r *Request, limit int64) error {
	switch {
	case r.Length < 0:
		return refuse(411, "length required: say Content-Length")
	case r.Length > limit:
		return refuse(413, "content too large: %d bytes, at most %d are taken", r.Length, limit)
	case r.Length == 0 || r.Body == nil:
		return refuse(400, "bad request: no body")
	}
	return nil
}
