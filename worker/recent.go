package worker

import (
	"strconv"
	"sync"
	"time"
)

const (
	// MaxHeld is the largest file that is kept, in bytes; the body of a larger
	// one is streamed from the store and may be used once. The list of all .gov
	// names is 0.3 MB.
	MaxHeld = 4 << 20

	// maxGeneration bounds one of the two generations of kept files. Together
	// they are a quarter of the 128 MiB an isolate may use.
	maxGeneration = 16 << 20

	// entryCost is what an entry is counted as besides its bytes, so that asking
	// for many files that do not exist cannot fill the memory: at most 8,192
	// entries are kept in a generation.
	entryCost = 2 << 10
)

// entry is what is known of a key: a file, or that there is none.
type entry struct {
	route route
	file  File
	found bool
	read  time.Time // when the store was asked

	whole, unchanged *Response // answers with 200 and 304
}

// release lets go what the platform holds for the entry.
func (e *entry) release() {
	if !e.found {
		return
	}
	for _, response := range []*Response{e.whole, e.whole.head, e.unchanged} {
		if native, ok := response.Native.(Releaser); ok {
			response.Native = nil
			native.Release()
		}
	}
	if body, ok := e.file.Body.(Releaser); ok {
		body.Release()
	}
}

// current reports whether the entry may be answered from at a time. A file that
// is named by its hash is current for ever.
func (e *entry) current(now time.Time, fresh time.Duration) bool {
	return e.found && e.route.immutable || now.Sub(e.read) < fresh
}

func (e *entry) cost() int64 {
	if e.found {
		return entryCost + e.file.Size
	}
	return entryCost
}

// prepare makes the entry's answers once, so that a poll costs no building.
func (e *entry) prepare() {
	validators := []Field{
		{"Cache-Control", e.route.cache},
		{"ETag", e.file.ETag},
	}
	content := append([]Field{{"Content-Type", e.route.contentType}}, validators...)
	e.whole = &Response{Status: 200, Header: header(content...), Body: e.file.Body}
	e.whole.head = &Response{Status: 200, Header: append(e.whole.Header, Field{"Content-Length", strconv.FormatInt(e.file.Size, 10)})}
	e.unchanged = &Response{Status: 304, Header: header(validators...)}
}

func (e *entry) respond(r *Request) *Response {
	switch {
	case !e.found:
		return e.route.missing.to(r)
	case r.IfNoneMatch != "" && noneMatch(r.IfNoneMatch, e.file.ETag):
		return e.unchanged
	}
	return e.whole.to(r)
}

// recent keeps the files that were asked for lately, in two generations: when
// the young one is full the old one is dropped and the young one grows old.
// What is used moves to the young one, so a flood of keys used once cannot push
// out the lists.
type recent struct {
	mu         sync.Mutex
	young, old map[string]*entry
	youngCost  int64
}

func (c *recent) get(key string) (*entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.young[key]; ok {
		return e, true
	}
	e, ok := c.old[key]
	if ok {
		// The key given may be a piece of a buffer that is about to be overwritten.
		delete(c.old, key)
		c.add(e.route.key, e)
	}
	return e, ok
}

// put keeps an entry in the place of the one before it.
func (c *recent) put(key string, e *entry) {
	c.drop(key)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.add(key, e)
}

// drop forgets a key whose file was written.
func (c *recent) drop(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.young[key]; ok {
		c.youngCost -= e.cost()
		delete(c.young, key)
		e.release()
	} else if e, ok := c.old[key]; ok {
		delete(c.old, key)
		e.release()
	}
}

// add keeps an entry whose key is in neither generation.
func (c *recent) add(key string, e *entry) {
	if c.young == nil || c.youngCost+e.cost() > maxGeneration {
		for _, dropped := range c.old {
			dropped.release()
		}
		c.old, c.young, c.youngCost = c.young, make(map[string]*entry), 0
	}
	c.young[key] = e
	c.youngCost += e.cost()
}
