package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// runner is the file that admits, bytes the one for large files; entrances are its ways in, and plain the
// exported methods of Desk that ask for nothing.
const (
	runner = "internal/app/runner.go"
	bytes  = "internal/app/bytes.go"
)

var (
	entrances = []string{"do", "see", "list", "open", "many", "office", "ask", "bring", "hand"}
	plain     = map[string]string{
		"Once": "returns the desk with an idempotency key",
		"Who":  "says who sits there",
	}
)

// ledger checks that exported methods of Desk and operations are a bijection:
// each method makes exactly one call to an entrance of the runner, under an
// operation of its own; each operation in the ledger is used; and nobody but
// those methods makes such a call.
func ledger(t tree) (broken []string) {
	declared, usedBy := map[string]string{}, map[string][]string{}
	for _, f := range t.code() {
		if f.dir != "internal/app" {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, name := range opsIn(d) {
					declared[name.Name] = f.at(name)
				}
			case *ast.FuncDecl:
				ops, wrong := admissions(f, d)
				broken = append(broken, wrong...)
				for _, op := range ops {
					usedBy[op] = append(usedBy[op], d.Name.Name)
				}
			}
		}
	}
	for _, op := range slices.Sorted(maps.Keys(usedBy)) {
		if by := usedBy[op]; len(by) > 1 {
			broken = append(broken, fmt.Sprintf("%s: %s is shared by %s", declared[op], op, strings.Join(by, ", ")))
		}
		if declared[op] == "" {
			broken = append(broken, fmt.Sprintf("%s uses %s, which is not in the ledger", usedBy[op][0], op))
		}
	}
	for _, op := range slices.Sorted(maps.Keys(declared)) {
		if len(usedBy[op]) == 0 {
			broken = append(broken, fmt.Sprintf("%s: no method of Desk uses %s", declared[op], op))
		}
	}
	return broken
}

// opsIn lists the operations that a declaration puts in the ledger.
func opsIn(d *ast.GenDecl) (ops []*ast.Ident) {
	if d.Tok != token.VAR {
		return nil
	}
	for _, s := range d.Specs {
		for _, name := range s.(*ast.ValueSpec).Names {
			if isOp(name.Name) {
				ops = append(ops, name)
			}
		}
	}
	return ops
}

func isOp(name string) bool {
	rest, ok := strings.CutPrefix(name, "op")
	return ok && rest != "" && unicode.IsUpper(rune(rest[0]))
}

// admissions returns the operations under which a method of Desk asks for
// leave, and what is wrong with how it does.
func admissions(f file, fn *ast.FuncDecl) (ops, wrong []string) {
	name, receiver := receiverOf(fn)
	if name != "Desk" || fn.Body == nil || f.path == runner {
		return nil, nil
	}
	calls := 0
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !isEntrance(call, receiver) {
			return true
		}
		calls++
		var op *ast.Ident
		if len(call.Args) > 1 {
			op, _ = call.Args[1].(*ast.Ident)
		}
		if op == nil || !isOp(op.Name) {
			wrong = append(wrong, fmt.Sprintf("%s: %s asks leave for something that is no operation of the ledger", f.at(call), fn.Name.Name))
			return true
		}
		ops = append(ops, op.Name)
		return true
	})
	switch {
	case !fn.Name.IsExported() && calls > 0:
		return nil, []string{fmt.Sprintf("%s: %s asks leave, which only exported methods of Desk do", f.at(fn), fn.Name.Name)}
	case fn.Name.IsExported() && plain[fn.Name.Name] == "" && calls != 1:
		return slices.Compact(ops), []string{fmt.Sprintf("%s: %s asks leave %d times, want once", f.at(fn), fn.Name.Name, calls)}
	}
	return ops, wrong
}

func receiverOf(fn *ast.FuncDecl) (typ, name string) {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return "", ""
	}
	t := fn.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		typ = id.Name
	}
	if names := fn.Recv.List[0].Names; len(names) > 0 {
		name = names[0].Name
	}
	return typ, name
}

func isEntrance(call *ast.CallExpr, receiver string) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !slices.Contains(entrances, s.Sel.Name) {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == receiver
}

