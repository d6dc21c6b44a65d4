package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// newReport files a report by phone.
func (w world) newReport(t testing.TB, words string) tatm.FileID {
	t.Helper()
	return must[Made](t)(w.as(t, "intake").FileReport(t.Context(), w.team, tatm.Report{Narrative: words}, tatm.Reporter{})).File
}

// newCase opens a case that the detective carries.
func (w world) newCase(t testing.TB, title string) tatm.FileID {
	t.Helper()
	c := NewCase{Title: title, Subject: "unknown", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: start.Add(48 * time.Hour)}}
	return must[Made](t)(w.as(t, "chair").OpenCase(t.Context(), w.team, c)).File
}

// seated gives somebody new a seat in a team.
func (w world) seated(t testing.TB, name string, s tatm.Seat) {
	t.Helper()
	boot := w.as(t, "clock")
	id, _, err := boot.AddMember(t.Context(), NewMember{Login: name, Name: "The " + name})
	if err != nil {
		t.Fatal(err)
	}
	w.who[name] = id
	if _, err := boot.GiveSeat(t.Context(), id, s); err != nil {
		t.Fatal(err)
	}
}

func last[R tatm.Record](t testing.TB, f tatm.File) tatm.Item[R] {
	t.Helper()
	i, ok := tatm.Last[R](f)
	if !ok {
		t.Fatalf("no %s", i.Rec.Kind())
	}
	return i
}

// TestReportsAndCases: reports and cases are tied many to many, a tie can be
// taken back, what was dismissed can still go to a case, and what is added to a
// report reaches its cases.
func TestReportsAndCases(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[ReportView](t)
		intake := w.as(t, "intake")
		one, two := w.newCase(t, "one"), w.newCase(t, "two")
		report := w.newReport(t, "He said it at the depot.")
		made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.Unfounded, Reason: "no such man"}))
		if _, err := intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "r"}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a final finding was replaced: %v", err)
		}
		made(intake.LinkReport(ctx, report, one, "found under another spelling"))
		made(intake.LinkReport(ctx, report, two, "his brother is meant too"))
		if _, err := intake.LinkReport(ctx, report, two, "again"); !errors.Is(err, fault.Conflict) {
			t.Errorf("tied twice: %v", err)
		}
		v := see(intake.SeeReport(ctx, report))
		if s := last[tatm.Screening](t, v.File); s.Rec.Outcome != tatm.Linked || len(s.Rec.Cases) != 2 || len(v.Cases) != 2 {
			t.Fatalf("tied to %v, shown %d", s.Rec.Cases, len(v.Cases))
		}
		made(intake.AddToReport(ctx, report, "It was on a Tuesday."))
		told := func(kase tatm.FileID) (holds int) {
			for _, o := range tatm.All[tatm.Observation](must[CaseView](t)(w.as(t, "chair").SeeCase(ctx, kase)).File) {
				if o.Rec.Withdrawn == "" && o.Rec.Report == report {
					holds++
				}
			}
			return holds
		}
		if told(one) != 2 || told(two) != 2 {
			t.Errorf("the cases know %d and %d, want the report and what was added", told(one), told(two))
		}
		made(intake.UnlinkReport(ctx, report, two, "the brother is somebody else"))
		if v = see(intake.SeeReport(ctx, report)); told(one) != 2 || told(two) != 0 || v.Row.Head.State != tatm.ReportScreened {
			t.Errorf("after one tie is taken back: %d, %d, %s", told(one), told(two), v.Row.Head.State)
		}
		made(intake.UnlinkReport(ctx, report, one, "nor is this he"))
		v = see(intake.SeeReport(ctx, report))
		waiting := must[ListView](t)(intake.ListReports(ctx, Filter{Limit: 10}))
		if v.Row.Head.State != tatm.ReportPending || len(waiting.Rows) != 1 {
			t.Errorf("tied to no case: %s, %d wait", v.Row.Head.State, len(waiting.Rows))
		}
		due, err := intake.WaitingReports(ctx)
		if s := last[tatm.Screening](t, v.File); err != nil || s.Rec.Undone == "" || len(due) != 1 || due[0].What != tatm.DueFirstLook {
			t.Errorf("it waits to be screened again: %q, %+v %v", s.Rec.Undone, due, err)
		}
		if r := last[tatm.Report](t, v.File); r.Rec.Narrative != "He said it at the depot." || r.Version != 1 {
			t.Errorf("the reporter's words changed: %+v", r.Rec)
		}
		made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.Unfounded, Reason: "after all"}))
	})
}

