//go:build js && wasm

// Command cloudflare is the list server on Cloudflare Workers: it binds package
// worker to the platform and holds no rule of its own.
//
// worker.mjs starts it once per isolate, and it never ends by itself: ending
// while a call is on the stack would break that call. For every request
// worker.mjs calls the export respond; if that says that the store must be read,
// it calls binding.begin, which answers through binding.settle. So does
// binding.watch, for the timer.
//
// Answers are named by numbers. What they are made of, and the bytes of lists,
// are in a table on the JavaScript side (handles.go): a value of JavaScript that Go
// has touched is kept alive until Go next collects garbage, and Go does not feel
// how much it weighs. With requests and responses as values of Go, 1,600 requests
// for a list of 0.25 MB among 12,000 small ones left a process of 0.6 GB.
package main

import (
	"syscall/js"
	"time"

	"nearmiss/worker"
)

var (
	binding = js.Global().Get("context").Get("binding")
	service *worker.Service
)

// ready tells worker.mjs that the program can be called.
//
//go:wasmimport workers ready
func ready()

func main() {
	console := js.Global().Get("console")
	env := js.Global().Get("context").Get("env")
	service = worker.New(&bucket{name: "LISTS"}, worker.Options{
		Now:    time.Now,
		Report: func(line string) { console.Call("error", line) },
		Fresh:  freshOf(env),
	})
	binding.Set("begin", begin)
	binding.Set("watch", watch)
	ready()
	select {}
}

// freshOf reads the variable FRESH_SECONDS: a local server sets it to 0, so that
// what was just published is seen at once.
func freshOf(env js.Value) time.Duration {
	if seconds := env.Get("FRESH_SECONDS"); seconds.Type() == js.TypeNumber {
		return time.Duration(seconds.Float() * float64(time.Second))
	}
	return worker.DefaultFresh
}