func TestLedger(t *testing.T) {
	holds(t, ledger)
	app := func(body string) map[string]string {
		return map[string]string{
			"internal/app/ops.go": "package app\nvar opCaseSee = access.Op{}\n",
			"internal/app/x.go":   "package app\n" + body,
		}
	}
	const sound = "func (d Desk) SeeCase(ctx C) error { return d.see(ctx, opCaseSee, on, func(s *sight) error { return nil }) }\n"
	bites(t, ledger, []planted{
		{"sound", app(sound + "func (d Desk) Once(k string) Desk { return d }\nfunc (d Desk) helper() {}\n"), ""},
		{"around the runner", app(sound + "func (d Desk) Peek(ctx C) error { return d.app.db.Read(ctx, nil) }"), "Peek asks leave 0 times"},
		{"twice", app("func (d Desk) SeeCase(ctx C) error { d.see(ctx, opCaseSee, on, nil); return d.see(ctx, opCaseSee, on, nil) }"), "2 times"},
		{"shared", app(sound + "func (d Desk) Again(ctx C) error { return d.see(ctx, opCaseSee, on, nil) }"), "shared by SeeCase, Again"},
		{"not in the ledger", app(sound + "func (d Desk) Close(ctx C) error { return d.do(ctx, opCaseClose, on, nil) }"), "not in the ledger"},
		{"made on the spot", app(sound + "func (d Desk) Close(ctx C) error { return d.do(ctx, access.Op{}, on, nil) }"), "no operation of the ledger"},
		{"unused", app(sound + "var opCaseClose = access.Op{}"), "no method of Desk uses opCaseClose"},
		{"by a helper", app(sound + "func (d Desk) quietly(ctx C) error { return d.do(ctx, op, on, nil) }"), "only exported methods"},
	})
}

// doors are the calls that open the record, and the files that may make them,
// each with its reason.
var doors = map[string]map[string]string{
	"Admit": {
		runner:                  "the runner admits",
		bytes:                   "hands out one attachment, as the runner would show its entry",
		"internal/app/names.go": "peek decides by itself on a second file of an admitted read",
	},
	"db.Read":  signInToo,
	"db.Write": signInToo,
	"db.Show":  signInToo,
}

var signInToo = map[string]string{
	runner:                    "one transaction a piece of work",
	"internal/app/sign.go":    "nobody sits at a desk before they have signed in; no file is touched",
	"internal/app/account.go": "people's own accounts hang on their session; no file is touched",
	"internal/app/passkey.go": "as sign.go",
	"internal/app/sso.go":     "as sign.go",
	"internal/app/minute.go":  "the clock keeps leases, checkpoints and sweeps; what it does to a file goes through its desk",
	"internal/app/letter.go":  "letters leave by the clock; of a file they know whose team it is",
	bytes:                     "large files pass in small transactions, decided before them and audited with them",
	"internal/app/flood.go":   "counts how many reports come from where, before anything is opened; no file is touched",
	"internal/app/door.go":    "whoever holds a receipt is looked up before anything is opened; the report goes through its desk",
}

// oneDoor checks that only the files named in doors open the record.
func oneDoor(t tree) (broken []string) {
	for _, f := range t.code() {
		if f.dir != "internal/app" && floors[f.dir].floor <= 4 || floors[f.dir].tests {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			s, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name := s.Sel.Name
			if x, ok := s.X.(*ast.SelectorExpr); ok && x.Sel.Name == "db" {
				name = "db." + name
			}
			if may, isDoor := doors[name]; isDoor && may[f.path] == "" {
				broken = append(broken, fmt.Sprintf("%s: only %s may call %s", f.at(call), strings.Join(slices.Sorted(maps.Keys(may)), " and "), name))
			}
			return true
		})
	}
	return broken
}

func TestOneDoor(t *testing.T) {
	holds(t, oneDoor)
	bites(t, oneDoor, []planted{
		{"the runner", map[string]string{runner: "package app\nfunc (d Desk) do() { tx.Admit(scope, row) }"}, ""},
		{"a use case", map[string]string{"internal/app/case.go": "package app\nfunc f() { tx.Admit(scope, row) }"}, "may call Admit"},
		{"a page", map[string]string{"internal/web/case.go": "package web\nfunc f() { tx.Admit(scope, row) }"}, "may call Admit"},
		{"a transaction of one's own", map[string]string{"internal/app/case.go": "package app\nfunc (a *App) f() { a.db.Write(ctx, nil) }"}, "may call db.Write"},
	})
}
