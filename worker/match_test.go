package worker

import "testing"

func TestNoneMatch(t *testing.T) {
	const etag = `"abc"`
	tests := []struct {
		name, value string
		want        bool
	}{
		{"the tag", `"abc"`, true},
		{"weak, as Cloudflare gives it after compressing", `W/"abc"`, true},
		{"another", `"abd"`, false},
		{"last of a list", `"x", W/"y" ,"abc"`, true},
		{"list without spaces", `"x","abc"`, true},
		{"empty elements", `, ,"abc"`, true},
		{"anything", `*`, true},
		{"anything, padded", ` * `, true},
		{"a star among tags is no star", `"x", *, "y"`, false},
		{"a tag that holds a comma is one tag", `"x,abc"`, false},
		{"ours after a tag that holds a comma", `"x,y", "abc"`, true},
		{"ours inside another's quotes", `"x "abc""`, false},
		{"no quotes", `abc`, false},
		{"not closed", `"abc`, false},
		{"not closed, after ours is not reached", `"x, "abc"`, false},
		{"lower-case weak mark is none", `w/"abc"`, false},
		{"mark alone", `W/`, false},
		{"nothing", ``, false},
		{"blank", ` ,	, `, false},
		{"the empty tag", `""`, false},
	}
	for _, test := range tests {
		if got := noneMatch(test.value, etag); got != test.want {
			t.Errorf("%s: noneMatch(%q, %q) = %t, want %t", test.name, test.value, etag, got, test.want)
		}
	}
}

func FuzzNoneMatch(f *testing.F) {
	f.Add(`W/"a,b", "c"`, `"c"`)
	f.Fuzz(func(t *testing.T, value, opaque string) {
		for _, c := range []byte(opaque) {
			if c == '"' {
				return // cannot be in a tag
			}
		}
		etag := `"` + opaque + `"`
		noneMatch(value, etag) // must end and not panic
		if !noneMatch(`"other`+opaque+`", W/`+etag, etag) {
			t.Errorf("%q not found at the end of a list", etag)
		}
	})
}
