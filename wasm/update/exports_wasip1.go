package main

import "unsafe"

var d door

//go:wasmexport input
func input(size int32) int32 { return address(d.Input(int(size))) }

//go:wasmexport begin
func begin(n int32) int32 { return int32(d.Begin(int(n))) }

//go:wasmexport next
func next() int32 { return int32(d.Next()) }

//go:wasmexport kept
func kept() int32 { return int32(d.Kept()) }

//go:wasmexport give
func give(n int32) int32 { return int32(d.Give(int(n))) }

//go:wasmexport give_delta
func giveDelta(n, m int32) int32 { return int32(d.GiveDelta(int(n), int(m))) }

//go:wasmexport missing
func missing() int32 { return int32(d.Missing()) }

//go:wasmexport text_length
func textLength() int32 { return int32(d.textLength) }

//go:wasmexport output
func output() int32 { return address(d.out) }

//go:wasmexport error_length
func errorLength() int32 { return int32(d.errorLength) }

func address(b []byte) int32 {
	if len(b) == 0 {
		return 0
	}
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
