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

	// Has reports whether there is a file.
	Has(key string) (bool, error)

	// Put writes a file whole or not at all. It returns ErrConflict if the
	// condition does not hold, and ErrContent if the content is not what the
	// condition says; then nothing has changed.
	Put(key string, content Body, condition Condition) error
}

// Condition is what must hold for a file to be written.
type Condition struct {
	Absent bool   // there is no such file
	ETag   string // the file has this entity tag; "": any
	SHA256 string // of the content, lower-case hex; "": any
	Length int64  // of the content in bytes, if SHA256 is given
}

var (
	// ErrNotFound says that the store has no file under a key.
	ErrNotFound = errors.New("no such file")

	// ErrConflict says that a file is not in the state that writing it demands.
	ErrConflict = errors.New("the file is there already, or has changed")

	// ErrContent says that content does not have the hash or length it should.
	ErrContent = errors.New("the content is not what was announced")
)

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
	Now func() time.Time // of writing; nil: time.Now

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

func (s *MemoryStore) Has(key string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.files[key]
	return ok, nil
}

func (s *MemoryStore) Put(key string, content Body, condition Condition) error {
	text, err := content.Bytes()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	if condition.SHA256 != "" && (condition.SHA256 != hex.EncodeToString(sum[:]) || condition.Length != int64(len(text))) {
		return ErrContent
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before, there := s.files[key]
	if there && condition.Absent || condition.ETag != "" && before.ETag != condition.ETag {
		return ErrConflict
	}
	if s.files == nil {
		s.files = make(map[string]File)
	}
	written := time.Now
	if s.Now != nil {
		written = s.Now
	}
	s.files[key] = File{
		ETag:    `"` + hex.EncodeToString(sum[:16]) + `"`,
		Size:    int64(len(text)),
		Written: written(),
		Body:    Text(text),
	}
	return nil
}

// Delete removes a file, if it is there.
func (s *MemoryStore) Delete(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.files, key)
}

// contentOf reads a file that is not kept.
func contentOf(file File) ([]byte, error) {
	if kept, ok := file.Body.(Releaser); ok {
		defer kept.Release()
	}
	return file.Body.Bytes()
}
