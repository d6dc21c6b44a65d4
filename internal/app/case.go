package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/coherence"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// OpenCase opens a case without a report: a direct predicate, such as a
// protective order or what a member saw.
func (d Desk) OpenCase(ctx context.Context, team tatm.TeamID, c NewCase) (Made, error) {
	return d.open(ctx, opCaseOpen, team, tatm.CaseFile, func(w *work) error { return w.openCase(c) })
}

// openCase puts the entries every case begins with: no case is without an
// owner, a next action and a next date.
func (w *work) openCase(c NewCase) error {
	pack := w.run.desk.app.library.PackAt("default", w.Now)
	if c.Charge.Owner == "" {
		c.Charge.Owner = w.who()
	}
	if err := w.mayOwn(c.Charge.Owner); err != nil {
		return err
	}
	if c.Person != "" {
		if err := w.mayName("person", "field.person-file", opPersonSee, c.Person); err != nil {
			return err
		}
	}
	if _, err := w.add(tatm.Case{Title: c.Title, Summary: c.Summary, Young: c.Young, Minor: c.Minor || c.Young, Pack: pack.Ref()}, Circumstance{}); err != nil {
		return err
	}
	if _, err := w.add(c.Charge, Circumstance{}); err != nil {
		return err
	}
	w.put(tatm.Stage{To: tatm.AtIntake, Role: w.opener(), Pack: pack.Ref()})
	if c.Person != "" || c.Subject != "" {
		_, err := w.add(tatm.Part{Role: tatm.SubjectPart, Person: c.Person, Known: c.Subject}, Circumstance{})
		return err
	}
	return nil
}

// opener is the role under which the actor opens a case.
func (w *work) opener() tatm.Role {
	for _, r := range w.roles {
		if slices.Contains(opCaseOpen.Roles, r) {
			return r
		}
	}
	return ""
}

// DescribeCase changes what the case is about: title, summary, kinds of
// violence feared, whether only convened people see it.
func (d Desk) DescribeCase(ctx context.Context, on tatm.FileID, id tatm.EntryID, version int64, c tatm.Case, seen ...string) (Made, error) {
	return d.do(ctx, opCaseDescribe, on, func(w *work) error {
		was, err := find[tatm.Case](w, id)
		if err != nil {
			return err
		}
		c.Pack, c.Carried = was.Rec.Pack, was.Rec.Carried
		if c.Observations, err = w.typed(c.Observations, seen...); err != nil {
			return err
		}
		return w.mend(id, version, c, Circumstance{})
	})
}

// MoveCase takes the case to another state, or says what is missing.
func (d Desk) MoveCase(ctx context.Context, on tatm.FileID, to tatm.State, reason, override string) (Made, error) {
	return d.do(ctx, opCaseMove, on, func(w *work) error { return w.move(to, reason, override) })
}

func (w *work) move(to tatm.State, reason, override string) error {
	by, err := w.asker()
	if err != nil {
		return err
	}
	s, err := tatm.Move(w.file, w.pack(), to, by, reason, override, w.Now)
	if err != nil {
		return err
	}
	note(&w.facts, "to", to)
	w.put(s)
	if to == tatm.Closed || to == tatm.Transferred {
		return w.endWatch()
	}
	return nil
}

// CaseView is a case as its pages show it.
type CaseView struct {
	Row      store.Row
	File     tatm.File
	Then     time.Time // shown as it was at this time; zero for now
	Now      time.Time
	Pack     *tatm.Pack
	Findings []coherence.Finding
	Options  []tatm.Option
	Due      []tatm.Due
	News     []tatm.Entry
	Names    Names
	People   map[tatm.FileID]string // names of linked people, as far as the reader may see them
	Reports  map[tatm.FileID]int64  // numbers of linked reports, likewise
	Team     []Colleague
	Behind   []tatm.ActorID // who has given a view that waits to be revealed
	Me       tatm.ActorID
	Roles    []tatm.Role
}

// Colleague is somebody a form may name: a seat in the team.
type Colleague struct {
	ID         tatm.ActorID
	Name       string
	Role       tatm.Role
	Discipline tatm.Discipline
}

// Is reports whether the reader has one of the roles in this case.
func (v CaseView) Is(roles ...tatm.Role) bool {
	return slices.ContainsFunc(v.Roles, func(r tatm.Role) bool { return slices.Contains(roles, r) })
}

// SeeCase shows a case as it stands.
func (d Desk) SeeCase(ctx context.Context, on tatm.FileID) (v CaseView, err error) {
	err = d.see(ctx, opCaseSee, on, func(s *sight) error {
		f, err := s.File()
		if err != nil {
			return err
		}
		v, err = s.caseView(f)
		return err
	})
	return v, err
}

// SeeCaseThen shows the case as the team knew it at a time.
func (d Desk) SeeCaseThen(ctx context.Context, on tatm.FileID, at time.Time) (v CaseView, err error) {
	err = d.see(ctx, opCaseThen, on, func(s *sight) error {
		f, err := s.FileAt(at)
		if err != nil {
			return err
		}
		if v, err = s.caseView(f); err != nil {
			return err
		}
		v.Then, v.Options = at, nil
		v.Findings = coherence.Findings(f, v.Pack, at)
		v.Row.Head = tatm.Derive(f, d.app.library.Packs()).Head
		return nil
	})
	return v, err
}

