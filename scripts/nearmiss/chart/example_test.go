package chart_test

import (
	"bytes"
	"fmt"

	"nearmiss/scripts/nearmiss/chart"
)

func ExampleChart_Draw() {
	c := chart.Chart{
		Title:  "Near misses a day",
		Series: []chart.Series{{Title: "corrected", Colour: "#0072b2"}},
		Days:   map[string][]int{"2026-11-29": {3}, "2026-11-30": {1}},
	}
	picture, err := c.Draw("svg")
	fmt.Println(bytes.HasPrefix(picture, []byte("<svg")), err)
	// Output:
	// true <nil>
}
