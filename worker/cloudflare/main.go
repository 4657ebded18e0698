//go:build js && wasm

// Command cloudflare is the list server on Cloudflare Workers: it binds package
// worker to the platform and holds no rule of its own.
//
// worker.mjs starts it once per isolate and calls context.binding.handleRequest
// for every request. It never ends by itself: ending while a call is on the
// stack would break that call.
package main

import (
	"syscall/js"
	"time"

	"nearmiss/worker"
)

// ready tells worker.mjs that handleRequest can be called.
//
//go:wasmimport workers ready
func ready()

func main() {
	context := js.Global().Get("context")
	console := js.Global().Get("console")
	service := worker.New(&bucket{name: "LISTS"}, worker.Options{
		Now:    time.Now,
		Report: func(line string) { console.Call("error", line) },
		Fresh:  freshOf(context.Get("env")),
	})
	context.Get("binding").Set("handleRequest", handler(service))
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
