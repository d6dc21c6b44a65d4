package catalog

import (
	"slices"

	"offramp/internal/tatm"
)

// regimeRow is what a pack's file says of one regime.
type regimeRow struct {
	Off         bool              `yaml:"off"`
	Ask         bool              `yaml:"ask"`
	Emergency   bool              `yaml:"emergency"`
	Roles       []tatm.Role       `yaml:"roles"`
	Disciplines []tatm.Discipline `yaml:"disciplines"`
	Authors     []tatm.Discipline `yaml:"authors"`
	Registers   []tatm.Register   `yaml:"registers"`
	tatm.Origin `yaml:",inline"`
}

// flowRow is a row of the flow matrix as a file.
type flowRow struct {
	To map[tatm.Recipient]struct {
		By    []tatm.Ground `yaml:"by"`
		Least bool          `yaml:"least"`
		Note  string        `yaml:"note"`
	} `yaml:"to"`
	tatm.Origin `yaml:",inline"`
}

func (f packFile) regimes() map[tatm.Regime]tatm.RegimeRule {
	out := map[tatm.Regime]tatm.RegimeRule{}
	for name, x := range f.Regimes {
		out[name] = tatm.RegimeRule{
			Off: x.Off, Ask: x.Ask, Emergency: x.Emergency, Roles: x.Roles, Disciplines: x.Disciplines,
			Authors: x.Authors, Registers: x.Registers, Source: x.Source, Draft: x.Draft,
		}
	}
	return out
}

func (f packFile) flows() map[tatm.Regime]tatm.FlowRow {
	out := map[tatm.Regime]tatm.FlowRow{}
	for name, x := range f.Flows {
		row := tatm.FlowRow{To: map[tatm.Recipient]tatm.Flow{}, Source: x.Source, Draft: x.Draft}
		for to, c := range x.To {
			row.To[to] = tatm.Flow{By: c.By, Least: c.Least, Note: c.Note}
		}
		out[name] = row
	}
	return out
}

// checkRegimes checks what the schema cannot say: a register is held by one
// regime, an author's discipline begins under one, and that one they see: what
// somebody writes must not vanish from them.
func (f packFile) checkRegimes(s *sheet) {
	registers, authors := map[tatm.Register]tatm.Regime{}, map[tatm.Discipline]tatm.Regime{}
	for _, r := range tatm.Regimes {
		x, at := f.Regimes[r], place{"regimes", string(r)}
		for i, g := range x.Registers {
			if other, twice := registers[g]; twice {
				s.fault(at.to("registers").to(i), "%q stands under %s already", g, other)
			}
			registers[g] = r
		}
		for i, d := range x.Authors {
			if other, twice := authors[d]; twice {
				s.fault(at.to("authors").to(i), "%q writes under %s already", d, other)
			}
			if authors[d] = r; !slices.Contains(x.Disciplines, d) {
				s.fault(at.to("authors").to(i), "%q is not cleared for what they write", d)
			}
		}
	}
}
