package app

import (
	"context"

	"offramp/internal/store"
	"offramp/internal/tatm"
)

// FilePerson begins a person's file with a first name.
func (d Desk) FilePerson(ctx context.Context, team tatm.TeamID, n tatm.Name) (Made, error) {
	return d.open(ctx, opPersonFile, team, tatm.PersonFile, func(w *work) error {
		_, err := w.add(n, Circumstance{})
		return err
	})
}

// TellOfPerson adds a name, a date of birth, a school, a phone: each an entry
// with its own source and regime.
func (d Desk) TellOfPerson(ctx context.Context, on tatm.FileID, r tatm.Record, c Circumstance) (Made, error) {
	return d.do(ctx, opPersonTell, on, func(w *work) error {
		_, err := w.add(r, c)
		return err
	})
}

// MendPerson corrects an entry of a person's file.
func (d Desk) MendPerson(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, r tatm.Record, c Circumstance) (Made, error) {
	return d.do(ctx, opPersonMend, on, func(w *work) error { return w.mend(id, seen, r, c) })
}

// PersonView is a person as a page shows them.
type PersonView struct {
	Row   store.Row
	File  tatm.File
	Name  string
	Cases []store.LinkedLine
	// Reports are those answered to be about them, with what came of each.
	Reports []Earlier
	Same    []SameLine // files of the same person, as far as the reader may see those
	Apart   []SameLine // files of somebody else, or not to be told yet
	Names   Names
}

// SameLine is another file and what was found about the two, with what was
// found before.
type SameLine struct {
	tatm.Item[tatm.SamePerson]
	Row     store.Row
	Name    string
	Cases   []store.LinkedLine
	Reports []Earlier
	Past    []tatm.Entry // earlier versions, oldest first
}

// SeePerson shows a person's file and the cases they have a part in, as far as
// the reader may see those.
func (d Desk) SeePerson(ctx context.Context, on tatm.FileID) (v PersonView, err error) {
	err = d.see(ctx, opPersonSee, on, func(s *sight) error {
		v = PersonView{Row: s.Head()}
		if v.File, err = s.File(); err != nil {
			return err
		}
		v.Name = DisplayName(v.File)
		cases, err := s.lists(opCaseList, tatm.CaseFile)
		if err != nil {
			return err
		}
		if v.Cases, err = cases.LinkedTo(on, 50); err != nil {
			return err
		}
		if v.Reports, err = s.reportsAbout("", on); err != nil {
			return err
		}
		for _, x := range tatm.All[tatm.SamePerson](v.File) {
			l, ok, err := s.sameLine(x, cases)
			if err != nil {
				return err
			}
			switch {
			case ok && x.Rec.Found() == tatm.SameOne:
				v.Same = append(v.Same, l)
			case ok:
				v.Apart = append(v.Apart, l)
			}
		}
		v.Names, err = namesIn(s.tx, v.File, who(v)...)
		return err
	})
	return v, err
}

// sameLine reads the other file of a finding; false for one that the reader
// may not see.
func (s *sight) sameLine(x tatm.Item[tatm.SamePerson], cases *store.Shelf) (l SameLine, ok bool, err error) {
	l.Item = x
	row, f, ok, err := peek(s.tx, s.desk, s, opPersonSee, x.Rec.Other)
	if err != nil || !ok {
		return l, false, err
	}
	l.Row, l.Name = row, DisplayName(f)
	if x.Version > 1 {
		if l.Past, err = s.Versions(x.ID); err != nil {
			return l, false, err
		}
		l.Past = l.Past[:max(len(l.Past)-1, 0)]
	}
	if x.Rec.Found() != tatm.SameOne {
		return l, true, nil
	}
	if l.Cases, err = cases.LinkedTo(x.Rec.Other, 50); err != nil {
		return l, false, err
	}
	l.Reports, err = s.reportsAbout("", x.Rec.Other)
	return l, true, err
}

// who are those who found something about two files at any time.
func who(v PersonView) (out []tatm.ActorID) {
	for _, l := range append(v.Same, v.Apart...) {
		for _, e := range l.Past {
			out = append(out, e.RecordedBy)
		}
	}
	return out
}

// ListPeople lists people's files, last touched first.
func (d Desk) ListPeople(ctx context.Context, f store.Filter) (v ListView, err error) {
	err = d.list(ctx, opPersonList, tatm.PersonFile, func(s *survey) error {
		v, err = s.page(f, "name")
		return err
	})
	return v, err
}

// Found is what a search found.
type Found struct {
	Line ListLine
	Hit  store.Hit
}

// SearchCases finds cases by the words of their entries.
func (d Desk) SearchCases(ctx context.Context, question string) (out []Found, err error) {
	err = d.list(ctx, opCaseSearch, tatm.CaseFile, func(s *survey) error {
		out, err = s.found(question, "case")
		return err
	})
	return out, err
}

func (s *survey) found(question string, kinds ...tatm.Kind) ([]Found, error) {
	hits, err := s.Seek(question, 50)
	if err != nil {
		return nil, err
	}
	var out []Found
	seen := map[tatm.FileID]bool{}
	for _, h := range hits {
		if seen[h.File] {
			continue
		}
		seen[h.File] = true
		row, ok, err := s.One(h.File)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		es, err := s.Openings([]store.ListRow{row}, kinds...)
		if err != nil {
			return nil, err
		}
		out = append(out, Found{ListLine{row, tatm.File{Org: row.Org, ID: row.ID, Kind: row.Kind, Number: row.Number, Entries: es[row.ID]}}, h})
	}
	return out, nil
}