// TestFindingsOfTwo: knowingly false is two people's finding; a routed report
// waits until somebody at the receiver accepted it.
func TestFindingsOfTwo(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		state := func(id tatm.FileID) tatm.State {
			return must[ReportView](t)(w.as(t, "chair").SeeReport(ctx, id)).Row.Head.State
		}
		report, finding := w.newReport(t, "He has a bomb."), tatm.Screening{Outcome: tatm.KnowinglyFalse, Reason: "the caller says so"}
		made(w.as(t, "intake").ScreenReport(ctx, report, finding))
		if _, err := w.as(t, "intake").ScreenReport(ctx, report, finding); !errors.Is(err, fault.Conflict) || state(report) != tatm.ReportPending {
			t.Errorf("one person called it false: %v, %s", err, state(report))
		}
		made(w.as(t, "chair").ScreenReport(ctx, report, finding))
		rv := must[ReportView](t)(w.as(t, "chair").SeeReport(ctx, report))
		s := last[tatm.Screening](t, rv.File)
		if len(rv.Found) != 1 || rv.Names.Of(rv.Found[0].RecordedBy) != "The intake" {
			t.Errorf("what the first person found is not shown: %+v", rv.Found)
		}
		if state(report) != tatm.ReportScreened || s.Rec.First != w.who["intake"] || s.Rec.Second != w.who["chair"] {
			t.Errorf("%s: %+v", state(report), s.Rec)
		}
		routed := w.newReport(t, "A dog was poisoned.")
		made(w.as(t, "intake").ScreenReport(ctx, routed, tatm.Screening{Outcome: tatm.Routed, Reason: "theirs", RoutedTo: "Animal control"}))
		if state(routed) != tatm.ReportPending {
			t.Errorf("nobody accepted it, and it is %s", state(routed))
		}
		made(w.as(t, "intake").ScreenReport(ctx, routed, tatm.Screening{Outcome: tatm.Routed, Reason: "theirs", RoutedTo: "Animal control", TakenBy: "Officer Teal, by phone"}))
		if state(routed) != tatm.ReportScreened {
			t.Errorf("accepted, and it is %s", state(routed))
		}
	})
}

