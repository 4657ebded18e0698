package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"
)

func TestSigningNeedsTwo(t *testing.T) {
	c := newTestChannel(t)
	c.refuses("there is no root yet", exitUnusable, "stage")
	c.firstRoot()
	c.must("stage")
	c.sign("t1", "t1")
	c.refuses("1.targets.json has 1 of 2 signatures", exitUnusable, "renew", "--key", c.key("online"))
	c.refuses("no timestamp is staged", exitUnusable, "publish", "--url", c.url)
	c.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", c.key("online"))
	if got := c.list("sign", "--key", c.key("t2")); got.code != exitUnusable || !strings.Contains(got.err, "not signed") {
		t.Errorf("without a yes: exit %d, %s", got.code, got.err)
	}
	c.refuses("may not sign timestamps", exitUnusable, "renew", "--key", c.key("t2"))
	// Staging the same again keeps the signature that is there.
	if out := c.must("stage"); !strings.Contains(out, "1.targets.json                       1 of 2 signatures") {
		t.Errorf("staged again: got\n%s", out)
	}
	c.sign("t2")
	c.renew()
	c.must("verify")
	c.send()
	c.refuses("no timestamp is staged", exitUnusable, "publish", "--url", c.url)
	// A change after the signatures makes them worthless.
	c.add("us-military", "jag.mil")
	c.prepare()
	path := c.path("release", "staged", "metadata", "2.targets.json")
	text, _ := os.ReadFile(path)
	os.WriteFile(path, bytes.Replace(text, []byte(`"length":`), []byte(`"length":1`), 1), 0o666)
	c.refuses("signature", exitFindings, "verify")
	c.sees(1, "jag.mil", false)
}

func TestRootRotates(t *testing.T) {
	c := newPublishedChannel(t)
	for _, key := range []string{"r4", "t4"} {
		c.must("keygen", c.key(key))
	}
	c.now = c.now.Add(48 * time.Hour)
	c.must("rotate-root",
		"--root-key", c.key("r2"), "--root-key", c.key("r3"), "--root-key", c.key("r4"),
		"--targets-key", c.key("t2"), "--targets-key", c.key("t3"), "--targets-key", c.key("t4"))
	c.sign("r4", "r2")
	c.refuses("2.root.json by the keys before has 1 of 2 signatures", exitUnusable, "renew", "--key", c.key("online"))
	c.sign("r1")
	// The lists are signed by keys of which one has gone: they are signed anew.
	c.add("us-military", "jag.mil")
	c.must("stage")
	c.refuses("nothing is staged that key", exitUnusable, "sign", "--yes", "--key", c.key("t1"))
	c.sign("t4", "t2")
	c.renew()
	c.send()
	c.sees(2, "jag.mil", true)
	c.must("check", "--url", c.url)
}

func TestKeysAreKept(t *testing.T) {
	c := newTestChannel(t)
	c.refuses("file exists", exitUnusable, "keygen", c.key("r1"))
	info, err := os.Stat(c.key("r1"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, %v", info.Mode(), err)
	}
	c.firstRoot()
	c.must("stage")
	os.Chmod(c.key("t1"), 0o644)
	c.refuses("can be read by others", exitUnusable, "sign", "--yes", "--key", c.key("t1"))
	os.WriteFile(c.key("none"), []byte("x"), 0o600)
	c.refuses("is no private key", exitUnusable, "sign", "--yes", "--key", c.key("none"))
}
