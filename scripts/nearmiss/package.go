package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"nearmiss/scripts/nearmiss/packages"
)

const packageArgs = "--built DIR --out DIR [--key FILE] [--base-url URL] [--version V] [--firefox-id ID] [--homepage URL] [--webmail-host HOST]…"

var packageCommand = command{
	name: "package", args: packageArgs,
	short: "pack the built extension for stores and self-hosting", run: packageExtension,
}

func packageExtension(p *program, args []string) error {
	f := p.flags("package", packageArgs, `
Packs what scripts/build.mjs built: Chromium zip and signed CRX3, Firefox xpi,
sources, bill of materials, checksums and, with --base-url, the answers to
update checks. The same input gives the same bytes. "npm run package" builds and
calls this.`)
	built := f.String("built", "", "the `DIR` with chromium/ and firefox/")
	root := f.String("root", ".", "the repository's `DIR`")
	out := f.String("out", "", "the `DIR` to write to")
	keyFile := f.String("key", "", "your signing key, a PEM `FILE`; made when it is not there (default: NEARMISS_PACKAGE_KEY or your configuration folder)")
	baseURL := f.String("base-url", "", "the `URL` of the folder that will serve the files")
	version := f.String("version", "", "another `VERSION` than the manifest's, to roll back to older code")
	firefoxID := f.String("firefox-id", "", "the `ID` of the xpi, for packages that addons.mozilla.org signs for you")
	homepage := f.String("homepage", "", "the `URL` of the extension's own page, for its manifest")
	var hosts []string
	f.Func("webmail-host", "a `HOST` of your own webmail that the CRX and xpi may read and guard; may be repeated", appendTo(&hosts))
	err := parseFlags(f, args)
	switch {
	case err != nil:
		return err
	case *built == "" || *out == "":
		return &usageError{"--built and --out are needed"}
	}
	input := packages.Input{Version: *version, BaseURL: *baseURL, FirefoxID: *firefoxID, Homepage: *homepage, WebmailHosts: hosts}
	if input.BaseURL != "" && !strings.HasSuffix(input.BaseURL, "/") {
		input.BaseURL += "/"
	}
	if input.Chromium, err = readTree(filepath.Join(*built, "chromium")); err != nil {
		return err
	}
	if input.Firefox, err = readTree(filepath.Join(*built, "firefox")); err != nil {
		return err
	}
	if input.Source, err = packages.Source(*root); err != nil {
		return err
	}
	if input.Components, err = packages.Components(*root, input.Chromium); err != nil {
		return err
	}
	if *keyFile == "" {
		if *keyFile, err = packages.DefaultKeyFile(); err != nil {
			return err
		}
	}
	key, isNew, err := packages.Key(*keyFile)
	if err != nil {
		return err
	}
	input.Key = key
	files, err := packages.Make(input)
	if err != nil {
		return err
	}
	if err := writeFiles(*out, files); err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%s", files["SHA256SUMS"])
	fmt.Fprintf(p.out, "id in Chrome and Edge: %s\n", packages.ID(key))
	if isNew {
		fmt.Fprintf(p.err, "made a new signing key, %s: keep a copy, without it nothing that was installed can be updated\n", *keyFile)
	}
	if dirty, err := exec.Command("git", "-C", *root, "status", "--porcelain", "--untracked-files=no").Output(); err == nil && len(dirty) > 0 {
		fmt.Fprintln(p.err, "there are uncommitted changes: the source package holds the last commit, the others do not")
	}
	return nil
}

func readTree(dir string) (map[string][]byte, error) {
	files := map[string][]byte{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(root, name)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not there: run npm run build first", dir)
	}
	return files, err
}
