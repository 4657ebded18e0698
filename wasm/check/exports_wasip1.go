package main

import (
	"runtime"
	"unsafe"
)

var e exports

//go:wasmexport input
func input(size int32) int32 { return address(e.Input(int(size))) }

//go:wasmexport reset
func reset() int32 { e.Reset(); return 0 }

//go:wasmexport add_list
func addList(n int32) int32 { return int32(e.AddList(int(n))) }

//go:wasmexport set_policy
func setPolicy(n int32) int32 { return int32(e.SetPolicy(int(n))) }

//go:wasmexport read_policy
func readPolicy(n int32) int32 { return int32(e.ReadPolicy(int(n))) }

//go:wasmexport set_distance
func setDistance(distance int32) int32 { return int32(e.SetDistance(int(distance))) }

//go:wasmexport build
func build() int32 { return int32(e.Build()) }

//go:wasmexport check
func check(n, m int32) int32 { return int32(e.Check(int(n), int(m))) }

//go:wasmexport output
func output() int32 { return address(e.Output()) }

//go:wasmexport error_length
func errorLength() int32 { return int32(e.ErrorLength()) }

//go:wasmexport heap
func heap() int32 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int32(m.HeapAlloc)
}

func address(b []byte) int32 {
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(b))))
}
