package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"nearmiss/core/policy"
)

func policyCheck(p *program, args []string) error {
	f := p.flags("policy check", "FILE …", `
Reads policies as the extension does and prints every problem as FILE: PATH:
reason, and notes on what is right and yet probably not meant. A file is a policy
alone, or any form that "policy templates" writes: Chrome's and Edge's managed
policies (3rdparty.extensions), Firefox's policies.json, a registry file, a macOS
profile or property list, an Intune profile or a Google Admin policy for
extensions. - is standard input.`)
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return &usageError{"which file?"}
	}
	found := 0
	for _, file := range files {
		text, err := p.readFile(file)
		if err != nil {
			return err
		}
		policies, err := policiesIn(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for _, at := range slices.Sorted(maps.Keys(policies)) {
			read, problems := policy.Read(policies[at])
			for _, problem := range problems {
				fmt.Fprintf(p.out, "%s: %s\n", file, at+problem.String())
			}
			where := strings.TrimSuffix(strings.TrimSuffix(file+": "+at, "."), ": ")
			for _, note := range policyNotes(read, problems) {
				fmt.Fprintf(p.out, "%s: note: %s\n", where, note)
			}
			found += len(problems)
			if len(problems) == 0 {
				fmt.Fprintf(p.out, "%s: good, %d of %d keys\n", where, len(read.Set), len(policy.Keys))
			}
		}
	}
	if found > 0 {
		return errFindings
	}
	return nil
}

func (p *program) readFile(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(p.in, 16<<20))
	}
	return os.ReadFile(name)
}

// policiesIn finds the extension's policies in a file by where they stand: "" for
// a policy alone, else "3rdparty.extensions.ID." and the like.
func policiesIn(text []byte) (map[string]json.RawMessage, error) {
	text, err := fromUTF16(text)
	if err != nil {
		return nil, err
	}
	switch {
	case registryHead.Match(text):
		found, err := registryPolicies(text)
		if err != nil {
			return nil, err
		}
		return asJSON(found)
	case bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<policyDefinition")):
		return nil, errors.New("a Group Policy template holds no policy: check the .reg file, or what the policy was made from")
	case bytes.HasPrefix(text, []byte("<?xml")), bytes.HasPrefix(text, []byte("<plist")), bytes.HasPrefix(text, []byte("bplist")):
		found, err := plistPolicies(text)
		if err != nil {
			return nil, err
		}
		return asJSON(found)
	}
	var file struct {
		Chromium struct {
			Extensions map[string]json.RawMessage `json:"extensions"`
		} `json:"3rdparty"`
		Firefox struct {
			Third struct {
				Extensions map[string]json.RawMessage `json:"Extensions"`
			} `json:"3rdparty"`
		} `json:"policies"`
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(text, &top); err != nil {
		return nil, whereInJSON(text, err)
	}
	if _, isIntune := top["omaSettings"]; isIntune {
		found, err := intunePolicies(text)
		if err != nil {
			return nil, err
		}
		return asJSON(found)
	}
	_, isChromium := top["3rdparty"]
	_, isFirefox := top["policies"]
	if !isChromium && !isFirefox {
		if values := googleAdminValues(top); values != nil {
			return map[string]json.RawMessage{"": values}, nil
		}
		return map[string]json.RawMessage{"": text}, nil
	}
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, whereInJSON(text, err)
	}
	policies := map[string]json.RawMessage{}
	for id, one := range file.Chromium.Extensions {
		if looksLikeOurs(one) || len(file.Chromium.Extensions) == 1 {
			policies["3rdparty.extensions."+id+"."] = one
		}
	}
	for id, one := range file.Firefox.Third.Extensions {
		if looksLikeOurs(one) || len(file.Firefox.Third.Extensions) == 1 {
			policies["policies.3rdparty.Extensions."+id+"."] = one
		}
	}
	if len(policies) == 0 {
		return nil, errors.New("no policy of an extension in this file")
	}
	return policies, nil
}

// looksLikeOurs distinguishes the extension's policy from those of other extensions in
// the same file, by a key that it has.
func looksLikeOurs(one json.RawMessage) bool {
	var keys map[string]json.RawMessage
	if json.Unmarshal(one, &keys) != nil {
		return false
	}
	for name := range keys {
		if _, known := policy.Find(name); known {
			return true
		}
	}
	return false
}

// googleAdminValues unwraps {"key": {"Value": …}}; nil when top is of another form.
func googleAdminValues(top map[string]json.RawMessage) json.RawMessage {
	values := map[string]json.RawMessage{}
	for name, wrapped := range top {
		var w map[string]json.RawMessage
		if json.Unmarshal(wrapped, &w) != nil || w["Value"] == nil {
			return nil
		}
		values[name] = w["Value"]
	}
	if len(values) == 0 {
		return nil
	}
	text, err := json.Marshal(values)
	if err != nil {
		return nil
	}
	return text
}

func whereInJSON(text []byte, err error) error {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		before := text[:min(int(syntax.Offset), len(text))]
		line := 1 + bytes.Count(before, []byte("\n"))
		column := len(before) - bytes.LastIndexByte(before, '\n') - 1
		return fmt.Errorf("line %d, column %d: not JSON: %w", line, max(column, 1), err)
	case errors.As(err, &mistyped) && mistyped.Field == "":
		return fmt.Errorf("is a JSON %s; an object is wanted", mistyped.Value)
	case errors.As(err, &mistyped):
		return fmt.Errorf("%s is a JSON %s; an object is wanted", mistyped.Field, mistyped.Value)
	}
	return err
}
