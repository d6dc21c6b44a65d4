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
	// Owned: only files that the actor owns; their seats alone do not list.
	Owned bool
}

// ListScope is leave to list the files of one kind that an actor may see. Only
// DecideList makes one that admits anything.
type ListScope struct {
	who      tatm.ActorID
	org      tatm.OrgID
	kind     tatm.FileKind
	now      time.Time
	branches []Branch
	guest    bool
	clock    bool
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

// Branches are the teams that may be listed, one branch each; the one of every
// team, if there is one, stands last, and each shows at least what it shows.
func (s ListScope) Branches() []Branch { return s.branches }

// Guest reports whether files are listed of which something was shared with
// the actor.
func (s ListScope) Guest() bool { return s.guest }

// Clock reports whether the program lists for itself: every file, and content
// for nobody.
func (s ListScope) Clock() bool { return s.clock }

// Admits reports whether the scope was made by DecideList.
func (s ListScope) Admits() bool { return s.admitted }

// DecideList returns the scope under which op lists files of kind: those for
// which Decide would admit the op, and of each what that scope shows. An actor
// who holds none of the op's roles anywhere is refused, unless the op names
// Guest: then only what was shared with them is listed.
func DecideList(who Actor, op Op, kind tatm.FileKind, now time.Time) (ListScope, error) {
	s := ListScope{who: who.ID, org: who.Org, kind: kind, now: now}
	if who.Clock {
		if !op.Clock {
			return ListScope{}, fault.New(fault.NotFound, "record.absent")
		}
		s.branches, s.clock, s.admitted = []Branch{{Convened: true}}, true, true
		return s, nil
	}
	s.guest = slices.Contains(op.Roles, Guest)
	var everywhere []Branch
	for _, seat := range who.Holds(now) {
		if slices.ContainsFunc(append(everywhere, s.branches...), func(b Branch) bool { return b.Team == seat.Team }) {
			continue
		}
		b, some := branch(who.seatsOn(seat.Team, kind, now), kind, op)
		switch b.Team = seat.Team; {
		case some && b.Team == "":
			everywhere = append(everywhere, b)
		case some:
			s.branches = append(s.branches, b)
		}
	}
	s.branches = append(s.branches, everywhere...)
	if s.admitted = s.guest || len(s.branches) > 0; !s.admitted {
		return ListScope{}, fault.New(fault.Denied, "record.denied")
	}
	return s, nil
}

// branch is what seats show together in a list under op. It reports false when
// none of them may do the op, nor an owner who holds them.
func branch(seats []tatm.Seat, kind tatm.FileKind, op Op) (b Branch, some bool) {
	b.Owned = true
	for _, s := range seats {
		b.Owned = b.Owned && !slices.Contains(op.Roles, s.Role)
		b.Convened = b.Convened || presides(s)
		b.Grants = append(b.Grants, views[s.Role][kind].grant(s))
	}
	b.Grants = union(b.Grants)
	b.Body = body(b.Grants)
	return b, len(seats) > 0 && (!b.Owned || slices.Contains(op.Roles, Owner))
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
