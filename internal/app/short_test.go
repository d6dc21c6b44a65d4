package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestShortPath: report to summary close in one commit, or not at all.
func TestShortPath(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		report := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "A drawing of a sword"}, tatm.Reporter{})).File
		short := tatm.ShortClose{What: "A drawing from a game", CheckedWith: "Teacher, mother", Prior: "Both names: none", WhyNone: "No threat, no target", Help: "Art club", SecondLook: "The counsellor"}
		if _, err := w.as(t, "detective").CloseReportShort(ctx, report, "A pupil", short); !errors.Is(err, fault.Denied) {
			t.Errorf("a core member closed: %v", err)
		}
		half := short
		half.Prior = ""
		_, err := chair.CloseReportShort(ctx, report, "", half)
		if f := fault.Fields(err); f["prior"] == nil || f["subject"] == nil {
			t.Errorf("half a page was taken: %v", err)
		}
		if v := must[ReportView](t)(chair.SeeReport(ctx, report)); !v.Row.Head.Closed.IsZero() {
			t.Error("a refused page screened the report")
		}
		kase := made(chair.CloseReportShort(ctx, report, "A pupil", short)).File
		v := must[CaseView](t)(chair.SeeCase(ctx, kase))
		if v.Row.Head.State != tatm.Closed || len(tatm.All[tatm.Observation](v.File)) != 1 {
			t.Errorf("closed: %s", v.Row.Head.State)
		}
		// From intake it closes by a row of the table of its own: it was never
		// in triage, and its history says so.
		var went []tatm.State
		for _, s := range tatm.All[tatm.Stage](v.File) {
			went = append(went, s.Rec.From, s.Rec.To)
			if s.Rec.Pack.ID == "" || s.Rec.Pack.Version == "" {
				t.Errorf("a transition names no pack: %+v", s.Rec)
			}
		}
		if !slices.Equal(went, []tatm.State{"", tatm.AtIntake, tatm.AtIntake, tatm.Closed}) {
			t.Errorf("it went %q", went)
		}
		if r := must[ReportView](t)(chair.SeeReport(ctx, report)); len(r.Cases) != 1 || r.Cases[0].ID != kase {
			t.Error("the report does not lead to its case")
		}
		if _, err := chair.CloseReportShort(ctx, report, "A pupil", short); !errors.Is(err, fault.Conflict) {
			t.Errorf("closed twice: %v", err)
		}
		if _, err := chair.NoteLookBack(ctx, kase, tatm.LookBack{What: "after-care", Found: "Doing well"}); err != nil {
			t.Error(err)
		}
	})
}

// TestDutyIsEachMembersOwn: a prompt to everyone is one a member, each answers
// their own, and none blocks.
func TestDutyIsEachMembersOwn(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		made(w.as(t, "clinician").PromptDuty(ctx, kase, tatm.Duty{What: "abuse", Found: "A bruise", Whose: Everyone}))
		all := tatm.All[tatm.Duty](must[CaseView](t)(chair.SeeCase(ctx, kase)).File)
		whose := map[tatm.ActorID]tatm.EntryID{}
		for _, y := range all {
			whose[y.Rec.Whose] = y.ID
		}
		if len(all) != 4 || len(whose) != 4 { // chair, deputy, detective, clinician
			t.Fatalf("prompted %d, %d people", len(all), len(whose))
		}
		answer := tatm.Duty{Answer: tatm.No, Why: "Known fall, seen by the nurse"}
		if _, err := chair.AnswerDuty(ctx, kase, whose[w.who["detective"]], 1, answer); !errors.Is(err, fault.Conflict) {
			t.Errorf("the chair answered for the detective: %v", err)
		}
		made(w.as(t, "detective").AnswerDuty(ctx, kase, whose[w.who["detective"]], 1, answer))
		w.atTriage(t, kase) // it never blocks
		v := must[CaseView](t)(chair.SeeCase(ctx, kase))
		open := 0
		for _, f := range v.Findings {
			if f.Code == "duty-open" {
				open++
			}
		}
		if open != 3 {
			t.Errorf("%d duty findings stand open, want 3", open)
		}
	})
}

// TestQuestionToASeat stands on the desk of who holds the seat, and on no
// other, until somebody answers.
func TestQuestionToASeat(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		q := made(chair.PostMessage(ctx, kase, tatm.Message{Text: "Has he been seen?", Seat: tatm.MentalHealth}, Becomes{})).Entry
		if _, err := chair.PostMessage(ctx, kase, tatm.Message{Text: "?", Seat: "probation-parole"}, Becomes{}); fault.Fields(err)["asks"] == nil {
			t.Errorf("a seat nobody holds was asked: %v", err)
		}
		asked := func(who string) (n int) {
			v := must[DeskView](t)(w.as(t, who).SeeDesk(ctx))
			for _, l := range v.Lines {
				if l.What == tatm.DueQuestion {
					n++
				}
			}
			return n
		}
		if asked("clinician") != 1 || asked("detective") != 0 {
			t.Errorf("on the desks: clinician %d, detective %d", asked("clinician"), asked("detective"))
		}
		made(w.as(t, "clinician").PostMessage(ctx, kase, tatm.Message{Text: "Yes, on Monday", Answers: q}, Becomes{}))
		if asked("clinician") != 0 {
			t.Error("an answered question stands on")
		}
		// A message becomes a decision in one step, once.
		m := made(chair.PostMessage(ctx, kase, tatm.Message{Text: "We wait for the nurse"}, Becomes{})).Entry
		turn := Becomes{Decision: &tatm.Decision{Question: "Now or later?", Decided: "We wait for the nurse", Why: "She saw it", How: "chair"}}
		made(chair.TurnMessage(ctx, kase, m, turn))
		if _, err := chair.TurnMessage(ctx, kase, m, turn); !errors.Is(err, fault.Conflict) {
			t.Errorf("turned twice: %v", err)
		}
		v := must[CaseView](t)(chair.SeeCase(ctx, kase))
		d, _ := tatm.Last[tatm.Decision](v.File)
		if x, _ := tatm.Find[tatm.Message](v.File, m); x.Rec.Became != d.ID {
			t.Error("the message does not lead to its decision")
		}
	})
}

