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
	body, ok := object.Body.(interface{ GetRawJSBody() js.Value })
	if !ok {
		return worker.File{}, errors.New("reading R2: an object without a stream")
	}
	file := worker.File{
		ETag:    object.HTTPETag,
		Size:    int64(object.Size),
		Written: object.Uploaded,
		Body:    &streamed{body.GetRawJSBody()},
	}
	if file.Size <= worker.MaxHeld {
		if file.Body, err = hold(body.GetRawJSBody()); err != nil {
			return worker.File{}, err
		}
	}
	return file, nil
}
