package web

import (
	"cmp"
	"slices"

	"offramp/internal/tatm"
)

// personaRole is the people of a team who hold one role.
type personaRole struct {
	role   string
	people []Persona
}

// personaGroup is the people of the demo in one team; without a team, those
// who serve the whole organisation.
type personaGroup struct {
	team  string
	seats []personaRole
}

// personaGroups puts people by team, and within it by role and discipline.
func personaGroups(all []Persona) []personaGroup {
	rank := func(p Persona) int { return slices.Index(tatm.Roles, tatm.Role(p.Seat)) }
	sorted := slices.SortedStableFunc(slices.Values(all), func(a, b Persona) int {
		return cmp.Or(whole(a)-whole(b), cmp.Compare(a.Team, b.Team), rank(a)-rank(b), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Name, b.Name))
	})
	var out []personaGroup
	for _, p := range sorted {
		if len(out) == 0 || out[len(out)-1].team != p.Team {
			out = append(out, personaGroup{team: p.Team})
		}
		g := &out[len(out)-1]
		if len(g.seats) == 0 || g.seats[len(g.seats)-1].role != p.Seat {
			g.seats = append(g.seats, personaRole{role: p.Seat})
		}
		r := &g.seats[len(g.seats)-1]
		r.people = append(r.people, p)
	}
	return out
}

// whole puts those without a team last.
func whole(p Persona) int {
	if p.Team == "" {
		return 1
	}
	return 0
}
