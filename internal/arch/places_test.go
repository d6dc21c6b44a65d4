package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The tables of named places say what needs a reason, and which package or file
// has one. watchedNames are names of other packages; watchedPackages are whole
// packages, with those beneath them.
var (
	watchedNames = map[string]map[string]string{
		"time.Now":                 clock,
		"time.Since":               clock,
		"time.Until":               clock,
		"github.com/a-h/templ.Raw": {},
		"offramp/internal/store.Open": {
			"internal/boot":   "the one place that wires the program",
			"cmd/offramp":     "the one place that wires the program",
			"internal/upkeep": "migrates, restores and verifies with no program running",
			"internal/bulk":   "loads a caseload for measurements",
		},
		// Who says Everywhere instead of an organisation is not held by the
		// policies between organisations.
		"offramp/internal/store.Everywhere": {
			"internal/app/sign.go":    "whose a session or a login is, is what is asked",
			"internal/app/account.go": "as sign.go",
			"internal/app/passkey.go": "as sign.go",
			"internal/app/sso.go":     "as sign.go",
			"internal/app/letter.go":  "the letters of all organisations leave by one round",
			"internal/app/minute.go":  "leases and sweeps are the installation's",
			"internal/upkeep":         "backup, restore, verify and rebuild are the installation's",
			"internal/bulk":           "loads a caseload for measurements",
		},
	}
	watchedPackages = map[string]map[string]string{
		"math/rand":                     {},
		"html/template":                 {},
		"text/template":                 {},
		"unsafe":                        {},
		"os/exec":                       {"internal/testbed": "finds the browser", "internal/bench": "starts the program that it measures"},
		"database/sql":                  engines,
		"github.com/jackc/pgx":          engines,
		"github.com/ncruces/go-sqlite3": engines,
	}
	clock = map[string]string{
		"cmd/offramp":    "the program's clock is read here and handed down",
		"internal/boot":  "the program's clock is read here and handed down",
		"internal/bench": "measures how long things take",
	}
	engines = map[string]string{
		"internal/store":   "the record's two engines",
		"internal/testbed": "makes databases for tests",
		"internal/bulk":    "loads a caseload for measurements",
		"internal/bench":   "looks into the database beside the server",
	}
)

// namedPlaces checks that what needs a reason stands where it has one.
func namedPlaces(t tree) (broken []string) {
	for _, f := range t.code() {
		say := func(n ast.Node, what string) {
			broken = append(broken, fmt.Sprintf("%s: %s needs a reason in the tables of named places", f.at(n), what))
		}
		has := func(places map[string]string) bool { return places[f.dir] != "" || places[f.path] != "" }
		for i, im := range f.imports() {
			if im.name == "." {
				say(f.ast.Imports[i], "an import without a name")
			}
			for watched, places := range watchedPackages {
				if (im.path == watched || strings.HasPrefix(im.path, watched+"/")) && !has(places) {
					say(f.ast.Imports[i], im.path)
				}
			}
		}
		for name, n := range f.uses() {
			if places, watched := watchedNames[name]; watched && !has(places) {
				say(n, name)
			}
		}
	}
	slices.Sort(broken)
	return broken
}

