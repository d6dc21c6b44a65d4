package app

import (
	"errors"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// dismissed files and dismisses reports until one is drawn for a second look.
func dismissed(t *testing.T, w world) (drawn tatm.FileID, s tatm.Item[tatm.Sample], left int) {
	t.Helper()
	ctx, made, intake := t.Context(), must[Made](t), w.as(t, "intake")
	for range 100 {
		on := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "A rumour"}, tatm.Reporter{})).File
		made(intake.ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "About the lunch menu"}))
		v := must[ReportView](t)(intake.SeeReport(ctx, on))
		if x, waits := tatm.Sampled(v.File); waits {
			return on, x, left
		}
		left++
	}
	t.Fatal("of a hundred dismissed reports none was drawn, at one in five")
	return
}

// TestDismissedReportsAreSampled: chance draws some dismissed reports, and
// somebody who did not dismiss them looks again.
func TestDismissedReportsAreSampled(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		on, s, _ := dismissed(t, w)
		if s.Rec.For == w.who["intake"] || s.Rec.For == "" {
			t.Fatalf("the look lies with %q", s.Rec.For)
		}
		var name string
		for n, id := range w.who {
			if id == s.Rec.For {
				name = n
			}
		}
		w.pass(2 * time.Hour)
		lies := func(who string) bool {
			for _, l := range must[[]store.DocketLine](t)(w.as(t, who).WaitingReports(ctx)) {
				if l.What == tatm.DueSample && l.File == on {
					return true
				}
			}
			return false
		}
		if !lies(name) || lies("intake") {
			t.Errorf("on the desk of %s: %v; of intake: %v", name, lies(name), lies("intake"))
		}
		if _, err := w.as(t, "intake").LookAtSample(ctx, on, tatm.SampleAgrees, "Mine"); !errors.Is(err, fault.Conflict) {
			t.Errorf("the finder looked at their own: %v", err)
		}
		if _, err := w.as(t, name).LookAtSample(ctx, on, tatm.SampleReopens, ""); fault.Fields(err)["why"] == nil {
			t.Errorf("without a reason: %v", err)
		}
		must[Made](t)(w.as(t, name).LookAtSample(ctx, on, tatm.SampleReopens, "It names a knife"))
		v := must[ReportView](t)(w.as(t, "intake").SeeReport(ctx, on))
		if v.Row.Head.State != tatm.ReportPending || !v.Row.Head.Closed.IsZero() || lies(name) {
			t.Errorf("reopened it is %s", v.Row.Head.State)
		}
		if _, err := w.as(t, name).LookAtSample(ctx, on, tatm.SampleAgrees, "Again"); !errors.Is(err, fault.Conflict) {
			t.Errorf("looked twice: %v", err)
		}
		// It is screened anew as any report that waits.
		must[Made](t)(w.as(t, "intake").AcceptReport(ctx, on, "A knife", NewCase{Title: "T", Subject: "Somebody", Charge: tatm.Charge{Owner: w.who["detective"], Next: "Call", By: w.Now().AddDate(0, 0, 1)}}))

		on, s, _ = dismissed(t, w)
		for n, id := range w.who {
			if id == s.Rec.For {
				must[Made](t)(w.as(t, n).LookAtSample(ctx, on, tatm.SampleAgrees, "The menu indeed"))
			}
		}
		if v := must[ReportView](t)(w.as(t, "intake").SeeReport(ctx, on)); v.Row.Head.State != tatm.ReportScreened {
			t.Errorf("agreed it is %s", v.Row.Head.State)
		}
	})
}

// TestNobodyElseScreens: in a team of one nobody else can look, and nothing
// waits for ever.
func TestNobodyElseScreens(t *testing.T) {
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, url, map[string]tatm.Seat{"chair": {Role: tatm.Chair}})
			chair := w.as(t, "chair")
			for range 40 {
				on := must[Made](t)(chair.FileReport(t.Context(), w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
				must[Made](t)(chair.ScreenReport(t.Context(), on, tatm.Screening{Outcome: tatm.Unfounded, Reason: "r"}))
				if v := must[ReportView](t)(chair.SeeReport(t.Context(), on)); len(tatm.All[tatm.Sample](v.File)) > 0 {
					t.Fatal("drawn for nobody")
				}
			}
		})
	}
}

// TestUnfoundedIsToBeExpunged: an unfounded finding starts the clock, and a
// report that is opened again stops it.
func TestUnfoundedIsToBeExpunged(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, intake := t.Context(), w.as(t, "intake")
		on := must[Made](t)(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		must[Made](t)(intake.ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.Unfounded, Reason: "r"}))
		w.pass(29 * 24 * time.Hour)
		due := func() (n int) {
			for _, l := range must[RecordsDesk](t)(w.as(t, "records").SeeRecordsDesk(ctx)).Lines {
				if l.What == tatm.DueExpunge {
					n++
				}
			}
			return n
		}
		if due() != 1 {
			t.Fatal("no clock runs")
		}
		must[Made](t)(intake.AcceptReport(ctx, on, "The misspelt name", NewCase{Title: "T", Subject: "Somebody", Charge: tatm.Charge{Owner: w.who["detective"], Next: "Call", By: w.Now().AddDate(0, 0, 1)}}))
		if due() != 0 {
			t.Error("a report that led to a case is to be expunged")
		}
	})
}

// TestRoutedComesBack: what the receiver refuses waits here again.
func TestRoutedComesBack(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, intake := t.Context(), w.as(t, "intake")
		on := must[Made](t)(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		if _, err := intake.ReturnReport(ctx, on, "b", "w"); !errors.Is(err, fault.Conflict) {
			t.Errorf("what was routed nowhere came back: %v", err)
		}
		must[Made](t)(intake.ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.Routed, Reason: "A leak", RoutedTo: "Maintenance"}))
		if _, err := intake.ReturnReport(ctx, on, "", ""); len(fault.Fields(err)) == 0 {
			t.Errorf("refused by nobody: %v", err)
		}
		must[Made](t)(intake.ReturnReport(ctx, on, "The foreman", "No leak; it speaks of a person"))
		v := must[ReportView](t)(intake.SeeReport(ctx, on))
		if s, _ := tatm.Last[tatm.Screening](v.File); v.Row.Head.State != tatm.ReportPending || s.Rec.Refused != "The foreman" {
			t.Errorf("%s, %+v", v.Row.Head.State, s.Rec)
		}
		must[Made](t)(intake.ScreenReport(ctx, on, tatm.Screening{Outcome: tatm.Routed, Reason: "Bullying", RoutedTo: "The school", TakenBy: "The principal"}))
	})
}
