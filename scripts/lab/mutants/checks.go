package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"strings"
)

// check is one condition, or a side of one.
type check struct {
	path       string // of the file
	function   string
	at         string // "session.go:120"
	condition  string
	start, end int    // of what is removed, in bytes
	without    string // what stands before it then: "false && " or "true || "
}

// checksIn returns the checks of a file: all conditions, or those of if statements
// that end in an error.
func checksIn(path string, all bool, functions []string) []check {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	var checks []check
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || len(functions) > 0 && !contains(functions, f.Name.Name) {
			continue
		}
		// from is where what is printed begins: with what an if statement does first.
		add := func(from token.Pos, e ast.Expr, without string) {
			begin, start, end := files.Position(from), files.Position(e.Pos()), files.Position(e.End())
			checks = append(checks, check{
				path: path, function: f.Name.Name, at: fmt.Sprintf("%s:%d", filepath.Base(path), begin.Line),
				condition: strings.Join(strings.Fields(string(text[begin.Offset:end.Offset])), " "),
				start:     start.Offset, end: end.Offset, without: without,
			})
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.IfStmt:
				if all || endsInError(n.Body) {
					add(n.If+token.Pos(len("if ")), n.Cond, "false && ")
				}
			case *ast.SwitchStmt:
				if !all || n.Tag != nil {
					return true
				}
				for _, clause := range n.Body.List {
					for _, e := range clause.(*ast.CaseClause).List {
						add(e.Pos(), e, "false && ")
					}
				}
			case *ast.BinaryExpr:
				without := map[token.Token]string{token.LAND: "true || ", token.LOR: "false && "}[n.Op]
				if all && without != "" {
					add(n.X.Pos(), n.X, without)
					add(n.Y.Pos(), n.Y, without)
				}
			}
			return true
		})
	}
	return checks
}

// endsInError reports whether a block ends by returning something as its last
// result that is no nil.
func endsInError(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	r, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	if !ok || len(r.Results) == 0 {
		return false
	}
	switch last := r.Results[len(r.Results)-1].(type) {
	case *ast.Ident:
		return last.Name == "err"
	case *ast.CallExpr, *ast.UnaryExpr:
		return true
	}
	return false
}
