package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Shown are the patterns of the routes that show a page.
func Shown() []string {
	var out []string
	for _, r := range (&Server{}).routes() {
		if p, ok := strings.CutPrefix(r.pattern, "GET "); ok {
			out = append(out, p)
		}
	}
	return out
}

// Acts are the names of everything that can be done to a case.
func Acts() []string { return slices.Sorted(maps.Keys(acts)) }

// Tabs are the parts of a case.
func Tabs() []string {
	var out []string
	for _, p := range caseParts {
		out = append(out, p.tabs...)
	}
	return out
}

// Route is an address of the desk as its table has it.
type Route struct {
	Pattern string
	Open    bool // nobody needs to be signed in
	Asks    bool // a form that only asks
}

// Routes is the table that the mux is made from.
func Routes() []Route {
	var out []Route
	for _, r := range (&Server{demo: []Persona{{}}}).routes() {
		out = append(out, Route{r.pattern, r.open, r.asks})
	}
	return out
}

// switches are the handlers that know their acts by a switch, by the first part
// of their address.
var switches = map[string][]string{"meetings": {"meetingAct"}, "people": {"doPerson"}, "office": {"officeAct"}, "account": {"accountAct"}, "reports": {"reportAct"}}

var actName = regexp.MustCompile(`^[a-z][a-z-]*$`)

// ActsOf are the acts that the handler of an address knows: those of its table,
// and the literals that its switch or its own table names, read from the source.
func ActsOf(first string) []string {
	seen := map[string]bool{}
	switch first {
	case "reports":
		for name := range reportActs {
			seen[name] = true
		}
		for name := range protectionActs {
			seen[name] = true
		}
	case "people":
		for name := range personKinds {
			seen[name] = true
		}
	}
	paths, _ := filepath.Glob("*.go") // the pattern is sound
	for _, path := range paths {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			panic(err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !slices.Contains(switches[first], fn.Name.Name) {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				var of []ast.Expr
				switch n := n.(type) {
				case *ast.CaseClause:
					of = n.List
				case *ast.KeyValueExpr:
					of = []ast.Expr{n.Key}
				case *ast.BinaryExpr:
					of = []ast.Expr{n.Y}
				}
				for _, e := range of {
					if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						if s, err := strconv.Unquote(lit.Value); err == nil && actName.MatchString(s) {
							seen[s] = true
						}
					}
				}
				return true
			})
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// OpeningActs are what can be done about sealed parts.
func OpeningActs() []string { return slices.Sorted(maps.Keys(openingActs)) }