// TestStepsAreSignedByThemselves: a form can neither ratify nor justify; each
// person does it for themselves, and a changed step loses what was signed.
func TestStepsAreSignedByThemselves(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair, cop := t.Context(), must[Made](t), w.as(t, "chair"), w.as(t, "detective")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.Add(time.Hour)}})).File
		step := tatm.Intervention{Column: tatm.OnSubject, What: "Search", Intrusiveness: tatm.Restrictive, State: "planned", OneSource: "One voice, but in danger", WhyNotLess: "x", Justified: []tatm.ActorID{w.who["chair"], w.who["clinician"]}}
		id := made(cop.AddIntervention(ctx, kase, step)).Entry
		see := func() tatm.Item[tatm.Intervention] {
			v, _ := tatm.Find[tatm.Intervention](must[CaseView](t)(chair.SeeCase(ctx, kase)).File, id)
			return v
		}
		if len(see().Rec.Justified) != 0 {
			t.Fatal("a form justified in the name of two")
		}
		run := see().Rec
		run.State = "running"
		if _, err := cop.MendIntervention(ctx, kase, id, 1, run); fault.Fields(err)["observations"] == nil {
			t.Errorf("it ran on one source: %v", err)
		}
		made(cop.JustifyStep(ctx, kase, id, 1))
		made(chair.JustifyStep(ctx, kase, id, 2))
		made(cop.MendIntervention(ctx, kase, id, 3, run))
		run.OneSource = "Another reason"
		if _, err := cop.MendIntervention(ctx, kase, id, 4, run); fault.Fields(err)["observations"] == nil {
			t.Errorf("another reason kept the signatures: %v", err)
		}
		first := made(cop.AddIntervention(ctx, kase, tatm.Intervention{Column: tatm.OnTarget, What: "Door locked", Intrusiveness: tatm.Restrictive, State: "done", DoneFirst: true, Ratified: w.who["chair"]})).Entry
		due := func() (n int) {
			for _, l := range must[CaseView](t)(chair.SeeCase(ctx, kase)).Due {
				if l.What == tatm.DueRatify {
					n++
				}
			}
			return n
		}
		if due() != 1 {
			t.Error("what was done first does not wait to be ratified")
		}
		if _, err := cop.RatifyStep(ctx, kase, first); !errors.Is(err, fault.Denied) {
			t.Errorf("the detective ratified: %v", err)
		}
		made(chair.RatifyStep(ctx, kase, first))
		if due() != 0 {
			t.Error("ratified, and still due")
		}
	})
}

// TestSilence: a tripwire on silence is raised by the clock, once, when no word
// came in time; it then stands on every desk of the team and never moves the
// level.
func TestSilence(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: start.AddDate(0, 2, 0)}})).File
		step := made(chair.AddIntervention(ctx, kase, tatm.Intervention{Column: tatm.OnSubject, What: "Weekly talk", Intrusiveness: tatm.Supportive, Owner: w.who["clinician"], Due: start.AddDate(0, 1, 0)})).Entry
		wire := made(chair.ArmTripwire(ctx, kase, tatm.Tripwire{Watch: "No word of the talks", Type: "silence", Action: "Ask", Within: 4 * time.Hour, Expires: start.AddDate(1, 0, 0), Silence: 7, Of: step})).Entry
		made(chair.TestTripwire(ctx, kase, wire, "Called the counsellor, who knew"))
		state := func() tatm.Tripwire {
			x, _ := tatm.Find[tatm.Tripwire](must[CaseView](t)(chair.SeeCase(ctx, kase)).File, wire)
			return x.Rec
		}
		minute := func() {
			if err := w.Minute(ctx, "test"); err != nil {
				t.Fatal(err)
			}
		}
		w.pass(6 * 24 * time.Hour)
		made(chair.NoteDelivery(ctx, kase, tatm.Delivery{Intervention: step, Done: true, What: "Held"}, Circumstance{}))
		w.pass(2 * 24 * time.Hour)
		minute()
		if s := state(); s.State != tatm.Armed || s.Tested.IsZero() {
			t.Fatalf("word came in time: %+v", s)
		}
		w.pass(6 * 24 * time.Hour)
		minute()
		raised := state()
		if raised.State != tatm.Raised || raised.RaisedBy != "clock" {
			t.Fatalf("after silence: %+v", raised)
		}
		w.pass(time.Hour)
		minute()
		if again := state(); !again.RaisedAt.Equal(raised.RaisedAt) {
			t.Error("raised twice")
		}
		for _, who := range []string{"chair", "deputy", "detective", "clinician"} {
			n := 0
			for _, l := range must[DeskView](t)(w.as(t, who).SeeDesk(ctx)).Lines {
				if l.What == tatm.DueRaised {
					n++
				}
			}
			if n != 1 {
				t.Errorf("on the desk of the %s: %d", who, n)
			}
		}
		if l := must[CaseView](t)(chair.SeeCase(ctx, kase)).Row.Head.Level; l != "" {
			t.Errorf("silence set a level: %s", l)
		}
	})
}
