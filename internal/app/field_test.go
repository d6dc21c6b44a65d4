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
		s := last[tatm.Screening](t, must[ReportView](t)(w.as(t, "chair").SeeReport(ctx, report)).File)
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

// TestViewsStay: the chair sees who has given a view and not what it says; after
// the reveal nobody gives theirs anew, and a late one says so.
func TestViewsStay(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[CaseView](t)
		kase, chair, cop, doc := w.newCase(t, "t"), w.as(t, "chair"), w.as(t, "detective"), w.as(t, "clinician")
		w.atTriage(t, kase)
		made(cop.GiveAnswer(ctx, kase, tatm.Answer{Question: tatm.PriorContact, Status: tatm.Answered, Text: "none"}))
		made(chair.MoveCase(ctx, kase, tatm.AtInquiry, "r", ""))
		made(chair.MoveCase(ctx, kase, tatm.AtAssessment, "", "on what we have"))
		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.High, Reason: "first"}))
		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.High, Reason: "second thoughts"}))
		v := see(chair.SeeCase(ctx, kase))
		if !slices.Equal(v.Behind, []tatm.ActorID{w.who["detective"]}) || len(tatm.All[tatm.View](v.File)) != 0 {
			t.Errorf("before the reveal the chair sees %v and %d views", v.Behind, len(tatm.All[tatm.View](v.File)))
		}
		made(chair.RevealViews(ctx, kase))
		w.pass(time.Minute)
		if _, err := cop.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "like the others"}); !errors.Is(err, fault.Conflict) {
			t.Errorf("an open view was given anew: %v", err)
		}
		made(doc.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "late"}))
		made(chair.RevealViews(ctx, kase))
		vs := tatm.All[tatm.View](see(chair.SeeCase(ctx, kase)).File)
		if len(vs) != 2 || vs[0].Rec.Late || vs[0].Rec.Reason != "second thoughts" || !vs[1].Rec.Late {
			t.Errorf("views: %+v", vs)
		}
		// A citation typed in place becomes an observation and is relied on; a
		// slip of typing in it is no news, and cannot change what it means.
		made(doc.DraftAssessment(ctx, kase, 0, tatm.Assessment{Level: tatm.Low}, "Foreman herd it"))
		f := see(doc.SeeCase(ctx, kase)).File
		o := last[tatm.Observation](t, f)
		if d := last[tatm.Assessment](t, f); !slices.Equal(d.Rec.Observations, []tatm.EntryID{o.ID}) {
			t.Errorf("relied on: %v", d.Rec.Observations)
		}
		o.Rec.Text, o.Rec.How, o.Rec.Nature, o.Rec.Typing = "Foreman heard it", tatm.SawOrHeard, tatm.Fact, "herd"
		made(doc.MendObservation(ctx, kase, o.ID, 1, o.Rec, Circumstance{}))
		o.Rec.Nature = tatm.Opinion
		if _, err := doc.MendObservation(ctx, kase, o.ID, 2, o.Rec, Circumstance{}); fault.Fields(err)["typing"] == nil {
			t.Errorf("a fact became an opinion as a slip of typing: %v", err)
		}
	})
}

// TestMeetings: the agenda holds what happened since the last meeting and what
// is due; who withdraws loses the case, its owner hands it over first; signed
// minutes stay.
func TestMeetings(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[MeetingView](t)
		chair := w.as(t, "chair")
		call := func(in time.Duration) tatm.FileID {
			return made(chair.CallMeeting(ctx, w.team, tatm.Meeting{When: w.Now().Add(in), Type: "routine"})).File
		}
		why := func(meeting, kase tatm.FileID) string {
			for _, p := range see(chair.SeeMeeting(ctx, meeting)).Proposed {
				if p.Line.ID == kase {
					return p.Why
				}
			}
			return ""
		}
		flagged, triaged := w.newCase(t, "an emergency"), w.newCase(t, "new in triage")
		up := made(w.as(t, "intake").RaiseEmergency(ctx, flagged, "")).Entry
		made(chair.FillEmergency(ctx, flagged, up, 1, tatm.Emergency{Called: "911", Steps: "searched"}))
		made(chair.RatifyEmergency(ctx, flagged, up))
		made(chair.LowerEmergency(ctx, flagged, up, "over"))
		w.atTriage(t, triaged)
		first := call(time.Hour)
		if why(first, flagged) != sinceEmergency || why(first, triaged) != sinceTriaged {
			t.Errorf("proposed: %q for an emergency that is over, %q for new in triage", why(first, flagged), why(first, triaged))
		}
		made(chair.PutOnAgenda(ctx, first, []tatm.AgendaItem{{Case: triaged, Why: sinceTriaged}, {Case: flagged, Why: sinceEmergency}}))
		made(chair.PutOnAgenda(ctx, first, []tatm.AgendaItem{{Case: triaged, Line: "no change", Place: 9}}))
		if _, err := chair.PutOnAgenda(ctx, first, []tatm.AgendaItem{{Case: tatm.FileID(newID(w.Now(), 0))}}); fault.Fields(err)["case"] == nil {
			t.Errorf("a case that does not exist is on the agenda: %v", err)
		}
		seat := tatm.Attendance{Actor: w.who["detective"], Seat: tatm.LawEnforcement, Present: true, Recused: []tatm.FileID{flagged}, Why: "his cousin"}
		if _, err := chair.SeatMeeting(ctx, first, seat); fault.Fields(err)["recused"] == nil {
			t.Errorf("the owner withdrew and kept the case: %v", err)
		}
		seat.Actor, seat.Seat = w.who["clinician"], tatm.MentalHealth
		made(chair.SeatMeeting(ctx, first, seat))
		made(chair.SeatMeeting(ctx, first, seat))
		if _, err := w.as(t, "clinician").SeeCase(ctx, flagged); fault.KindOf(err) != fault.NotFound {
			t.Errorf("who withdrew still sees the case: %v", err)
		}
		if walls := tatm.All[tatm.Wall](must[CaseView](t)(chair.SeeCase(ctx, flagged)).File); len(walls) != 1 || walls[0].Rec.Reason != "his cousin" {
			t.Errorf("walls: %+v", walls)
		}
		w.pass(2 * time.Hour)
		made(chair.WriteMinutes(ctx, first, 0, "All looked at.", tatm.Yes))
		if _, err := w.as(t, "detective").SignMinutes(ctx, first, 1); fault.KindOf(err) != fault.Denied {
			t.Errorf("somebody else than the chair signed: %v", err)
		}
		made(chair.SignMinutes(ctx, first, 1))
		if _, err := chair.SignMinutes(ctx, first, 2); !errors.Is(err, fault.Conflict) {
			t.Errorf("signed over: %v", err)
		}
		made(chair.WriteMinutes(ctx, first, 2, "One more thing.", ""))
		if ms := tatm.All[tatm.Minutes](see(chair.SeeMeeting(ctx, first)).File); len(ms) != 2 || ms[0].Rec.Text != "All looked at." || !ms[1].Rec.Addendum {
			t.Errorf("minutes: %+v", ms)
		}
		w.pass(time.Hour)
		next := call(24 * time.Hour)
		if got := why(next, flagged); got == sinceEmergency {
			t.Error("the next meeting hears of the old emergency again")
		}
	})
}
