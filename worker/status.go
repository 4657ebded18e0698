package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// catalogueKey is the file that names the current lists.
const catalogueKey = "v1/catalogue.json"

// catalogue is what the status needs of the catalogue's JSON.
type catalogue struct {
	Version uint64 `json:"version"`
	Lists   []struct {
		Name    string `json:"name"`
		Role    string `json:"role"`
		Length  int64  `json:"length"`
		Entries int    `json:"entries"`
	} `json:"lists"`
}

// status is the JSON of /v1/status.
type status struct {
	Published  bool      `json:"published"`
	Version    uint64    `json:"version"`
	Written    time.Time `json:"written"`
	AgeSeconds int64     `json:"age_seconds"`
	Lists      int       `json:"lists"`
	Entries    int       `json:"entries"`
	Bytes      int64     `json:"bytes"`
}

// health is read from the store itself, never from memory: that is what it is
// asked about.
func (s *Service) health() *Response {
	_, err := s.store.Get(catalogueKey)
	switch {
	case errors.Is(err, ErrNotFound):
		return answer(503, noStore, "unavailable: nothing has been published here yet")
	case err != nil:
		s.options.Report(fmt.Sprintf("health: %v", err))
		return unavailable
	}
	return answer(200, noStore, "ok")
}

func (s *Service) status() *Response {
	file, err := s.store.Get(catalogueKey)
	if errors.Is(err, ErrNotFound) {
		return jsonAnswer(200, status{})
	}
	if err != nil {
		s.options.Report(fmt.Sprintf("status: %v", err))
		return unavailable
	}
	text, err := file.Body.Bytes()
	if err != nil {
		s.options.Report(fmt.Sprintf("status: reading the catalogue: %v", err))
		return unavailable
	}
	var published catalogue
	if err := json.Unmarshal(text, &published); err != nil {
		s.options.Report(fmt.Sprintf("status: parsing the catalogue: %v", err))
		return internalError
	}
	shown := status{
		Published:  true,
		Version:    published.Version,
		Written:    file.Written.UTC().Truncate(time.Second),
		AgeSeconds: int64(s.options.Now().Sub(file.Written) / time.Second),
		Lists:      len(published.Lists),
	}
	for _, list := range published.Lists {
		shown.Entries += list.Entries
		shown.Bytes += list.Length
	}
	return jsonAnswer(200, shown)
}

func jsonAnswer(code int, value any) *Response {
	text, err := json.Marshal(value)
	if err != nil {
		return internalError
	}
	return withHead(&Response{
		Status: code,
		Header: header(Field{"Content-Type", jsonText}, Field{"Cache-Control", noStore}),
		Body:   Text(append(text, '\n')),
	})
}
