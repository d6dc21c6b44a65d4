package access

import (
	"slices"
	"time"

	"offramp/internal/tatm"
)

// Reasons say why somebody sees a file, or one entry of it. They are read off
// the same tables that Decide and Shows read, so the page that explains cannot
// say something else than what happens; a test holds the two together.
type Reasons struct {
	Seats  []tatm.Seat  // that see it
	Shares []tatm.Grant // that let them see it: an invitation, an opening, a report that they took
	Owner  bool         // their case: a seat of theirs counts, or an invitation
	// Convened: only convened people see the case, and they are one.
	Convened bool

	who Actor
	on  Head
}

// Any reports whether there is a reason at all. An owner without a seat and
// without a share sees nothing.
func (r Reasons) Any() bool { return len(r.Seats)+len(r.Shares) > 0 }

// Why returns why who sees the file: none for a walled one, or of another
// organisation. Shares are those of the file.
func Why(who Actor, on Head, shares []tatm.Grant, now time.Time) Reasons {
	r := Reasons{who: who, on: on}
	if on.Walled || on.Org != who.Org || who.Clock {
		return r
	}
	r.Seats = counting(who, on, now)
	r.Owner = on.Owner == who.ID && who.ID != ""
	r.Convened = on.Convened && len(r.Seats) > 0
	for _, g := range shares {
		if g.Actor == who.ID && g.Holds(now) && (on.Kind == tatm.CaseFile || len(r.Seats) > 0) {
			r.Shares = append(r.Shares, g)
		}
	}
	return r
}

// Of returns those of the reasons that show an entry. The entry may be sealed
// to one person: then nobody else has one.
func (r Reasons) Of(e tatm.Entry) Reasons {
	section := tatm.Kinds[e.Record.Kind()].Section
	all := r
	r.Seats, r.Shares = nil, nil
	if e.OnlyFor != "" && e.OnlyFor != r.who.ID {
		return r
	}
	for _, s := range all.Seats {
		if views[s.Role][r.on.Kind].grant(r.who.Pack, s).shows(section, e.Regime) {
			r.Seats = append(r.Seats, s)
		}
	}
	for _, g := range all.Shares {
		whole := g.Entry == "" && e.Regime == tatm.General && (g.Section == "" || g.Section == section)
		if whole || g.Entry == e.ID {
			r.Shares = append(r.Shares, g)
		}
	}
	return r
}

// HeadOf is the head as it stands for one person, from the shares and walls of
// the file.
func HeadOf(on Head, who tatm.ActorID, shares []tatm.Grant, walls []tatm.Bar, now time.Time) Head {
	on.Walled = slices.ContainsFunc(walls, func(b tatm.Bar) bool { return b.Actor == who && b.Holds(now) })
	on.Shared, on.SharedWhole = false, false
	for _, g := range shares {
		if g.Actor == who && g.Holds(now) {
			on.Shared, on.SharedWhole = true, on.SharedWhole || g.Entry == "" && g.Section == ""
		}
	}
	return on
}

// Extent is what a seat sees of a kind of file: all sections, some, or none but
// the head (number, state, who carries it, dates).
func Extent(s tatm.Seat, kind tatm.FileKind) (some []tatm.Section, all bool) {
	v := views[s.Role][kind]
	return v.sections, len(v.sections) == len(tatm.Sections)
}
