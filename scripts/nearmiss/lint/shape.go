package lint

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"

	"nearmiss/extension/src/webmail"
)

// schema is the part of JSON Schema (2020-12) that descriptor.schema.json uses;
// all objects are closed. The extension reads it in shape.ts.
type schema struct {
	Ref        string             `json:"$ref"`
	Defs       map[string]*schema `json:"$defs"`
	Type       string             `json:"type"`
	Enum       []string           `json:"enum"`
	Required   []string           `json:"required"`
	Properties map[string]*schema `json:"properties"`
	Items      *schema            `json:"items"`
	MinItems   int                `json:"minItems"`
	MaxItems   *int               `json:"maxItems"`
	MaxLength  *int               `json:"maxLength"`
	Pattern    string             `json:"pattern"`

	form *regexp.Regexp // of Pattern, made when it is first needed
}

var descriptionSchema = sync.OnceValue(func() *schema {
	var s schema
	if err := json.Unmarshal(webmail.Schema, &s); err != nil {
		panic("descriptor.schema.json: " + err.Error()) // a test reads it
	}
	return &s
})

// shapeCheck tells fault what of a value does not fit, and selector every text
// that the schema calls a selector.
type shapeCheck struct {
	defs            map[string]*schema
	fault, selector func(path string, at *value, text string)
}

const reference = "#/$defs/"

func (c *shapeCheck) visit(v *value, s *schema, path string) {
	name := strings.TrimPrefix(s.Ref, reference)
	if s.Ref != "" {
		s = c.defs[name]
	}
	if v.problem != "" {
		c.fault(path, v, v.problem)
	}
	switch {
	case s.Enum != nil:
		if text, ok := v.is.(string); !ok || !slices.Contains(s.Enum, text) {
			c.fault(path, v, "not one of "+strings.Join(s.Enum, ", "))
		}
	case s.Type == "object":
		c.object(v, s, path)
	case s.Type == "array":
		c.list(v, s, path)
	case s.Type == "string":
		if wrong := s.textFault(v.is); wrong != "" {
			c.fault(path, v, wrong)
		} else if name == "selector" {
			c.selector(path, v, v.is.(string))
		}
	case s.Type == "integer":
		if n, ok := v.is.(float64); !ok || !isWhole(n) {
			c.fault(path, v, "not a whole number")
		}
	default:
		if _, ok := v.is.(bool); !ok {
			c.fault(path, v, "neither true nor false")
		}
	}
}

func (c *shapeCheck) object(v *value, s *schema, path string) {
	members, ok := v.is.([]member)
	if !ok {
		c.fault(path, v, "not an object")
		return
	}
	below := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	for _, name := range s.Required {
		if v.get(name) == nil {
			c.fault(below(name), v, "is missing")
		}
	}
	for _, m := range members {
		if inner := s.Properties[m.name]; inner == nil {
			c.fault(below(m.name), m.value, "is not known here")
		} else {
			c.visit(m.value, inner, below(m.name))
		}
	}
}

func (c *shapeCheck) list(v *value, s *schema, path string) {
	items, ok := v.is.([]*value)
	if !ok {
		c.fault(path, v, "not a list")
		return
	}
	if len(items) < s.MinItems {
		c.fault(path, v, "is empty")
	}
	if s.MaxItems != nil && len(items) > *s.MaxItems {
		c.fault(path, v, fmt.Sprintf("has more than %d", *s.MaxItems))
	}
	for i, item := range items {
		c.visit(item, s.Items, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (s *schema) textFault(is any) string {
	text, ok := is.(string)
	switch {
	case !ok:
		return "not a text"
	case s.MaxLength != nil && utf16Length(text) > *s.MaxLength:
		return fmt.Sprintf("longer than %d", *s.MaxLength)
	}
	if s.Pattern == "" {
		return ""
	}
	if s.form == nil {
		s.form = regexp.MustCompile(strings.ReplaceAll(s.Pattern, `\S`, `[^`+jsSpace+`]`))
	}
	if !s.form.MatchString(text) {
		return "not of the form " + s.Pattern
	}
	return ""
}

// jsSpace is what \s matches in JavaScript, for use between brackets.
const jsSpace = `\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`

// utf16Length is what JavaScript calls the length of a text.
func utf16Length(s string) int { return len(utf16.Encode([]rune(s))) }
