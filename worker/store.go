package worker

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
	"time"
)

// Store holds the published files by key, which is the path of their URL
// without the first slash. It is strongly consistent: what was written is read.
type Store interface {
	// Get returns a file, or ErrNotFound.
	Get(key string) (File, error)
}

// ErrNotFound says that the store has no file under a key.
var ErrNotFound = errors.New("no such file")

// File is a file of the store.
type File struct {
	ETag    string // of these bytes, with quotes
	Size    int64
	Written time.Time
	Body    Body
}

// MemoryStore is a Store in memory, for tests and for one process alone. Its
// zero value is empty. It may be used by several goroutines.
type MemoryStore struct {
	mu    sync.Mutex
	files map[string]File
}

func (s *MemoryStore) Get(key string) (File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	file, ok := s.files[key]
	if !ok {
		return File{}, ErrNotFound
	}
	return file, nil
}

// Put writes a file.
func (s *MemoryStore) Put(key string, content []byte, written time.Time) {
	sum := sha256.Sum256(content)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files == nil {
		s.files = make(map[string]File)
	}
	s.files[key] = File{
		ETag:    `"` + hex.EncodeToString(sum[:16]) + `"`,
		Size:    int64(len(content)),
		Written: written,
		Body:    Text(content),
	}
}
