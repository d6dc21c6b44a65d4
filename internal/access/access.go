// Package access decides who may do what to which file, and what of it they
// may see. It reads no database and no clock, so the whole policy prints as
// one table (docs/permissions.txt).
package access

import (
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Owner stands in an operation's roles for the owner of the file: the case
// manager is no role, but owns the case.
const Owner tatm.Role = "owner"

// Guest stands for somebody invited to the file by a share that holds now.
const Guest tatm.Role = "guest"

// Actor is a person, or a part of the program, asking for something.
type Actor struct {
	ID    tatm.ActorID
	Org   tatm.OrgID
	Seats []tatm.Seat
	// Clock marks a part of the program that acts by the clock (package
	// rounds). It may do what its operations name and reads no content for
	// anybody.
	Clock bool
	// Unproved: the proof of who this is has grown old. What signs, discloses
	// or changes who may do what then asks for a fresh one.
	Unproved bool
}

// Holds returns the seats held at now.
func (a Actor) Holds(now time.Time) []tatm.Seat {
	var out []tatm.Seat
	for _, s := range a.Seats {
		if s.Holds(now) {
			out = append(out, s)
		}
	}
	return out
}

// RolesIn returns the roles held at now in team, seats over the whole
// organisation included.
func (a Actor) RolesIn(team tatm.TeamID, now time.Time) []tatm.Role {
	var out []tatm.Role
	for _, s := range a.Holds(now) {
		if s.Team == team || s.Team == "" {
			out = append(out, s.Role)
		}
	}
	return out
}

// Op is one thing an actor can ask for. Ops are declared in the app package's
// ledger and nowhere else.
type Op struct {
	Name  string        // noun.verb: audit verb, permission row, metric label
	On    tatm.FileKind // kind of file; empty for teams, lists and the organisation
	Roles []tatm.Role
	Write bool
	Clock bool // the clock may do it
	// Fresh: it asks for a fresh proof of who is asking (CJIS 5.9.5 IA-11,
	// OWASP ASVS 5.0 7.5.3).
	Fresh bool
}

// proved refuses an op that asks for a fresh proof to somebody whose proof has
// grown old.
func (a Actor) proved(op Op) error {
	if op.Fresh && a.Unproved {
		return fault.New(fault.Proof, "proof.needed")
	}
	return nil
}

// Head is what the policy may know of a file: whose it is, not what it says.
type Head struct {
	Org         tatm.OrgID
	File        tatm.FileID
	Kind        tatm.FileKind
	Team        tatm.TeamID
	Owner       tatm.ActorID
	Convened    bool // only convened people see it
	Walled      bool // a wall takes it away from the asker now
	Shared      bool // a share gives the asker some of it now
	SharedWhole bool // a share gives the asker all of it now
}

// Grant is what one way of being allowed shows: all pairs of these sections
// and these regimes.
type Grant struct {
	Sections []tatm.Section
	Regimes  []tatm.Regime
}

// Scope is leave to touch one file. Only Decide makes one that admits
// anything; the zero Scope admits nothing.
type Scope struct {
	who    tatm.ActorID
	head   Head
	roles  []tatm.Role
	grants []Grant
	write  bool
	now    time.Time
}

// Who asks.
func (s Scope) Who() tatm.ActorID { return s.who }

// Head is the head of the file.
func (s Scope) Head() Head { return s.head }

// Roles are the roles under which the scope was given.
func (s Scope) Roles() []tatm.Role { return s.roles }

// Grants are the sections and regimes that may be read.
func (s Scope) Grants() []Grant { return s.grants }

// Writes reports whether the operation may change the file.
func (s Scope) Writes() bool { return s.write }

// Now is the time of the piece of work.
func (s Scope) Now() time.Time { return s.now }

// Admits reports whether the scope was made by Decide.
func (s Scope) Admits() bool { return s.head.File != "" }

// SeesBody reports whether the level, the emergency flag and the like may
// show: only to who may see something of the file's content.
func (s Scope) SeesBody() bool { return len(s.grants) > 0 || s.head.Shared }

// Decide returns the scope op runs under. Who may see nothing of the file gets
// NotFound, the same as for a file that does not exist: that it exists is
// itself confidential. Denied is only for an act on something they may see.
func Decide(who Actor, op Op, on Head, now time.Time) (Scope, error) {
	absent := fault.New(fault.NotFound, "record.absent")
	if who.Clock {
		if !op.Clock {
			return Scope{}, absent
		}
		return Scope{who: who.ID, head: on, write: op.Write, now: now, roles: []tatm.Role{"clock"}}, nil
	}
	if on.Walled || on.Org != who.Org || (op.On != "" && op.On != on.Kind) {
		return Scope{}, absent
	}
	roles, grants, heads := standing(who, on, now)
	if len(grants) == 0 && !heads && !on.Shared {
		return Scope{}, absent
	}
	if !slices.ContainsFunc(op.Roles, func(r tatm.Role) bool { return slices.Contains(roles, r) }) {
		return Scope{}, fault.New(fault.Denied, "record.denied")
	}
	if err := who.proved(op); err != nil {
		return Scope{}, err
	}
	return Scope{who: who.ID, head: on, roles: roles, grants: grants, write: op.Write, now: now}, nil
}

// standing returns the roles that count for the file, what they show of it,
// and whether at least its head shows.
func standing(who Actor, on Head, now time.Time) (roles []tatm.Role, grants []Grant, heads bool) {
	mine := on.Owner == who.ID && who.ID != ""
	for _, s := range who.Holds(now) {
		if s.Team != on.Team && s.Team != "" {
			continue
		}
		view, some := views[s.Role][on.Kind]
		if !some {
			continue
		}
		if on.Convened && !presides(s.Role) && !mine && !on.SharedWhole {
			continue
		}
		roles, heads = append(roles, s.Role), true
		grants = merge(grants, view.grant(s))
	}
	if mine && heads {
		roles = append(roles, Owner)
	}
	if on.Shared {
		roles = append(roles, Guest)
	}
	return roles, grants, heads
}

// presides reports whether a role sees cases that only convened people see.
func presides(r tatm.Role) bool { return r == tatm.Chair || r == tatm.Deputy }

// merge adds g to grants. Two grants over the same sections become one, so
// that no pair of section and regime shows which neither of them had.
func merge(grants []Grant, g Grant) []Grant {
	if len(g.Sections) == 0 || len(g.Regimes) == 0 {
		return grants
	}
	for i, have := range grants {
		if slices.Equal(have.Sections, g.Sections) {
			for _, r := range g.Regimes {
				if !slices.Contains(have.Regimes, r) {
					have.Regimes = append(slices.Clone(have.Regimes), r)
				}
			}
			grants[i] = have
			return grants
		}
	}
	return append(grants, g)
}
