// Command bench is the lookup index alone behind WebAssembly exports, to be
// measured against other structures through the same border:
//
//	input(size) ptr             a buffer of at least size bytes for the next call
//	build(n, two, three) names  make an index of the input's first n bytes, one name in
//	                            a line; two and three as in index.Reach
//	search(n, d) matches        how many names lie within distance d of the input's first
//	                            n bytes; minus that when there may be more
//	exact(n) id                 the id of that name, or -1
//	output() ptr                the matches: id and distance of each, 32 bits
//	index_bytes() bytes         what the index takes
//	heap_bytes() bytes          what lives in the heap after a collection
package main

func main() {}