func TestNamedPlaces(t *testing.T) {
	holds(t, namedPlaces)
	one := func(path, body string) map[string]string { return map[string]string{path: "package x\n" + body} }
	bites(t, namedPlaces, []planted{
		{"the program's clock", one("cmd/offramp/main.go", `import "time"; var _ = time.Now`), ""},
		{"a time that is handed in", one("internal/tatm/x.go", `import "time"; var _ time.Time`), ""},
		{"a clock read in place", one("internal/app/x.go", `import "time"; var _ = time.Now`), "time.Now"},
		{"the same under another name", one("internal/app/x.go", `import clock "time"; var _ = clock.Now`), "time.Now"},
		{"the clock by the back door", one("internal/web/x.go", `import "time"; var _ = time.Since`), "time.Since"},
		{"chance", one("internal/app/x.go", `import "math/rand/v2"; var _ = rand.N(3)`), "math/rand/v2"},
		{"a program started", one("internal/paper/x.go", `import "os/exec"; var _ = exec.Command`), "os/exec"},
		{"raw text in a page", one("internal/web/x.go", `import "github.com/a-h/templ"; var _ = templ.Raw`), "templ.Raw"},
		{"HTML past the escaper", one("internal/web/x.go", `import "html/template"; var _ = template.HTML("")`), "html/template"},
		{"a second opening", one("internal/app/x.go", `import "offramp/internal/store"; var _ = store.Open`), "store.Open"},
		{"past the second wall", one("internal/app/case.go", `import "offramp/internal/store"; var _ = store.Everywhere`), "store.Everywhere"},
		{"a database of one's own", one("internal/app/x.go", `import "database/sql"; var _ = sql.Open`), "database/sql"},
		{"a driver", one("internal/app/x.go", `import _ "github.com/jackc/pgx/v5/stdlib"`), "jackc/pgx"},
		{"names from nowhere", one("internal/app/x.go", `import . "time"; var _ = Now`), "without a name"},
	})
}

