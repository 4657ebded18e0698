package errormodel

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestLayoutsHaveEveryKey(t *testing.T) {
	for _, layout := range layouts {
		if n := utf8.RuneCountInString(layout); n != len(qwerty) {
			t.Errorf("%s has %d keys, want %d", layout, n, len(qwerty))
		}
	}
}

func TestLayouts(t *testing.T) {
	for typed, want := range map[string]string{
		"фкьнюьшд":  "army.mil",
		"γμαιλ.ψομ": "gmail.com",
		"гмаил.цом": "gmail.com",
		"army.мil":  "army.mil",
	} {
		var all []string
		Layouts(typed, func(latin string) bool { all = append(all, latin); return true })
		if !slices.Contains(all, want) {
			t.Errorf("Layouts(%s) = %q, want %s among them", typed, all, want)
		}
	}
}
