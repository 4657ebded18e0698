//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"nearmiss/worker"
)

// The table of handles is an object of worker.mjs:
//
//	hold(stream)                       → promise of the number of its bytes
//	copy(number)                       → the bytes, for reading in Go
//	answer(status, fields, body, once) → the number of an answer
//	drop(number)
//
// fields is lines of "name: value". body is the number of bytes, a string, a
// stream or null. An answer made for once is dropped when it is given.
var handles = binding.Get("handles")

// answerHandle is the number of an answer that may be given many times.
type answerHandle int32

func (n answerHandle) Release() { handles.Call("drop", int32(n)) }

// numberOf puts an answer into the table, if it is not there yet.
func numberOf(response *worker.Response) int32 {
	if n, ok := response.Native.(answerHandle); ok {
		return int32(n)
	}
	n := put(response, false)
	response.Native = answerHandle(n)
	return n
}

// once puts an answer into the table that is given one time, unless it is there
// already.
func once(response *worker.Response) int32 {
	if n, ok := response.Native.(answerHandle); ok {
		return int32(n)
	}
	return put(response, true)
}

func put(response *worker.Response, once bool) int32 {
	var fields strings.Builder
	for _, field := range response.Header {
		fields.WriteString(field.Name)
		fields.WriteString(": ")
		fields.WriteString(field.Value)
		fields.WriteByte('\n')
	}
	return int32(handles.Call("answer", response.Status, fields.String(), bodyOf(response.Body), once).Int())
}

func bodyOf(body worker.Body) any {
	switch body := body.(type) {
	case nil:
		return nil
	case *held:
		return body.number
	case *streamed:
		return body.stream
	case worker.Text:
		return string(body)
	}
	panic("a body of unknown kind")
}

// held is a body whose bytes are in the table.
type held struct{ number int32 }

func hold(stream js.Value) (*held, error) {
	number, err := await(handles.Call("hold", stream))
	if err != nil {
		return nil, fmt.Errorf("reading a stream: %w", err)
	}
	return &held{int32(number.Int())}, nil
}

func (h *held) Release() { handles.Call("drop", h.number) }

func (h *held) Bytes() ([]byte, error) {
	bytes := handles.Call("copy", h.number)
	if bytes.IsUndefined() {
		return nil, errors.New("the bytes were dropped")
	}
	content := make([]byte, bytes.Get("byteLength").Int())
	js.CopyBytesToGo(content, bytes)
	return content, nil
}

// streamed is a body that can be sent once and by the request that opened it.
type streamed struct{ stream js.Value }

func (s *streamed) Bytes() ([]byte, error) {
	h, err := hold(s.stream)
	if err != nil {
		return nil, err
	}
	defer h.Release()
	return h.Bytes()
}

// await waits for a promise. Both callbacks are released when either was
// called: the r2 package's own waiting keeps one of them for ever.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	var then, catch js.Func
	release := func() { then.Release(); catch.Release() }
	then = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		settled <- outcome{value: args[0]}
		return nil
	})
	catch = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		settled <- outcome{err: errors.New(js.Global().Get("String").Invoke(args[0]).String())}
		return nil
	})
	promise.Call("then", then, catch)
	result := <-settled
	return result.value, result.err
}
