package tatm

import (
	"slices"

	"offramp/internal/fault"
)

// Register says which record an observation was taken from. Where it comes
// from decides under which regime it stands, never what words it has: a person
// who copies a criminal history says so, and the program keeps it there.
type Register string

// The registers.
const (
	SchoolRecord      Register = "school"
	HealthRecord      Register = "health"
	SubstanceRecord   Register = "substance-use"
	CriminalHistory   Register = "criminal-history"
	JuvenileRecord    Register = "juvenile-court"
	PersonnelRecord   Register = "personnel"
	WelfareRecord     Register = "child-welfare"
	VictimRecord      Register = "victim-service"
	CounselFile       Register = "counsel"
	IntelligenceEntry Register = "intelligence"
	SuspiciousReport  Register = "suspicious-activity"
	PublicRecord      Register = "public"
)

// Registers lists every register.
var Registers = []Register{
	SchoolRecord, HealthRecord, SubstanceRecord, CriminalHistory, JuvenileRecord, PersonnelRecord,
	WelfareRecord, VictimRecord, CounselFile, IntelligenceEntry, SuspiciousReport, PublicRecord,
}

// RegimeRule is what a policy pack says of one regime (practice reference, 4):
// which seats are cleared for it, what may be opened by asking or in an
// emergency, whose entries begin under it and which registers it holds.
type RegimeRule struct {
	Off         bool         // nothing is written under it while the pack is in force
	Ask         bool         // may be opened for a time by two people
	Emergency   bool         // may be opened by one person while the emergency flag is up
	Roles       []Role       // cleared whatever their profession
	Disciplines []Discipline // cleared in any role that sees content
	Authors     []Discipline // whose facts begin under it
	Registers   []Register   // what is taken from them stands under it
	Source      string
	Draft       bool
}

// Cleared returns the regimes a seat is cleared for. GENERAL is everybody's
// who sees content at all. The records officer keeps to what says who saw
// what, which is GENERAL: content reaches them by a purpose, not by a seat
// (practice reference 2.5).
func (p *Pack) Cleared(s Seat) []Regime {
	out := []Regime{General}
	if p == nil || s.Role == RecordsOffice {
		return out
	}
	for _, r := range Regimes {
		if r != General && p.Regimes[r].clears(s) {
			out = append(out, r)
		}
	}
	return out
}

func (x RegimeRule) clears(s Seat) bool {
	return slices.Contains(x.Roles, s.Role) || s.Discipline != "" && slices.Contains(x.Disciplines, s.Discipline)
}

// Held returns the regime that holds what was taken from a register; false for
// a public record, and for what was taken from none.
func (p *Pack) Held(from Register) (Regime, bool) {
	for _, r := range Regimes {
		if from != "" && slices.Contains(p.Regimes[r].Registers, from) {
			return r, true
		}
	}
	return General, false
}

// RegimeOf is the regime a record stands under unless somebody says otherwise:
// that of the register it was taken from, else, for facts, that of its author's
// profession, else GENERAL. Who presides or takes reports writes for the team,
// not from their profession.
func (p *Pack) RegimeOf(r Record, author Seat) Regime {
	switch x := r.(type) {
	case Observation:
		if held, ok := p.Held(x.Register); ok {
			return held
		}
	case Proceeding:
		return x.regime()
	case CounselMark:
		return Counsel
	case Interview:
	default:
		return General
	}
	for _, g := range Regimes {
		if professional(author) && !p.Regimes[g].Off && slices.Contains(p.Regimes[g].Authors, author.Discipline) {
			return g
		}
	}
	return General
}

func professional(s Seat) bool { return (s.Role == Core || s.Role == Affiliate) && s.Discipline != "" }

// MayStand refuses a regime that is switched off, unless the record stood there
// before (was), and one that does not hold
// the register a record was taken from: what comes from a criminal history is
// never put under GENERAL (CJIS Security Policy, dissemination; practice
// reference 4.6).
func (p *Pack) MayStand(r Record, was, under Regime) error {
	if _, attached := r.(Attachment); attached {
		return nil // stands with what it is attached to
	}
	switch x := r.(type) {
	case Proceeding:
		under = x.regime() // of its file, whatever the form says
	case CounselMark:
		under = Counsel
	}
	if was != under && p.Regimes[under].Off {
		return fault.Bad("regime", "regime.off", string(under))
	}
	if o, ok := r.(Observation); ok {
		if held, bound := p.Held(o.Register); bound && held != under {
			return fault.Bad("regime", "regime.register", string(o.Register), string(held))
		}
	}
	return nil
}

// Open lists the regimes that entries may be written under.
func (p *Pack) Open() []Regime {
	return slices.DeleteFunc(slices.Clone(Regimes), func(r Regime) bool { return p.Regimes[r].Off || r == ReporterID })
}
