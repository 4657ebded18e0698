package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

func TestSigningNeedsTwo(t *testing.T) {
	p := newTestChannel(t)
	p.refuses("there is no root yet", exitUnusable, "stage")
	p.firstRoot()
	p.must("stage")
	p.sign("t1", "t1")
	p.refuses("1.targets.json has 1 of 2 signatures", exitUnusable, "renew", "--key", p.key("online"))
	p.refuses("no timestamp is staged", exitUnusable, "publish", "--url", p.url)
	p.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", p.key("online"))
	if got := p.list("sign", "--key", p.key("t2")); got.code != exitUnusable || !strings.Contains(got.err, "not signed") {
		t.Errorf("without a yes: exit %d, %s", got.code, got.err)
	}
	p.refuses("may not sign timestamps", exitUnusable, "renew", "--key", p.key("t2"))
	// Staging the same again keeps the signature that is there.
	if out := p.must("stage"); !strings.Contains(out, "1.targets.json                       1 of 2 signatures") {
		t.Errorf("staged again: got\n%s", out)
	}
	p.sign("t2")
	p.renew()
	p.must("verify")
	p.send()
	p.refuses("no timestamp is staged", exitUnusable, "publish", "--url", p.url)
	// A change after the signatures makes them worthless.
	p.add("us-military", "jag.mil")
	p.prepare()
	path := p.path("release", "staged", "metadata", "2.targets.json")
	text, _ := os.ReadFile(path)
	os.WriteFile(path, bytes.Replace(text, []byte(`"length":`), []byte(`"length":1`), 1), 0o666)
	p.refuses("signature", exitFindings, "verify")
	p.sees(1, "jag.mil", false)
}

func TestRootRotates(t *testing.T) {
	p := newPublishedChannel(t)
	for _, key := range []string{"r4", "t4"} {
		p.must("keygen", p.key(key))
	}
	p.now = p.now.Add(48 * time.Hour)
	p.must("rotate-root",
		"--root-key", p.key("r2"), "--root-key", p.key("r3"), "--root-key", p.key("r4"),
		"--targets-key", p.key("t2"), "--targets-key", p.key("t3"), "--targets-key", p.key("t4"))
	p.sign("r4", "r2")
	p.refuses("2.root.json by the keys before has 1 of 2 signatures", exitUnusable, "renew", "--key", p.key("online"))
	p.sign("r1")
	// The lists are signed by keys of which one has gone: they are signed anew.
	p.add("us-military", "jag.mil")
	p.must("stage")
	p.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", p.key("t1"))
	p.sign("t4", "t2")
	p.renew()
	p.send()
	p.sees(2, "jag.mil", true)
	p.must("check", "--url", p.url)
}

func TestKeysAreKept(t *testing.T) {
	p := newTestChannel(t)
	p.refuses("file exists", exitUnusable, "keygen", p.key("r1"))
	info, err := os.Stat(p.key("r1"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v", info.Mode(), err)
	}
	p.firstRoot()
	p.must("stage")
	os.Chmod(p.key("t1"), 0o644)
	p.refuses("can be read by others", exitUnusable, "sign", "--yes", "--key", p.key("t1"))
	os.WriteFile(p.key("none"), []byte("x"), 0o600)
	p.refuses("is no private key", exitUnusable, "sign", "--yes", "--key", p.key("none"))
}
