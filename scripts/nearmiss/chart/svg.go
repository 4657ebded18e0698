package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

type svgCanvas struct{ out bytes.Buffer }

func (c *Chart) svg() []byte {
	var s svgCanvas
	s.put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label="%s" font-family="system-ui, sans-serif" font-size="12" fill="#1a1a1a">`,
		width, height, escaped(c.Title))
	s.put(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	c.draw(&s)
	s.put(`</svg>`)
	return s.out.Bytes()
}

func (s *svgCanvas) put(format string, args ...any) { fmt.Fprintf(&s.out, format+"\n", args...) }

func (s *svgCanvas) bar(x, y, w, h float64, colour, title string) {
	if title == "" {
		s.put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`, x, y, w, h, colour)
		return
	}
	s.put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"><title>%s</title></rect>`, x, y, w, h, colour, escaped(title))
}

func (s *svgCanvas) line(y float64) {
	s.put(`<path d="M%d %.1fH%d" stroke="#ddd"/>`, left, y, width-right)
}

func (s *svgCanvas) text(x, y float64, align align, isTitle bool, text string) {
	style := [...]string{fromLeft: "", centred: ` text-anchor="middle"`, toRight: ` text-anchor="end"`}[align]
	if isTitle {
		style += ` font-size="16" font-weight="600"`
	}
	s.put(`<text x="%.1f" y="%.1f"%s>%s</text>`, x, y, style, escaped(text))
}

func escaped(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	return b.String()
}

func number(n int) string { return strconv.Itoa(n) }

func sortedDays(counts map[string][]int) []string { return slices.Sorted(maps.Keys(counts)) }
