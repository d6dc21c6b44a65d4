package demo

import (
	"context"
	"fmt"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
)

// staff are the people of the two teams, each with the seats they hold.
var staff = []struct {
	login, name string
	seats       []chair
}{
	{"rosa", "Rosa Delgado", []chair{{county, tatm.Chair, tatm.SocialServices}}},
	{"miles", "Miles Okafor", []chair{{county, tatm.Deputy, tatm.HumanResources}}},
	{"det", "Dana Whitlock", []chair{{county, tatm.Core, tatm.LawEnforcement}, {schools, tatm.Core, tatm.LawEnforcement}}},
	{"psy", "Dr. Ines Falk", []chair{{county, tatm.Core, tatm.MentalHealth}, {schools, tatm.Core, tatm.MentalHealth}}},
	{"hr", "Tom Breland", []chair{{county, tatm.Core, tatm.SocialServices}}},
	{"law", "Priya Nandakumar", []chair{{county, tatm.Core, tatm.LegalCounsel}}},
	{"vic", "Joan Teller", []chair{{county, tatm.Core, tatm.VictimAdvocate}}},
	{"aff", "Pastor Eli Grant", []chair{{county, tatm.Affiliate, "faith-leader"}}},
	{"intake", "Marta Quill", []chair{{county, tatm.Intake, ""}, {schools, tatm.Intake, ""}}},
	{"rec", "Owen Pryce", []chair{{county, tatm.RecordsOffice, ""}, {schools, tatm.RecordsOffice, ""}}},
	{"sup", "Superintendent Lena Voss", []chair{{schools, tatm.Approver, ""}, {county, tatm.Approver, ""}}},
	{"prin", "Carl Medina", []chair{{schools, tatm.Chair, tatm.SchoolAdmin}}},
	{"couns", "Aisha Bell", []chair{{schools, tatm.Deputy, tatm.SchoolPsych}}},
	{"sped", "Hugo Lind", []chair{{schools, tatm.Core, tatm.SpecialEducation}}},
	{"aud", "Greta Storm", []chair{{"", tatm.Auditor, ""}}},
	{"admin", "Ray Castor", []chair{{"", tatm.Administrator, ""}}},
}

const (
	county  = "county"
	schools = "schools"
)

type chair struct {
	team string
	role tatm.Role
	disc tatm.Discipline
}

// found makes the organisation, its teams and its people.
func (w *world) found(ctx context.Context) error {
	var err error
	if w.org, err = w.app.Found(ctx, "Harlow County", "America/New_York"); err != nil {
		return err
	}
	boot := w.app.As(access.Actor{ID: "console", Org: w.org, Clock: true})
	for _, t := range [][3]string{{county, "Harlow County team", "county"}, {schools, "Harlow Schools team", "school"}} {
		if w.teams[t[0]], err = boot.AddTeam(ctx, t[1], t[2]); err != nil {
			return err
		}
		w.clock.To(w.clock.Now().Add(time.Minute)) // the first team is the portal's
	}
	for _, p := range staff {
		id, _, err := boot.AddMember(ctx, app.NewMember{Login: p.login, Name: p.name})
		if err != nil {
			return fmt.Errorf("demo: %s: %w", p.login, err)
		}
		w.ids[p.login] = id
		a := access.Actor{ID: id, Org: w.org}
		for _, c := range p.seats {
			s := tatm.Seat{Team: w.teams[c.team], Role: c.role, Discipline: c.disc}
			if _, err := boot.GiveSeat(ctx, id, s); err != nil {
				return fmt.Errorf("demo: %s: %w", p.login, err)
			}
			a.Seats = append(a.Seats, s)
		}
		w.desks[p.login] = w.app.As(a)
	}
	return nil
}

// Persona is somebody to sign in as.
type Persona struct {
	Org                          tatm.OrgID
	ID                           tatm.ActorID
	Name, Role, Discipline, Team string
}

// Personas lists whom the picker shows, as the record has them.
func Personas(ctx context.Context, a *app.App, org tatm.OrgID) ([]Persona, error) {
	office := a.As(access.Actor{ID: "console", Org: org, Seats: []tatm.Seat{{Role: tatm.Administrator}}})
	v, err := office.SeeOffice(ctx)
	if err != nil {
		return nil, err
	}
	teams := map[tatm.TeamID]string{}
	for _, t := range v.Teams {
		teams[t.ID] = t.Name
	}
	var out []Persona
	for _, m := range v.Members {
		for _, s := range v.Seats {
			if s.Actor == m.ID {
				out = append(out, Persona{org, m.ID, m.Name, string(s.Role), string(s.Discipline), teams[s.Team]})
				break
			}
		}
	}
	return out, nil
}
