// Package coherence finds what a case file lacks: a pure function of the file,
// the policy pack and the time. A finding never weighs, adds or ranks; it says
// what is missing, where that is asked, and which screen clears it.
package coherence

import (
	"time"

	"offramp/internal/tatm"
)

// Finding is one thing a file lacks.
type Finding struct {
	Code   string // key of its sentence in package locale: "finding." + Code
	Args   []string
	Source string // guide, statute or finding of a review that asks for it
	Clears string // screen that clears it
	Act    string // form on it that does
	Entry  tatm.EntryID
}

// rule finds what one line of the list asks for.
type rule struct {
	code   string
	source string
	clears string
	act    string
	find   func(look) []lack
}

// lack is one place where a rule bites.
type lack struct {
	entry tatm.EntryID
	args  []string
	act   string // another form than the rule's
}

// look is what the rules look at.
type look struct {
	f     tatm.File
	p     *tatm.Pack
	now   time.Time
	state tatm.State
	stand tatm.Item[tatm.Assessment]
	has   bool // an assessment stands
	due   []tatm.Due
}

// Findings lists what the case file lacks at now, in the order of the rules.
// A closed case has none.
func Findings(f tatm.File, p *tatm.Pack, now time.Time) []Finding {
	l := look{f: f, p: p, now: now, state: tatm.StateOf(f)}
	if f.Kind != tatm.CaseFile || l.state == tatm.Closed || l.state == tatm.Transferred {
		return nil
	}
	l.stand, l.has = tatm.Standing(f)
	l.due = tatm.Derive(f, tatm.Packs{p.Ref(): p}).Docket
	var out []Finding
	for _, r := range rules {
		for _, k := range r.find(l) {
			act := r.act
			if k.act != "" {
				act = k.act
			}
			out = append(out, Finding{Code: r.code, Args: k.args, Source: r.source, Clears: r.clears, Act: act, Entry: k.entry})
		}
	}
	return out
}

// Codes lists the code of every rule, so that each is known to have a sentence.
func Codes() []string {
	var out []string
	for _, r := range rules {
		out = append(out, r.code)
	}
	return out
}

// Rules lists the rules as findings without a place: what is asked, by which
// source, and which form clears it.
func Rules() []Finding {
	var out []Finding
	for _, r := range rules {
		out = append(out, Finding{Code: r.code, Source: r.source, Clears: r.clears, Act: r.act})
	}
	return out
}

// when is one lack without a place if bad holds.
func when(bad bool, args ...string) []lack {
	if bad {
		return []lack{{args: args}}
	}
	return nil
}

// managed reports whether the case is past planning and not in closure.
func (l look) managed() bool { return l.state == tatm.Managed || l.state == tatm.Monitored }

// assessed reports whether a level of concern about this case stands.
func (l look) concern() bool {
	return l.has && l.stand.Rec.Level != tatm.NoConcern
}
