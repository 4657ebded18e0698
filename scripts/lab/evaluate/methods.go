package evaluate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"

	"nearmiss/core"
	"nearmiss/core/list"
)

// answer is what a method says about one typed domain.
type answer struct {
	level       core.Level
	suggestion  string // "" for none
	alternative string
	early       bool // may be told while the domain is being typed
}

// method suggests corrections for domains. protect are the targets it is given;
// nil: what it comes with. left names lists that it must do without.
type method struct {
	name string
	ask  func(domains, protect []string, left ...string) ([]answer, error)
}

// ours is the core with the project's lists, at a distance (0: as it ships).
func ours(name string, lists []*list.List, distance int) method {
	return method{name, func(domains, protect []string, left ...string) ([]answer, error) {
		var given []*list.List
		for _, l := range lists {
			if slices.Contains(left, l.Name) || protect != nil && l.Role == list.RoleProtected {
				continue
			}
			given = append(given, l)
		}
		if protect != nil {
			names := slices.Clone(protect)
			slices.Sort(names)
			given = append(given, &list.List{Name: "given", Role: list.RoleProtected, Category: "given", Domains: slices.Compact(names)})
		}
		checker, err := core.New(core.Config{Lists: given, Distance: distance})
		if err != nil {
			return nil, err
		}
		answers := make([]answer, len(domains))
		for i, d := range domains {
			v := checker.Check("someone@"+d, "")
			answers[i] = answer{v.Level, trimAddress(v.Suggestion), trimAddress(v.Alternative), v.Early}
		}
		return answers, nil
	}}
}

func trimAddress(address string) string {
	const prefix = "someone@"
	if len(address) > len(prefix) {
		return address[len(prefix):]
	}
	return ""
}

// peers runs the other tools in one process of Node.
func peers(node string) ([]method, error) {
	type question struct {
		Domains []string `json:"domains"`
		Protect []string `json:"protect"`
	}
	ask := func(tool string) func(domains, protect []string, left ...string) ([]answer, error) {
		return func(domains, protect []string, _ ...string) ([]answer, error) {
			input, err := json.Marshal([]question{{domains, protect}})
			if err != nil {
				return nil, err
			}
			cmd := exec.Command(node, "scripts/lab/evaluate/peers.mjs")
			cmd.Stdin = bytes.NewReader(input)
			cmd.Stderr = os.Stderr
			output, err := cmd.Output()
			if err != nil {
				return nil, fmt.Errorf("running scripts/lab/evaluate/peers.mjs with %s: %w (npm ci installs both)", node, err)
			}
			var all []map[string][]string
			if err := json.Unmarshal(output, &all); err != nil {
				return nil, err
			}
			suggestions := all[0][tool]
			if len(suggestions) != len(domains) {
				return nil, fmt.Errorf("%s answered %d of %d", tool, len(suggestions), len(domains))
			}
			answers := make([]answer, len(domains))
			for i, s := range suggestions {
				if s != "" {
					// These tools know one level: a hint beside the field.
					answers[i] = answer{level: core.LevelWarn, suggestion: s}
				}
			}
			return answers, nil
		}
	}
	return []method{
		{"mailcheck 1.1.1", ask("mailcheck")},
		{"@zootools/email-spell-checker 1.12.0", ask("spellchecker")},
	}, nil
}
