package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"offramp/internal/access"
	"offramp/internal/authn"
	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// NewMember is what an account begins with.
type NewMember struct {
	Login string
	Name  string
	Lang  string
}

// inviteLasts is how long a one-time link works.
const inviteLasts = 72 * time.Hour

// AddMember makes an account and a one-time link for setting the password. The
// link's secret is returned once and kept only as its hash.
func (d Desk) AddMember(ctx context.Context, m NewMember) (id tatm.ActorID, invite string, err error) {
	secret, hash := authn.Token()
	made, err := d.office(ctx, opMemberAdd, func(o *office) error {
		row := store.Member{Org: o.Org, ID: tatm.ActorID(newID(o.Now, 0)), Login: strings.ToLower(strings.TrimSpace(m.Login)), Name: strings.TrimSpace(m.Name), Lang: m.Lang, Made: o.Now}
		if row.Login == "" || len(row.Login) > 200 || strings.ContainsAny(row.Login, " \t\n") {
			return fault.Bad("login", "member.login")
		}
		if row.Name == "" || len(row.Name) > 200 {
			return fault.Bad("name", "field.missing")
		}
		if _, taken, err := o.MemberByLogin(row.Login); err != nil || taken {
			if taken {
				err = fault.Bad("login", "member.taken")
			}
			return err
		}
		if row.Lang != "es" {
			row.Lang = "en"
		}
		o.run.made.Entry = tatm.EntryID(row.ID)
		note(&o.facts, "member", row.ID)
		if err := o.Tx.AddMember(row); err != nil {
			return err
		}
		return o.AddCredential(store.Credential{Org: o.Org, ID: newID(o.Now, 0), Actor: row.ID, Kind: "invite", Secret: hash, Made: o.Now, Until: o.Now.Add(inviteLasts)})
	})
	if made.Again {
		secret = "" // it was shown once, to the first sending
	}
	return tatm.ActorID(made.Entry), secret, err
}

// ChangeMember disables or enables an account, or sends a new one-time link.
// A disabled person's sessions end in the same commit.
func (d Desk) ChangeMember(ctx context.Context, id tatm.ActorID, act string) (invite string, err error) {
	secret, hash := authn.Token()
	made, err := d.office(ctx, opMemberChange, func(o *office) error {
		m, found, err := o.Member(o.Org, id)
		if err != nil || !found {
			return firstErr(err, absent())
		}
		note(&o.facts, "member", id)
		switch act {
		case "disable":
			if id == d.who.ID {
				return fault.New(fault.Conflict, "member.self")
			}
			m.Disabled = o.Now
		case "enable":
			m.Disabled = time.Time{}
		case "reset":
			for _, kind := range []string{"password", "totp", "passkey", "sso", "recovery", "invite"} {
				if err := o.DropCredentials(o.Org, id, kind); err != nil {
					return err
				}
			}
			err = o.AddCredential(store.Credential{Org: o.Org, ID: newID(o.Now, 0), Actor: id, Kind: "invite", Secret: hash, Made: o.Now, Until: o.Now.Add(inviteLasts)})
		default:
			return fault.Bad("act", "field.choose")
		}
		if err != nil {
			return err
		}
		if err := o.SaveMember(m); err != nil {
			return err
		}
		if act == "disable" {
			// No case is left with an owner who is gone.
			if err := o.handOver(id, true); err != nil {
				return err
			}
		}
		return o.EndSessions(o.Org, id)
	})
	if act != "reset" || made.Again {
		secret = ""
	}
	return secret, err
}

func firstErr(errs ...error) error {
	for _, e := range errs {
		if e != nil {
			return e
		}
	}
	return nil
}

// GiveSeat seats a person in a team, or over the organisation. Their sessions
// end, so that the next request knows it. The team's chairs hear of each new
// seat that sees content; nobody gives one to themselves where there is a chair.
func (d Desk) GiveSeat(ctx context.Context, who tatm.ActorID, s tatm.Seat) (Made, error) {
	return d.office(ctx, opSeatGive, func(o *office) error {
		if _, found, err := o.Member(o.Org, who); err != nil || !found {
			return firstErr(err, fault.Bad("actor", "field.person"))
		}
		known := false
		for _, r := range tatm.Roles {
			known = known || r == s.Role
		}
		if !known {
			return fault.Bad("role", "field.choose")
		}
		if s.Team != "" {
			if teams, err := o.Teams(o.Org); err != nil || !slices.ContainsFunc(teams, func(t store.Team) bool { return t.ID == s.Team }) {
				return firstErr(err, fault.Bad("team", "field.choose"))
			}
		}
		if s.From.IsZero() {
			s.From = o.Now
		}
		if err := o.announce(d.who.ID, who, s); err != nil {
			return err
		}
		note(&o.facts, "member", who)
		note(&o.facts, "team", s.Team)
		note(&o.facts, "role", s.Role)
		if err := o.AddSeat(o.Org, store.SeatRow{ID: newID(o.Now, 0), Actor: who, Seat: s}); err != nil {
			return err
		}
		return o.EndSessions(o.Org, who)
	})
}

