package arch

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "offramp/"

// row is the place of a package in the building.
type row struct {
	floor  int
	beside []string // packages of the same floor it may import
	never  []string // packages of lower floors it may not import
	// pure: reaches nothing outside the program; tests: only tests import it.
	pure, tests bool
}

// record is what only the use cases touch: whoever imports one of these could
// reach a case around the runner.
var record = []string{"internal/store", "internal/seal", "internal/vault"}

// floors is the building (architecture.md, section 2). Imports go down only, or
// to a package named beside; a package without a row does not belong yet.
var floors = map[string]row{
	"internal/fault": {floor: 0, pure: true},

	"internal/tatm":    {floor: 1, pure: true},
	"internal/catalog": {floor: 1, beside: []string{"internal/tatm"}},

	"internal/coherence": {floor: 2, pure: true, never: []string{"internal/catalog"}},
	"internal/match":     {floor: 2, pure: true, never: []string{"internal/catalog"}},
	"internal/access":    {floor: 2, pure: true, never: []string{"internal/catalog"}},

	"internal/match/people": {floor: 3, tests: true}, // makes people for measurements

	"internal/seal":    {floor: 3},
	"internal/store":   {floor: 3, beside: []string{"internal/seal"}},
	"internal/vault":   {floor: 3, beside: []string{"internal/seal"}},
	"internal/letter":  {floor: 3},
	"internal/scanner": {floor: 3},
	"internal/authn":   {floor: 3},

	"internal/app":    {floor: 4},
	"internal/upkeep": {floor: 4},

	"internal/config":   {floor: 5, never: record},
	"internal/locale":   {floor: 5, never: record},
	"internal/paper":    {floor: 5, never: record, beside: []string{"internal/locale"}},
	"internal/web/look": {floor: 5, never: record, beside: []string{"internal/locale"}},

	"internal/web":    {floor: 6, never: record},
	"internal/portal": {floor: 6, never: record},
	"internal/api":    {floor: 6, never: record},
	"internal/rounds": {floor: 6, never: record},
	"internal/demo":   {floor: 6, never: record},
	"internal/intake": {floor: 6, never: record},
	"internal/mailin": {floor: 6, never: record},

	"internal/boot": {floor: 7}, // opens the store and wires the floors below
	"internal/cli":  {floor: 8, never: record},
	"cmd/offramp":   {floor: 9},

	"internal/bulk":    {floor: 7, tests: true}, // loads a big caseload for measurements
	"internal/bench":   {floor: 8, tests: true}, // a program of its own that measures the other
	"internal/testbed": {floor: 0, tests: true},
	"internal/arch":    {floor: 0, tests: true},
}

// pureImports is what a pure package may import of the world: nothing with a
// file, a socket, a clock of its own, a log or chance.
var pureImports = []string{
	"bytes", "cmp", "crypto/sha256", "embed", "encoding/base32", "encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt",
	"hash/fnv", "iter", "maps", "math", "math/bits", "regexp", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "time", "unicode", "unicode/utf8",
	"golang.org/x/text/cases", "golang.org/x/text/language", "golang.org/x/text/runes", "golang.org/x/text/transform", "golang.org/x/text/unicode/norm",
}

func importsGoDown(t tree) (broken []string) {
	say := func(f file, format string, args ...any) {
		broken = append(broken, f.path+": "+fmt.Sprintf(format, args...))
	}
	for _, f := range t.files {
		if f.test {
			continue
		}
		from, known := floors[f.dir]
		if !known {
			say(f, "package %s has no floor", f.dir)
			continue
		}
		for _, im := range f.imports() {
			to := im.path
			ours, isOurs := strings.CutPrefix(to, module)
			target, known := floors[ours]
			switch {
			case !isOurs && from.pure && !slices.Contains(pureImports, to):
				say(f, "a pure package may not import %s", to)
			case !isOurs || !known: // a package without a floor is reported where it stands
			case target.tests && !from.tests:
				say(f, "only tests may import %s", ours)
			case slices.Contains(from.never, ours):
				say(f, "%s may never import %s", f.dir, ours)
			case target.floor > from.floor, target.floor == from.floor && !slices.Contains(from.beside, ours):
				say(f, "%s may not import %s: imports go down", f.dir, ours)
			}
		}
	}
	return broken
}

func TestImportsGoDown(t *testing.T) {
	holds(t, importsGoDown)
	one := func(dir, imports string) map[string]string {
		return map[string]string{dir + "/x.go": "package " + path.Base(dir) + "\nimport _ \"" + imports + "\"\n"}
	}
	bites(t, importsGoDown, []planted{
		{"down", one("internal/app", "offramp/internal/store"), ""},
		{"beside, by name", one("internal/store", "offramp/internal/seal"), ""},
		{"up", one("internal/store", "offramp/internal/app"), "imports go down"},
		{"beside, not named", one("internal/web", "offramp/internal/portal"), "imports go down"},
		{"no floor", one("internal/util", "fmt"), "internal/util has no floor"},
		{"a page reads rows", one("internal/web", "offramp/internal/store"), "may never import internal/store"},
		{"the clock reads rows", one("internal/rounds", "offramp/internal/store"), "may never import internal/store"},
		{"the command line reads rows", one("internal/cli", "offramp/internal/store"), "may never import internal/store"},
		{"the demo writes rows", one("internal/demo", "offramp/internal/store"), "may never import internal/store"},
		{"upkeep reads rows", one("internal/upkeep", "offramp/internal/store"), ""},
		{"the field asks a file", one("internal/tatm", "os"), "may not import os"},
		{"the policy logs", one("internal/access", "log/slog"), "may not import log/slog"},
		{"a finding asks the net", one("internal/coherence", "net/http"), "may not import net/http"},
		{"the field counts", one("internal/tatm", "math"), ""},
		{"a program with the test bed", one("internal/app", "offramp/internal/testbed"), "only tests may import"},
		{"the bench with the bulk loader", one("internal/bench", "offramp/internal/bulk"), ""},
		{"a server with the bulk loader", one("cmd/offramp", "offramp/internal/bulk"), "only tests may import"},
		{"a test with the test bed", map[string]string{"internal/app/x_test.go": `package app; import _ "offramp/internal/testbed"`}, ""},
	})
}
