// Command update is the cold WebAssembly program: it says what to fetch of a
// list channel and verifies what came. It is loaded when the extension looks for
// news and thrown away afterwards, so that the hot program stays small. Like
// that one it is a WASI reactor without files, clock or network:
//
//	input(size) ptr        a buffer of at least size bytes for the next call's bytes; 0: over the limit
//	begin(n) status        the input's first n bytes are the start of a check, JSON: see Start
//	next() length          what to do now, JSON, at output(): see Step
//	give(n) status         the input's first n bytes are the body of what next asked for
//	give_delta(n, m) status  n bytes of delta, then m bytes of the text that it changes;
//	                       the new text is at output(), text_length() bytes
//	missing() status       the server has no such file
//	text_length() n        length of the text at output() after give_delta
//	output() ptr           the last answer, text or error text
//	error_length() n       length of the error text at output() after a status other than 0
//
// Integers are 32 bits, text is UTF-8. A status is 0 for success, 1 for what was
// refused (the error text begins with a word of package verify, "expired: …"), 2
// for a defect of ours (a recovered panic), 3 when no check has begun. After 1
// or 2 the check is over and changes nothing, but for give_delta, after which
// next asks for the whole list.
//
// Memory is exported as "memory"; a call may grow it, which detaches every view.
package main

func main() {}
