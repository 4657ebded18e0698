package main

import (
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"

	"nearmiss/scripts/nearmiss/packages"
	"nearmiss/scripts/nearmiss/release"
	"nearmiss/worker/lists"
)

// version is set when the command is built to be handed out.
var version = "0.0.0-dev"

var versionCommand = command{name: "version", short: "print the version", run: func(p *program, args []string) error {
	if len(args) > 0 && !isHelp(args[0]) {
		return &usageError{"unexpected " + args[0]}
	}
	fmt.Fprintf(p.out, "nearmiss %s\n", version)
	return nil
}}

const releaseArgs = "--out DIR --version V [--root DIR] [--key FILE] [--only OS/ARCH]…"

var releaseCommand = command{
	name: "release", args: releaseArgs,
	short: "build this command for every platform, with checksums", run: runRelease,
}

func runRelease(p *program, args []string) error {
	f := p.flags("release", releaseArgs, `
Builds this command for Linux, macOS and Windows, beside what lies in the folder
already, with a bill of materials and SHA256SUMS of everything. --key signs the
checksums with Ed25519; "npm run release" calls this after it has packed the
extension. The same sources give the same bytes.`)
	out := f.String("out", "", "the `DIR` to write to")
	root := f.String("root", ".", "the repository's `DIR`")
	number := f.String("version", "", "the `VERSION`")
	keyFile := f.String("key", "", "an Ed25519 key, PEM, that signs the checksums; \"list keygen\" makes one")
	var only []packages.Platform
	f.Func("only", "build for this `OS/ARCH` alone; several times", func(text string) error {
		platform, err := packages.ParsePlatform(text)
		only = append(only, platform)
		return err
	})
	err := parseFlags(f, args)
	switch {
	case err != nil:
		return err
	case *out == "" || *number == "":
		return &usageError{"--out and --version are needed"}
	}
	var key ed25519.PrivateKey
	if *keyFile != "" {
		if key, err = release.ReadPrivate(*keyFile); err != nil {
			return plainError(err)
		}
	}
	folder, err := filepath.Abs(*out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return plainError(err)
	}
	if only == nil {
		only = packages.Platforms
	}
	for _, platform := range only {
		if err := packages.BuildCommand(*root, *number, folder, platform); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "built %s\n", packages.CommandName(*number, platform))
	}
	bill, err := packages.CommandBill(*root, *number, lists.Files)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "nearmiss-"+*number+"-command.cdx.json"), bill, 0o644); err != nil {
		return plainError(err)
	}
	if err := packages.WriteSums(folder, key); err != nil {
		return plainError(err)
	}
	if key == nil {
		fmt.Fprintln(p.err, "the checksums are not signed: --key names a key")
	}
	return nil
}
