// Command check is the hot WebAssembly program: lists and policy in, verdicts
// out. It is a WASI reactor without files, clock or network; the host calls
// _initialize once and then the exports of exports_wasip1.go:
//
//	input(size) ptr       a buffer of at least size bytes for the next call's bytes; 0: over the limit
//	reset() 0             start to collect a new configuration; the running checker stays
//	add_list(n) status    the input's first n bytes are the text of a list
//	set_policy(n) status  the input's first n bytes are a policy in JSON; n = 0: none
//	read_policy(n) length the same as JSON, every setting and every problem, at output()
//	set_distance(d) status  look for targets 1, 2 or 3 edits away; 0: the default
//	build() status        make a checker of what was collected; on an error the running one stays
//	check(n, m) length    the input is n bytes of recipient, then m bytes of sender (may be 0);
//	                      length of the record at output(), or minus a status
//	output() ptr          the last record or error text
//	error_length() n      length of the error text at output() after a status other than 0
//	heap() bytes          what lives in the heap, after a collection; the memory is larger
//
// Integers are 32 bits, text is UTF-8. A status is 0 for success, 1 for bad
// input, 2 for a defect of ours (a recovered panic), 3 when nothing is built.
// A record is the fields level, action, kind, domain, target, category,
// suggestion, alternative, early ("early" or nothing), reason and external of
// core.Verdict, and what of the policy decided, joined by the byte 0x1F;
// the last is a path, and for a rule also the rule: "actions[0] suffix-slip * ask".
//
// The memory is exported as "memory"; a call may grow it, which detaches every
// view of it.
package main

func main() {}
