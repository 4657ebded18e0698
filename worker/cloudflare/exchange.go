//go:build js && wasm

package main

import (
	"fmt"
	"strings"
	"syscall/js"

	"nearmiss/worker"
)

var (
	responseClass = js.Global().Get("Response")
	objectClass   = js.Global().Get("Object")
	arrayClass    = js.Global().Get("Uint8Array")
	errorClass    = js.Global().Get("Error")
	promiseClass  = js.Global().Get("Promise")
)

// handler is the function that answers a Request with a Response, or with a
// promise of one where the store must be read. The promise is settled in the
// turn of the request that made it: the platform forbids that one request works
// for another, so no goroutine here ever waits for a second request's.
func handler(service *worker.Service) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) (result any) {
		defer func() {
			if fault := recover(); fault != nil {
				result = promiseClass.Call("reject", errorClass.New(fmt.Sprint("panic: ", fault)))
			}
		}()
		request := requestOf(args[0])
		if response, done := service.Quick(request); done {
			return responseOf(response)
		}
		return promise(func() js.Value { return responseOf(service.Respond(request)) })
	})
}

// requestOf reads a Request. Only what the service looks at is fetched: each
// property is a call out of WebAssembly.
func requestOf(request js.Value) *worker.Request {
	path, hasQuery := pathOf(request.Get("url").String())
	r := &worker.Request{Method: request.Get("method").String(), Path: path, HasQuery: hasQuery}
	if tags := request.Get("headers").Call("get", "if-none-match"); !tags.IsNull() {
		r.IfNoneMatch = tags.String()
	}
	return r
}

// pathOf returns the path of a URL as the platform gives it, which is always
// absolute and in its normal form.
func pathOf(url string) (path string, hasQuery bool) {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	start := strings.IndexByte(url, '/')
	if start < 0 {
		return "/", false
	}
	path, _, hasQuery = strings.Cut(url[start:], "?")
	return path, hasQuery
}

// responseOf makes the Response. Its status and header are an object of the
// platform made at the first use: ten calls out of WebAssembly the less for
// every later one.
func responseOf(response *worker.Response) js.Value {
	options, ok := response.Native.(js.Value)
	if !ok {
		fields := objectClass.New()
		for _, field := range response.Header {
			fields.Set(field.Name, field.Value)
		}
		options = objectClass.New()
		options.Set("status", response.Status)
		options.Set("headers", fields)
		response.Native = options
	}
	switch body := response.Body.(type) {
	case nil:
		return responseClass.New(js.Null(), options)
	case *content:
		return responseClass.New(body.take(), options)
	case worker.Text:
		return responseClass.New(string(body), options)
	}
	panic("a body of unknown kind")
}

// promise runs a function that waits, and returns the promise of its result.
func promise(wait func() js.Value) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		executor.Release()
		resolve, reject := args[0], args[1]
		go func() {
			defer func() {
				if fault := recover(); fault != nil {
					reject.Invoke(errorClass.New(fmt.Sprint("panic: ", fault)))
				}
			}()
			resolve.Invoke(wait())
		}()
		return nil
	})
	return promiseClass.New(executor)
}
