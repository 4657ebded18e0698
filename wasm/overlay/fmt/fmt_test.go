package fmt

import (
	"encoding/json"
	"errors"
	std "fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

type word string

type spoken struct{}

func (spoken) String() string { return "spoken" }

func TestFormatsAsTheStandardOneDoes(t *testing.T) {
	failure := errors.New("a failure")
	tests := []struct {
		format string
		args   []any
	}{
		{"nothing to say, 100%%", nil},
		{"%s is %q", []any{"army.mil", "a\"b\n\xff"}},
		{"%v %v %v", []any{12, true, "x"}},
		{"line %d of %d", []any{3, uint32(400)}},
		{"%d %d", []any{-5, uint8(200)}},
		{"%c%c", []any{'a', 'ä'}},
		{"%q %q", []any{'a', byte('b')}},
		{"%U %U", []any{'a', rune(0x1f600)}},
		{"%02X %02X %x", []any{10, 255, 255}},
		{"%x %X", []any{"a\x0f", []byte{0xab, 1}}},
		{"%5d|%05d", []any{12, 12}},
		{"%s %v %q", []any{failure, failure, failure}},
		{"reading: %w", []any{failure}},
		{"%s %v", []any{spoken{}, spoken{}}},
		{"%s %q %v", []any{word("kind"), word("kind"), word("kind")}},
		{"%v %q", []any{[]string{"a", "b"}, []string{"a", "b"}}},
		{"%s %v", []any{[]byte("bytes"), []byte("ab")}},
		{"%v", []any{nil}},
		{"%v", []any{1.5}},
		{"%s", nil},
	}
	for _, test := range tests {
		if got, want := Sprintf(test.format, test.args...), std.Sprintf(test.format, test.args...); got != want && !strings.Contains(test.format, "%w") {
			t.Errorf("Sprintf(%q, %v) = %q, want %q", test.format, test.args, got, want)
		}
		got, want := Errorf(test.format, test.args...), std.Errorf(test.format, test.args...)
		if got.Error() != want.Error() || errors.Is(got, failure) != errors.Is(want, failure) {
			t.Errorf("Errorf(%q, %v) = %v, want %v", test.format, test.args, got, want)
		}
	}
	if got := Sprint("defect: ", failure); got != std.Sprint("defect: ", failure) {
		t.Errorf("Sprint = %q", got)
	}
}

// known is what Sprintf understands.
var known = regexp.MustCompile(`^%(0?[0-9]*[svwqdcUxX]|%)$`)

var verb = regexp.MustCompile(`%[^a-zA-Z%]*[a-zA-Z%]`)

// Every format of every linked package that uses fmt, ours included, consists of
// verbs that this package knows.
func TestKnowsAllLinkedFormats(t *testing.T) {
	formats := 0
	for _, file := range linkedFiles(t) {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			function, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if from, ok := function.X.(*ast.Ident); !ok || from.Name != "fmt" || !strings.HasSuffix(function.Sel.Name, "f") {
				return true
			}
			format, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: a format of %s is not written out: nobody can know its verbs", file, function.Sel.Name)
				return true
			}
			text, _ := strconv.Unquote(format.Value)
			for _, v := range verb.FindAllString(text, -1) {
				if !known.MatchString(v) {
					t.Errorf("%s: format %q has the verb %s, which the browser's fmt does not know", file, text, v)
				}
			}
			formats++
			return true
		})
	}
	if formats < 50 {
		t.Errorf("only %d formats were found: this test has lost its way", formats)
	}
}

// linkedFiles returns the Go files of the packages of the hot program that import
// fmt, the standard library's apart.
func linkedFiles(t *testing.T) (files []string) {
	command := exec.Command("go", "list", "-deps", "-json=Dir,GoFiles,Imports,Standard", "nearmiss/wasm/check")
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for decoder.More() {
		var p struct {
			Dir              string
			GoFiles, Imports []string
			Standard         bool
		}
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		for _, file := range p.GoFiles {
			if !p.Standard {
				files = append(files, filepath.Join(p.Dir, file))
			}
		}
	}
	return files
}
