package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

type pngCanvas struct{ picture *image.RGBA }

func (c *Chart) png() ([]byte, error) {
	p := pngCanvas{image.NewRGBA(image.Rect(0, 0, width, height))}
	draw.Draw(p.picture, p.picture.Bounds(), image.White, image.Point{}, draw.Src)
	c.draw(p)
	var out bytes.Buffer
	err := png.Encode(&out, p.picture)
	return out.Bytes(), err
}

func (p pngCanvas) bar(x, y, w, h float64, colour, _ string) {
	rgb, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		panic("chart: colour " + colour) // ours, not a user's
	}
	fill := color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255}
	// A bar that is there is seen: one pixel at least.
	area := image.Rect(round(x), round(y), max(round(x+w), round(x)+1), max(round(y+h), round(y)+1))
	draw.Draw(p.picture, area, image.NewUniform(fill), image.Point{}, draw.Src)
}

func (p pngCanvas) line(y float64) {
	grey := image.NewUniform(color.RGBA{0xdd, 0xdd, 0xdd, 255})
	draw.Draw(p.picture, image.Rect(left, round(y), width-right, round(y)+1), grey, image.Point{}, draw.Src)
}

func (p pngCanvas) text(x, y float64, align align, isTitle bool, text string) {
	drawer := font.Drawer{Dst: p.picture, Src: image.NewUniform(color.RGBA{0x1a, 0x1a, 0x1a, 255}), Face: basicfont.Face7x13}
	switch wide := drawer.MeasureString(text).Ceil(); align {
	case centred:
		x -= float64(wide) / 2
	case toRight:
		x -= float64(wide)
	}
	drawer.Dot = fixed.P(round(x), round(y))
	drawer.DrawString(text)
	if isTitle { // bold: the same again, a pixel further
		drawer.Dot = fixed.P(round(x)+1, round(y))
		drawer.DrawString(text)
	}
}

func round(x float64) int { return int(x + 0.5) }
