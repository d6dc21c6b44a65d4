package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// told is everything that somebody is shown of a report and a case, as text.
func told(t *testing.T, d Desk, report, kase tatm.FileID) string {
	t.Helper()
	ctx := t.Context()
	var b strings.Builder
	v := must[ReportView](t)(d.SeeReport(ctx, report))
	l := must[ListView](t)(d.ListReports(ctx, listAll))
	fmt.Fprintf(&b, "%+v %+v", v.File, l.Rows)
	if kase == "" {
		return b.String()
	}
	if c, err := d.SeeCase(ctx, kase); err == nil {
		fmt.Fprintf(&b, " %+v", c.File)
		for _, o := range tatm.All[tatm.Observation](c.File) {
			es, _, err := d.VersionsOf(ctx, kase, o.ID)
			fmt.Fprintf(&b, " %+v %v", es, err)
		}
	}
	return b.String()
}

// opens lets somebody know for an hour who made a report, and gives the opening.
func (w world) opens(t *testing.T, who string, report tatm.FileID) tatm.EntryID {
	t.Helper()
	id := must[Made](t)(w.as(t, who).AskOpening(t.Context(), report, tatm.ReporterID, "To call her back", 1)).Entry
	must[Made](t)(w.as(t, "chair").AnswerOpening(t.Context(), report, id, tatm.Yes, ""))
	return id
}

// TestHiddenPassages: words that would give a reporter away are gone from
// whatever the uncleared read, and from the search at once.
func TestHiddenPassages(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair, intake := t.Context(), must[Made](t), w.as(t, "chair"), w.as(t, "intake")
		words := func() {
			t.Helper()
			if err := w.TakeWords(ctx); err != nil {
				t.Fatal(err)
			}
		}
		hits := func(q string) int { return len(must[[]Found](t)(chair.SearchCases(ctx, q))) }
		report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "My brother Quentin has a zither in the shed. I am QUENTIN's only sister.", Who: "my brother"}, tatm.Reporter{})).File
		kase := made(intake.AcceptReport(ctx, report, "r", NewCase{Title: "Shed", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().AddDate(0, 0, 1)}})).File
		made(intake.AddToReport(ctx, report, "The only sister called again"))
		obs := tatm.All[tatm.Observation](must[CaseView](t)(chair.SeeCase(ctx, kase)).File)[0]
		made(chair.MendObservation(ctx, kase, obs.ID, obs.Version, tatm.Observation{Text: obs.Rec.Text + " (shed locked)", Report: report, Typing: "added"}, Circumstance{}))
		words()
		if hits("sister") != 1 || hits("zither") != 1 {
			t.Fatalf("before: %d %d", hits("sister"), hits("zither"))
		}
		if _, err := chair.VeilPassage(ctx, report, "only brother"); fault.Fields(err)["passage"] == nil {
			t.Errorf("words that are not there: %v", err)
		}
		w.pass(time.Hour)
		made(intake.VeilPassage(ctx, report, "only sister"))
		if got := told(t, chair, report, kase); strings.Contains(got, "sister") || !strings.Contains(got, tatm.Hidden) || !strings.Contains(got, "zither") {
			t.Errorf("the chair reads %s", got)
		}
		// Screened, it is hidden from who took it too, until they open it.
		if got := told(t, intake, report, ""); strings.Contains(got, "only sister") {
			t.Error("who took it reads it after the screening")
		}
		opened := w.opens(t, "intake", report)
		if got := told(t, intake, report, ""); !strings.Contains(got, "only sister") {
			t.Error("what was opened is hidden still")
		}
		made(intake.EndOpening(ctx, report, opened))
		if got := told(t, intake, report, ""); strings.Contains(got, "only sister") {
			t.Error("it shows after the opening ended")
		}
		if then := must[CaseView](t)(chair.SeeCaseThen(ctx, kase, w.Now().Add(-time.Minute))); strings.Contains(fmt.Sprintf("%+v", then.File), "sister") {
			t.Error("the case as it was tells it")
		}
		if hits("sister") != 0 || hits("zither") != 1 {
			t.Errorf("found still: %d, the rest: %d", hits("sister"), hits("zither"))
		}
		words()
		if hits("sister") != 0 {
			t.Error("the clock took the words in again")
		}
		// A guess of what is hidden answers like one of what is not there.
		if _, err := chair.VeilPassage(ctx, report, "only sister"); fault.Fields(err)["passage"] == nil {
			t.Errorf("a guess is told: %v", err)
		}
		// A correction by who may read it, and a tie taken back, show no more.
		made(chair.UnlinkReport(ctx, report, kase, "about somebody else"))
		if got := told(t, chair, report, kase); strings.Contains(got, "sister") {
			t.Errorf("a tie taken back tells it: %s", got)
		}
		// A case that takes it over later gets it hidden.
		later := made(chair.AcceptReport(ctx, report, "r", NewCase{Title: "Later", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().AddDate(0, 0, 1)}})).File
		words()
		if got := told(t, chair, report, later); strings.Contains(got, "sister") || hits("sister") != 0 {
			t.Errorf("a later case tells it: %s", got)
		}
		made(chair.VeilPassage(ctx, report, "quentin")) // in whatever case
		if got := told(t, chair, report, later); strings.Contains(strings.ToLower(got), "quentin") {
			t.Errorf("in capitals: %s", got)
		}
	})
}

