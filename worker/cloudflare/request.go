//go:build js && wasm

package main

import (
	"fmt"
	"strconv"
	"strings"
	"syscall/js"
	"unsafe"

	"nearmiss/worker"
)

// maxRequest is the length of the text of a request that is looked at: more than
// the longest URL the platform lets through. What is cut off has no meaning: a
// path that long is unknown, and an entity tag without its end matches nothing.
const maxRequest = 20 << 10

// incoming is where worker.mjs writes a request's text.
var incoming [maxRequest]byte

//go:wasmexport input
func input() unsafe.Pointer { return unsafe.Pointer(&incoming) }

//go:wasmexport input_size
func inputSize() int32 { return maxRequest }

// respond answers the request whose text of n bytes lies at input, if that needs
// no reading of the store, and returns the answer's number; 0 says that it does.
// It allocates nothing for a file that is in memory.
//
//go:wasmexport respond
func respond(n int32) (number int32) {
	defer func() {
		if fault := recover(); fault != nil {
			js.Global().Get("console").Call("error", fmt.Sprint("panic: ", fault))
			number = 0
		}
	}()
	if n < 0 || n > maxRequest {
		return 0
	}
	// The text is only good until the next request, so nothing may keep a part
	// of it: Quick does not, and what waits is given a text of its own.
	request := requestOf(unsafe.String(&incoming[0], n))
	response, done := service.Quick(&request)
	if !done {
		return 0
	}
	return numberOf(response)
}

// begin(ticket, text, upload) answers a request that must wait, by
// binding.settle(ticket, number). upload is the Request of something that is
// published or reported, or of metrics; else null. Nothing is waited for but what this request itself reads
// or writes: on this platform one request may not work for another.
var begin = js.FuncOf(func(_ js.Value, args []js.Value) any {
	text, upload := args[1].String(), args[2]
	go settle(args[0].Int(), func() *worker.Response {
		request := requestOf(text)
		if !upload.IsNull() {
			readUpload(&request, upload)
		}
		return service.Respond(&request)
	})
	return nil
})

// watch(ticket) looks at what is published, and settles with an answer whose body
// is a line for everything that is wrong or will be soon.
var watch = js.FuncOf(func(_ js.Value, args []js.Value) any {
	go settle(args[0].Int(), func() *worker.Response {
		return &worker.Response{Status: 200, Body: worker.Text(strings.Join(service.Watch(), "\n"))}
	})
	return nil
})

func settle(ticket int, answer func() *worker.Response) {
	defer func() {
		if fault := recover(); fault != nil {
			binding.Call("settle", ticket, 0, fmt.Sprint("panic: ", fault))
		}
	}()
	binding.Call("settle", ticket, once(answer()))
}

// readUpload reads what only a publication, a report or a question for metrics has.
func readUpload(request *worker.Request, upload js.Value) {
	headers := upload.Get("headers")
	text := func(name string) string {
		if value := headers.Call("get", name); !value.IsNull() {
			return value.String()
		}
		return ""
	}
	request.ContentType = text("Content-Type")
	request.TargetsVersion = text("Nearmiss-Targets-Version")
	request.Authorization = text("Authorization")
	request.Length = -1
	if length, err := strconv.ParseInt(text("Content-Length"), 10, 64); err == nil && length >= 0 {
		request.Length = length
	}
	if stream := upload.Get("body"); !stream.IsNull() {
		request.Body = &streamed{stream}
	}
	limiter := "PUBLISH_LIMIT"
	if worker.IsReport(request.Path) {
		limiter = "REPORT_LIMIT"
	}
	request.Limited = limited(limiter, text("CF-Connecting-IP"))
}

// limited asks a rate limiter of the platform, if there is one, whether an address
// has sent too much lately. The address is kept nowhere else. Publications and
// reports have a limiter each, so that neither can use the other's up.
func limited(name, address string) bool {
	limiter := js.Global().Get("context").Get("env").Get(name)
	if limiter.IsUndefined() {
		return false
	}
	outcome, err := await(limiter.Call("limit", map[string]any{"key": address}))
	if err != nil {
		js.Global().Get("console").Call("error", "rate limit: "+err.Error())
		return false // signatures are checked all the same
	}
	return !outcome.Get("success").Truthy()
}

// requestOf reads the text of a request: method, space, URL, line feed, and the
// value of If-None-Match.
func requestOf(text string) worker.Request {
	line, tags, _ := strings.Cut(text, "\n")
	method, url, _ := strings.Cut(line, " ")
	path, hasQuery := pathOf(url)
	return worker.Request{Method: method, Path: path, HasQuery: hasQuery, IfNoneMatch: tags}
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
