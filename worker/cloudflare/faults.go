//go:build js && wasm && faults

package main

import (
	"os"
	"runtime"
	"syscall/js"
)

// Built in by tests only: ways for the program to die that no code of ours
// takes, so that worker.mjs can be shown to survive them, and a look at its heap.
func init() {
	js.Global().Get("context").Get("binding").Set("fail", js.FuncOf(func(_ js.Value, args []js.Value) any {
		switch args[0].String() {
		case "exit":
			os.Exit(1)
		case "panic":
			go panic("made to fail")
		case "stack":
			overflow(0)
		case "heap": // what is held, in bytes
			runtime.GC()
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			return int(stats.HeapAlloc)
		}
		return nil
	}))
}

func overflow(n int) int { return overflow(n+1) + n }
