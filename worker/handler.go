//go:build !js

package worker

import (
	"io"
	"net/http"
	"strings"
)

// ServeHTTP answers a request of net/http: the same behaviour for tests, for
// tools and for organisations that run the server without Cloudflare.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	response := s.Respond(&Request{
		Method:      r.Method,
		Path:        r.URL.EscapedPath(),
		HasQuery:    r.URL.RawQuery != "" || r.URL.ForceQuery,
		IfNoneMatch: strings.Join(r.Header.Values("If-None-Match"), ","),

		ContentType:    r.Header.Get("Content-Type"),
		Length:         r.ContentLength,
		TargetsVersion: r.Header.Get("Nearmiss-Targets-Version"),
		Authorization:  r.Header.Get("Authorization"),
		Body:           incoming{r.Body, r.ContentLength},
	})
	for _, field := range response.Header {
		w.Header().Set(field.Name, field.Value)
	}
	var content []byte
	if response.Body != nil {
		var err error
		if content, err = response.Body.Bytes(); err != nil {
			s.options.Report("reading a body: " + err.Error())
			w.Header().Del("ETag")
			w.Header().Set("Cache-Control", noStore)
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
	}
	w.WriteHeader(response.Status)
	_, _ = w.Write(content) // a client that went away is not our fault
}

// incoming is the body of a request.
type incoming struct {
	reader io.Reader
	length int64
}

func (i incoming) Bytes() ([]byte, error) {
	return io.ReadAll(io.LimitReader(i.reader, i.length))
}
