package evaluate

import (
	"strings"

	"nearmiss/core"
)

// share is a count of something among a total.
type share struct{ count, of int }

func (s *share) add(weight int, is bool) {
	s.of += weight
	if is {
		s.count += weight
	}
}

// outcome sums up answers to slips whose meaning is known.
type outcome struct {
	right, wrong, silent share
	warned               share // right ones that hold mail
}

func (o *outcome) add(s slip, a answer) {
	right := a.suggestion == s.meant
	o.right.add(s.count, right)
	o.wrong.add(s.count, !right && a.suggestion != "")
	o.silent.add(s.count, a.suggestion == "")
	o.warned.add(s.count, right && a.level == core.LevelWarn)
}

// class says what kind of error a slip is.
func class(s slip) string {
	switch {
	case !s.valid:
		return "no domain"
	case s.distance == 1 && (s.operation == "substitution" || s.operation == "insertion" || s.operation == "omission"):
		return s.operation
	case s.distance == 1:
		return "swap"
	case s.distance == 2:
		return "distance 2"
	}
	return "distance 3+"
}

var classes = []string{"substitution", "insertion", "omission", "swap", "distance 2", "distance 3+", "no domain"}

// lengthClass groups slips by the length of the meant domain's first label.
func lengthClass(s slip) string {
	label, _, _ := strings.Cut(s.meant, ".")
	switch n := len(label); {
	case n <= 3:
		return "≤ 3"
	case n <= 5:
		return "4–5"
	case n <= 8:
		return "6–8"
	case n <= 12:
		return "9–12"
	}
	return "≥ 13"
}

var lengthClasses = []string{"≤ 3", "4–5", "6–8", "9–12", "≥ 13"}

// typed returns what was typed in each slip.
func typed(slips []slip) []string {
	all := make([]string, len(slips))
	for i, s := range slips {
		all[i] = s.typed
	}
	return all
}

func meant(slips []slip) []string {
	all := make([]string, len(slips))
	for i, s := range slips {
		all[i] = s.meant
	}
	return all
}

// levels counts how often a method speaks up.
func levels(answers []answer) (warned, noticed share) {
	for _, a := range answers {
		warned.add(1, a.level == core.LevelWarn)
		noticed.add(1, a.level == core.LevelNotice)
	}
	return warned, noticed
}

// where returns the slips with that label.
func where(slips []slip, label string) (some []slip) {
	for _, s := range slips {
		if s.label == label {
			some = append(some, s)
		}
	}
	return some
}
