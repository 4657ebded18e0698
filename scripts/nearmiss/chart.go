package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"nearmiss/worker/report"
)

// colours of what was done: told apart by people who do not tell red from green
// (Okabe and Ito), and by their order in the bar.
var colours = map[string]string{"fix": "#0072b2", "back": "#56b4e9", "send": "#d55e00", "trust": "#999999"}

const (
	chartWidth, chartHeight = 860, 360
	chartLeft, chartTop     = 56, 64
	chartRight, chartBottom = 20, 46
)

// chart draws near misses by day as a stacked bar each, as SVG.
func chart(rows []report.Row) []byte {
	byDay := sumBy(rows, func(r report.Row) string { return r.Day })
	days := calendar(ordered(byDay, true))
	most := 1
	for _, tally := range byDay {
		most = max(most, tally.all())
	}
	step := tickStep(most)
	top := (most + step - 1) / step * step

	var b bytes.Buffer
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	put(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" aria-label="Near misses by day" font-family="system-ui, sans-serif" font-size="12" fill="#1a1a1a">`,
		chartWidth, chartHeight)
	put(`<rect width="100%%" height="100%%" fill="#fff"/>`)
	put(`<text x="%d" y="26" font-size="16" font-weight="600">Near misses by day</text>`, chartLeft)
	x := chartLeft
	for _, deed := range deeds {
		put(`<rect x="%d" y="38" width="11" height="11" fill="%s"/><text x="%d" y="48">%s</text>`, x, colours[deed.did], x+16, escapeText(deed.title))
		x += 40 + 7*len(deed.title)
	}
	height := chartHeight - chartTop - chartBottom
	y := func(n int) float64 { return float64(chartHeight-chartBottom) - float64(height)*float64(n)/float64(top) }
	for n := 0; n <= top; n += step {
		put(`<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%d</text>`,
			chartLeft, y(n), chartWidth-chartRight, chartLeft-8, y(n)+4, n)
	}
	width := float64(chartWidth-chartLeft-chartRight) / float64(max(len(days), 1))
	bar := min(width*0.8, 40)
	every := max(1, (len(days)*76+chartWidth-1)/chartWidth) // a date is about 76 wide
	for i, day := range days {
		left := float64(chartLeft) + width*(float64(i)+0.5) - bar/2
		stacked := 0
		for _, deed := range deeds {
			if n := byDay[day][deed.did]; n > 0 {
				put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"><title>%s: %d %s</title></rect>`,
					left, y(stacked+n), bar, y(stacked)-y(stacked+n), colours[deed.did], escapeText(day), n, escapeText(deed.title))
				stacked += n
			}
		}
		if i%every == 0 {
			put(`<text x="%.1f" y="%d" text-anchor="middle">%s</text>`, left+bar/2, chartHeight-chartBottom+20, escapeText(day))
		}
	}
	put(`</svg>`)
	return b.Bytes()
}

// calendar fills in the days on which nothing happened.
func calendar(days []string) []string {
	if len(days) == 0 {
		return nil
	}
	first, err := time.Parse(time.DateOnly, days[0])
	last, errLast := time.Parse(time.DateOnly, days[len(days)-1])
	if err != nil || errLast != nil || last.Sub(first) > 800*24*time.Hour {
		return days // a server that says such things gets its days as they are
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

func escapeText(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	return b.String()
}
