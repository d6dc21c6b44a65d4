package app

import (
	"context"

	"offramp/internal/access"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// findPage is how many people a page of a search shows, and findMost how many
// a search finds: who wants more says more about whom they mean.
const (
	findPage = 10
	findMost = 30
)

// Find is a person whom a search found, with why.
type Find struct {
	match.Suggestion
	Row  store.Row
	Name string
}

// Finds is a page of what a search found.
type Finds struct {
	People []Find
	Page   int // from 1
	Pages  int
	Names  Names
}

// FindPeople looks people up, misspelt or not, among those whom the asker may
// see. That somebody searched is a line of the audit; what for is not.
func (d Desk) FindPeople(ctx context.Context, q match.Query, page int) (v Finds, err error) {
	err = d.list(ctx, opPersonSearch, tatm.PersonFile, func(s *survey) error {
		found, err := s.people(opPersonSearch, q, "")
		if err != nil {
			return err
		}
		v = Finds{Pages: (len(found) + findPage - 1) / findPage}
		v.Page = min(max(page, 1), max(v.Pages, 1))
		from := (v.Page - 1) * findPage
		if v.People, err = s.finds(found[from:min(from+findPage, len(found))]); err != nil {
			return err
		}
		v.Names, err = s.names()
		return err
	})
	return v, err
}

// GuessPeople suggests whom a report is about that a worker is writing and has
// not saved: the same as Resemble will say of it.
func (d Desk) GuessPeople(ctx context.Context, told tatm.File) (out []Likeness, err error) {
	err = d.list(ctx, opPersonGuess, tatm.PersonFile, func(s *survey) error {
		out = nil
		scope, err := access.DecideList(d.who, opPersonSearch, tatm.PersonFile, s.Now)
		if err != nil {
			return nil // who may find nobody is suggested nobody
		}
		found, err := d.alike(s.tx, told, scope, true)
		if err != nil {
			return err
		}
		beside := &sight{Now: s.Now, tx: s.tx, desk: d}
		out, err = beside.likenesses(found, told)
		return err
	})
	return out, err
}

// people asks the index, for those of the scope of an operation but one, who is
// asked about.
func (s *survey) people(op access.Op, q match.Query, but tatm.FileID) ([]match.Suggestion, error) {
	scope, err := access.DecideList(s.desk.who, op, tatm.PersonFile, s.Now)
	if err != nil {
		return nil, err
	}
	r, err := s.desk.app.onFile.current(s.tx, scope.Org(), true)
	if err != nil {
		return nil, err
	}
	sees, err := r.sees(s.tx, scope)
	if err != nil {
		return nil, err
	}
	return r.index.Search(q, func(id tatm.FileID) bool { return id != but && sees(id) }, findMost), nil
}

// finds reads what a page shows of people who were found.
func (s *survey) finds(found []match.Suggestion) (out []Find, err error) {
	for _, x := range found {
		row, ok, err := s.One(x.ID)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		es, err := s.Openings([]store.ListRow{row}, "name")
		if err != nil {
			return nil, err
		}
		out = append(out, Find{x, row.Row, DisplayName(tatm.File{Entries: es[row.ID]})})
	}
	return out, nil
}
