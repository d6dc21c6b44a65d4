package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"offramp/internal/coherence"
	"offramp/internal/fault"
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
	if _, err := w.add(tatm.Case{Title: c.Title, Summary: c.Summary, Young: c.Young, Minor: c.Minor || c.Young, Pack: pack.Ref()}, Circumstance{}); err != nil {
		return err
	}
	if _, err := w.add(c.Charge, Circumstance{}); err != nil {
		return err
	}
	role := tatm.Role("")
	if len(w.roles) > 0 {
		role = w.roles[0]
	}
	w.put(tatm.Stage{To: tatm.AtIntake, Role: role, Pack: pack.Ref()})
	if c.Person != "" || c.Subject != "" {
		_, err := w.add(tatm.Part{Role: tatm.SubjectPart, Person: c.Person, Known: c.Subject}, Circumstance{})
		return err
	}
	return nil
}

// DescribeCase changes what the case is about: title, summary, kinds of
// violence feared, whether only convened people see it.
func (d Desk) DescribeCase(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, c tatm.Case) (Made, error) {
	return d.do(ctx, opCaseDescribe, on, func(w *work) error {
		was, err := find[tatm.Case](w, id)
		if err != nil {
			return err
		}
		c.Pack, c.Carried = was.Rec.Pack, was.Rec.Carried
		return w.mend(id, seen, c, Circumstance{})
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
	return nil
}

// ChargeCase says who carries the case, what is next and by when.
func (d Desk) ChargeCase(ctx context.Context, on tatm.FileID, seen int64, c tatm.Charge) (Made, error) {
	return d.do(ctx, opCaseCharge, on, func(w *work) error {
		was, ok := tatm.Last[tatm.Charge](w.file)
		if !ok {
			_, err := w.add(c, Circumstance{})
			return err
		}
		if err := errors.Join(tatm.Check(w.file, c, w.Now), ids(c)); err != nil {
			return err
		}
		if err := w.revise(was.ID, seen, c); err != nil {
			return err
		}
		if c.Owner != was.Rec.Owner {
			return w.post("case-yours", c.Owner, w.Now)
		}
		return nil
	})
}

// AddPart puts a person into the case.
func (d Desk) AddPart(ctx context.Context, on tatm.FileID, p tatm.Part, c Circumstance) (Made, error) {
	return d.do(ctx, opPartAdd, on, func(w *work) error {
		_, err := w.add(p, c)
		return err
	})
}

// MendPart corrects a part: the unknown one was found, the role has ended.
func (d Desk) MendPart(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, p tatm.Part, c Circumstance) (Made, error) {
	return d.do(ctx, opPartMend, on, func(w *work) error { return w.mend(id, seen, p, c) })
}

// JudgeNexus records somebody's judgement of a tie to violent extremism.
func (d Desk) JudgeNexus(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, n tatm.Nexus) (Made, error) {
	return d.do(ctx, opNexusJudge, on, func(w *work) error { return w.keepOne(id, seen, n, Circumstance{}) })
}

// Invite lets somebody see the case, or parts of it, for a purpose and a time.
func (d Desk) Invite(ctx context.Context, on tatm.FileID, v tatm.Invitation) (Made, error) {
	return d.do(ctx, opCaseInvite, on, func(w *work) error {
		if v.From.IsZero() {
			v.From = w.clock()
		}
		if err := w.known(v.Actor); err != nil {
			return err
		}
		if _, err := w.add(v, Circumstance{}); err != nil {
			return err
		}
		return w.post("invited", v.Actor, w.Now)
	})
}

// known holds that an actor is an account of the organisation.
func (w *work) known(id tatm.ActorID) error {
	if id == "" {
		return nil // the record's own check says that a person is missing
	}
	m, found, err := w.tx.Member(w.row.Org, id)
	if err == nil && (!found || !m.Disabled.IsZero()) {
		err = fault.Bad("actor", "field.person")
	}
	return err
}

// Revoke ends an invitation at once.
func (d Desk) Revoke(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opCaseRevoke, on, func(w *work) error {
		v, err := find[tatm.Invitation](w, id)
		if err != nil {
			return err
		}
		if !v.Rec.Revoked.IsZero() {
			return nil
		}
		v.Rec.Revoked = w.clock()
		return w.revise(id, v.Version, v.Rec)
	})
}

// WallOff takes the case away from a person: barred, or concerned by it.
func (d Desk) WallOff(ctx context.Context, on tatm.FileID, v tatm.Wall) (Made, error) {
	return d.do(ctx, opCaseWall, on, func(w *work) error {
		if v.Actor == w.who() {
			return fault.Bad("actor", "wall.self")
		}
		if v.From.IsZero() {
			v.From = w.clock()
		}
		_, err := w.add(v, Circumstance{})
		return err
	})
}

// Recuse takes the case away from the asker, by their own word. A case keeps
// its owner: who owns it hands it over first.
func (d Desk) Recuse(ctx context.Context, on tatm.FileID, reason string) (Made, error) {
	return d.do(ctx, opCaseRecuse, on, func(w *work) error {
		if w.row.Head.Owner == w.who() {
			return fault.New(fault.Conflict, "wall.owner")
		}
		_, err := w.add(tatm.Wall{Actor: w.who(), Reason: reason, From: w.clock()}, Circumstance{})
		return err
	})
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
	v.Names, err = namesIn(s.tx, f, row.Head.Owner)
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

// LoadLine is a case in the caseload with what its file lacks.
type LoadLine struct {
	ListLine
	Findings []coherence.Finding
}

// Caseload lists cases with their findings, a page at a time.
func (d Desk) Caseload(ctx context.Context, f store.Filter) (lines []LoadLine, next string, names Names, err error) {
	err = d.list(ctx, opCaseload, tatm.CaseFile, func(s *survey) error {
		v, err := s.page(f, "case", "charge")
		if err != nil {
			return err
		}
		next, names, lines = v.Next, v.Names, nil
		for _, r := range v.Rows {
			full, err := s.Full(r.ListRow)
			if err != nil {
				return err
			}
			lines = append(lines, LoadLine{r, coherence.Findings(full, d.app.packOf(full), s.Now)})
		}
		return nil
	})
	return lines, next, names, err
}
