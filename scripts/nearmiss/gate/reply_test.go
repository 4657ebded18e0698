package gate

import (
	"strings"
	"testing"
	"time"

	"nearmiss/core"
)

func replyTo(t testing.TB, recipient string, v core.Verdict, contact string, mayConfirm bool) string {
	t.Helper()
	text := replyText{recipient, &v, contact, DefaultWait, DefaultWindow, mayConfirm}
	return text.String()
}

func TestReply(t *testing.T) {
	checker := sharedChecker()
	long := strings.Repeat("a", 64)
	for _, row := range []struct{ recipient, want string }{
		{"ann@army.ml", "Not sent to <ann@army.ml>. Did you mean <ann@army.mil>? army.ml ends in .ml (Mali), not in .mil. " +
			"If this is right, send it again after 15 seconds and within 1 hour. [Nearmiss]"},
		{"a.b+c%d@army.ml", "Not sent to <a.b+c%d@army.ml>. Did you mean <a.b+c%d@army.mil>?"},
		{`"ann b"@army.ml`, "Not sent to army.ml. Did you mean army.mil?"},
		{"ann\r\n250 ok@army.ml", "Not sent to army.ml. Did you mean army.mil?"},
		{"ann..b@army.ml", "Not sent to army.ml."},
		{"änn@army.ml", "Not sent to army.ml."},
		{long + "@army.ml", "Not sent to <" + long + "@army.ml>."},
		{long + "a@army.ml", "Not sent to army.ml."},
		{"kim@gmail.con", "there is no .con, so mail to gmail.con cannot arrive."},
		{"ann@аrmy.mil", "xn--"}, // Cyrillic а
	} {
		v := checker.Check(row.recipient, "")
		if v.Level == core.LevelNone {
			t.Errorf("%q: no verdict", row.recipient)
			continue
		}
		if got := replyTo(t, row.recipient, v, "", true); !strings.Contains(got, row.want) {
			t.Errorf("%q: %q, want %q", row.recipient, got, row.want)
		}
	}
}

// The longest names still give one line of a reply's length, and the end of it is
// there.
func TestReplyIsNeverTooLong(t *testing.T) {
	label := strings.Repeat("a", 60)
	domain := strings.Join([]string{label, label, label, label}, ".") + ".ml"
	local := strings.Repeat("l", 64)
	for _, d := range []string{"army.ml", label + ".ml", label + "." + label + ".ml", domain} {
		v := core.Verdict{
			Level: core.LevelWarn, Action: core.ActionAsk, Domain: d, Suggestion: local + "@" + d + "l", Alternative: local + "@x" + d,
			Reason: d + " ends in .ml, not in .mil; did you mean it?",
		}
		got := replyTo(t, local+"@"+d, v, strings.Repeat("c", 80), true)
		whole := "550 5.7.1 <" + local + "@" + d + ">: Recipient address rejected: " + got + "\r\n"
		if len(whole) > 512 || !strings.HasSuffix(got, " [Nearmiss]") || !strings.Contains(got, "send it again") {
			t.Errorf("%d octets for a domain of %d: %q", len(whole), len(d), got)
		}
	}
}

// FuzzReply: whatever the recipient, the text is printable ASCII in one line, of a
// reply's length, and repeats no local part but a dot-atom.
func FuzzReply(f *testing.F) {
	for _, seed := range []string{"ann@army.ml", "\"a b\"@army.ml", "a\r\nb@army.ml", "%s@gmail,com", "ä@аrmy.mil", "<>@gmial.com", "@army.ml", "a@b@army.ml"} {
		f.Add(seed, "Ask ö", true)
	}
	checker := sharedChecker()
	f.Fuzz(func(t *testing.T, recipient, contact string, mayConfirm bool) {
		if !strings.Contains(recipient, "@") || len(recipient) > maxAddress {
			return // never refused
		}
		v := checker.Check(recipient, "")
		if v.Level == core.LevelNone {
			return
		}
		if !isASCII(contact) || len(contact) > 80 {
			contact = ""
		}
		text := replyTo(t, recipient, v, contact, mayConfirm)
		if !isASCII(text) {
			t.Errorf("%q", text)
		}
		if n := len("550 5.7.1 <>: Recipient address rejected: \r\n") + len(recipient) + len(text); n > 512 {
			t.Errorf("%d octets", n)
		}
		if strings.Contains(text, "send it again") != mayConfirm {
			t.Errorf("confirm %v: %q", mayConfirm, text)
		}
	})
}

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{
		15 * time.Second: "15 seconds", time.Second: "1 second", time.Minute: "1 minute", 90 * time.Second: "90 seconds",
		time.Hour: "1 hour", 36 * time.Hour: "36 hours", 0: "0 seconds",
	} {
		if got := seconds(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
