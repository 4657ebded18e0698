package main

import (
	"strings"
	"testing"
)

// A gate that is started in a wrong way says why and does not start.
func TestGateIsStartedInAWrongWay(t *testing.T) {
	for _, row := range []struct{ args, want string }{
		{"", "--policy-service, --milter or both"},
		{"--milter inet:127.0.0.1:1", "three times"},
		{"--policy-service inet:0.0.0.0:1", "loopback"},
		{"--policy-service 1.2.3.4", "neither"},
		{"--policy-service unix:x --health inet:192.0.2.1:80", "loopback"},
		{"--policy-service unix:x --socket-mode rw", "octal"},
		{"--policy-service unix:x --wait 2h", "--window"},
		{"--policy-service unix:x --server https://lists.example", "belong together"},
		{"--policy-service unix:x --never-confirm 10.0.0.0/99", "network"},
		{"--policy-service unix:x --policy /no/such/file", "no such file"},
		{"--policy-service unix:x --list /no/such/folder", "no such file"},
		{"--policy-service unix:/no/such/folder/socket", "policy service"},
		{"unix:x --policy-service unix:y", "unexpected"},
	} {
		t.Chdir(t.TempDir())
		got := nearmiss(t, "", append([]string{"gate"}, strings.Fields(row.args)...)...)
		if got.code != exitUnusable || !strings.Contains(got.err, row.want) {
			t.Errorf("%q: %d %q, want %q", row.args, got.code, got.err, row.want)
		}
	}
}