// TestSamePerson: two teams' files about one person stay two; each shows the
// other only to who may see both.
func TestSamePerson(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		school, err := w.as(t, "clock").AddTeam(ctx, "School team", "school")
		if err != nil {
			t.Fatal(err)
		}
		w.seated(t, "teacher", tatm.Seat{Team: school, Role: tatm.Core, Discipline: tatm.SchoolAdmin})
		w.seated(t, "both", tatm.Seat{Team: school, Role: tatm.Intake})
		if _, err := w.as(t, "clock").GiveSeat(ctx, w.who["both"], tatm.Seat{Team: w.team, Role: tatm.Intake}); err != nil {
			t.Fatal(err)
		}
		name := tatm.Name{Given: "Jonas", Family: "Reinhardt", Type: tatm.LegalName}
		here := made(w.as(t, "intake").FilePerson(ctx, w.team, name)).File
		there := made(w.as(t, "teacher").FilePerson(ctx, school, name)).File
		if _, err := w.as(t, "intake").SamePerson(ctx, here, there, "same birthday"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("linked to a file they may not see: %v", err)
		}
		both := w.as(t, "both")
		if _, err := both.SamePerson(ctx, here, there, ""); fault.Fields(err)["basis"] == nil {
			t.Errorf("linked without a basis: %v", err)
		}
		made(both.SamePerson(ctx, here, there, "same birthday"))
		if _, err := both.SamePerson(ctx, there, here, "again"); !errors.Is(err, fault.Conflict) {
			t.Errorf("linked twice: %v", err)
		}
		for who, want := range map[string]int{"both": 1, "intake": 0} {
			if v := must[PersonView](t)(w.as(t, who).SeePerson(ctx, here)); len(v.Same) != want {
				t.Errorf("%s sees %d other files, want %d", who, len(v.Same), want)
			}
		}
		if v := must[PersonView](t)(both.SeePerson(ctx, there)); len(v.Same) != 1 || v.Row.Team != school {
			t.Errorf("the other end: %+v", v.Same)
		}
		made(both.ApartPerson(ctx, there, here, "twins"))
		if v := must[PersonView](t)(both.SeePerson(ctx, here)); len(v.Same) != 0 {
			t.Error("taken back, and still shown")
		}
		wrong := made(both.TellOfPerson(ctx, here, tatm.Detail{What: tatm.PhoneDetail, Value: "555-0100", Source: "clerk"}, Circumstance{Regime: tatm.Education})).Entry
		if v := must[PersonView](t)(w.as(t, "chair").SeePerson(ctx, here)); last[tatm.Detail](t, v.File).Regime != tatm.Education {
			t.Error("the regime of a detail was lost")
		}
		made(w.as(t, "chair").MendPerson(ctx, here, wrong, 1, tatm.Detail{What: tatm.PhoneDetail, Value: "555-0100", Withdrawn: "his uncle’s"}, Circumstance{}))
	})
}

// TestUnknownIsFound: a part in words becomes a link to a file that the asker
// may see, and what it said before stays on record. A tie to extremism opens a
// consultation once.
func TestUnknownIsFound(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[CaseView](t)
		kase, cop := w.newCase(t, "A threat by phone"), w.as(t, "detective")
		p := last[tatm.Part](t, see(cop.SeeCase(ctx, kase)).File)
		p.Rec.Person = tatm.FileID(newID(w.Now(), 0))
		if _, err := cop.MendPart(ctx, kase, p.ID, 1, p.Rec, Circumstance{}); fault.Fields(err)["person"] == nil {
			t.Errorf("linked to nobody: %v", err)
		}
		p.Rec.Person = made(cop.FilePerson(ctx, w.team, tatm.Name{Given: "Curtis", Family: "Vane", Type: tatm.LegalName})).File
		made(cop.MendPart(ctx, kase, p.ID, 1, p.Rec, Circumstance{}))
		made(cop.AddPart(ctx, kase, tatm.Part{Role: tatm.SubjectPart, Known: "a second voice"}, Circumstance{}))
		v := see(cop.SeeCase(ctx, kase))
		es, _, err := cop.VersionsOf(ctx, kase, p.ID)
		if err != nil || len(es) != 2 || es[0].Record.(tatm.Part).Person != "" || v.People[p.Rec.Person] != "Curtis Vane" || len(tatm.All[tatm.Part](v.File)) != 2 {
			t.Errorf("%d versions, people %v: %v", len(es), v.People, err)
		}
		n := tatm.Nexus{Tied: tatm.Yes, Words: "He asked a group for instructions", Judged: "the team", Consulted: "regional consultants"}
		nexus := made(cop.JudgeNexus(ctx, kase, "", 0, n, "He wrote to them on the 3rd")).Entry
		nx := tatm.All[tatm.Nexus](see(cop.SeeCase(ctx, kase)).File)[0]
		nx.Rec.Words += ", twice"
		made(cop.JudgeNexus(ctx, kase, nx.ID, nx.Version, nx.Rec))
		v = see(cop.SeeCase(ctx, kase))
		if rs := tatm.All[tatm.Request](v.File); len(rs) != 1 || rs[0].Rec.Owner != w.who["detective"] || len(nx.Rec.Observations) != 1 || nexus == "" {
			t.Errorf("requests %+v, nexus %+v", rs, nx.Rec)
		}
		if !slices.ContainsFunc(v.Due, func(d tatm.Due) bool { return d.What == tatm.DueRequest }) {
			t.Error("the consultation stands on nobody's desk")
		}
	})
}

