// Package fmt stands in for the standard fmt in the browser's programs.
//
// idna, publicsuffix and fastjson word their errors with it, and nothing else
// there needs it: but it brings reflection over every type, os and files, 156 kB
// of gzipped WebAssembly. The programs are built with this file in its place
// (wasm/build.mjs). It knows what those packages and ours ask for: %s, %q,
// %v, %w, %d, %c, %U, %x and %X, with a width and a zero, of texts, whole numbers,
// errors and what has a String. A function it lacks fails the build; a verb or a type
// that it lacks fails the test beside this file, which reads the formats of everything
// that is linked.
package fmt

import (
	"strconv"
	"unicode/utf8"
)

// Stringer is what the standard one is.
type Stringer interface{ String() string }

// Errorf is the standard one's for the verbs of the package comment, with at most
// one %w.
func Errorf(format string, args ...any) error {
	text := Sprintf(format, args...)
	next := 0
	for i := 0; i+1 < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		if format[i+1] == 'w' && next < len(args) {
			if err, ok := args[next].(error); ok {
				return &wrapped{text, err}
			}
		}
		if format[i+1] != '%' {
			next++
		}
		i++
	}
	return &plain{text}
}

type plain struct{ text string }

func (e *plain) Error() string { return e.text }

type wrapped struct {
	text string
	err  error
}

func (e *wrapped) Error() string { return e.text }
func (e *wrapped) Unwrap() error { return e.err }

// Sprint is the standard one's for arguments of which one is a string.
func Sprint(args ...any) string {
	var b []byte
	for _, arg := range args {
		b = appendValue(b, 'v', arg)
	}
	return string(b)
}

// Sprintf is the standard one's for the verbs of the package comment.
func Sprintf(format string, args ...any) string {
	var b []byte
	next := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b = append(b, format[i])
			continue
		}
		i++
		if format[i] == '%' {
			b = append(b, '%')
			continue
		}
		fill := byte(' ')
		if format[i] == '0' {
			fill = '0'
			i++
		}
		width := 0
		for ; i < len(format)-1 && '0' <= format[i] && format[i] <= '9'; i++ {
			width = width*10 + int(format[i]-'0')
		}
		if next == len(args) {
			b = append(b, "%!"+format[i:i+1]+"(MISSING)"...)
			continue
		}
		value := appendValue(nil, format[i], args[next])
		next++
		for n := utf8.RuneCount(value); n < width; n++ {
			b = append(b, fill)
		}
		b = append(b, value...)
	}
	return string(b)
}

func appendValue(b []byte, verb byte, arg any) []byte {
	switch verb {
	case 's', 'v', 'w', 'q', 'x', 'X':
		switch v := arg.(type) {
		case error:
			return appendText(b, verb, v.Error())
		case Stringer:
			return appendText(b, verb, v.String())
		}
	}
	switch v := arg.(type) {
	case nil:
		return append(b, "<nil>"...)
	case string:
		return appendText(b, verb, v)
	case []byte:
		return appendText(b, verb, string(v))
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return appendInteger(b, verb, int64(v))
	case int32:
		return appendInteger(b, verb, int64(v))
	case int64:
		return appendInteger(b, verb, v)
	case uint8:
		return appendInteger(b, verb, int64(v))
	case uint32:
		return appendInteger(b, verb, int64(v))
	}
	return append(append(append(b, "%!"...), verb), "(UNKNOWN)"...)
}

func appendText(b []byte, verb byte, text string) []byte {
	switch verb {
	case 'q':
		return strconv.AppendQuote(b, text)
	case 'x', 'X':
		for i := range len(text) {
			b = appendInteger(append(b, hex(verb, text[i]>>4)), verb, int64(text[i]&15))
		}
		return b
	default:
		return append(b, text...)
	}
}

func hex(verb, digit byte) byte { return appendInteger(nil, verb, int64(digit))[0] }

func appendInteger(b []byte, verb byte, n int64) []byte {
	switch verb {
	case 'c':
		return utf8.AppendRune(b, rune(n))
	case 'q':
		return strconv.AppendQuoteRune(b, rune(n))
	case 'x':
		return strconv.AppendInt(b, n, 16)
	case 'X', 'U':
		start := len(b)
		b = strconv.AppendInt(b, n, 16)
		for i := start; i < len(b); i++ {
			if 'a' <= b[i] && b[i] <= 'f' {
				b[i] -= 'a' - 'A'
			}
		}
		if verb == 'U' {
			digits := string(b[start:])
			b = append(b[:start], "U+"...)
			for n := len(digits); n < 4; n++ {
				b = append(b, '0')
			}
			b = append(b, digits...)
		}
		return b
	default:
		return strconv.AppendInt(b, n, 10)
	}
}
