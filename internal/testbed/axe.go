package testbed

import (
	_ "embed" // the checker is read from testdata
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed testdata/axe.min.js
var axeSource string

// Violation is a rule of accessibility that a page breaks.
type Violation struct {
	ID      string   // axe-core's name of the rule
	Impact  string   // minor, moderate, serious or critical
	Help    string   // the rule in words
	Targets []string // selectors of the elements that break it
}

// String names the rule and where it is broken.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s: %s", v.ID, v.Impact, v.Help, strings.Join(v.Targets, ", "))
}

// Axe returns what axe-core finds wrong with the page as it stands: every rule
// of WCAG 2.0 to 2.2, A and AA, and its best practices.
func (p *Page) Axe() []Violation {
	p.t.Helper()
	if !Eval[bool](p, `typeof axe !== "undefined"`) {
		Eval[bool](p, axeSource+`;true`)
	}
	found := Eval[string](p, `axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		resultTypes: ["violations"],
	}).then(r => JSON.stringify(r.violations.map(v => ({
		ID: v.id, Impact: v.impact, Help: v.help, Targets: v.nodes.map(n => n.target.join(" ")),
	}))))`)
	var out []Violation
	if err := json.Unmarshal([]byte(found), &out); err != nil {
		p.t.Fatalf("axe: %v", err)
	}
	return out
}