// TestOwners: no case is left with an owner who is gone, cannot see it, or is
// kept from it.
func TestOwners(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[CaseView](t)
		chair := w.as(t, "chair")
		kase := w.newCase(t, "t")
		owner := func() tatm.Charge { return last[tatm.Charge](t, see(chair.SeeCase(ctx, kase)).File).Rec }
		for _, who := range []tatm.ActorID{w.who["affiliate"], w.who["admin"], "nobody"} {
			if _, err := chair.ChargeCase(ctx, kase, 1, tatm.Charge{Owner: who, Next: "n", By: start.Add(time.Hour)}); fault.Fields(err)["owner"] == nil {
				t.Errorf("%s carries a case: %v", who, err)
			}
		}
		if _, err := chair.WallOff(ctx, kase, tatm.Wall{Actor: w.who["detective"], Reason: "kin"}); fault.Fields(err)["actor"] == nil {
			t.Errorf("the owner was walled off: %v", err)
		}
		if _, err := w.as(t, "admin").ChangeMember(ctx, w.who["detective"], "disable"); err != nil {
			t.Fatal(err)
		}
		if c := owner(); c.Owner != w.who["chair"] || c.Next != "n" || c.By.IsZero() {
			t.Errorf("the owner's account is closed, and the case is with %+v", c)
		}
		made(chair.WallOff(ctx, kase, tatm.Wall{Actor: w.who["deputy"], Reason: "kin"}))
		if _, err := chair.ChargeCase(ctx, kase, 2, tatm.Charge{Owner: w.who["deputy"], Next: "n", By: start.Add(time.Hour)}); fault.Fields(err)["owner"] == nil {
			t.Errorf("somebody walled off carries the case: %v", err)
		}
		w.seated(t, "short", tatm.Seat{Team: w.team, Role: tatm.Core, Until: w.Now().Add(time.Hour)})
		made(chair.ChargeCase(ctx, kase, 2, tatm.Charge{Owner: w.who["short"], Next: "m", By: start.Add(time.Hour)}))
		w.pass(2 * time.Hour)
		if err := w.Minute(ctx, "test"); err != nil {
			t.Fatal(err)
		}
		if c := owner(); c.Owner != w.who["chair"] || c.Next != "m" {
			t.Errorf("the owner's seat ran out, and the case is with %+v", c)
		}
	})
}

// TestLastOwner: an account is not closed while nobody else could take its
// cases.
func TestLastOwner(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		for name, s := range seats {
			if name != "chair" && name != "admin" && s.Team == "" {
				if _, err := w.as(t, "admin").ChangeMember(ctx, w.who[name], "disable"); err != nil {
					t.Fatal(err)
				}
			}
		}
		kase := must[Made](t)(w.as(t, "chair").OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		if _, err := w.as(t, "admin").ChangeMember(ctx, w.who["chair"], "disable"); !errors.Is(err, fault.Conflict) {
			t.Errorf("the last owner is gone: %v", err)
		}
		if v := must[CaseView](t)(w.as(t, "chair").SeeCase(ctx, kase)); v.Row.Head.Owner != w.who["chair"] {
			t.Errorf("half a change was kept: owner %s", v.Row.Head.Owner)
		}
	})
}

// TestTheNetHolds: what a use case forgot, the runner does not write.
func TestTheNetHolds(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		chair := w.as(t, "chair")
		_, err := chair.open(t.Context(), opCaseOpen, w.team, tatm.CaseFile, func(w *work) error {
			w.put(tatm.Case{Title: "nobody’s"})
			return nil
		})
		if err == nil {
			t.Error("a case without an owner was written")
		}
		if v := must[ListView](t)(chair.ListCases(t.Context(), listAll)); len(v.Rows) != 0 {
			t.Errorf("%d cases are there", len(v.Rows))
		}
	})
}
