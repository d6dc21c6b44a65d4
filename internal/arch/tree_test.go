package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// file is one Go source file of the module.
type file struct {
	path string // from the root of the module, as internal/app/case.go
	dir  string
	ast  *ast.File
	fset *token.FileSet
	// test: part of a test only. made: written by a generator.
	test, made bool
}

// tree is every source file of the module, by path; pages holds the .templ
// sources.
type tree struct {
	files []file
	pages map[string]string
}

// parse builds a tree from sources by path.
func parse(t *testing.T, sources map[string]string) tree {
	t.Helper()
	out := tree{pages: map[string]string{}}
	for _, p := range slices.Sorted(maps.Keys(sources)) {
		if strings.HasSuffix(p, ".templ") {
			out.pages[p] = sources[p]
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, p, sources[p], parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out.files = append(out.files, file{
			path: p, dir: path.Dir(p), ast: f, fset: fset,
			test: strings.HasSuffix(p, "_test.go"), made: ast.IsGenerated(f),
		})
	}
	return out
}

// ownModule reports whether a folder is a module of its own, such as a tool
// for tests: no part of the building.
func ownModule(root fs.FS, dir string) bool {
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

// whole is the tree as it stands.
func whole(t *testing.T) tree {
	t.Helper()
	sources := map[string]string{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			if name := e.Name(); p != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || ownModule(root, p)) {
				return fs.SkipDir
			}
			return nil
		}
		if ext := filepath.Ext(p); ext == ".go" || ext == ".templ" {
			b, err := fs.ReadFile(root, p)
			if err != nil {
				return err
			}
			sources[p] = string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, sources)
}

// code lists the files that become part of a program and were written by hand.
func (t tree) code() []file {
	return slices.DeleteFunc(slices.Clone(t.files), func(f file) bool { return f.test || f.made })
}

// at names a place as path:line.
func (f file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.fset.Position(n.Pos()).Line)
}

// imported is one import of a file and the name it is used under.
type imported struct{ name, path string }

func (f file) imports() (out []imported) {
	for _, im := range f.ast.Imports {
		to, _ := strconv.Unquote(im.Path.Value)
		name := path.Base(to)
		if strings.HasPrefix(name, "v") && strings.Trim(name[1:], "0123456789") == "" {
			name = path.Base(path.Dir(to)) // a major version: x/v5 is used as x
		}
		name = strings.TrimPrefix(name, "go-")
		if im.Name != nil {
			name = im.Name.Name
		}
		out = append(out, imported{name, to})
	}
	return out
}

// uses lists where the file names something of another package, such as
// "time.Now", by the whole path of the package whatever its name here.
func (f file) uses() map[string]ast.Node {
	out, paths := map[string]ast.Node{}, map[string]string{}
	for _, im := range f.imports() {
		paths[im.name] = im.path
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && paths[x.Name] != "" {
				out[paths[x.Name]+"."+s.Sel.Name] = s
			}
		}
		return true
	})
	return out
}

// check is a rule of the building: it lists what breaks it.
type check func(tree) []string

// holds fails the test for whatever breaks the rule in the tree as it stands.
func holds(t *testing.T, c check) {
	t.Helper()
	for _, broken := range c(whole(t)) {
		t.Error(broken)
	}
}

// planted is a small tree and what the rule must say of it: a part of exactly
// one line, or nothing at all.
type planted struct {
	name  string
	files map[string]string
	want  string
}

// bites tries the rule on planted trees.
func bites(t *testing.T, c check, tests []planted) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := c(parse(t, tt.files))
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("a sound tree breaks the rule: %q", got)
			case tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)):
				t.Errorf("said %q, want one line with %q", got, tt.want)
			}
		})
	}
}
