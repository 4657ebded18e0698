package worker

import (
	"time"
)

// Service answers requests from a store. It may be used by several goroutines;
// none of them waits for another's reading of the store, because on the
// platform a request may only wait for its own.
type Service struct {
	store       Store
	options     Options
	recent      recent
	targetReads targetReads
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

// text reads a small file of the store itself.
func (s *Service) text(key string) ([]byte, error) {
	file, err := s.store.Get(key)
	if err != nil {
		return nil, err
	}
	return contentOf(file)
}
