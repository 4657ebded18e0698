package main

import (
	"nearmiss/scripts/nearmiss/chart"
	"nearmiss/scripts/nearmiss/scan"
	"nearmiss/worker/report"
)

// colours of what was done: told apart by people who do not tell red from green
// (Okabe and Ito), and by their order in the bar.
var colours = map[string]string{"fix": "#0072b2", "back": "#56b4e9", "send": "#d55e00", "trust": "#999999"}

// reportChart draws what was done by day.
func reportChart(rows []report.Row, format string) ([]byte, error) {
	c := chart.Chart{Title: "Near misses by day", Days: map[string][]int{}}
	for _, deed := range deeds {
		c.Series = append(c.Series, chart.Series{Title: deed.title, Colour: colours[deed.did]})
	}
	for day, tally := range sumBy(rows, func(r report.Row) string { return r.Day }) {
		for _, deed := range deeds {
			c.Days[day] = append(c.Days[day], tally[deed.did])
		}
	}
	return c.Draw(format)
}

// scanSeries are the statuses from the worst: mail that strangers have.
var scanSeries = []struct {
	status        scan.Status
	title, colour string
}{
	{scan.Delivered, "delivered", "#d55e00"},
	{scan.HandedOn, "handed on", "#e69f00"},
	{scan.Open, "open", "#f0e442"},
	{scan.Unknown, "unknown", "#999999"},
	{scan.Bounced, "bounced", "#56b4e9"},
	{scan.Refused, "refused", "#0072b2"},
}

// scanChart draws what became of mails to wrong domains by day.
func scanChart(r *scan.Report, hints bool, format string) ([]byte, error) {
	c := chart.Chart{Title: "Mails to wrong domains by day", Days: map[string][]int{}}
	for _, s := range scanSeries {
		c.Series = append(c.Series, chart.Series{Title: s.title, Colour: s.colour})
	}
	for day, counts := range r.ByDay(hints) {
		for _, s := range scanSeries {
			c.Days[day] = append(c.Days[day], counts[s.status])
		}
	}
	return c.Draw(format)
}
