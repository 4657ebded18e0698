package core

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nearmiss/core/list"
)

// vector is one check of testdata/vectors; README.md there has the format.
type vector struct {
	file      string
	line      int
	lists     []*list.List
	policy    *Policy
	sender    string
	recipient string
	want      [4]string // level, kind, suggestion, alternative
}

func readVectors(t testing.TB) (all []vector) {
	t.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no vectors", err)
	}
	ground := shipped(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var lists []*list.List
		sender := ""
		var policy *Policy
		for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			if line[0] == '@' {
				words := strings.Fields(line[1:])
				switch role := words[0]; role {
				case "lists":
					lists, policy = nil, nil
					if words[1] == "shipped" {
						lists = slices.Clone(ground)
					}
				case "sender":
					sender = strings.Join(words[1:], " ")
				case "policy":
					policy = policyOf(t, strings.TrimPrefix(line, "@policy "))
				case "protected":
					lists = append(slices.Clip(lists), protectedAs(ground, words[1], words[2:]...))
				default:
					if !list.IsRole(list.Role(role)) {
						t.Fatalf("%s:%d: there is no role %q", file, i+1, role)
					}
					lists = append(slices.Clip(lists), listOf(list.Role(role), "", words[1:]...))
				}
				continue
			}
			v := vector{file: filepath.Base(file), line: i + 1, lists: lists, policy: policy, sender: sender}
			fields := strings.Split(line, "\t")
			if len(fields) < 2 || len(fields) > 5 {
				t.Fatalf("%s:%d: %d fields", file, i+1, len(fields))
			}
			for j, field := range fields {
				if strings.HasPrefix(field, `"`) {
					if err := json.Unmarshal([]byte(field), &field); err != nil {
						t.Fatalf("%s:%d: %v", file, i+1, err)
					}
				}
				if j == 0 {
					v.recipient = field
				} else {
					v.want[j-1] = field
				}
			}
			all = append(all, v)
		}
	}
	return all
}

// policyOf reads the keys of a policy that vectors have. Package policy reads them all,
// but depends on this one.
func policyOf(t testing.TB, text string) *Policy {
	var keys struct {
		Own      []string `json:"ownDomains"`
		Allowed  []string `json:"allowedDomains"`
		Blocked  []string `json:"blockedDomains"`
		External Action   `json:"externalRecipients"`
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&keys); err != nil {
		t.Fatalf("@policy %s: %v", text, err)
	}
	return &Policy{Own: keys.Own, Allowed: keys.Allowed, Blocked: keys.Blocked, External: keys.External}
}

// protectedAs is listOf a protected category, whose header says what those of the
// shipped lists say of it.
func protectedAs(shipped []*list.List, category string, entries ...string) *list.List {
	l := listOf(list.RoleProtected, category, entries...)
	for _, other := range shipped {
		if other.Category == category {
			l.Share, l.Register, l.Mailboxes = other.Share, other.Register, other.Mailboxes
		}
	}
	return l
}

func listOf(role list.Role, category string, entries ...string) *list.List {
	l := &list.List{Name: "vector", Role: role, Category: category}
	for _, entry := range entries {
		switch rest := entry[1:]; {
		case entry[0] == '*':
			l.Suffixes = append(l.Suffixes, strings.TrimPrefix(rest, "."))
		case entry[0] == '!':
			l.Exceptions = append(l.Exceptions, rest)
		case entry[0] == '-':
			l.Removed = append(l.Removed, rest)
		default:
			l.Domains = append(l.Domains, entry)
		}
	}
	slices.Sort(l.Domains)
	slices.Sort(l.Suffixes)
	return l
}

func TestVectors(t *testing.T) {
	var c *Checker
	var made vector
	for _, v := range readVectors(t) {
		if c == nil || made.policy != v.policy || !slices.Equal(made.lists, v.lists) {
			var err error
			if c, err = New(Config{Lists: v.lists, Policy: v.policy}); err != nil {
				t.Fatalf("%s:%d: %v", v.file, v.line, err)
			}
			made = v
		}
		verdict := c.Check(v.recipient, v.sender)
		got := [4]string{verdict.Level.String(), string(verdict.Kind), verdict.Suggestion, verdict.Alternative}
		if got != v.want {
			t.Errorf("%s:%d: Check(%q, %q)\n got %q (%s)\nwant %q", v.file, v.line, v.recipient, v.sender, got, verdict.Reason, v.want)
		}
	}
}
