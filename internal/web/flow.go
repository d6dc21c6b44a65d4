package web

import (
	"strings"

	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// clearedWords says who is cleared for a regime by their seat.
func (c *call) clearedWords(p *tatm.Pack, r tatm.Regime) string {
	if r == tatm.General {
		return locale.T(c.ctx(), "flows.everybody")
	}
	var out []string
	for _, x := range p.Regimes[r].Roles {
		out = append(out, locale.T(c.ctx(), "role."+string(x)))
	}
	for _, d := range p.Regimes[r].Disciplines {
		out = append(out, disciplineName(c.ctx(), d))
	}
	if len(out) == 0 {
		return locale.T(c.ctx(), "flows.nobody")
	}
	return strings.Join(out, ", ")
}

// openedWords says how a regime may be opened for a time.
func (c *call) openedWords(x tatm.RegimeRule) string {
	var out []string
	if x.Ask {
		out = append(out, locale.T(c.ctx(), "flows.ask"))
	}
	if x.Emergency {
		out = append(out, locale.T(c.ctx(), "flows.emergency"))
	}
	if len(out) == 0 {
		return locale.T(c.ctx(), "flows.never")
	}
	return strings.Join(out, "; ")
}

// beginsWords says whose entries, and what is taken from where, stand under it.
func (c *call) beginsWords(x tatm.RegimeRule) string {
	var out []string
	for _, d := range x.Authors {
		out = append(out, disciplineName(c.ctx(), d))
	}
	for _, r := range x.Registers {
		out = append(out, locale.T(c.ctx(), "register."+string(r)))
	}
	return strings.Join(out, ", ")
}
