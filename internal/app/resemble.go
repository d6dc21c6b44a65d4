package app

import (
	"context"
	"slices"
	"time"

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
	Team    string
	Answer  tatm.Item[tatm.Known] // zero while nobody answered
	Past    []tatm.Entry          // earlier answers, oldest first
	Reports []Earlier             // earlier ones about them, as far as the reader may see
	Cases   []EarlierCase
}

// Alike is what stands beside a report: whom it may be about, which teams have
// a file that the reader may not see, and which reports may tell of the same.
type Alike struct {
	People    []Likeness
	Elsewhere []string // names of teams to ask, where the policy pack allows it
	Incidents []Incident
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
		out = append(out, match.Query{Names: match.Readings(r.Rec.Who)})
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

// Resemble suggests people on file whom a report may be about, and reports that
// may tell of the same.
func (d Desk) Resemble(ctx context.Context, on tatm.FileID) (out Alike, err error) {
	err = d.see(ctx, opReportResemble, on, func(s *sight) error {
		out = Alike{}
		f, err := s.File()
		if err != nil {
			return err
		}
		if out.Incidents, err = s.incidents(f); err != nil {
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
		if out.People, err = s.likenesses(found, f); err != nil {
			return err
		}
		if d.app.packOf(f).AcrossTeams {
			out.Elsewhere, err = s.elsewhere(f, people)
		}
		return err
	})
	return out, err
}

func (s *sight) likenesses(found []match.Suggestion, report tatm.File) (out []Likeness, err error) {
	teams, err := namesIn(s.tx, tatm.File{Org: s.desk.who.Org})
	if err != nil {
		return nil, err
	}
	for _, x := range found {
		l, ok, err := s.likeness(x, report)
		if err != nil {
			return nil, err
		}
		if l.Team = teams.Team(l.Row.Team); ok {
			out = append(out, l)
		}
	}
	return out, nil
}

// likeness reads what a page shows of a suggestion. Files that are the same
// person's count as one for what came before.
func (s *sight) likeness(x match.Suggestion, report tatm.File) (l Likeness, ok bool, err error) {
	l.Suggestion = x
	if l.Row, l.File, ok, err = peek(s.tx, s.desk, s, opPersonSee, x.ID); err != nil || !ok {
		return l, ok, err
	}
	l.Name = DisplayName(l.File)
	if l.Answer, _ = tatm.KnownAs(report, x.ID); l.Answer.Version > 1 {
		if l.Past, err = s.Versions(l.Answer.ID); err != nil {
			return l, false, err
		}
		l.Past = l.Past[:max(len(l.Past)-1, 0)]
	}
	files := append([]tatm.FileID{x.ID}, tatm.Joined(l.File)...)
	for i := len(files) - 1; i > 0; i-- {
		if _, _, seen, err := peek(s.tx, s.desk, s, opPersonSee, files[i]); err != nil || !seen {
			files = slices.Delete(files, i, i+1)
		}
	}
	if l.Cases, err = s.casesOf(files...); err != nil {
		return l, false, err
	}
	l.Reports, err = s.reportsAbout(report.ID, files...)
	return l, err == nil, err
}

// elsewhere names the teams that have a file of a person who is likely meant
// and whom the reader may not see: that there is one and whom to ask, nothing
// else. It runs only where the policy pack allows it, so that elsewhere not
// even the time tells.
func (s *sight) elsewhere(f tatm.File, scope access.ListScope) (out []string, err error) {
	r := s.desk.app.onFile.of(s.desk.who.Org)
	hidden, err := r.others(s.tx, scope)
	if err != nil {
		return nil, err
	}
	names, err := namesIn(s.tx, tatm.File{Org: s.desk.who.Org})
	if err != nil {
		return nil, err
	}
	for _, q := range askedFor(f, scope.Now().Year()) {
		for _, x := range r.index.Search(q, hidden, suggestMost) {
			team, ok := r.homes.team(x.ID)
			if !ok || x.Band != match.Likely {
				continue
			}
			if name := names.Team(team); !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out, nil
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

// earlierFiles holds a finding back until somebody has said whether the report is
// about the people who are likely meant: in a published review a misspelt
// surname hid earlier referrals. In an emergency or a flood it goes on and the
// question waits on the desk. person is a file that the finding itself names.
func (w *work) earlierFiles(person tatm.FileID) error {
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
	waits, err := w.goesOn()
	if err != nil {
		return err
	}
	var open []error
	for _, s := range found {
		if s.Band != match.Likely {
			continue
		}
		if answered, err := w.answered(s.ID); err != nil || answered {
			if err != nil {
				return err
			}
			continue
		}
		if waits {
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

// answered reports whether somebody said whether the report is about a person,
// by this file or by another one of theirs; and who is known to be somebody
// else than the one it is about is not asked about again.
func (w *work) answered(person tatm.FileID) (bool, error) {
	for _, k := range tatm.All[tatm.Known](w.file) {
		if k.Rec.Person == person {
			return true, nil
		}
		_, row, found, err := w.tx.Head(w.row.Org, k.Rec.Person, "", w.clock(), false)
		if err != nil {
			return false, err
		}
		if !found {
			continue
		}
		f, err := w.tx.Whole(row)
		if err != nil {
			return false, err
		}
		is, _ := tatm.Between(f, person)
		if v := is.Rec.Found(); (v == tatm.SameOne && k.Rec.Verdict != tatm.NotYet) || (v == tatm.OtherOne && k.Rec.Verdict == tatm.SameOne) {
			return true, nil
		}
	}
	return false, nil
}

// A flood is so many reports to one team within an hour of each other: more
// than people can answer for one by one (project proposal).
const (
	floodLeast = 25
	floodSpan  = time.Hour
)

// goesOn reports whether a screening may not wait for an answer: somebody is in
// danger now, or the report came in a flood.
func (w *work) goesOn() (bool, error) {
	if r, _ := tatm.Last[tatm.Report](w.file); r.Rec.Imminent == tatm.Yes {
		return true, nil
	}
	n, err := w.tx.ReportsAround(w.row, floodSpan)
	return n >= floodLeast, err
}
