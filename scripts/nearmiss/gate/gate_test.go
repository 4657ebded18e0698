package gate

import (
	"testing"

	"nearmiss/core"
)

func scanChecker(t *testing.T) *core.Checker {
	t.Helper()
	all, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	checker, err := core.New(core.Config{Lists: all})
	if err != nil {
		t.Fatal(err)
	}
	return checker
}
