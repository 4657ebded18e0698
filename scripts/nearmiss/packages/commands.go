package packages

import (
	"crypto/ed25519"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Platform is what a program is built for, in Go's words.
type Platform struct{ OS, Arch string }

// Platforms are those that the command is handed out for.
var Platforms = []Platform{
	{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "amd64"}, {"darwin", "arm64"}, {"windows", "amd64"}, {"windows", "arm64"},
}

func (p Platform) String() string { return p.OS + "/" + p.Arch }

// CommandName is the file of the command for a platform.
func CommandName(version string, p Platform) string {
	name := "nearmiss-" + version + "-" + p.OS + "-" + p.Arch
	if p.OS == "windows" {
		name += ".exe"
	}
	return name
}

// BuildCommand builds the command for a platform. The same sources and Go give the
// same bytes, on any machine.
func BuildCommand(root, version, out string, p Platform) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid= -X main.version="+version,
		"-o", filepath.Join(out, CommandName(version, p)), "./scripts/nearmiss")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+p.OS, "GOARCH="+p.Arch, "CGO_ENABLED=0", "GOFLAGS=")
	_, err := output(cmd)
	return err
}

// CommandBill is the software bill of materials of the command on all platforms.
// lists are the ones that it is built with.
func CommandBill(root, version string, lists fs.FS) ([]byte, error) {
	found := map[string]string{}
	for _, p := range Platforms {
		if err := linked(root, "./scripts/nearmiss", p, found); err != nil {
			return nil, err
		}
	}
	modules, err := licensed(root, found)
	if err != nil {
		return nil, err
	}
	embedded := map[string][]byte{}
	names, err := fs.Glob(lists, "*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if embedded["lists/"+name], err = fs.ReadFile(lists, name); err != nil {
			return nil, err
		}
	}
	data, err := listsOf(embedded)
	if err != nil {
		return nil, err
	}
	return bill(version, slices.Concat(modules, data, tables))
}

const (
	sumsName      = "SHA256SUMS"
	signatureName = "SHA256SUMS.sig"
)

// SumFolder is what `sha256sum --check` reads, of every file in a folder but the
// sums themselves.
func SumFolder(dir string) ([]byte, error) {
	files := map[string][]byte{}
	tree := os.DirFS(dir)
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == sumsName || name == signatureName {
			return err
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	})
	return sums(files), err
}

// WriteSums writes SHA256SUMS of a folder, and its Ed25519 signature of 64 bytes
// beside it if there is a key.
func WriteSums(dir string, key ed25519.PrivateKey) error {
	text, err := SumFolder(dir)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, sumsName), text, 0o644); err != nil {
		return err
	}
	if key == nil {
		return nil
	}
	return os.WriteFile(filepath.Join(dir, signatureName), ed25519.Sign(key, text), 0o644)
}

// ParsePlatform reads "linux/amd64".
func ParsePlatform(text string) (Platform, error) {
	os, arch, _ := strings.Cut(text, "/")
	p := Platform{os, arch}
	if !slices.Contains(Platforms, p) {
		return p, fmt.Errorf("%q is none of %v", text, Platforms)
	}
	return p, nil
}
