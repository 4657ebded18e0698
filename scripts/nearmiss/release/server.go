package release

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

// Server is a channel's Worker.
type Server struct {
	URL    string // "https://lists.example", or an organisation's channel, "https://lists.example/v1/orgs/works/"
	Client *http.Client
}

// maxAnswer bounds what is read of an answer to a publication.
const maxAnswer = 1 << 20

// Fetch gets a file below "v1/".
func (s *Server) Fetch(path string, limit int64) ([]byte, error) {
	answer, err := s.Client.Get(s.url(path))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil, fs.ErrNotExist
	default:
		return nil, fmt.Errorf("%s: %s", s.url(path), answer.Status)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(body)) > limit {
		return nil, fmt.Errorf("%s: longer than %d bytes", s.url(path), limit)
	}
	return body, nil
}

func (s *Server) url(path string) string {
	base := strings.TrimSuffix(s.URL, "/")
	if !strings.Contains(base, "/v1") {
		base += "/v1"
	}
	return base + "/" + path
}

// post returns the lists that the server lacks, or nil when all is published.
func (s *Server) post(ctx context.Context, body []byte) (missing []string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url("publish"), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	status, text, err := s.do(request)
	if err != nil {
		return nil, err
	}
	switch status {
	case http.StatusOK:
		return nil, nil
	case http.StatusAccepted:
		var answer struct {
			Missing []string `json:"missing"`
		}
		if err := json.Unmarshal(text, &answer); err != nil || len(answer.Missing) == 0 {
			return nil, fmt.Errorf("%s: 202 without a list of what is missing", request.URL)
		}
		return answer.Missing, nil
	}
	return nil, refused(request, status, text)
}

func (s *Server) put(ctx context.Context, name string, text []byte, version int64) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, s.url("targets/"+name), bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "text/plain; charset=utf-8")
	request.Header.Set("Nearmiss-Targets-Version", strconv.FormatInt(version, 10))
	status, answer, err := s.do(request)
	if err != nil {
		return err
	}
	if status != http.StatusOK && status != http.StatusCreated {
		return refused(request, status, answer)
	}
	return nil
}

func (s *Server) do(request *http.Request) (status int, text []byte, err error) {
	answer, err := s.Client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err = io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	return answer.StatusCode, text, err
}

func refused(request *http.Request, status int, text []byte) error {
	hint := ""
	if status == http.StatusConflict {
		hint = " (another version was published meanwhile, or the first root was never put there: see the guide)"
	}
	return fmt.Errorf("%s %s: %d %s%s", request.Method, request.URL, status, strings.TrimSpace(string(text)), hint)
}
