package main

import "unsafe"

var e exports

//go:wasmexport input
func input(size int32) int32 { return address(e.Input(int(size))) }

//go:wasmexport begin
func begin(n int32) int32 { return int32(e.Begin(int(n))) }

//go:wasmexport next
func next() int32 { return int32(e.Next()) }

//go:wasmexport kept
func kept() int32 { return int32(e.Kept()) }

//go:wasmexport give
func give(n int32) int32 { return int32(e.Give(int(n))) }

//go:wasmexport give_delta
func giveDelta(n, m int32) int32 { return int32(e.GiveDelta(int(n), int(m))) }

//go:wasmexport missing
func missing() int32 { return int32(e.Missing()) }

//go:wasmexport text_length
func textLength() int32 { return int32(e.textLength) }

//go:wasmexport output
func output() int32 { return address(e.out) }

//go:wasmexport error_length
func errorLength() int32 { return int32(e.errorLength) }

func address(b []byte) int32 {
	if len(b) == 0 {
		return 0
	}
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
