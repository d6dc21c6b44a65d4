package app

import (
	"context"

	"offramp/internal/fault"
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

// SamePerson says that two files are about one person: two teams know them, or
// one file was made twice. Each file keeps its entries and its team; both say
// so, and each shows the other only to who may see that one too.
func (d Desk) SamePerson(ctx context.Context, on, other tatm.FileID, basis string) (Made, error) {
	return d.many(ctx, opPersonSame, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		if on == other {
			return fault.Bad("other", "field.person-file")
		}
		for id, w := range of {
			if w.row.Kind != tatm.PersonFile {
				return absent()
			}
			there := on
			if id == on {
				there = other
			}
			if _, same := sameAs(w, there); same {
				return fault.New(fault.Conflict, "person.same-already")
			}
			if _, err := w.add(tatm.SamePerson{Other: there, Basis: basis}, Circumstance{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// sameAs finds the entry of a person's file that says it is also another one.
func sameAs(w *work, other tatm.FileID) (tatm.Item[tatm.SamePerson], bool) {
	for _, s := range tatm.All[tatm.SamePerson](w.file) {
		if s.Rec.Other == other && s.Rec.Undone == "" {
			return s, true
		}
	}
	return tatm.Item[tatm.SamePerson]{}, false
}

// ApartPerson takes it back, for a reason, in both files.
func (d Desk) ApartPerson(ctx context.Context, on, other tatm.FileID, why string) (Made, error) {
	return d.many(ctx, opPersonApart, "", []tatm.FileID{on, other}, func(_ *work, of map[tatm.FileID]*work) error {
		if why == "" {
			return fault.Bad("undone", "field.missing")
		}
		for id, w := range of {
			there := on
			if id == on {
				there = other
			}
			s, same := sameAs(w, there)
			if !same {
				return absent()
			}
			s.Rec.Undone = why
			if err := w.mend(s.ID, s.Version, s.Rec, Circumstance{}); err != nil {
				return err
			}
		}
		return nil
	})
}

// PersonView is a person as a page shows them.
type PersonView struct {
	Row   store.Row
	File  tatm.File
	Name  string
	Cases []store.LinkedLine
	Same  []SameLine // other files about them, as far as the reader may see those
	Names Names
}

// SameLine is another team's file about the same person.
type SameLine struct {
	Row   store.Row
	Name  string
	Basis string
	Cases []store.LinkedLine
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
		for _, x := range tatm.All[tatm.SamePerson](v.File) {
			if x.Rec.Undone != "" {
				continue
			}
			row, f, ok, err := peek(s.tx, d, s, opPersonSee, x.Rec.Other)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			there, err := cases.LinkedTo(x.Rec.Other, 50)
			if err != nil {
				return err
			}
			v.Same = append(v.Same, SameLine{row, DisplayName(f), x.Rec.Basis, there})
		}
		v.Names, err = namesIn(s.tx, v.File)
		return err
	})
	return v, err
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

// SearchPeople finds people's files by words.
func (d Desk) SearchPeople(ctx context.Context, question string) (out []Found, err error) {
	err = d.list(ctx, opPersonSearch, tatm.PersonFile, func(s *survey) error {
		out, err = s.found(question, "name")
		return err
	})
	return out, err
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
