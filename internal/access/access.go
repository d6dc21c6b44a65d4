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
	// Pack is the policy pack in force for the organisation: it clears the seats
	// for regimes. Without one they are cleared for GENERAL alone.
	Pack *tatm.Pack
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
	out := make([]tatm.Seat, 0, len(a.Seats))
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

// Counsels reports whether the actor sits as legal counsel for a team.
func (a Actor) Counsels(team tatm.TeamID, now time.Time) bool {
	return slices.ContainsFunc(a.Holds(now), func(s tatm.Seat) bool {
		return s.Discipline == tatm.LegalCounsel && (s.Team == team || s.Team == "")
	})
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
	// Line: a read that is a line of the audit by itself, as a search is. What
	// else is read is counted by person, file and day, and digested.
	Line bool
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
func (s Scope) SeesBody() bool { return content(s.grants) || s.head.Shared }

// content reports whether grants show more of a file than its head, who was
// let see what, and how long it is kept.
func content(grants []Grant) bool {
	return slices.ContainsFunc(grants, func(g Grant) bool {
		return slices.ContainsFunc(g.Sections, func(s tatm.Section) bool { return s != tatm.SectionAccess && s != tatm.SectionRecords })
	})
}

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
	// Only a case has guests: a share of another file shows to who sees it anyway.
	on.Shared = on.Shared && (on.Kind == tatm.CaseFile || heads)
	if len(grants) == 0 && !heads && !on.Shared {
		return Scope{}, absent
	}
	may := func(r tatm.Role) bool { return slices.Contains(op.Roles, r) }
	if !slices.ContainsFunc(roles, may) {
		return Scope{}, fault.New(fault.Denied, "record.denied")
	}
	if err := who.proved(op); err != nil {
		return Scope{}, err
	}
	if may(Guest) && !slices.ContainsFunc(roles, func(r tatm.Role) bool { return r != Guest && may(r) }) {
		grants = nil // let in as a guest alone: their seats lend nothing to what those may not do
	}
	return Scope{who: who.ID, head: on, roles: roles, grants: grants, write: op.Write, now: now}, nil
}

// Shows reports whether the scope shows an entry to its actor, whom shares of
// the file were given to: under a grant or shared now, and not sealed to
// somebody else. store/scope.go says the same in SQL; a test holds the two
// together.
func (s Scope) Shows(e tatm.Entry, shares []tatm.Grant) bool {
	if e.OnlyFor != "" && e.OnlyFor != s.who {
		return false
	}
	section := tatm.Kinds[e.Record.Kind()].Section
	if slices.ContainsFunc(s.grants, func(g Grant) bool { return g.shows(section, e.Regime) }) {
		return true
	}
	return slices.ContainsFunc(shares, func(g tatm.Grant) bool {
		if g.Actor != s.who || !g.Holds(s.now) {
			return false
		}
		if g.Entry != "" {
			return g.Entry == e.ID
		}
		return e.Regime == tatm.General && (g.Section == "" || g.Section == section)
	})
}

// standing returns the roles that count for the file, what they show of it,
// and whether at least its head shows.
func standing(who Actor, on Head, now time.Time) (roles []tatm.Role, grants []Grant, heads bool) {
	for _, s := range counting(who, on, now) {
		roles, heads = append(roles, s.Role), true
		grants = append(grants, views[s.Role][on.Kind].grant(who.Pack, s))
	}
	grants = union(grants)
	if on.Owner == who.ID && who.ID != "" && heads {
		roles = append(roles, Owner)
	}
	if on.Shared && on.Kind == tatm.CaseFile {
		roles = append(roles, Guest)
	}
	return roles, grants, heads
}

// counting are the seats that count for the file. Who presides in the team,
// owns a convened case or was invited to the whole of it sees it with all
// their seats; others do not see a convened case by their seats.
func counting(who Actor, on Head, now time.Time) []tatm.Seat {
	mine := on.Owner == who.ID && who.ID != ""
	seats := who.seatsOn(on.Team, on.Kind, now)
	if on.Convened && !mine && !on.SharedWhole && !slices.ContainsFunc(seats, presides) {
		return nil
	}
	return seats
}

// seatsOn are the seats held at now, in the team or over the whole
// organisation, that see something of files of the kind.
func (a Actor) seatsOn(team tatm.TeamID, kind tatm.FileKind, now time.Time) []tatm.Seat {
	return slices.DeleteFunc(a.Holds(now), func(s tatm.Seat) bool {
		_, some := views[s.Role][kind]
		return !some || (s.Team != team && s.Team != "")
	})
}

// presides reports whether a seat sees cases that only convened people see.
func presides(s tatm.Seat) bool { return s.Role == tatm.Chair || s.Role == tatm.Deputy }

func (g Grant) shows(s tatm.Section, r tatm.Regime) bool {
	return slices.Contains(g.Regimes, r) && slices.Contains(g.Sections, s)
}

// union returns exactly the pairs of section and regime that grants show
// together, as one grant for each different set of sections: so few that the
// slots of the store's statements hold every mixture of seats.
func union(grants []Grant) []Grant {
	grants = slices.DeleteFunc(grants, func(g Grant) bool { return len(g.Sections) == 0 })
	if len(grants) < 2 {
		return grants
	}
	of := make([]uint32, len(tatm.Regimes)) // the sections under each regime, as bits
	for _, g := range grants {
		sections := bitsOf(g.Sections)
		for _, r := range g.Regimes {
			if i, known := regimeAt[r]; known {
				of[i] |= sections
			}
		}
	}
	var out []Grant
	var bits []uint32 // of each of out
	for i, sections := range of {
		if sections == 0 {
			continue
		}
		at := slices.Index(bits, sections)
		if at < 0 {
			at = len(out)
			bits, out = append(bits, sections), append(out, Grant{Sections: sectionsOf(sections), Regimes: make([]tatm.Regime, 0, len(of))})
		}
		out[at].Regimes = append(out[at].Regimes, tatm.Regimes[i])
	}
	return out
}

// Places of regimes and sections in their lists: a set of sections is a few
// bits, so that a decision costs less than the read it precedes.
var (
	regimeAt  = placesOf(tatm.Regimes)
	sectionAt = placesOf(tatm.Sections)
)

func placesOf[T comparable](all []T) map[T]int {
	at := make(map[T]int, len(all))
	for i, x := range all {
		at[x] = i
	}
	return at
}

func bitsOf(sections []tatm.Section) (bits uint32) {
	if len(sections) == len(tatm.Sections) {
		return 1<<len(tatm.Sections) - 1
	}
	for _, s := range sections {
		if i, known := sectionAt[s]; known {
			bits |= 1 << i
		}
	}
	return bits
}

func sectionsOf(bits uint32) []tatm.Section {
	if bits == 1<<len(tatm.Sections)-1 {
		return tatm.Sections
	}
	var out []tatm.Section
	for i, s := range tatm.Sections {
		if bits&(1<<i) != 0 {
			out = append(out, s)
		}
	}
	return out
}
