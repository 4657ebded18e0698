package lint

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"
)

// value is a JSON value that knows where it stands.
type value struct {
	line    int
	is      any // string, float64, bool, nil, []*value or []member
	problem string
}

// member is one of an object, in the order of the text.
type member struct {
	name string
	*value
}

// maxLevels is deeper than any description: send, buttons, control, select, text.
const maxLevels = 12

type jsonReader struct {
	*json.Decoder
	text string
}

// readJSON reads one JSON value and nothing after it. The error names the line.
func readJSON(text string) (*value, int, error) {
	r := jsonReader{json.NewDecoder(strings.NewReader(text)), text}
	if !utf8.ValidString(text) {
		return nil, 1, errors.New("is not UTF-8")
	}
	v, err := r.value(0)
	if err == nil {
		if _, after := r.Token(); after != io.EOF {
			err = errors.New("something follows the end")
		}
	}
	if err != nil {
		offset := r.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			offset = syntax.Offset
		}
		return nil, r.lineAt(offset), fmt.Errorf("is not JSON: %w", err)
	}
	return v, 0, nil
}

func (r *jsonReader) lineAt(offset int64) int {
	return 1 + strings.Count(r.text[:min(int(offset), len(r.text))], "\n")
}

func (r *jsonReader) value(level int) (*value, error) {
	if level > maxLevels {
		return nil, fmt.Errorf("more than %d levels", maxLevels)
	}
	token, err := r.Token()
	if err != nil {
		return nil, err
	}
	v := &value{line: r.lineAt(r.InputOffset()), is: token}
	switch token {
	case json.Delim('{'):
		members := []member{}
		seen := make(map[string]bool)
		for r.More() {
			token, err := r.Token()
			if err != nil {
				return nil, err
			}
			name, _ := token.(string) // the decoder lets nothing else stand there
			inner, err := r.value(level + 1)
			if err != nil {
				return nil, err
			}
			if seen[name] {
				inner.problem = "stands twice"
			}
			seen[name] = true
			members = append(members, member{name, inner})
		}
		v.is = members
		_, err = r.Token() // the brace
	case json.Delim('['):
		items := []*value{}
		for r.More() {
			inner, err := r.value(level + 1)
			if err != nil {
				return nil, err
			}
			items = append(items, inner)
		}
		v.is = items
		_, err = r.Token() // the bracket
	}
	return v, err
}

// get returns a member of an object; nil when there is none.
func (v *value) get(name string) *value {
	members, _ := v.is.([]member)
	for _, m := range members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// text is a member that is a text, or "".
func (v *value) text(name string) string {
	if found := v.get(name); found != nil {
		text, _ := found.is.(string)
		return text
	}
	return ""
}

// texts are those of a member that is a list, each with its place.
func (v *value) texts(name string) []*value {
	if found := v.get(name); found != nil {
		items, _ := found.is.([]*value)
		return items
	}
	return nil
}

// compact is the text that JavaScript's JSON.stringify makes of the value: a
// description that ships with the extension and the same one published have the
// same hash.
func (v *value) compact() string {
	var b strings.Builder
	v.write(&b)
	return b.String()
}

func (v *value) write(b *strings.Builder) {
	switch is := v.is.(type) {
	case []member:
		b.WriteByte('{')
		for i, m := range is {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(scalar(m.name))
			b.WriteByte(':')
			m.write(b)
		}
		b.WriteByte('}')
	case []*value:
		b.WriteByte('[')
		for i, item := range is {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case float64:
		b.WriteString(scalar(is + 0)) // no -0
	default:
		b.WriteString(scalar(is))
	}
}

// isWhole reports whether n is a safe integer, as JavaScript calls it.
func isWhole(n float64) bool { return n == math.Trunc(n) && math.Abs(n) < 1<<53 }

// unlikeJS writes the two characters that Go escapes and JavaScript does not.
var unlikeJS = strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029")

func scalar(is any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(is); err != nil {
		panic(err) // it was read as JSON
	}
	return unlikeJS.Replace(strings.TrimSuffix(b.String(), "\n"))
}
