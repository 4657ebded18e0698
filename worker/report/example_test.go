package report_test

import (
	"fmt"
	"time"

	"nearmiss/worker/report"
)

func ExampleParse() {
	batch, err := report.Parse([]byte(`{
		"version": 1,
		"token": "0123456789abcdef0123456789abcdef",
		"batch": "00112233445566778899aabbccddeeff",
		"rows": [{"day": "2026-11-21", "kind": "suffix-slip", "target": "army.mil", "did": "fix", "count": 2}]
	}`), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range batch.Rows {
		fmt.Println(row.Day, row.Kind, row.Target, row.Did, row.Count)
	}
	// Output:
	// 2026-11-21 suffix-slip army.mil fix 2
}
