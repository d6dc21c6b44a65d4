package app

import (
	"context"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// suggestMost is how many people a page suggests.
const suggestMost = 5

// Likeness is a person on file whom a report may be about, with why, what came
// of earlier reports, and what somebody answered.
type Likeness struct {
	match.Suggestion
	Row     store.Row
	File    tatm.File
	Name    string
	Answer  tatm.Item[tatm.Known] // zero while nobody answered
	Reports []store.LinkedLine    // earlier ones about them, as far as the reader may see
	Found   map[tatm.FileID]tatm.Outcome
	Cases   []store.LinkedLine
}

// askedFor is what a report says of whom it is about: what a worker made out,
// else the reporter's own words.
func askedFor(f tatm.File, year int) (out []match.Query) {
	for _, a := range tatm.All[tatm.About](f) {
		q := match.Query{Names: []tatm.Name{a.Rec.Name()}, Birth: a.Rec.Birth, Details: a.Rec.Details()}
		if a.Rec.Age > 0 && a.Rec.Birth.Year == 0 {
			q.Between = [2]int{year - a.Rec.Age - 2, year - a.Rec.Age + 1}
		}
		out = append(out, q)
	}
	if r, ok := tatm.Last[tatm.Report](f); ok && len(out) == 0 && r.Rec.Who != "" {
		out = append(out, match.Query{Names: []tatm.Name{match.ParseName(r.Rec.Who)}})
	}
	return out
}

// alike lists whom a report may be about, of those the actor may find;
// committed says that tx sees nothing that may yet be taken back.
func (d Desk) alike(tx *store.Tx, f tatm.File, scope access.ListScope, committed bool) ([]match.Suggestion, error) {
	r, err := d.app.onFile.current(tx, d.who.Org, committed)
	if err != nil {
		return nil, err
	}
	sees, err := r.sees(tx, scope)
	if err != nil {
		return nil, err
	}
	var out []match.Suggestion
	seen := map[tatm.FileID]bool{}
	for _, q := range askedFor(f, scope.Now().Year()) {
		for _, s := range r.index.Search(q, sees, suggestMost) {
			if !seen[s.ID] {
				seen[s.ID] = true
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// Resemble suggests people on file whom a report may be about.
func (d Desk) Resemble(ctx context.Context, on tatm.FileID) (out []Likeness, err error) {
	err = d.see(ctx, opReportResemble, on, func(s *sight) error {
		out = nil
		f, err := s.File()
		if err != nil {
			return err
		}
		people, err := access.DecideList(d.who, opPersonSearch, tatm.PersonFile, s.Now)
		if err != nil {
			return nil // who may find nobody is suggested nobody
		}
		found, err := d.alike(s.tx, f, people, true)
		if err != nil {
			return err
		}
		for _, x := range found {
			l, ok, err := s.likeness(x, f)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, l)
			}
		}
		return nil
	})
	return out, err
}

// likeness reads what a page shows of a suggestion.
func (s *sight) likeness(x match.Suggestion, report tatm.File) (l Likeness, ok bool, err error) {
	l = Likeness{Suggestion: x, Found: map[tatm.FileID]tatm.Outcome{}}
	if l.Row, l.File, ok, err = peek(s.tx, s.desk, s, opPersonSee, x.ID); err != nil || !ok {
		return l, ok, err
	}
	l.Name = DisplayName(l.File)
	l.Answer, _ = tatm.KnownAs(report, x.ID)
	cases, err := s.lists(opCaseList, tatm.CaseFile)
	if err != nil {
		return l, false, err
	}
	if l.Cases, err = cases.LinkedTo(x.ID, suggestMost); err != nil {
		return l, false, err
	}
	reports, err := s.lists(opReportList, tatm.ReportFile)
	if err != nil {
		return l, false, err
	}
	if l.Reports, err = reports.LinkedTo(x.ID, suggestMost); err != nil {
		return l, false, err
	}
	for _, r := range l.Reports {
		_, f, seen, err := peek(s.tx, s.desk, s, opReportSee, r.Row.ID)
		if err != nil {
			return l, false, err
		}
		if v, ok := tatm.Last[tatm.Screening](f); ok && seen {
			l.Found[r.Row.ID] = v.Rec.Outcome
		}
	}
	return l, true, nil
}

// TellAbout puts down who a report is about, as far as it can be made out.
func (d Desk) TellAbout(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, a tatm.About) (Made, error) {
	return d.do(ctx, opReportAbout, on, func(w *work) error {
		if id != "" {
			return w.mend(id, seen, a, Circumstance{})
		}
		_, err := w.add(a, Circumstance{})
		return err
	})
}

// AnswerLikeness says whether a report is about a person already on file. It
// can be answered anew: nothing is joined.
func (d Desk) AnswerLikeness(ctx context.Context, on tatm.FileID, k tatm.Known) (Made, error) {
	return d.do(ctx, opReportKnown, on, func(w *work) error {
		head, _, found, err := w.tx.Head(w.row.Org, k.Person, w.who(), w.clock(), false)
		if err != nil {
			return err
		}
		if found {
			_, err = access.Decide(d.who, opPersonSee, head, w.clock())
		}
		if !found || err != nil {
			return fault.Bad("person", "field.person-file")
		}
		return w.knows(k)
	})
}

func (w *work) knows(k tatm.Known) error {
	if was, ok := tatm.KnownAs(w.file, k.Person); ok {
		return w.mend(was.ID, was.Version, k, Circumstance{})
	}
	_, err := w.add(k, Circumstance{})
	return err
}

// earlier holds a finding back until somebody has said whether the report is
// about the people who are likely meant: in a published review a misspelt
// surname hid earlier referrals. In an emergency it goes on and the question
// waits on the desk. person is a file that the finding itself names.
func (w *work) earlier(person tatm.FileID) error {
	scope, err := access.DecideList(w.run.desk.who, opPersonSearch, tatm.PersonFile, w.clock())
	if err != nil {
		return nil // who may find nobody is asked nothing
	}
	if person != "" {
		if err := w.knows(tatm.Known{Person: person, Verdict: tatm.SameOne, Why: "screening"}); err != nil {
			return err
		}
	}
	found, err := w.run.desk.alike(w.tx, w.file, scope, false)
	if err != nil {
		return err
	}
	r, _ := tatm.Last[tatm.Report](w.file)
	var open []error
	for _, s := range found {
		if _, answered := tatm.KnownAs(w.file, s.ID); s.Band != match.Likely || answered {
			continue
		}
		if r.Rec.Imminent == tatm.Yes {
			if err := w.knows(tatm.Known{Person: s.ID, Verdict: tatm.NotYet}); err != nil {
				return err
			}
			continue
		}
		open = append(open, fault.Lacks("known", "lacks.known"))
	}
	if len(open) > 0 {
		return open[0]
	}
	return nil
}
