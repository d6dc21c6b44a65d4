package app

import (
	"errors"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func lacks(t testing.TB, err error, codes ...string) {
	t.Helper()
	if !errors.Is(err, fault.Lacking) {
		t.Fatalf("err = %v, want something lacking", err)
	}
	have := map[string]bool{}
	for _, f := range fault.All(err) {
		have[f.Code] = true
	}
	for _, c := range codes {
		if !have[c] {
			t.Errorf("%s is not said to be missing: %v", c, err)
		}
	}
}

// TestMainJob goes the whole way: report, screening, triage, inquiry,
// assessment by two people with differing views, plan, tripwire, raised,
// reassessed, closed, and as it was before the reassessment.
func TestMainJob(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		ref, err := w.Door(w.org).Report(ctx, w.team, tatm.Report{Narrative: "He says he will make them pay.", Weapon: tatm.Yes, Received: start}, tatm.Reporter{Name: "A neighbour"})
		if err != nil || ref.Words == "" {
			t.Fatal(err)
		}
		queue := must[ListView](t)(w.as(t, "intake").ListReports(ctx, listAll))
		if len(queue.Rows) != 1 || !queue.Rows[0].Head.Urgent {
			t.Fatalf("queue: %+v", queue.Rows)
		}
		report := queue.Rows[0].ID
		made(w.as(t, "intake").AcknowledgeReport(ctx, report))
		kase := made(w.as(t, "intake").AcceptReport(ctx, report, "A threat with a weapon", NewCase{
			Title: "Threats at work", Subject: "unknown man", Charge: tatm.Charge{Owner: w.who["detective"], Next: "Talk to the neighbour", By: start.Add(24 * time.Hour)},
		})).File
		chair, cop, doc := w.as(t, "chair"), w.as(t, "detective"), w.as(t, "clinician")
		_, err = chair.MoveCase(ctx, kase, tatm.AtTriage, "", "")
		lacks(t, err, "lacks.danger", "lacks.conflict")
		w.atTriage(t, kase)
		_, err = chair.MoveCase(ctx, kase, tatm.AtInquiry, "needs a look", "")
		lacks(t, err, "lacks.prior")
		made(cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: tatm.PriorContact, Status: tatm.Answered, Text: "Searched both names, none"}))
		made(chair.MoveCase(ctx, kase, tatm.AtInquiry, "needs a look", ""))
		v := must[CaseView](t)(cop.SeeCase(ctx, kase))
		first := tatm.All[tatm.Observation](v.File)[0]
		first.Rec.How, first.Rec.Nature, first.Rec.Source = tatm.SawOrHeard, tatm.Fact, "neighbour"
		made(cop.MendObservation(ctx, kase, first.ID, first.Version, first.Rec, Circumstance{}))
		second := made(doc.AddObservation(ctx, kase, tatm.Observation{Text: "Foreman heard the same in the yard", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "foreman"}, Circumstance{})).Entry
		_, err = chair.MoveCase(ctx, kase, tatm.AtAssessment, "", "")
		lacks(t, err, "lacks.question")
		for _, q := range []string{"weapons", "despair", "protective"} {
			made(cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: q, Status: tatm.Answered, Text: "Asked, see notes"}))
		}
		_, err = cop.AddFactor(ctx, kase, tatm.Factor{Class: tatm.RiskFactor, Own: "Grievance at work", Rating: tatm.Present}, "", Circumstance{})
		if fault.Fields(err)["observations"] == nil {
			t.Fatalf("a factor without an observation was taken: %v", err)
		}
		risk := made(cop.AddFactor(ctx, kase, tatm.Factor{Class: tatm.RiskFactor, Own: "Grievance at work", Dynamic: true, Rating: tatm.Present, Observations: []tatm.EntryID{first.ID}}, "", Circumstance{})).Entry
		made(doc.AddFactor(ctx, kase, tatm.Factor{Class: tatm.Protective, Own: "Close to his sister", Rating: tatm.Partial}, "Sister calls daily", Circumstance{}))
		made(chair.MoveCase(ctx, kase, tatm.AtAssessment, "", ""))

		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.High, Reason: "weapon near"}))
		made(doc.GiveView(ctx, kase, tatm.View{Level: tatm.Moderate, Reason: "sister holds him"}))
		if vs := tatm.All[tatm.View](must[CaseView](t)(chair.SeeCase(ctx, kase)).File); len(vs) != 0 {
			t.Fatalf("the chair sees %d views before the reveal", len(vs))
		}
		if vs := tatm.All[tatm.View](must[CaseView](t)(cop.SeeCase(ctx, kase)).File); len(vs) != 1 {
			t.Fatalf("the detective sees %d views before the reveal, want their own", len(vs))
		}
		a := full(tatm.Moderate, first.ID, second)
		made(cop.DraftAssessment(ctx, kase, 0, a))
		_, err = chair.SignAssessment(ctx, kase, 1)
		lacks(t, err, "lacks.reveal")
		made(chair.RevealViews(ctx, kase))
		w.pass(time.Minute)
		made(chair.SignAssessment(ctx, kase, 1))
		made(doc.AddDissent(ctx, kase, tatm.Dissent{From: must[CaseView](t)(doc.SeeCase(ctx, kase)).stand(), Text: "I would say low."}))
		made(chair.MoveCase(ctx, kase, tatm.AtPlanning, "", ""))

		step := made(cop.AddIntervention(ctx, kase, tatm.Intervention{Column: tatm.OnSubject, What: "Weekly talk with the counsellor", Domain: "mental-health", Direct: true, Intrusiveness: tatm.Supportive, Moves: []tatm.EntryID{risk}, Owner: w.who["clinician"], Due: start.Add(14 * 24 * time.Hour)})).Entry
		none := map[tatm.Column]string{tatm.OnTarget: "no one named", tatm.OnEnvironment: "none", tatm.OnEvents: "none"}
		plan := tatm.Plan{Goals: "Grievance heard", Exit: "Two quiet reviews", Voice: "He wants to be heard", TargetPlan: "No target named", NoneNeeded: none, Review: start.Add(20 * 24 * time.Hour), Considered: map[string]tatm.Considered{}}
		for _, c := range tatm.Considerations {
			plan.Considered[c] = tatm.Considered{Answer: tatm.No, Why: "not now"}
		}
		made(cop.DraftPlan(ctx, kase, 0, plan))
		_, err = chair.ApprovePlan(ctx, kase, 1)
		lacks(t, err, "lacks.tripwire")
		wire := made(cop.ArmTripwire(ctx, kase, tatm.Tripwire{Watch: "He buys a weapon", Type: "behaviour", Watcher: w.who["detective"], Action: "Call the chair", Within: 4 * time.Hour, Expires: start.Add(90 * 24 * time.Hour)})).Entry
		if _, err = cop.ApprovePlan(ctx, kase, 1); !errors.Is(err, fault.Conflict) {
			t.Fatalf("the author approved the plan alone: %v", err)
		}
		made(chair.ApprovePlan(ctx, kase, 1))
		made(chair.MoveCase(ctx, kase, tatm.Managed, "", ""))

		w.pass(48 * time.Hour)
		made(cop.NoteDelivery(ctx, kase, tatm.Delivery{Intervention: step, Done: true, What: "First talk held"}, Circumstance{}))
		if must[CaseView](t)(cop.SeeCase(ctx, kase)).Row.Head.Stale {
			t.Fatal("a delivery line made the assessment stale")
		}
		made(cop.RaiseTripwire(ctx, kase, wire, "He asked about a shotgun"))
		v = must[CaseView](t)(chair.SeeCase(ctx, kase))
		if !v.Row.Head.Stale || v.Row.Head.Level != tatm.Moderate {
			t.Fatalf("raised: stale %v level %s, want stale and the level as it was", v.Row.Head.Stale, v.Row.Head.Level)
		}
		before := w.Now()
		w.pass(time.Hour)
		made(cop.LookAtTripwire(ctx, kase, wire, "He was asking for a friend; dealer confirms", false))
		made(chair.MoveCase(ctx, kase, tatm.AtAssessment, "tripwire", ""))
		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "explained"}))
		made(doc.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "engaged"}))
		made(chair.RevealViews(ctx, kase))
		made(cop.DraftAssessment(ctx, kase, 0, full(tatm.Low, first.ID, second)))
		w.pass(time.Minute)
		made(chair.SignAssessment(ctx, kase, 1))
		made(chair.MoveCase(ctx, kase, tatm.AtClosure, "quiet", ""))
		closing := tatm.Closure{Reason: "resolved", Checks: map[string]string{}, AfterCare: "Counsellor", Reporter: "Thanked", Retaliation: "Neighbour is well", Lessons: "Ask the foreman first"}
		_, err = cop.WriteClosure(ctx, kase, 0, closing, true)
		lacks(t, err, "lacks.check")
		for _, k := range tatm.ClosureChecks {
			closing.Checks[k] = "done"
		}
		w.pass(time.Minute)
		made(cop.WriteClosure(ctx, kase, 0, closing, true))
		if _, err = cop.AgreeClosure(ctx, kase, 1); !errors.Is(err, fault.Conflict) {
			t.Fatalf("one person closed the case: %v", err)
		}
		w.pass(time.Minute)
		made(chair.AgreeClosure(ctx, kase, 1))
		made(chair.MoveCase(ctx, kase, tatm.Closed, "", ""))

		v = must[CaseView](t)(chair.SeeCaseThen(ctx, kase, before))
		if v.Row.Head.Level != tatm.Moderate || v.Row.Head.State != tatm.Managed {
			t.Errorf("as it was: %s %s, want moderate and active", v.Row.Head.Level, v.Row.Head.State)
		}
		v = must[CaseView](t)(chair.SeeCase(ctx, kase))
		if v.Row.Head.State != tatm.Closed || v.Row.Head.Level != tatm.Low || len(v.Due) != 3 { // after-care, retention, how long it is kept
			t.Errorf("now: %s %s, docket %v", v.Row.Head.State, v.Row.Head.Level, v.Due)
		}
	})
}

// stand is the assessment that holds.
func (v CaseView) stand() tatm.EntryID {
	a, _ := tatm.Standing(v.File)
	return a.ID
}

// full is an assessment with every section written.
func full(l tatm.Level, relied ...tatm.EntryID) tatm.Assessment {
	a := tatm.Assessment{
		Axes: map[tatm.Axis]string{}, Level: l, Basis: "b", Risk: "r", Protective: "p", Precipitating: "x", Gaps: "g",
		Alternatives: "He may be venting", Confidence: "fair", Protected: "no", Disability: "no", Observations: relied,
	}
	for _, x := range tatm.Axes {
		a.Axes[x] = "in words"
	}
	return a
}
