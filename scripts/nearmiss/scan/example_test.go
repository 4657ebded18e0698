package scan_test

import (
	"fmt"
	"strings"
	"time"

	"nearmiss/core"
	"nearmiss/scripts/nearmiss/scan"
)

// toMali stands for a core.Checker.
type toMali struct{}

func (toMali) Check(recipient, _ string) core.Verdict {
	_, domain, _ := strings.Cut(recipient, "@")
	if domain != "army.ml" {
		return core.Verdict{Domain: domain}
	}
	return core.Verdict{Domain: domain, Level: core.LevelWarn, Target: "army.mil", Suggestion: "army.mil"}
}

func ExampleScan() {
	s := scan.New(scan.Options{Checker: toMali{}, Now: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)})
	log := `Nov 29 10:00:01 mail postfix/qmgr[1]: 4ABCDE1: from=<bob@works.example>, size=500, nrcpt=1 (queue active)
Nov 29 10:00:02 mail postfix/smtp[2]: 4ABCDE1: to=<ann@army.ml>, relay=mx.army.ml[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
Nov 29 10:00:02 mail postfix/qmgr[1]: 4ABCDE1: removed
`
	if err := s.Read("mail.log", strings.NewReader(log), time.Time{}); err != nil {
		panic(err)
	}
	for _, wrong := range s.Report().Wrong {
		fmt.Println(wrong.Domain, "for", wrong.Right)
	}
	// Output:
	// army.ml for army.mil
}
