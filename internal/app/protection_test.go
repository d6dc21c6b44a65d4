package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/letter"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// waiting lists what waits in reports for somebody, under one heading.
func waiting(t *testing.T, d Desk, what string) (out []store.DocketLine) {
	t.Helper()
	for _, l := range must[[]store.DocketLine](t)(d.WaitingReports(t.Context())) {
		if l.What == what {
			out = append(out, l)
		}
	}
	return out
}

// TestPunishedForReporting: a reporter's word is a task of the same day, the
// owner of the case hears of it without the words, and it ends with what was
// done.
func TestPunishedForReporting(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, intake, chair := t.Context(), must[Made](t), w.as(t, "intake"), w.as(t, "chair")
		made(w.as(t, "admin").MemberMail(ctx, w.who["detective"], "detective@example.org"))
		report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		words := must[string](t)(intake.GiveReceipt(ctx, report))
		kase := made(intake.AcceptReport(ctx, report, "r", NewCase{Title: "T", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().AddDate(0, 0, 1)}})).File
		door := w.Door(w.org)
		if err := door.PunishedInThread(ctx, words, "n", " "); fault.Fields(err)["text"] == nil {
			t.Errorf("without a word: %v", err)
		}
		if err := door.PunishedInThread(ctx, words, "n", "They moved my shift, I am the only one on it"); err != nil {
			t.Fatal(err)
		}
		lines := waiting(t, intake, tatm.DueRetaliation)
		if len(lines) != 1 || lines[0].At.Sub(w.Now()) > 12*time.Hour {
			t.Fatalf("the task: %+v", lines)
		}
		s := &satchel{}
		w.pass(time.Second)
		if err := w.Deliver(ctx, "one", []letter.Courier{s}, plainWords); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(s.to(), "retaliation detective@example.org") {
			t.Error("the owner of the case hears nothing")
		}
		if got := told(t, chair, report, kase); strings.Count(got, "moved my shift") != 1 {
			t.Errorf("the words stand %d times", strings.Count(got, "moved my shift"))
		}
		made(chair.VeilPassage(ctx, report, "I am the only one on it"))
		id := tatm.All[tatm.Retaliation](must[ReportView](t)(chair.SeeReport(ctx, report)).File)[0].ID
		if _, err := chair.AnswerRetaliation(ctx, report, id, ""); fault.Fields(err)["done"] == nil {
			t.Errorf("answered with nothing: %v", err)
		}
		made(chair.AnswerRetaliation(ctx, report, id, "The supervisor put it right"))
		if got := told(t, chair, report, ""); strings.Contains(got, "only one") || !strings.Contains(got, "put it right") {
			t.Errorf("answered: %s", got)
		}
		w.opens(t, "intake", report)
		if got := told(t, intake, report, ""); !strings.Contains(got, "only one") {
			t.Error("the answer by somebody who is not cleared lost the words")
		}
		if _, err := intake.AnswerRetaliation(ctx, report, id, "again"); fault.KindOf(err) != fault.Conflict || len(waiting(t, intake, tatm.DueRetaliation)) != 0 {
			t.Errorf("answered twice: %v", err)
		}
		made(intake.NoteRetaliation(ctx, report, "She called: now the cousin"))
		if len(waiting(t, intake, tatm.DueRetaliation)) != 1 {
			t.Error("what the staff noted is no task")
		}
	})
}

// TestDemandGoesToCounsel: a subpoena is logged, lies with counsel, and only
// counsel answers it; where there is none the chairs do.
func TestDemandGoesToCounsel(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, intake := t.Context(), must[Made](t), w.as(t, "intake")
		report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		d := tatm.Demand{What: "subpoena", By: "County court, 26-0001", Asks: "The name", Received: w.Now().Add(-time.Hour), Deadline: w.Now().Add(2 * time.Hour)}
		none := made(intake.LogDemand(ctx, report, d)).Entry
		if l := waiting(t, w.as(t, "chair"), tatm.DueDemand); len(l) != 1 || l[0].Owner != "" || !l[0].At.Equal(d.Deadline) {
			t.Errorf("with no counsel: %+v", l)
		}
		made(w.as(t, "chair").AnswerDemand(ctx, report, none, tatm.DemandObjected, "Privileged"))
		made(w.as(t, "clock").GiveSeat(ctx, w.who["clinician"], tatm.Seat{Team: w.team, Role: tatm.Core, Discipline: tatm.LegalCounsel}))
		id := made(intake.LogDemand(ctx, report, d)).Entry
		if l := waiting(t, w.as(t, "clinician"), tatm.DueDemand); len(l) != 1 || l[0].Owner != w.who["clinician"] {
			t.Errorf("on counsel's desk: %+v", l)
		}
		if _, err := intake.AnswerDemand(ctx, report, id, tatm.DemandComplied, "All of it"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("intake answered for counsel: %v", err)
		}
		made(w.as(t, "clinician").AnswerDemand(ctx, report, id, tatm.DemandNarrowed, "The date alone"))
		if _, err := intake.LogDemand(ctx, report, tatm.Demand{What: "wish", Received: w.Now().Add(time.Hour * 24)}); len(fault.Fields(err)) < 4 {
			t.Errorf("a demand of nothing: %v", err)
		}
	})
}
