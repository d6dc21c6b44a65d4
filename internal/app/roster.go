package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// aheadDays is how far a roster's page looks ahead.
const aheadDays = 14

// RosterView is the duty roster of a team.
type RosterView struct {
	Team   store.Team
	Roster tatm.Roster
	Now    tatm.Watch
	Ahead  []tatm.Watch
	Zone   *time.Location
	People []Colleague // who may be on duty
	Names  Names
}

// SeeRoster shows who is on duty for the teams the asker screens for.
func (d Desk) SeeRoster(ctx context.Context) (out []RosterView, err error) {
	err = d.ask(ctx, opRosterSee, func(o *office) error {
		out = nil
		teams, err := o.Teams(o.Org)
		if err != nil {
			return err
		}
		for _, t := range teams {
			if access.DecideTeam(d.who, opRosterSee, o.Org, t.ID, o.Now) != nil {
				continue
			}
			v, err := d.app.roster(o.Tx, t, o.Now)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

func (a *App) roster(tx *store.Tx, t store.Team, now time.Time) (v RosterView, err error) {
	p := a.library.PackAt("default", now)
	v.Team, v.Zone = t, p.Zone
	if v.Roster, err = tx.Roster(t.Org, t.ID, now); err != nil {
		return v, err
	}
	v.Now.From = now
	if v.Now.First, v.Now.Cover, err = a.onDutyFor(tx, t.Org, t.ID, now); err != nil {
		return v, err
	}
	if len(v.Roster.Turns) > 0 {
		v.Ahead = v.Roster.Ahead(now, aheadDays, p)
	}
	if v.People, err = colleaguesOf(tx, t.Org, t.ID, now); err != nil {
		return v, err
	}
	v.People = slices.DeleteFunc(v.People, func(c Colleague) bool { return !slices.Contains(screeners, c.Role) })
	v.Names, err = namesOf(tx, t.Org)
	return v, err
}

// onDutyFor lists who is on duty for a team now: who hears first and who
// covers, of those who still screen there.
func (a *App) onDutyFor(tx *store.Tx, org tatm.OrgID, team tatm.TeamID, now time.Time) (first, cover []tatm.ActorID, err error) {
	r, err := tx.Roster(org, team, now)
	if err != nil || len(r.Turns) == 0 {
		return nil, nil, err
	}
	sit, err := seated(tx, org, team, now, screeners)
	if err != nil {
		return nil, nil, err
	}
	gone := func(id tatm.ActorID) bool { return !slices.Contains(sit, id) }
	first, cover = r.OnDuty(now, a.library.PackAt("default", now))
	return slices.DeleteFunc(first, gone), slices.DeleteFunc(cover, gone), nil
}

// seated lists who holds one of the roles in a team now, with an account in
// force.
func seated(tx *store.Tx, org tatm.OrgID, team tatm.TeamID, now time.Time, roles []tatm.Role) (out []tatm.ActorID, err error) {
	seats, err := tx.Seats(org, "")
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		if (s.Team != team && s.Team != "") || !s.Holds(now) || !slices.Contains(roles, s.Role) || slices.Contains(out, s.Actor) {
			continue
		}
		m, found, err := tx.Member(org, s.Actor)
		if err != nil {
			return nil, err
		}
		if found && m.Disabled.IsZero() {
			out = append(out, s.Actor)
		}
	}
	return out, nil
}

// AddTurn puts somebody on a team's roster, week by week.
func (d Desk) AddTurn(ctx context.Context, team tatm.TeamID, t tatm.Turn) (Made, error) {
	return d.office(ctx, opRosterTurn, func(o *office) error {
		if err := o.onRoster(opRosterTurn, team, "who", t.Who); err != nil {
			return err
		}
		if err := t.Check(); err != nil {
			return err
		}
		t.ID = newID(o.Now, 0)
		note(&o.facts, "team", team)
		note(&o.facts, "member", t.Who)
		return o.Tx.AddTurn(o.Org, team, t, o.Now)
	})
}

// AddAbsence notes that somebody is away and who stands in.
func (d Desk) AddAbsence(ctx context.Context, team tatm.TeamID, a tatm.Absence) (Made, error) {
	return d.office(ctx, opRosterAway, func(o *office) error {
		if err := o.onRoster(opRosterAway, team, "who", a.Who); err != nil {
			return err
		}
		if a.By != "" {
			if err := o.onRoster(opRosterAway, team, "by", a.By); err != nil {
				return err
			}
		}
		if err := a.Check(); err != nil {
			return err
		}
		a.ID = newID(o.Now, 0)
		note(&o.facts, "team", team)
		note(&o.facts, "member", a.Who)
		return o.Tx.AddAbsence(o.Org, team, a, o.Now)
	})
}

// onRoster holds that the asker keeps the team's roster and that whom they name
// screens there.
func (o *office) onRoster(op access.Op, team tatm.TeamID, field string, who tatm.ActorID) error {
	if err := o.run.admitTeam(o.Tx, op, team); err != nil {
		return err
	}
	sit, err := seated(o.Tx, o.Org, team, o.Now, screeners)
	if err == nil && who != "" && !slices.Contains(sit, who) {
		err = fault.Bad(field, "roster.who")
	}
	return err
}

// EndTurn takes a turn or an absence off a team's roster.
func (d Desk) EndTurn(ctx context.Context, team tatm.TeamID, id string) (Made, error) {
	return d.office(ctx, opRosterEnd, func(o *office) error {
		if err := o.run.admitTeam(o.Tx, opRosterEnd, team); err != nil {
			return err
		}
		note(&o.facts, "team", team)
		found, err := o.Tx.EndTurn(o.Org, team, id, o.Now)
		if err == nil && !found {
			err = fault.New(fault.Conflict, "record.changed")
		}
		return err
	})
}
