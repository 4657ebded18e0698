// Package chart draws counts by day as a stacked bar each, as SVG or PNG.
//
//	picture, err := c.Draw("svg") // of a chart.Chart
package chart

import (
	"time"
)

// Series is one part of every bar.
type Series struct {
	Title  string
	Colour string // "#0072b2"
}

// Chart is what is drawn.
type Chart struct {
	Title  string
	Series []Series         // from the bottom of a bar to its top
	Days   map[string][]int // by day, "2026-11-30": a count per series
}

const (
	width, height = 860, 360
	left, top     = 56, 64
	right, bottom = 20, 46
)

// canvas is what a format can draw. Places are pixels from the top left; text
// stands on its baseline.
type canvas interface {
	bar(x, y, w, h float64, colour, title string)
	line(y float64)
	text(x, y float64, align align, isTitle bool, text string)
}

type align int

const (
	fromLeft align = iota
	centred
	toRight
)

// Draw returns the chart in "svg" or "png".
func (c *Chart) Draw(format string) ([]byte, error) {
	if format == "png" {
		return c.png()
	}
	return c.svg(), nil
}

func (c *Chart) draw(on canvas) {
	days := calendar(c.Days)
	most := 1
	for _, counts := range c.Days {
		most = max(most, sum(counts))
	}
	step := tickStep(most)
	highest := (most + step - 1) / step * step

	on.text(left, 26, fromLeft, true, c.Title)
	x := float64(left)
	for _, series := range c.Series {
		on.bar(x, 38, 11, 11, series.Colour, "")
		on.text(x+16, 48, fromLeft, false, series.Title)
		x += float64(40 + 7*len(series.Title))
	}
	y := func(n int) float64 {
		return float64(height-bottom) - float64(height-top-bottom)*float64(n)/float64(highest)
	}
	for n := 0; n <= highest; n += step {
		on.line(y(n))
		on.text(left-8, y(n)+4, toRight, false, number(n))
	}
	each := float64(width-left-right) / float64(max(len(days), 1))
	bar := min(each*0.8, 40)
	every := max(1, (len(days)*76+width-1)/width) // a date is about 76 wide
	for i, day := range days {
		middle := float64(left) + each*(float64(i)+0.5)
		stacked := 0
		for s, series := range c.Series {
			if s >= len(c.Days[day]) || c.Days[day][s] == 0 {
				continue
			}
			n := c.Days[day][s]
			on.bar(middle-bar/2, y(stacked+n), bar, y(stacked)-y(stacked+n), series.Colour, day+": "+number(n)+" "+series.Title)
			stacked += n
		}
		if i%every == 0 {
			on.text(middle, height-bottom+20, centred, false, day)
		}
	}
}

func sum(counts []int) (all int) {
	for _, n := range counts {
		all += n
	}
	return all
}

// calendar returns all days from the first to the last, those included on which
// nothing happened.
func calendar(counts map[string][]int) (days []string) {
	days = sortedDays(counts)
	if len(days) == 0 {
		return nil
	}
	first, err := time.Parse(time.DateOnly, days[0])
	last, errLast := time.Parse(time.DateOnly, days[len(days)-1])
	if err != nil || errLast != nil || last.Sub(first) > 800*24*time.Hour {
		return days // whoever says such things gets the days as they are
	}
	var all []string
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		all = append(all, day.Format(time.DateOnly))
	}
	return all
}

// tickStep is 1, 2 or 5 times a power of ten, for five lines or so.
func tickStep(most int) int {
	for power := 1; ; power *= 10 {
		for _, n := range []int{1, 2, 5} {
			if most <= n*power*5 {
				return n * power
			}
		}
	}
}