// announce tells the chairs of a new seat that sees content, and refuses one
// that somebody gives to themselves past a chair: whoever keeps the accounts
// reads no case by seating themselves.
func (o *office) announce(by, who tatm.ActorID, s tatm.Seat) error {
	if s.Role == tatm.Administrator || s.Role == tatm.Auditor {
		return nil
	}
	seats, err := o.Seats(o.Org, "")
	if err != nil {
		return err
	}
	var told []tatm.ActorID
	for _, x := range seats {
		presides := x.Role == tatm.Chair || x.Role == tatm.Deputy
		if presides && x.Holds(o.Now) && (x.Team == s.Team || x.Team == "") && x.Actor != who && !slices.Contains(told, x.Actor) {
			told = append(told, x.Actor)
		}
	}
	if by == who && len(told) > 0 {
		return fault.Bad("actor", "seat.self")
	}
	for i, id := range told {
		if err := o.Post(store.Letter{Org: o.Org, ID: newID(o.Now, i+1), Kind: "seat-given", To: id, Due: o.Now}); err != nil {
			return err
		}
	}
	return nil
}

// EndSeat takes a seat away at once.
func (d Desk) EndSeat(ctx context.Context, who tatm.ActorID, seat string) (Made, error) {
	return d.office(ctx, opSeatEnd, func(o *office) error {
		note(&o.facts, "member", who)
		if err := o.Tx.EndSeat(o.Org, seat, o.Now); err != nil {
			return err
		}
		if err := o.handOver(who, true); err != nil {
			return err
		}
		return o.EndSessions(o.Org, who)
	})
}

// AddTeam adds a team.
func (d Desk) AddTeam(ctx context.Context, name, purpose string) (tatm.TeamID, error) {
	made, err := d.office(ctx, opTeamAdd, func(o *office) error {
		name = strings.TrimSpace(name)
		if name == "" || len(name) > 200 {
			return fault.Bad("name", "field.missing")
		}
		t := store.Team{Org: o.Org, ID: tatm.TeamID(newID(o.Now, 0)), Name: name, Purpose: purpose, Pack: "default", Made: o.Now}
		o.run.made.Entry = tatm.EntryID(t.ID)
		note(&o.facts, "team", t.ID)
		return o.Tx.AddTeam(t)
	})
	return tatm.TeamID(made.Entry), err
}

// OfficeView is the administration: accounts, seats, teams; no case.
type OfficeView struct {
	Members []store.Member
	Seats   []store.SeatRow
	Teams   []store.Team
}

// SeeOffice shows the administration.
func (d Desk) SeeOffice(ctx context.Context) (v OfficeView, err error) {
	err = d.ask(ctx, opOfficeSee, func(o *office) error {
		if v.Members, err = o.Tx.Members(o.Org); err != nil {
			return err
		}
		if v.Seats, err = o.Seats(o.Org, ""); err != nil {
			return err
		}
		v.Teams, err = o.Teams(o.Org)
		return err
	})
	return v, err
}

// TeamView is a team and who sits in it.
type TeamView struct {
	Team  store.Team
	Seats []Colleague
}

// SeeTeams shows the teams the asker has a seat in.
func (d Desk) SeeTeams(ctx context.Context) (out []TeamView, err error) {
	err = d.ask(ctx, opTeamSee, func(o *office) error {
		teams, err := o.Teams(o.Org)
		if err != nil {
			return err
		}
		out = nil
		for _, t := range teams {
			if len(d.who.RolesIn(t.ID, o.Now)) == 0 {
				continue
			}
			cs, err := colleaguesOf(o.Tx, o.Org, t.ID, o.Now)
			if err != nil {
				return err
			}
			out = append(out, TeamView{t, cs})
		}
		return nil
	})
	return out, err
}

// ReadAudit shows lines of the organisation's audit, newest first.
func (d Desk) ReadAudit(ctx context.Context, before int64) (lines []store.Line, names Names, err error) {
	err = d.ask(ctx, opAuditRead, func(o *office) error {
		if lines, err = o.LatestLines(o.Org, before, 100); err != nil {
			return err
		}
		names, err = namesOf(o.Tx, o.Org)
		return err
	})
	return lines, names, err
}

// actorOf reads who a member is now: their seats.
func actorOf(tx *store.Tx, org tatm.OrgID, id tatm.ActorID) (access.Actor, error) {
	seats, err := tx.Seats(org, id)
	a := access.Actor{ID: id, Org: org}
	for _, s := range seats {
		a.Seats = append(a.Seats, s.Seat)
	}
	return a, err
}
