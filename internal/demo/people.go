package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"offramp/internal/access"
	"offramp/internal/app"
	"offramp/internal/tatm"
)

const (
	county  = "county"
	schools = "schools"
	wholeOf = "" // a seat over the whole organisation
)

// staff are the people of the two teams and the seat that each holds.
var staff = []struct {
	login, name, team string
	role              tatm.Role
	disc              tatm.Discipline
}{
	{"rosa", "Rosa Delgado", county, tatm.Chair, tatm.SocialServices},
	{"miles", "Miles Okafor", county, tatm.Deputy, tatm.HumanResources},
	{"det", "Dana Whitlock", county, tatm.Core, tatm.LawEnforcement},
	{"psy", "Dr. Ines Falk", county, tatm.Core, tatm.MentalHealth},
	{"soc", "Tom Breland", county, tatm.Core, tatm.SocialServices},
	{"law", "Priya Nandakumar", county, tatm.Core, tatm.LegalCounsel},
	{"vic", "Joan Teller", county, tatm.Core, tatm.VictimAdvocate},
	{"med", "Dr. Samir Khoury", county, tatm.Core, tatm.Medical},
	{"hr", "Lucia Ferrante", county, tatm.Core, tatm.HumanResources},
	{"aff", "Pastor Eli Grant", county, tatm.Affiliate, "faith-leader"},
	{"former", "Jens Aldous", county, tatm.Affiliate, "former"},
	{"intake", "Marta Quill", county, tatm.Intake, ""},
	{"rec", "Owen Pryce", county, tatm.RecordsOffice, ""},
	{"adm", "Frank Ito", county, tatm.Approver, ""},
	{"prin", "Carl Medina", schools, tatm.Chair, tatm.SchoolAdmin},
	{"couns", "Aisha Bell", schools, tatm.Deputy, tatm.SchoolPsych},
	{"sro", "Officer Paula Reyes", schools, tatm.Core, tatm.LawEnforcement},
	{"spsy", "Dr. Wen Li", schools, tatm.Core, tatm.MentalHealth},
	{"sped", "Hugo Lind", schools, tatm.Core, tatm.SpecialEducation},
	{"mentor", "Amara Osei", schools, tatm.Affiliate, "community-worker"},
	{"sintake", "Beth Sandoval", schools, tatm.Intake, ""},
	{"srec", "Nora Whitfield", schools, tatm.RecordsOffice, ""},
	{"sup", "Superintendent Lena Voss", schools, tatm.Approver, ""},
	{"aud", "Greta Storm", wholeOf, tatm.Auditor, ""},
	{"admin", "Ray Castor", wholeOf, tatm.Administrator, ""},
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
		s := tatm.Seat{Team: w.teams[p.team], Role: p.role, Discipline: p.disc}
		if _, err := boot.GiveSeat(ctx, id, s); err != nil {
			return fmt.Errorf("demo: %s: %w", p.login, err)
		}
		w.ids[p.login] = id
		w.desks[p.login] = w.app.As(access.Actor{ID: id, Org: w.org, Seats: []tatm.Seat{s}})
	}
	return nil
}

// Persona is somebody to sign in as.
type Persona struct {
	Org                          tatm.OrgID
	ID                           tatm.ActorID
	Name, Role, Discipline, Team string
}

// Personas lists whom the picker shows, as the record has them: team by team
// in the order in which the teams were founded, those of the whole
// organisation last, and within a team in the order of the roles.
func Personas(ctx context.Context, a *app.App, org tatm.OrgID) ([]Persona, error) {
	office := a.As(access.Actor{ID: "console", Org: org, Seats: []tatm.Seat{{Role: tatm.Administrator}}})
	v, err := office.SeeOffice(ctx)
	if err != nil {
		return nil, err
	}
	teams, made := map[tatm.TeamID]string{}, map[tatm.TeamID]time.Time{"": a.Now().AddDate(1, 0, 0)}
	for _, t := range v.Teams {
		teams[t.ID], made[t.ID] = t.Name, t.Made
	}
	slices.SortStableFunc(v.Seats, func(x, y app.SeatRow) int {
		return cmp.Or(made[x.Team].Compare(made[y.Team]), cmp.Compare(slices.Index(tatm.Roles, x.Role), slices.Index(tatm.Roles, y.Role)))
	})
	names := map[tatm.ActorID]string{}
	for _, m := range v.Members {
		names[m.ID] = m.Name
	}
	var out []Persona
	for _, s := range v.Seats {
		if name := names[s.Actor]; name != "" {
			out = append(out, Persona{org, s.Actor, name, string(s.Role), string(s.Discipline), teams[s.Team]})
			names[s.Actor] = "" // each person once, with their first seat
		}
	}
	return out, nil
}
