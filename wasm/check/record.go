package main

import "nearmiss/core"

const fieldEnd = 0x1f

func appendRecord(b []byte, v *core.Verdict) []byte {
	action := v.Action
	if action == "" {
		action = core.ActionAllow
	}
	b = append(append(b, v.Level.String()...), fieldEnd)
	b = append(append(b, action...), fieldEnd)
	b = append(append(b, v.Kind...), fieldEnd)
	for _, field := range [...]string{v.Domain, v.Target, v.Category, v.Suggestion, v.Alternative} {
		b = append(appendField(b, field), fieldEnd)
	}
	if v.Early {
		b = append(b, "early"...)
	}
	b = appendField(append(b, fieldEnd), v.Reason)
	return append(append(b, fieldEnd), v.External...)
}

// appendField appends text that may come from a pasted recipient: a separator
// inside it must not shift the fields after it.
func appendField(b []byte, text string) []byte {
	start := len(b)
	b = append(b, text...)
	for i := start; i < len(b); i++ {
		if b[i] == fieldEnd {
			b[i] = ' '
		}
	}
	return b
}
