package lint_test

import (
	"fmt"

	"nearmiss/core/list"
	"nearmiss/scripts/nearmiss/lint"
)

func ExampleLint() {
	for _, finding := range lint.Lint(lint.Input{Roles: []list.Role{list.RoleProtected}, Texts: []lint.Text{{
		File: "ours.txt",
		Text: "# nearmiss-list: 1\n# name: ours\n# role: protected\n# category: ours\n# source: https://example.org\n# licence: CC0-1.0\n\nexample.org\nexample,com\n",
	}}}) {
		fmt.Println(finding)
	}
	// Output:
	// ours.txt:1: the header has no title (header)
	// ours.txt:1: the header has no date (header)
	// ours.txt:8: example.org does not say where it comes from: example.org # where (source)
	// ours.txt:9: "example,com": domain has a character that no domain may have (syntax)
	// ours.txt:9: example,com belongs before example.org (order)
}
