// Package packages makes what is handed out of the built extension:
//
//	nearmiss-1.0.0-chromium.zip   for the Chrome Web Store and Edge Add-ons
//	nearmiss-1.0.0.crx            CRX3 signed with the packager's own key
//	nearmiss-1.0.0-firefox.xpi    for addons.mozilla.org to sign, or for ESR
//	nearmiss-1.0.0-source.zip     what all of it was built from
//	nearmiss-1.0.0.cdx.json       software bill of materials (CycloneDX)
//	updates.xml, updates.json     what Chromium's and Firefox's update checks get
//	SHA256SUMS                    of the files above
//
// In a program:
//
//	files, err := packages.Make(input) // by name, to be written into a folder
//
// The same sources, Go, npm packages, version, base URL and key give the same
// bytes: files are sorted, have no time and no owner, and signatures are
// PKCS #1 v1.5, which has no randomness. updates.* are there only with a base URL.
package packages

import (
	"crypto/rsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Input is what packages are made of.
type Input struct {
	Chromium, Firefox map[string][]byte // the built extension, by path with /
	Source            map[string][]byte
	Version           string // "1.0.0"; "" for the manifest's
	BaseURL           string // where the files will be served, ends in "/"; "" if nowhere
	Key               *rsa.PrivateKey
	Components        []Component // what is linked or bundled into the extension

	// FirefoxID is the xpi's own id; "" for the manifest's. Ids are unique at
	// addons.mozilla.org, so whoever has packages of their own signed needs one.
	FirefoxID string

	// Homepage is the address of the extension's own page, https; "" for none.
	Homepage string

	// WebmailHosts are webmails of the organisation's own ("owa.works.example")
	// that its CRX and xpi may read and guard; policy's webmailHosts says which
	// webmail each is. A store's package is the same for everybody.
	WebmailHosts []string
}

// Chromium's rule: one to four numbers from 0 to 65535 without leading zeros.
var versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,4})(\.(0|[1-9][0-9]{0,4})){0,3}$`)

// https://extensionworkshop.com/documentation/develop/extensions-and-the-add-on-id/
var geckoIDForm = regexp.MustCompile(`(?i)^(\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}|[a-z0-9._-]*@[a-z0-9._-]+)$`)

// checkBaseURL wants https: browsers take updates by nothing else. A server on
// this machine may do without, for trying it out.
func checkBaseURL(base string) error {
	if base == "" {
		return nil
	}
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("base URL %q is not the address of a folder", base)
	case !strings.HasSuffix(base, "/"):
		return fmt.Errorf("base URL %q does not end in /", base)
	case u.Scheme == "https", u.Scheme == "http" && (u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost"):
		return nil
	}
	return fmt.Errorf("base URL %q: browsers take packages and updates by https only", base)
}

// Make returns the files by name.
func Make(in Input) (map[string][]byte, error) {
	if in.Key == nil {
		return nil, errors.New("no key")
	}
	if err := checkBaseURL(in.BaseURL); err != nil {
		return nil, err
	}
	if in.FirefoxID != "" && !geckoIDForm.MatchString(in.FirefoxID) {
		return nil, fmt.Errorf("the id %q is not what Firefox takes: name@domain, or a UUID in braces", in.FirefoxID)
	}
	chromium, err := readManifest(in.Chromium)
	if err != nil {
		return nil, fmt.Errorf("chromium: %w", err)
	}
	firefox, err := readManifest(in.Firefox)
	if err != nil {
		return nil, fmt.Errorf("firefox: %w", err)
	}
	if in.Homepage != "" {
		chromium, firefox = chromium.with("homepage_url", in.Homepage), firefox.with("homepage_url", in.Homepage)
	}
	version := in.Version
	if version == "" {
		version = chromium.version()
	}
	if !versionForm.MatchString(version) {
		return nil, fmt.Errorf("version %q is not what Chromium takes: one to four numbers", version)
	}
	name := "nearmiss-" + version
	crxName, xpiName := name+".crx", name+"-firefox.xpi"

	// A store gives its own key and its own update address.
	store := chromium.with("version", version).without("key", "update_url")
	own := chromium.with("version", version).with("key", publicKey(in.Key))
	gecko := firefox.with("version", version)
	if len(in.WebmailHosts) > 0 {
		if own, err = own.withHosts(in.WebmailHosts); err != nil {
			return nil, err
		}
		if gecko, err = gecko.withHosts(in.WebmailHosts); err != nil {
			return nil, err
		}
	}
	if in.FirefoxID != "" {
		if gecko, err = gecko.withGecko("id", in.FirefoxID); err != nil {
			return nil, err
		}
	}
	if in.BaseURL != "" {
		own = own.with("update_url", in.BaseURL+"updates.xml")
		gecko, err = gecko.withGecko("update_url", in.BaseURL+"updates.json")
		if err != nil {
			return nil, err
		}
	}
	files := map[string][]byte{}
	if files[name+"-chromium.zip"], err = packed(in.Chromium, store); err != nil {
		return nil, err
	}
	archive, err := packed(in.Chromium, own)
	if err != nil {
		return nil, err
	}
	if files[crxName], err = CRX(archive, in.Key); err != nil {
		return nil, err
	}
	if files[xpiName], err = packed(in.Firefox, gecko); err != nil {
		return nil, err
	}
	if files[name+"-source.zip"], err = Zip(in.Source); err != nil {
		return nil, err
	}
	if files[name+".cdx.json"], err = bill(version, in.Components); err != nil {
		return nil, err
	}
	if in.BaseURL != "" {
		files["updates.xml"] = updatesXML(ID(in.Key), version, in.BaseURL+crxName, chromium.text("minimum_chrome_version"), files[crxName])
		if files["updates.json"], err = updatesJSON(gecko, version, in.BaseURL+xpiName, files[xpiName]); err != nil {
			return nil, err
		}
	}
	files["SHA256SUMS"] = sums(files)
	return files, nil
}

// sums is what `sha256sum --check` reads.
func sums(files map[string][]byte) []byte {
	var text []byte
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text = fmt.Appendf(text, "%x  %s\n", sha256.Sum256(files[name]), name)
	}
	return text
}
