package worker

import (
	"errors"
	"fmt"

	"nearmiss/worker/tuf"
)

// maxTarget is the length of the largest target: that of the largest list. Package
// list, which says so, is not imported: it brings net/http along, by way of the
// public suffixes.
const maxTarget = 32 << 20

// upload takes a target because targets metadata names its hash and length, and
// that metadata was stored because it was verified. The store checks the hash
// while the bytes pass through: a list may be larger than an isolate could hold
// twice.
func (s *Service) upload(r *Request, route route) *Response {
	created, err := s.take(r, route)
	switch {
	case err != nil:
		return s.failed("taking "+route.key, err)
	case created:
		return answer(201, noStore, "created")
	}
	return answer(200, noStore, "there already")
}

func (s *Service) take(r *Request, route route) (created bool, err error) {
	if err := lengthOf(r, maxTarget); err != nil {
		return false, err
	}
	if !isVersion(r.TargetsVersion) {
		return false, refuse(400, "bad request: say in Nearmiss-Targets-Version which targets metadata names this file")
	}
	key := string(route.channel) + "metadata/" + r.TargetsVersion + ".targets.json"
	text, err := s.text(key)
	if errors.Is(err, ErrNotFound) {
		return false, refuse(409, "conflict: no targets %s here; publish the metadata first", r.TargetsVersion)
	}
	if err != nil {
		return false, err
	}
	target, named, err := tuf.Named(text, route.name)
	if err != nil {
		return false, fmt.Errorf("reading %s: %w", key, err)
	}
	if !named || target.SHA256 != route.sha256 {
		return false, refuse(403, "refused: targets %s do not name this file", r.TargetsVersion)
	}
	if target.Length != r.Length {
		return false, refuse(403, "refused: targets %s name %d bytes, not %d", r.TargetsVersion, target.Length, r.Length)
	}
	defer s.recent.drop(route.key)
	err = s.store.Put(route.key, r.Body, Condition{Absent: true, SHA256: target.SHA256, Length: target.Length})
	switch {
	case errors.Is(err, ErrConflict):
		return false, nil
	case errors.Is(err, ErrContent):
		return false, refuse(403, "refused: the bytes are not those that targets %s name", r.TargetsVersion)
	}
	return true, err
}
