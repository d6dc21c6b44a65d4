package access

import (
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Branch is what a list may show of one team.
type Branch struct {
	Team   tatm.TeamID // empty: every team of the organisation
	Grants []Grant
	// Body: level, emergency and stale show, not the head alone.
	Body bool
	// Convened: cases that only convened people see are listed too.
	Convened bool
}

// ListScope is leave to list the files of one kind that an actor may see. Only
// DecideList makes one that admits anything.
type ListScope struct {
	who      tatm.ActorID
	org      tatm.OrgID
	kind     tatm.FileKind
	now      time.Time
	branches []Branch
	admitted bool
}

// Who asks.
func (s ListScope) Who() tatm.ActorID { return s.who }

// Org is the organisation asked in.
func (s ListScope) Org() tatm.OrgID { return s.org }

// Kind is the kind of file listed.
func (s ListScope) Kind() tatm.FileKind { return s.kind }

// Now is the time of the piece of work.
func (s ListScope) Now() time.Time { return s.now }

// Branches are the teams that may be listed, one branch each.
func (s ListScope) Branches() []Branch { return s.branches }

// Admits reports whether the scope was made by DecideList.
func (s ListScope) Admits() bool { return s.admitted }

// DecideList returns the scope under which op lists files of kind. An actor
// who holds none of the op's roles anywhere is refused, unless the op names
// Guest: then only what was shared with them is listed.
func DecideList(who Actor, op Op, kind tatm.FileKind, now time.Time) (ListScope, error) {
	s := ListScope{who: who.ID, org: who.Org, kind: kind, now: now}
	if who.Clock {
		if !op.Clock {
			return ListScope{}, fault.New(fault.NotFound, "record.absent")
		}
		s.branches, s.admitted = []Branch{{Convened: true}}, true
		return s, nil
	}
	s.admitted = slices.Contains(op.Roles, Guest)
	for _, seat := range who.Holds(now) {
		v, some := views[seat.Role][kind]
		if !some || !slices.Contains(op.Roles, seat.Role) {
			continue
		}
		s.admitted = true
		s.branches = addBranch(s.branches, seat, v)
	}
	if !s.admitted {
		return ListScope{}, fault.New(fault.Denied, "record.denied")
	}
	return s, nil
}

func addBranch(branches []Branch, seat tatm.Seat, v view) []Branch {
	g := v.grant(seat)
	i := slices.IndexFunc(branches, func(b Branch) bool { return b.Team == seat.Team })
	if i < 0 {
		branches = append(branches, Branch{Team: seat.Team})
		i = len(branches) - 1
	}
	b := &branches[i]
	b.Grants = merge(b.Grants, g)
	b.Body = b.Body || len(v.sections) > 0
	b.Convened = b.Convened || presides(seat.Role)
	return branches
}

// DecideTeam admits an act on a team: opening a file there, seating a person.
func DecideTeam(who Actor, op Op, org tatm.OrgID, team tatm.TeamID, now time.Time) error {
	if who.Clock && op.Clock {
		return nil
	}
	if org != who.Org {
		return fault.New(fault.NotFound, "record.absent")
	}
	roles := who.RolesIn(team, now)
	if len(roles) == 0 {
		return fault.New(fault.NotFound, "record.absent")
	}
	if !slices.ContainsFunc(op.Roles, func(r tatm.Role) bool { return slices.Contains(roles, r) }) {
		return fault.New(fault.Denied, "record.denied")
	}
	return who.proved(op)
}

// DecideOffice admits an act on the organisation: accounts, seats, settings.
// It shows no file.
func DecideOffice(who Actor, op Op, now time.Time) error {
	if who.Clock {
		if op.Clock {
			return nil
		}
		return fault.New(fault.NotFound, "record.absent")
	}
	for _, s := range who.Holds(now) {
		if slices.Contains(op.Roles, s.Role) {
			return who.proved(op)
		}
	}
	return fault.New(fault.Denied, "record.denied")
}
