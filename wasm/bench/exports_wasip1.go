package main

import (
	"runtime"
	"strings"
	"unsafe"

	"nearmiss/core/index"
)

var (
	buffer  = make([]byte, 4096)
	names   *index.Index
	room    [64]index.Match
	matches []index.Match
)

//go:wasmexport input
func input(size int32) int32 {
	if int(size) > len(buffer) {
		buffer = make([]byte, size)
	}
	return int32(uintptr(unsafe.Pointer(unsafe.SliceData(buffer))))
}

//go:wasmexport build
func build(n, two, three int32) int32 {
	text := string(buffer[:n])
	buffer = make([]byte, 4096)
	names = index.Build(strings.Split(strings.TrimSuffix(text, "\n"), "\n"), index.Reach{Two: int(two), Three: int(three)})
	return int32(names.Len())
}

//go:wasmexport search
func search(n, d int32) int32 {
	var complete bool
	matches, complete = names.Search(query(n), int(d), room[:0])
	if !complete {
		return -int32(len(matches))
	}
	return int32(len(matches))
}

//go:wasmexport exact
func exact(n int32) int32 { return names.Exact(query(n)) }

//go:wasmexport output
func output() int32 { return int32(uintptr(unsafe.Pointer(&room))) }

//go:wasmexport error_length
func errorLength() int32 { return 0 } // the border asks for it; nothing here fails

//go:wasmexport index_bytes
func indexBytes() int32 { return int32(names.Bytes()) }

//go:wasmexport heap_bytes
func heapBytes() int32 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int32(m.HeapAlloc)
}

// query is a view of the input: the index keeps nothing of it.
func query(n int32) string { return unsafe.String(unsafe.SliceData(buffer), n) }