// TestMarkTakenOff: only who may know the reporter takes a mark off, and the words come
// back to the page and the search.
func TestMarkTakenOff(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair, intake := t.Context(), must[Made](t), w.as(t, "chair"), w.as(t, "intake")
		report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "The zither is in the shed"}, tatm.Reporter{})).File
		kase := made(intake.AcceptReport(ctx, report, "r", NewCase{Title: "Shed", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().AddDate(0, 0, 1)}})).File
		if err := w.TakeWords(ctx); err != nil {
			t.Fatal(err)
		}
		mark := made(chair.VeilPassage(ctx, report, "zither")).Entry
		if _, err := chair.UnveilPassage(ctx, report, mark, "w"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("who is not cleared took it off: %v", err)
		}
		if _, err := intake.UnveilPassage(ctx, report, mark, "w"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("who took it took it off after the screening: %v", err)
		}
		w.opens(t, "intake", report)
		made(intake.UnveilPassage(ctx, report, mark, "The wrong word"))
		if got := told(t, chair, report, kase); strings.Count(got, "zither") < 3 {
			t.Errorf("the words did not come back: %s", got)
		}
		if n := len(must[[]Found](t)(chair.SearchCases(ctx, "zither"))); n != 1 {
			t.Errorf("found %d times", n)
		}
	})
}

// TestTakerReadsHidden: who took a report reads what is hidden, in the report
// and in the list, and takes a mark off, until its screening is over; nobody
// else at intake does. An invitation to a mark lifts none.
func TestTakerReadsHidden(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, chair, taker := t.Context(), must[Made](t), w.as(t, "chair"), w.as(t, "intake")
		report := made(w.as(t, "affiliate").FileReport(ctx, w.team, tatm.Report{Narrative: "My zither is in the shed"}, tatm.Reporter{})).File
		mark := made(taker.VeilPassage(ctx, report, "my zither")).Entry
		hidden := func(when string, want bool) {
			t.Helper()
			got := told(t, taker, report, "")
			if v := must[ReportView](t)(taker.SeeReport(ctx, report)); v.Cleared == want || (strings.Count(got, "zither") == 0) != want || strings.Contains(got, tatm.Hidden) != want {
				t.Errorf("%s: cleared %v, reads %s", when, v.Cleared, got)
			}
		}
		hidden("not taken", true)
		made(taker.AcknowledgeReport(ctx, report))
		hidden("taken", false)
		if got := told(t, chair, report, ""); strings.Contains(got, "zither") {
			t.Errorf("the chair reads %s", got)
		}
		made(taker.UnveilPassage(ctx, report, mark, "To mark it better"))
		made(taker.VeilPassage(ctx, report, "zither"))
		kase := made(taker.AcceptReport(ctx, report, "r", NewCase{Title: "Shed", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().AddDate(0, 0, 1)}})).File
		hidden("screened", true)
		made(chair.VeilPassage(ctx, report, "shed"))
		x := tatm.All[tatm.CaseVeil](must[CaseView](t)(chair.SeeCase(ctx, kase)).File)[0]
		made(chair.Invite(ctx, kase, tatm.Invitation{Actor: w.who["chair"], Entries: []tatm.EntryID{x.ID}, Purpose: "p", Basis: "b", Until: w.Now().Add(time.Hour)}))
		if got := told(t, chair, report, kase); strings.Contains(got, "the shed") {
			t.Errorf("invited to the mark, the chair reads %s", got)
		}
	})
}

// TestSecondFromOutsideReadsHidden: a link shows the matter with what is hidden
// hidden.
func TestSecondFromOutsideReadsHidden(t *testing.T) {
	f := tatm.File{Kind: tatm.ReportFile, Entries: []tatm.Entry{
		{ID: "a", Version: 1, Record: tatm.Report{Narrative: "I am Ann"}},
		{ID: "b", Version: 1, Record: tatm.Veil{Of: "a", Version: 1, Field: "narrative", From: 5, To: 8}},
		{ID: "c", Version: 1, Record: tatm.Screening{Outcome: tatm.KnowinglyFalse, Reason: "r"}},
	}}
	if got := fmt.Sprint(matterOf(tatm.Veiled(f), f.Entries[2], tatm.OutsideSecond{})); strings.Contains(got, "Ann") || !strings.Contains(got, "I am "+tatm.Hidden) {
		t.Error(got)
	}
}
