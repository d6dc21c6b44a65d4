package tatm

import "slices"

// Basis is a legal ground on which something of a file may be given to somebody:
// data of package catalog, with the rule in our own words, where it stands, and
// whether anybody checked that.
type Basis struct {
	Code    string
	Title   map[string]string // by language
	Rule    map[string]string
	Onward  map[string]string // conditions that travel with the copy
	Cites   string
	Carries []Regime // what may go on this ground
	Needs   []string // BasisNeeds it cannot do without
	Origin
}

// BasisNeeds are what a basis may ask to be given with it.
var BasisNeeds = []string{"consent", "threat", "agreement"}

// Asks reports whether the basis cannot do without something.
func (b Basis) Asks(need string) bool { return slices.Contains(b.Needs, need) }

// May reports whether what stands under a regime may go on this ground.
func (b Basis) May(r Regime) bool { return slices.Contains(b.Carries, r) }

// RegimeNotice is a notice that the law of a regime wants with every view and
// print of what stands under it.
type RegimeNotice struct {
	Regime Regime
	Text   map[string]string // by language
	Cites  string
	Origin
}
