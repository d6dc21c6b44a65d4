package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"testing"
)

// documented checks that every exported name says what it is.
func documented(t tree) (broken []string) {
	packages := map[string]bool{}
	for _, f := range t.code() {
		packages[f.dir] = packages[f.dir] || f.ast.Doc != nil
		say := func(n ast.Node, name string) {
			broken = append(broken, fmt.Sprintf("%s: %s is exported and has no comment", f.at(n), name))
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				typ, _ := receiverOf(d)
				if d.Name.IsExported() && (typ == "" || ast.IsExported(typ)) && d.Doc == nil {
					say(d, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, name := range undocumented(d) {
					say(name, name.Name)
				}
			}
		}
	}
	for _, f := range t.code() {
		if with, first := packages[f.dir]; first && !with {
			broken = append(broken, fmt.Sprintf("%s: the package has no comment", f.dir))
		}
		delete(packages, f.dir)
	}
	return broken
}

// undocumented lists the exported names of a declaration without a comment of
// their own; constants and variables may share the comment of their group.
func undocumented(d *ast.GenDecl) (names []*ast.Ident) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
				names = append(names, s.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && s.Doc == nil && d.Doc == nil && s.Comment == nil {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

func TestDocumented(t *testing.T) {
	holds(t, documented)
	one := func(body string) map[string]string {
		return map[string]string{"internal/tatm/x.go": "// Package tatm is the field.\npackage tatm\n" + body}
	}
	bites(t, documented, []planted{
		{"sound", one("// Case is a case.\ntype Case struct{}\n// Open opens.\nfunc (Case) Open() {}\nfunc (hidden) Shown() {}\nvar own = 1\n// Levels.\nconst (\nLow = 1\nHigh = 2\n)"), ""},
		{"a type", one("type Case struct{}"), "Case is exported"},
		{"a function", one("func Open() {}"), "Open is exported"},
		{"a method", one("// Case is a case.\ntype Case struct{}\nfunc (c *Case) Open() {}"), "Open is exported"},
		{"a constant", one("const Low = 1"), "Low is exported"},
		{"a package", map[string]string{"internal/tatm/x.go": "package tatm\n"}, "the package has no comment"},
	})
}

// noInit checks that nothing runs before main does.
func noInit(t tree) (broken []string) {
	for _, f := range t.code() {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				broken = append(broken, f.at(fn)+": init runs unasked; call it from where it is needed")
			}
		}
	}
	return broken
}

func TestNoInit(t *testing.T) {
	holds(t, noInit)
	bites(t, noInit, []planted{
		{"a method of that name", map[string]string{"internal/app/x.go": "package app\nfunc (x) init() {}"}, ""},
		{"init", map[string]string{"internal/app/x.go": "package app\nfunc init() {}"}, "init runs unasked"},
	})
}

// noSkip checks that no test is passed over: what is not at hand is said by
// testbed, which fails where it must be.
func noSkip(t tree) (broken []string) {
	for _, f := range t.files {
		if !f.test {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if s, ok := call.Fun.(*ast.SelectorExpr); ok && (s.Sel.Name == "Skip" || s.Sel.Name == "Skipf" || s.Sel.Name == "SkipNow") {
					broken = append(broken, f.at(call)+": a test is skipped")
				}
			}
			return true
		})
	}
	return broken
}

func TestNoSkip(t *testing.T) {
	holds(t, noSkip)
	bites(t, noSkip, []planted{
		{"a test that runs", map[string]string{"internal/app/x_test.go": "package app\nfunc TestX(t *testing.T) { t.Log() }"}, ""},
		{"a test that does not", map[string]string{"internal/app/x_test.go": "package app\nfunc TestX(t *testing.T) { t.Skip() }"}, "skipped"},
	})
}

// long lists files over 400 lines and functions over 60: signs to look at, not
// verdicts.
func long(t tree) (signs []string) {
	for _, f := range t.code() {
		if n := f.fset.File(f.ast.Pos()).LineCount(); n > 400 {
			signs = append(signs, fmt.Sprintf("%s has %d lines", f.path, n))
		}
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if n := lines(f.fset, fn); n > 60 {
					signs = append(signs, fmt.Sprintf("%s: %s has %d lines", f.at(fn), fn.Name.Name, n))
				}
			}
		}
	}
	return signs
}

func lines(fset *token.FileSet, n ast.Node) int {
	return fset.Position(n.End()).Line - fset.Position(n.Pos()).Line + 1
}

func TestSizes(t *testing.T) {
	for _, sign := range long(whole(t)) {
		t.Log(sign)
	}
	body := ""
	for range 61 {
		body += "\n"
	}
	bites(t, long, []planted{
		{"short", map[string]string{"internal/app/x.go": "package app\nfunc f() {}"}, ""},
		{"a long function", map[string]string{"internal/app/x.go": "package app\nfunc f() {" + body + "}"}, "f has 62 lines"},
	})
}