// statement is the beginning, or the tell-tale middle, of an SQL statement.
var statement = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE TABLE|ALTER TABLE|DROP TABLE)\s` +
	`|\b(SELECT|select)\s[^;]*\s(FROM|from)\s+\w|\b(INSERT INTO|insert into)\s+\w|\b(UPDATE|update)\s+\w+\s+(SET|set)\s|\b(DELETE FROM|delete from)\s+\w+\s+(WHERE|where)\s`)

// sqlInStore checks that SQL stands in store alone, where the scope is.
func sqlInStore(t tree) (broken []string) {
	for _, f := range t.code() {
		if f.dir == "internal/store" || floors[f.dir].tests {
			continue
		}
		for lit, text := range f.texts() {
			if statement.MatchString(text) {
				broken = append(broken, f.at(lit)+": SQL belongs in internal/store")
			}
		}
	}
	slices.Sort(broken)
	return broken
}

// texts lists the string literals of the file, without its imports.
func (f file) texts() map[*ast.BasicLit]string {
	out := map[*ast.BasicLit]string{}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if _, ok := n.(*ast.ImportSpec); ok {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			out[lit], _ = strconv.Unquote(lit.Value)
		}
		return true
	})
	return out
}

func TestSQLInStore(t *testing.T) {
	holds(t, sqlInStore)
	one := func(dir, text string) map[string]string {
		return map[string]string{dir + "/x.go": "package x\nvar _ = `" + text + "`"}
	}
	bites(t, sqlInStore, []planted{
		{"in store", one("internal/store", "SELECT id FROM file"), ""},
		{"in a use case", one("internal/app", "SELECT id FROM file"), "SQL belongs"},
		{"its beginning", one("internal/app", "SELECT id, "), "SQL belongs"},
		{"in small letters", one("internal/web", "select id from file"), "SQL belongs"},
		{"a deletion", one("internal/upkeep", "DELETE FROM audit WHERE n = 3"), "SQL belongs"},
		{"a change", one("internal/upkeep", "UPDATE audit SET n = 3"), "SQL belongs"},
		{"words", one("internal/cli", "Update the members, or select one."), ""},
	})
}

// markup is the opening or closing of an HTML element.
var markup = regexp.MustCompile(`</?[a-zA-Z][a-zA-Z0-9]*(\s+[a-z-]+=|\s*/?>)`)

// htmlPlaces may hold markup in Go text, each with its reason.
var htmlPlaces = map[string]string{}

// htmlInPages checks that HTML is written in .templ pages, which escape, and
// that pages do not use what escaping does not reach.
func htmlInPages(t tree) (broken []string) {
	for _, f := range t.code() {
		if floors[f.dir].tests || htmlPlaces[f.path] != "" {
			continue
		}
		for lit, text := range f.texts() {
			if markup.MatchString(text) {
				broken = append(broken, f.at(lit)+": HTML belongs in a .templ page")
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(t.pages)) {
		for i, line := range strings.Split(t.pages[path], "\n") {
			if unsafe := unescaped.FindString(line); unsafe != "" && !strings.Contains(line, "{ children... }") {
				broken = append(broken, fmt.Sprintf("%s:%d: %q is out of reach of escaping or of the content security policy", path, i+1, unsafe))
			}
		}
	}
	slices.Sort(broken)
	return broken
}

// unescaped is what templ lets through, or what the policy of the pages refuses.
// An address past the check of addresses must begin with a path of ours.
var unescaped = regexp.MustCompile(`<iframe|formaction=|templ\.Raw|templ\.SafeURL\((?:[^"]|"[^/#?]|"//)|templ\.SafeCSS|javascript:|<style|\sstyle=|\son[a-z]+=|\shx-on|\{\s*\w[\w.]*\.\.\.\s*\}`)

func TestHTMLInPages(t *testing.T) {
	holds(t, htmlInPages)
	page := func(line string) map[string]string {
		return map[string]string{"internal/web/x.templ": "package web\n\ntempl x() {\n\t" + line + "\n}\n"}
	}
	bites(t, htmlInPages, []planted{
		{"a sound page", page(`<a href={ url }>{ title }{ children... }</a>`), ""},
		{"HTML in Go", map[string]string{"internal/web/x.go": "package web\nvar _ = `<p class=\"x\">`"}, "belongs in a .templ page"},
		{"a less-than sign in Go", map[string]string{"internal/web/x.go": "package web\nvar _ = `a <b and c> d`"}, ""},
		{"an inner frame", page(`<iframe src={ url }></iframe>`), "iframe"},
		{"a form's other target", page(`<button formaction={ url }>Go</button>`), "formaction"},
		{"spread attributes", page(`<p { attrs... }></p>`), "attrs..."},
		{"raw text", page(`@templ.Raw(text)`), "templ.Raw"},
		{"an address of ours", page(`<a href={ templ.SafeURL("/cases/" + id) }>Case</a>`), ""},
		{"an address from somewhere", page(`<a href={ templ.SafeURL(back) }>Back</a>`), "templ.SafeURL"},
		{"an address elsewhere", page(`<a href={ templ.SafeURL("//" + host) }>Away</a>`), "templ.SafeURL"},
		{"a handler in the page", page(`<button onclick="go()">Go</button>`), "onclick"},
		{"a style in the page", page(`<p style="color:red">x</p>`), "style="},
	})
}

// routesInTables checks that an address of the desk or the portal comes from
// their tables of routes, which the matrix of roles asks one by one. The assets
// are the same for everybody.
func routesInTables(t tree) (broken []string) {
	for _, f := range t.code() {
		if f.dir != "internal/web" && f.dir != "internal/portal" {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			s, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || s.Sel.Name != "Handle" && s.Sel.Name != "HandleFunc" {
				return true
			}
			if lit, ok := call.Args[0].(*ast.BasicLit); ok && lit.Value != `"GET /assets/"` {
				broken = append(broken, fmt.Sprintf("%s: the address %s stands outside the table of routes: put it into routes()", f.at(call), lit.Value))
			}
			return true
		})
	}
	return broken
}

func TestRoutesInTables(t *testing.T) {
	holds(t, routesInTables)
	bites(t, routesInTables, []planted{
		{"the table", map[string]string{"internal/web/server.go": "package web\nfunc f() { for _, r := range routes() { mux.Handle(r.pattern, h) } }"}, ""},
		{"the assets", map[string]string{"internal/web/server.go": "package web\nfunc f() { mux.Handle(\"GET /assets/\", h) }"}, ""},
		{"an address beside the table", map[string]string{"internal/portal/x.go": "package portal\nfunc f() { mux.HandleFunc(\"GET /x\", h) }"}, "outside the table"},
	})
}
