package chart

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"image/png"
	"strings"
	"testing"
)

func TestTickStep(t *testing.T) {
	for most, want := range map[int]int{1: 1, 5: 1, 6: 2, 10: 2, 11: 5, 26: 10, 117000: 50000} {
		if got := tickStep(most); got != want {
			t.Errorf("step for %d is %d, want %d", most, got, want)
		}
	}
}

var example = Chart{
	Title:  "Mails <by day>",
	Series: []Series{{"delivered", "#d55e00"}, {"bounced", "#56b4e9"}},
	Days:   map[string][]int{"2026-11-18": {7, 1}, "2026-11-20": {0, 2}},
}

func TestSVG(t *testing.T) {
	drawn, err := example.Draw("svg")
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(drawn, new(any)); err != nil {
		t.Errorf("no XML: %v", err)
	}
	for _, want := range []string{"2026-11-19", "2026-11-18: 7 delivered", "2026-11-20: 2 bounced", "Mails &lt;by day&gt;"} {
		if !strings.Contains(string(drawn), want) {
			t.Errorf("no %q in the chart", want)
		}
	}
	if strings.Contains(string(drawn), "0 delivered") {
		t.Error("a bar of nothing is drawn")
	}
}

// The picture has bars of the sizes that the counts have.
func TestPNG(t *testing.T) {
	drawn, err := example.Draw("png")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	pixels := map[color.Color]int{}
	for y := top; y < height-bottom; y++ {
		for x := left; x < width-right; x++ {
			pixels[picture.At(x, y)]++
		}
	}
	delivered, bounced := pixels[color.RGBA{0xd5, 0x5e, 0, 255}], pixels[color.RGBA{0x56, 0xb4, 0xe9, 255}]
	if ratio := float64(delivered) / float64(max(bounced, 1)); ratio < 7.0/3*0.95 || ratio > 7.0/3*1.05 {
		t.Errorf("%d pixels of 7 delivered and %d of 3 bounced", delivered, bounced)
	}
}

func TestNothing(t *testing.T) {
	for _, format := range []string{"svg", "png"} {
		if drawn, err := (&Chart{Title: "none"}).Draw(format); err != nil || len(drawn) == 0 {
			t.Errorf("%s of nothing: %v", format, err)
		}
	}
}
