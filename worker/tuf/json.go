package tuf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxDepth is deeper than any metadata: signed, targets, path, hashes, value.
const maxDepth = 8

// object is a JSON object; its values are object, []any, string, int64, bool and
// nil.
type object map[string]any

// parse reads one JSON object and nothing after it.
func parse(text []byte) (object, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	value, err := parseValue(decoder, 0)
	if err != nil {
		return nil, fmt.Errorf("not metadata: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("not metadata: something follows it")
	}
	root, ok := value.(object)
	if !ok {
		return nil, errors.New("not metadata: not a JSON object")
	}
	return root, nil
}

func parseValue(decoder *json.Decoder, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("more than %d levels", maxDepth)
	}
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			return parseObject(decoder, depth)
		}
		return parseArray(decoder, depth)
	case json.Number:
		n, err := strconv.ParseInt(string(token), 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != string(token) {
			return nil, fmt.Errorf("%q is not an integer in its shortest form", string(token))
		}
		return n, nil
	default: // string, bool, nil
		return token, nil
	}
}

func parseObject(decoder *json.Decoder, depth int) (object, error) {
	parsed := object{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, errors.New("a name that is no string")
		}
		if _, twice := parsed[name]; twice {
			return nil, fmt.Errorf("%q twice in one object", name)
		}
		if parsed[name], err = parseValue(decoder, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := decoder.Token() // the closing brace
	return parsed, err
}

func parseArray(decoder *json.Decoder, depth int) ([]any, error) {
	parsed := []any{}
	for decoder.More() {
		value, err := parseValue(decoder, depth+1)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, value)
	}
	_, err := decoder.Token() // the closing bracket
	return parsed, err
}

// appendCanonical appends the form of a value that is signed: names sorted, no
// space, and in strings only the quote and the backslash escaped.
func appendCanonical(dst []byte, value any) []byte {
	switch value := value.(type) {
	case object:
		dst = append(dst, '{')
		for i, name := range slices.Sorted(maps.Keys(value)) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendCanonical(dst, name)
			dst = append(dst, ':')
			dst = appendCanonical(dst, value[name])
		}
		return append(dst, '}')
	case []any:
		dst = append(dst, '[')
		for i, element := range value {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendCanonical(dst, element)
		}
		return append(dst, ']')
	case string:
		dst = append(dst, '"')
		for i := range len(value) {
			if value[i] == '"' || value[i] == '\\' {
				dst = append(dst, '\\')
			}
			dst = append(dst, value[i])
		}
		return append(dst, '"')
	case int64:
		return strconv.AppendInt(dst, value, 10)
	case bool:
		return strconv.AppendBool(dst, value)
	}
	return append(dst, "null"...)
}

// field returns a field of an object as a type, naming it if it is missing or
// another.
func field[T any](from object, name string) (T, error) {
	value, ok := from[name].(T)
	if !ok {
		return value, fmt.Errorf("%q is missing or of another type", name)
	}
	return value, nil
}
