package fmt

import (
	"encoding/json"
	"errors"
	std "fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

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
		{"%s %q", []any{[]byte("bytes"), []byte("ab")}},
		{"%v", []any{nil}},
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

// neverPrinted are the types of what two packages say of their own defects: their number
// is not worth 50 kB.
var neverPrinted = map[string]bool{"bidi.Class": true, "bidi.level": true, "bidi.bracketType": true, "fastjson.Type": true}

// Every format of every linked package that uses fmt, ours included, consists of
// verbs that this package knows, and is given what they are for.
func TestKnowsAllLinkedFormats(t *testing.T) {
	formats := 0
	for _, p := range linkedPackages(t) {
		for _, file := range p.files {
			ast.Inspect(file, func(node ast.Node) bool {
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
					t.Errorf("%s: a format of %s is not written out: nobody can know its verbs", p.path, function.Sel.Name)
					return true
				}
				text, _ := strconv.Unquote(format.Value)
				next := 1
				for _, v := range verb.FindAllString(text, -1) {
					if !known.MatchString(v) {
						t.Errorf("%s: format %q has the verb %s, which the browser's fmt does not know", p.path, text, v)
					}
					if v == "%%" {
						continue
					}
					given := p.types.TypeOf(call.Args[next])
					if !isKnown(given, v[len(v)-1]) && !neverPrinted[types.TypeString(given, (*types.Package).Name)] {
						t.Errorf("%s: format %q has a %v for %s, which the browser's fmt does not know", p.path, text, given, v)
					}
					next++
				}
				formats++
				return true
			})
		}
	}
	if formats < 50 {
		t.Errorf("only %d formats were found: this test has lost its way", formats)
	}
}

// isKnown tells types that appendValue can print with the verb.
func isKnown(given types.Type, verb byte) bool {
	stringer := types.NewInterfaceType([]*types.Func{types.NewFunc(token.NoPos, nil, "String",
		types.NewSignatureType(nil, nil, nil, nil, types.NewTuple(types.NewParam(token.NoPos, nil, "", types.Typ[types.String])), false))}, nil)
	isError := types.Implements(given, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
	if strings.IndexByte("svwqxX", verb) >= 0 && (isError || types.Implements(given, stringer)) {
		return true
	}
	switch types.Default(types.Unalias(given)).String() {
	case "string", "[]byte", "[]uint8":
		return strings.IndexByte("svwqxX", verb) >= 0
	case "bool":
		return verb == 'v'
	case "int", "int32", "rune", "int64", "uint8", "byte", "uint32":
		return strings.IndexByte("vdcqUxX", verb) >= 0
	}
	return false
}

type linked struct {
	path  string
	files []*ast.File
	types *types.Info
}

// linkedPackages returns the packages of the hot program, the standard library's apart.
func linkedPackages(t *testing.T) (all []linked) {
	command := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,GoFiles,Standard,Export", "nearmiss/wasm/check")
	command.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	exports := map[string]string{}
	files := token.NewFileSet()
	decoder := json.NewDecoder(strings.NewReader(string(output)))
	for decoder.More() {
		var p struct {
			ImportPath, Dir, Export string
			GoFiles                 []string
			Standard                bool
		}
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		exports[p.ImportPath] = p.Export
		if p.Standard {
			continue
		}
		l := linked{p.ImportPath, nil, &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			l.files = append(l.files, file)
		}
		checked := types.Config{
			Importer: importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }),
			Sizes:    types.SizesFor("gc", "wasm"),
		}
		if _, err := checked.Check(p.ImportPath, files, l.files, l.types); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}
