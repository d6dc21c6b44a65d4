package app

import (
	"slices"

	"offramp/internal/access"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// Names are the names of the people with accounts and of the teams that a page
// shows.
type Names struct {
	Members map[tatm.ActorID]string
	Teams   map[tatm.TeamID]string
}

// Of is a member's name; for the program's own parts, their word.
func (n Names) Of(id tatm.ActorID) string {
	if name := n.Members[id]; name != "" {
		return name
	}
	return string(id)
}

// Team is a team's name.
func (n Names) Team(id tatm.TeamID) string { return n.Teams[id] }

// namesOf reads the names of the organisation.
func namesOf(tx *store.Tx, org tatm.OrgID) (Names, error) {
	n := Names{map[tatm.ActorID]string{}, map[tatm.TeamID]string{}}
	teams, err := tx.Teams(org)
	if err != nil {
		return n, err
	}
	for _, t := range teams {
		n.Teams[t.ID] = t.Name
	}
	members, err := tx.Members(org)
	for _, m := range members {
		n.Members[m.ID] = m.Name
	}
	return n, err
}

// namesIn reads the names of those who appear in a file.
func namesIn(tx *store.Tx, f tatm.File, more ...tatm.ActorID) (Names, error) {
	n := Names{map[tatm.ActorID]string{}, map[tatm.TeamID]string{}}
	for _, e := range f.Entries {
		more = append(more, e.RecordedBy)
		if a, ok := e.Record.(interface{ Actors() []tatm.ActorID }); ok {
			more = append(more, a.Actors()...)
		}
	}
	for _, id := range more {
		if _, known := n.Members[id]; known || id == "" {
			continue
		}
		m, found, err := tx.Member(f.Org, id)
		if err != nil {
			return n, err
		}
		n.Members[id] = ""
		if found {
			n.Members[id] = m.Name
		}
	}
	t, err := tx.Teams(f.Org)
	for _, x := range t {
		n.Teams[x.ID] = x.Name
	}
	return n, err
}

// DisplayName is how a person's file is called in a list: the legal name, or
// the first one there is, of those that were not withdrawn.
func DisplayName(f tatm.File) string {
	names := slices.DeleteFunc(tatm.All[tatm.Name](f), func(n tatm.Item[tatm.Name]) bool { return n.Rec.Withdrawn != "" })
	for _, n := range names {
		if n.Rec.Type == tatm.LegalName {
			return join(n.Rec.Given, n.Rec.Family)
		}
	}
	for _, n := range names {
		return join(n.Rec.Given, n.Rec.Family)
	}
	return ""
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " " + b
}

// peek reads another file inside a read that was admitted already, as far as
// the same actor may see it. It reports false for what they may not.
func peek(tx *store.Tx, d Desk, s *sight, op access.Op, id tatm.FileID) (store.Row, tatm.File, bool, error) {
	head, row, found, err := tx.Head(d.who.Org, id, d.who.ID, s.Now, false)
	if err != nil || !found {
		return store.Row{}, tatm.File{}, false, err
	}
	scope, err := access.Decide(d.who, op, head, s.Now)
	if err != nil {
		return store.Row{}, tatm.File{}, false, nil // a refusal here is simply not shown
	}
	r := tx.Admit(scope, row)
	f, err := r.File()
	return r.Head(), f, err == nil, err
}
