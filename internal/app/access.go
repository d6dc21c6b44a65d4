package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// AccessView says of a file, or of one entry of it, why its reader sees it, who
// else could open it, and who was let see more than their seat.
type AccessView struct {
	Row      store.Row
	Entry    *tatm.Entry // asked about; nil for the file
	Mine     access.Reasons
	Others   []Opener // everybody who could open it, for who works on it
	Lists    bool     // the reader is shown the others
	Openings []tatm.Item[tatm.Opening]
	Tied     bool          // an emergency is up: on the case, or on one that the report is tied to
	Sealed   []tatm.Regime // regimes of the file that the reader is not cleared for and may ask to see
	Pack     *tatm.Pack
	Names    Names
	Now      time.Time
	Me       tatm.ActorID
	Roles    []tatm.Role
}

// Opener is somebody who could open a file or an entry, and why.
type Opener struct {
	ID   tatm.ActorID
	Name string
	Why  access.Reasons
}

// Is reports whether the reader has one of the roles here.
func (v AccessView) Is(roles ...tatm.Role) bool {
	return slices.ContainsFunc(v.Roles, func(r tatm.Role) bool { return slices.Contains(roles, r) })
}

// SeeAccess answers "why am I seeing this" and "who could open this", of a
// file or of one entry that the reader sees. Both are read off package access.
func (d Desk) SeeAccess(ctx context.Context, on tatm.FileID, entry tatm.EntryID) (v AccessView, err error) {
	err = d.see(ctx, opAccessSee, on, func(s *sight) error {
		v, err = s.access(entry)
		return err
	})
	return v, err
}

func (s *sight) access(entry tatm.EntryID) (AccessView, error) {
	who, head := s.desk.who, s.Scope().Head()
	v := AccessView{Row: s.Head(), Now: s.Now, Me: who.ID, Roles: s.Scope().Roles()}
	f, err := s.File()
	if err != nil {
		return v, err
	}
	shares, walls, err := s.Shares()
	if err != nil {
		return v, err
	}
	if entry != "" {
		i := slices.IndexFunc(f.Entries, func(e tatm.Entry) bool { return e.ID == entry })
		if i < 0 {
			return v, absent()
		}
		v.Entry = &f.Entries[i]
	}
	of := func(a access.Actor) access.Reasons {
		why := access.Why(a, access.HeadOf(head, a.ID, shares, walls, s.Now), shares, s.Now)
		if v.Entry != nil {
			why = why.Of(*v.Entry)
		}
		return why
	}
	v.Mine, v.Pack = of(who), s.desk.app.packOf(f)
	v.Lists = v.Is(tatm.Chair, tatm.Deputy, tatm.Core, tatm.RecordsOffice)
	if err := s.sealed(&v, f); err != nil {
		return v, err
	}
	if v.Names, err = namesOf(s.tx, who.Org); err != nil || !v.Lists {
		return v, err
	}
	v.Others, err = s.openers(of, v.Names)
	return v, err
}

// sealed reads the openings that the reader sees, and which regimes they could
// ask for. Whether a regime has entries is not said.
func (s *sight) sealed(v *AccessView, f tatm.File) (err error) {
	v.Openings = tatm.Openings(f)
	slices.Reverse(v.Openings)
	if v.Tied = !s.Scope().SeesBody(); !v.Tied {
		// Who sees the head alone is not told of the flag: the act itself says no.
		w := work{tx: s.tx, row: v.Row, file: f, run: &run{desk: s.desk, now: s.Now}}
		if v.Tied, err = w.emergencyUp(); err != nil {
			return err
		}
	}
	for _, r := range tatm.Regimes {
		rule := v.Pack.Regimes[r]
		inKind := v.Row.Kind == tatm.CaseFile && r != tatm.ReporterID || v.Row.Kind == tatm.ReportFile && r == tatm.ReporterID
		cleared := slices.ContainsFunc(v.Mine.Seats, func(x tatm.Seat) bool { return slices.Contains(v.Pack.Cleared(x), r) })
		if (rule.Ask || rule.Emergency) && inKind && !cleared && v.Is(onDutyNow...) {
			v.Sealed = append(v.Sealed, r)
		}
	}
	return nil
}

// openers are the members for whom there is a reason, by name.
func (s *sight) openers(of func(access.Actor) access.Reasons, names Names) ([]Opener, error) {
	seats, err := s.tx.Seats(s.desk.who.Org, "")
	if err != nil {
		return nil, err
	}
	members, err := s.tx.Members(s.desk.who.Org)
	if err != nil {
		return nil, err
	}
	held := map[tatm.ActorID][]tatm.Seat{}
	for _, x := range seats {
		held[x.Actor] = append(held[x.Actor], x.Seat)
	}
	var out []Opener
	for _, m := range members {
		if !m.Disabled.IsZero() {
			continue
		}
		a := access.Actor{ID: m.ID, Org: s.desk.who.Org, Seats: held[m.ID], Pack: s.desk.who.Pack}
		if why := of(a); why.Any() {
			out = append(out, Opener{m.ID, names.Of(m.ID), why})
		}
	}
	slices.SortFunc(out, func(a, b Opener) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
