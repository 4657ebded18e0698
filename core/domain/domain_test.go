package domain

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	long := strings.Repeat("a", 63)
	for _, row := range []struct {
		text string
		want string
		err  error
	}{
		{"army.mil", "army.mil", nil},
		{"US.Army.MIL", "us.army.mil", nil},
		{"army.mil.", "army.mil", nil},
		{"gmailcom", "gmailcom", nil},
		{"bücher.example", "xn--bcher-kva.example", nil},
		{"xn--bcher-kva.example", "xn--bcher-kva.example", nil},
		{"XN--BCHER-KVA.example", "xn--bcher-kva.example", nil},
		{"ｇｍａｉｌ。ｃｏｍ", "gmail.com", nil},            // as Japanese input methods give it
		{"faß.example", "xn--fa-hia.example", nil}, // non-transitional
		{"3com.com", "3com.com", nil},
		{long + ".com", long + ".com", nil},
		{"", "", ErrEmpty},
		{".", "", ErrEmpty},
		{"army..mil", "", ErrLabel},
		{".army.mil", "", ErrLabel},
		{"army.mil..", "", ErrLabel},
		{long + "a.com", "", ErrLabel},
		{strings.Repeat("a.", 130) + "com", "", ErrTooLong},
		{strings.Repeat("a", MaxInput+1), "", ErrTooLong},
		{"-army.mil", "", ErrHyphen},
		{"army-.mil", "", ErrHyphen},
		{"gmail,com", "", ErrCharacter},
		{"gmail com", "", ErrCharacter},
		{"gmail_com", "", ErrCharacter},
		{"192.0.2.1", "", ErrNumeric},
		{"army.1mil", "", ErrNumeric},
		{"\xff.mil", "", ErrCharacter},
	} {
		d, err := Parse(row.text)
		if d.String() != row.want || err != row.err {
			t.Errorf("Parse(%q) = %q, %v, want %q, %v", row.text, d, err, row.want, row.err)
		}
	}
}

func TestParseOfLowerCaseAllocatesNothing(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { _, _ = Parse("us.army.mil") }); n != 0 {
		t.Errorf("Parse allocates %v times, want 0", n)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"army.mil", "bücher.example", "xn--bcher-kva.example", "a..b", "ｇ。ｃ", "xn--a.b", "аrmy.mil", "ß.de"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("Parse(%q) = %q with error %v", text, d, err)
			}
			return
		}
		again, err := Parse(d.String())
		if err != nil || again != d {
			t.Fatalf("Parse(%q) = %q, which parses to %q, %v", text, d, again, err)
		}
		if upper, err := Parse(strings.ToUpper(d.String())); err != nil || upper != d {
			t.Fatalf("Parse of %q in capitals = %q, %v", d, upper, err)
		}
		if fromUnicode, err := Parse(d.Unicode()); err == nil && fromUnicode != d {
			t.Fatalf("%q in U-labels is %q, which parses to %q", d, d.Unicode(), fromUnicode)
		}
	})
}
