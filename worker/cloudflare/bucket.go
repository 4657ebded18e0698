//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"syscall/js"

	"github.com/syumai/workers/cloudflare/r2"

	"nearmiss/worker"
)

// bucket is the store in R2.
type bucket struct {
	name string // of the binding
	r2   *r2.Bucket
}

func (b *bucket) Get(key string) (worker.File, error) {
	if b.r2 == nil {
		bound, err := r2.NewBucket(b.name)
		if err != nil {
			return worker.File{}, fmt.Errorf("binding the bucket: %w", err)
		}
		b.r2 = bound
	}
	object, err := b.r2.Get(key)
	if err != nil {
		return worker.File{}, fmt.Errorf("reading R2: %w", err)
	}
	if object == nil {
		return worker.File{}, worker.ErrNotFound
	}
	stream, ok := object.Body.(interface{ GetRawJSBody() js.Value })
	if !ok {
		return worker.File{}, errors.New("reading R2: an object without a stream")
	}
	body := &content{stream: stream.GetRawJSBody()}
	if object.Size <= worker.MaxHeld {
		// A stream belongs to the request that opened it, bytes do not.
		if err := body.hold(); err != nil {
			return worker.File{}, err
		}
	}
	return worker.File{
		ETag:    object.HTTPETag,
		Size:    int64(object.Size),
		Written: object.Uploaded,
		Body:    body,
	}, nil
}

// content is the body of an object, kept on the JavaScript side.
type content struct {
	stream js.Value // until it is held or taken
	bytes  js.Value // a Uint8Array once held
	held   bool
}

// hold reads the stream to its end.
func (c *content) hold() error {
	buffer, err := await(responseClass.New(c.stream).Call("arrayBuffer"))
	if err != nil {
		return fmt.Errorf("reading R2: %w", err)
	}
	c.bytes, c.stream, c.held = arrayClass.New(buffer), js.Undefined(), true
	return nil
}

// take returns what a Response can be made of.
func (c *content) take() js.Value {
	if c.held {
		return c.bytes
	}
	return c.stream
}

func (c *content) Bytes() ([]byte, error) {
	if !c.held {
		if err := c.hold(); err != nil {
			return nil, err
		}
	}
	copied := make([]byte, c.bytes.Get("byteLength").Int())
	js.CopyBytesToGo(copied, c.bytes)
	return copied, nil
}

// await waits for a promise. Both callbacks are released when either was
// called: the r2 package's own waiting keeps one of them for ever.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	var then, catch js.Func
	release := func() { then.Release(); catch.Release() }
	then = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		settled <- outcome{value: args[0]}
		return nil
	})
	catch = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		settled <- outcome{err: errors.New(js.Global().Get("String").Invoke(args[0]).String())}
		return nil
	})
	promise.Call("then", then, catch)
	result := <-settled
	return result.value, result.err
}
