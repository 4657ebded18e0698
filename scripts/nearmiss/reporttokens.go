package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"nearmiss/scripts/nearmiss/release"
	"nearmiss/worker/report"
)

func reportTokens(p *program, args []string) error {
	f := p.flags("report tokens", "--out DIR", `
Makes two new tokens: one for the policy's reportToken, with which counts can be
added, and one to read the sums with. tokens.json holds only their hashes; it
goes into the server's bucket as reports/<organisation>/tokens.json.`)
	out := f.String("out", "", "the `DIR` to write to")
	if rest, err := parse(f, args); err != nil {
		return err
	} else if len(rest) > 0 || *out == "" {
		return &usageError{"--out DIR and nothing else"}
	}
	if err := os.MkdirAll(*out, 0o700); err != nil {
		return err
	}
	hashes := map[string][]string{}
	for _, name := range []string{"report", "read"} {
		raw := make([]byte, 24)
		rand.Read(raw) // never fails
		token := hex.EncodeToString(raw)
		hashes[name] = []string{report.Hash(token)}
		file := filepath.Join(*out, name+"-token")
		// To overwrite a token would stop the reports of everybody who has it in a
		// policy.
		if err := release.WriteNew(file, []byte(token+"\n"), 0o600); err != nil {
			return err
		}
		fmt.Fprintln(p.out, file)
	}
	text, err := json.MarshalIndent(hashes, "", "  ")
	if err != nil {
		return err
	}
	file := filepath.Join(*out, "tokens.json")
	fmt.Fprintln(p.out, file)
	return release.WriteNew(file, append(text, '\n'), 0o644)
}
