package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nearmiss/core"
	"nearmiss/core/list"
	"nearmiss/core/policy"
	"nearmiss/scripts/nearmiss/lint"
)

// listFlags are the flags that say what is protected.
func (c *checkFlags) listFlags(f *flag.FlagSet) {
	f.StringVar(&c.list, "list", "", "`FILE|DIR` of lists (default: worker/lists of this repository, or else the built-in ones)")
	f.StringVar(&c.protect, "protect", "", "`FILE` with one domain or *.suffix a line, in place of the protected lists")
	f.StringVar(&c.known, "known", "", "`FILE` with domains that are known to be real, besides the known lists")
	f.StringVar(&c.policy, "policy", "", "`FILE` with an organisation's policy, JSON")
}

// checker builds what the flags ask for.
func (c *checkFlags) checker() (*core.Checker, *decided, error) {
	lists, err := c.lists()
	if err != nil {
		return nil, nil, err
	}
	config := core.Config{Lists: lists}
	by := &decided{}
	if c.policy != "" {
		t, err := readText(c.policy)
		if err != nil {
			return nil, nil, err
		}
		parsed, err := policy.Parse([]byte(t.Text))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", t.File, err)
		}
		config.Policy = parsed.Core()
		*by = decided{file: t.File, policy: parsed}
	}
	checker, err := core.New(config)
	return checker, by, err
}

func (c *checkFlags) lists() ([]*list.List, error) {
	texts, err := c.listTexts()
	if err != nil {
		return nil, err
	}
	var all []*list.List
	for _, t := range texts {
		l, err := list.Parse(t.File, t.Text)
		if err != nil {
			return nil, err
		}
		if c.protect == "" || l.Role != list.RoleProtected {
			all = append(all, l)
		}
	}
	for _, personal := range []struct {
		path string
		role list.Role
	}{{c.protect, list.RoleProtected}, {c.known, list.RoleKnown}} {
		if personal.path == "" {
			continue
		}
		l, err := readPersonal(personal.path, personal.role)
		if err != nil {
			return nil, err
		}
		if l.Len() == 0 && personal.role == list.RoleProtected {
			return nil, fmt.Errorf("%s: holds no domain", personal.path)
		}
		all = append(all, l)
	}
	return all, nil
}

func (c *checkFlags) listTexts() ([]lint.Text, error) {
	if c.list != "" {
		info, err := os.Stat(c.list)
		if err != nil {
			return nil, plainError(err)
		}
		if !info.IsDir() {
			t, err := readText(c.list)
			return []lint.Text{t}, err
		}
	}
	files, where, err := openSources(c.list)
	if err != nil {
		return nil, err
	}
	return readTexts(files, where)
}

// readPersonal reads a file of domains, one a line, or a whole list, which then
// plays the role asked for.
func readPersonal(path string, role list.Role) (*list.List, error) {
	t, err := readText(path)
	if err != nil {
		return nil, err
	}
	var l *list.List
	if strings.HasPrefix(t.Text, list.Magic) {
		l, err = list.Parse(t.File, t.Text)
	} else {
		l, err = list.ParsePlain(t.File, t.Text, role)
	}
	if err != nil {
		return nil, err
	}
	l.Role = role
	if l.Name == "" {
		l.Name = strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	}
	if l.Category == "" {
		l.Category = string(role)
	}
	return l, nil
}