func (s *sight) caseView(f tatm.File) (CaseView, error) {
	row := s.Head()
	v := CaseView{Row: row, File: f, Now: s.Now, Pack: s.desk.app.packOf(f), Me: s.desk.who.ID, Roles: s.Scope().Roles()}
	if s.Scope().SeesBody() && row.Head.State == tatm.AtAssessment {
		var err error
		if v.Behind, err = s.Behind("view"); err != nil {
			return v, err
		}
	}
	if s.Scope().SeesBody() {
		v.Findings = coherence.Findings(f, v.Pack, s.Now)
		v.Due = tatm.Derive(f, s.desk.app.library.Packs()).Docket
		v.News = tatm.News(f)
	}
	var err error
	if v.Team, err = s.colleagues(row.Team); err != nil {
		return v, err
	}
	v.Options = tatm.Options(f, v.Pack, tatm.Asker{Actor: v.Me, Roles: v.Roles, TeamSize: people(v.Team)}, s.Now)
	if err := s.linked(&v); err != nil {
		return v, err
	}
	v.Names, err = namesIn(s.tx, f, append(v.Behind, row.Head.Owner)...)
	for _, c := range v.Team {
		v.Names.Members[c.ID] = c.Name
	}
	return v, err
}

// people counts different people among the seats that assess.
func people(team []Colleague) int {
	seen := map[tatm.ActorID]bool{}
	for _, c := range team {
		if c.Role == tatm.Chair || c.Role == tatm.Deputy || c.Role == tatm.Core {
			seen[c.ID] = true
		}
	}
	return len(seen)
}

// colleagues are the seats of a team, each person with their first one.
func (s *sight) colleagues(team tatm.TeamID) ([]Colleague, error) {
	return colleaguesOf(s.tx, s.desk.who.Org, team, s.Now)
}

func colleaguesOf(tx *store.Tx, org tatm.OrgID, team tatm.TeamID, now time.Time) ([]Colleague, error) {
	seats, err := tx.TeamSeats(org, team)
	if err != nil {
		return nil, err
	}
	var out []Colleague
	for _, x := range seats {
		if x.Holds(now) && !slices.ContainsFunc(out, func(c Colleague) bool { return c.ID == x.Actor && c.Discipline == x.Discipline }) {
			out = append(out, Colleague{x.Actor, x.Name, x.Role, x.Discipline})
		}
	}
	return out, nil
}

// linked reads the names of the people and the numbers of the reports that the
// case names, as far as the reader may see those files too.
func (s *sight) linked(v *CaseView) error {
	v.People, v.Reports = map[tatm.FileID]string{}, map[tatm.FileID]int64{}
	for _, p := range tatm.All[tatm.Part](v.File) {
		if p.Rec.Person == "" {
			continue
		}
		_, f, ok, err := peek(s.tx, s.desk, s, opPersonSee, p.Rec.Person)
		if err != nil {
			return err
		}
		if ok {
			v.People[p.Rec.Person] = DisplayName(f)
		}
	}
	for _, r := range tatm.All[tatm.ReportLink](v.File) {
		row, _, ok, err := peek(s.tx, s.desk, s, opReportSee, r.Rec.Report)
		if err != nil {
			return err
		}
		if ok {
			v.Reports[r.Rec.Report] = row.Number
		}
	}
	return nil
}

// VersionsOf shows every version of one entry.
func (d Desk) VersionsOf(ctx context.Context, on tatm.FileID, id tatm.EntryID) (es []tatm.Entry, names Names, err error) {
	err = d.see(ctx, opCaseVersions, on, func(s *sight) error {
		if es, err = s.Versions(id); err != nil {
			return err
		}
		if len(es) == 0 {
			return absent()
		}
		names, err = namesIn(s.tx, tatm.File{Org: d.who.Org, Entries: es})
		return err
	})
	return es, names, err
}

// Activity shows who did what to the case: the audit's lines and the views.
func (d Desk) Activity(ctx context.Context, on tatm.FileID, after int64) (lines []store.Line, views []store.View, names Names, err error) {
	err = d.see(ctx, opCaseActivity, on, func(s *sight) error {
		if lines, err = s.tx.LinesOf(d.who.Org, on, after, 100); err != nil {
			return err
		}
		if views, err = s.tx.ViewsOf(d.who.Org, on, 100); err != nil {
			return err
		}
		names, err = namesOf(s.tx, d.who.Org)
		return err
	})
	return lines, views, names, err
}

// ListCases lists cases.
func (d Desk) ListCases(ctx context.Context, f store.Filter) (v ListView, err error) {
	err = d.list(ctx, opCaseList, tatm.CaseFile, func(s *survey) error {
		v, err = s.page(f, "case", "charge")
		return err
	})
	return v, err
}
