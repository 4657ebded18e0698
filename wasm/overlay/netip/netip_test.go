package netip

import (
	std "net/netip"
	"testing"
)

func FuzzParseAddr(f *testing.F) {
	for _, text := range []string{
		"", "192.0.2.1", "192.0.2", "192.0.2.1.5", "192.0.2.01", "192.0.2.256", "192.0.2.", "0.0.0.0", "1.2.3.4.",
		"::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:8::", "::1::", ":::",
		"::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7:192.0.2.1", "192.0.2.1::", "::192.0.2.1:1", "::192.0.2.01",
		"fe80::1%eth0", "fe80::1%", "192.0.2.1%eth0", "%", "::%a%b", "12345::", "g::", "1:2", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
		"army.mil", "1.mil", "a.b.c.d", "::FFFF", "1::2:3.4.5.6",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, err := ParseAddr(text)
		_, want := std.ParseAddr(text)
		if (err == nil) != (want == nil) {
			t.Errorf("ParseAddr(%q) = %v, the standard one says %v", text, err, want)
		}
	})
}
