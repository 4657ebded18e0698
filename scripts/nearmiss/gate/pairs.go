package gate

import (
	"container/list"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// maxPairs bounds what is remembered, about 12 MB. The one that was used longest
// ago goes first.
const maxPairs = 50_000

// pairs remembers who was refused which recipient, and who confirmed it. It keeps
// salted hashes only: what lies on disk names nobody.
type pairs struct {
	wait, window, remember time.Duration

	mu    sync.Mutex
	salt  []byte
	known map[pairKey]*list.Element
	order *list.List // of *pair, the one used last in front
	dirty bool
}

type pairKey [16]byte

type pair struct {
	key       pairKey
	confirmed bool
	at        time.Time // of the last refusal, or of the confirmation
}

type pairState int

const (
	unconfirmed pairState = iota
	justConfirmed
	confirmedBefore
)

func newPairs(wait, window, remember time.Duration) *pairs {
	salt := make([]byte, 16)
	rand.Read(salt) // never fails
	return &pairs{wait: wait, window: window, remember: remember, salt: salt, known: make(map[pairKey]*list.Element), order: list.New()}
}

func (p *pairs) key(who, recipient string) (k pairKey) {
	h := sha256.New()
	h.Write(p.salt)
	h.Write([]byte(strings.ToLower(who) + "\x00" + strings.ToLower(recipient)))
	copy(k[:], h.Sum(nil))
	return k
}

// attempt reports whether a pair is confirmed, or becomes so by this attempt. Every
// attempt that is not starts the wait anew: a program that tries again and again
// never confirms.
func (p *pairs) attempt(who, recipient string, now time.Time, mayConfirm bool) pairState {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := p.key(who, recipient)
	element, ok := p.known[key]
	if !ok {
		p.put(&pair{key: key, at: now})
		return unconfirmed
	}
	p.order.MoveToFront(element)
	known := element.Value.(*pair)
	since := now.Sub(known.at)
	switch {
	case known.confirmed && since <= p.remember && mayConfirm:
		return confirmedBefore
	case !known.confirmed && p.wait <= since && since <= p.window && mayConfirm:
		known.confirmed, known.at, p.dirty = true, now, true
		return justConfirmed
	}
	known.confirmed, known.at, p.dirty = false, now, true
	return unconfirmed
}

func (p *pairs) put(one *pair) {
	p.known[one.key] = p.order.PushFront(one)
	p.dirty = true
	for len(p.known) > maxPairs {
		oldest := p.order.Back()
		delete(p.known, p.order.Remove(oldest).(*pair).key)
	}
}

// sizes returns how many pairs wait and how many are confirmed.
func (p *pairs) sizes() (waiting, confirmed int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for e := p.order.Front(); e != nil; e = e.Next() {
		if e.Value.(*pair).confirmed {
			confirmed++
		}
	}
	return len(p.known) - confirmed, confirmed
}

// pairsFile is the form on disk.
type pairsFile struct {
	Salt  string       `json:"salt"`
	Pairs []storedPair `json:"pairs"` // the one used last in front
}

type storedPair struct {
	Key       string    `json:"key"`
	Confirmed bool      `json:"confirmed"`
	At        time.Time `json:"at"`
}

const pairsName = "confirmations.json"

// save writes what has changed since the last time.
func (p *pairs) save(dir string) error {
	p.mu.Lock()
	if !p.dirty {
		p.mu.Unlock()
		return nil
	}
	file := pairsFile{Salt: hex.EncodeToString(p.salt)}
	for e := p.order.Front(); e != nil; e = e.Next() {
		one := e.Value.(*pair)
		file.Pairs = append(file.Pairs, storedPair{hex.EncodeToString(one.key[:]), one.confirmed, one.at})
	}
	p.dirty = false
	p.mu.Unlock()
	text, err := json.Marshal(file)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, pairsName), text); err != nil {
		p.mu.Lock()
		p.dirty = true
		p.mu.Unlock()
		return err
	}
	return nil
}

// load reads what a run before this one has saved.
func (p *pairs) load(dir string) error {
	path := filepath.Join(dir, pairsName)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var file pairsFile
	if err := json.Unmarshal(text, &file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	salt, err := hex.DecodeString(file.Salt)
	if err != nil || len(salt) < 16 {
		return fmt.Errorf("%s: no salt", path)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.salt = salt
	for i := len(file.Pairs) - 1; i >= 0; i-- {
		stored := file.Pairs[i]
		key, err := hex.DecodeString(stored.Key)
		if err != nil || len(key) != len(pairKey{}) {
			return fmt.Errorf("%s: no key", path)
		}
		p.put(&pair{pairKey(key), stored.Confirmed, stored.At})
	}
	p.dirty = false
	return nil
}

// writeFile replaces a file at once: whoever reads it sees the old or the new one.
func writeFile(path string, text []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, text, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
