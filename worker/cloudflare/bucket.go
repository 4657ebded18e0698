//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"github.com/syumai/workers/cloudflare/r2"

	"nearmiss/worker"
)

// bucket is the store in R2.
type bucket struct {
	name string // of the binding
	r2   *r2.Bucket
}

func (b *bucket) open() error {
	if b.r2 != nil {
		return nil
	}
	bound, err := r2.NewBucket(b.name)
	if err != nil {
		return fmt.Errorf("binding the bucket: %w", err)
	}
	b.r2 = bound
	return nil
}

func (b *bucket) Get(key string) (worker.File, error) {
	if err := b.open(); err != nil {
		return worker.File{}, err
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

func (b *bucket) Has(key string) (bool, error) {
	if err := b.open(); err != nil {
		return false, err
	}
	object, err := b.r2.Head(key)
	if err != nil {
		return false, fmt.Errorf("asking R2: %w", err)
	}
	return object != nil, nil
}

// Put asks the binding itself: the r2 package knows no conditions and no SHA-256,
// and would copy a stream through Go.
func (b *bucket) Put(key string, content worker.Body, condition worker.Condition) error {
	options := map[string]any{}
	switch {
	case condition.Absent:
		options["onlyIf"] = headersClass.New(map[string]any{"If-None-Match": "*"})
	case condition.ETag != "":
		options["onlyIf"] = headersClass.New(map[string]any{"If-Match": condition.ETag})
	}
	if condition.SHA256 != "" {
		options["sha256"] = condition.SHA256
	}
	object, err := await(js.Global().Get("context").Get("env").Get(b.name).Call("put", key, bodyOf(content), options))
	switch {
	case err != nil && isBadDigest(err):
		return worker.ErrContent
	case err != nil:
		return fmt.Errorf("writing R2: %w", err)
	case object.IsNull():
		return worker.ErrConflict
	}
	return nil
}

var headersClass = js.Global().Get("Headers")

// isBadDigest reports whether R2 refused a body because of its checksum: error
// 10037 of https://developers.cloudflare.com/r2/api/error-codes/.
func isBadDigest(err error) bool {
	return strings.Contains(err.Error(), "(10037)")
}
