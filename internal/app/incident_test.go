package app

import (
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestIncident: a report that tells of the same is shown with what speaks for
// it and what came of the earlier one first; a link and its undoing stay on
// record, and one reporter is one source.
func TestIncident(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake, chair := w.as(t, "intake"), w.as(t, "chair")
		tell := func(words, where, from string) tatm.FileID {
			t.Helper()
			return made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: words, Where: where}, tatm.Reporter{Contact: from})).File
		}
		first := tell("Somebody painted threats against the principal on the north entrance of the gymnasium.", "Gymnasium, north door", "+1 555 0100")
		made(intake.ScreenReport(ctx, first, tatm.Screening{Outcome: tatm.Unfounded, Reason: "paint of the drama club"}))
		tell("A pupil was pushed on the stairs.", "Library", "")
		second := tell("There are painted threats against the principal at the gymnasium, at the north entrance.", "Gymnasium north", "1-555-0100")
		v := must[Alike](t)(intake.Resemble(ctx, second)).Incidents
		if len(v) != 1 || v[0].Row.ID != first || v[0].Outcome != tatm.Unfounded {
			t.Fatalf("suggested: %+v", v)
		}
		for _, e := range []tatm.Evidence{tatm.SameWords, tatm.SamePlace, tatm.SameDays, tatm.SameSource} {
			if !slices.Contains(v[0].Evidence, e) {
				t.Errorf("%s is not named: %v", e, v[0].Evidence)
			}
		}
		if _, err := intake.AnswerIncident(ctx, second, first, tatm.SameOne, ""); fault.Fields(err)["basis"] == nil {
			t.Errorf("linked without a reason: %v", err)
		}
		if _, err := intake.AnswerIncident(ctx, second, second, tatm.SameOne, "b"); fault.Fields(err)["other"] == nil {
			t.Errorf("linked to itself: %v", err)
		}
		made(intake.AnswerIncident(ctx, second, first, tatm.SameOne, "same paint"))
		w.pass(time.Hour)
		made(chair.AnswerIncident(ctx, first, second, tatm.OtherOne, "two walls"))
		v = must[Alike](t)(intake.Resemble(ctx, second)).Incidents
		if len(v) != 1 || v[0].Answer.Rec.Verdict != tatm.OtherOne || len(v[0].Past) != 1 {
			t.Fatalf("the link's history: %+v", v)
		}
		if was := v[0].Past[0]; was.RecordedBy != w.who["intake"] || was.Record.(tatm.SameIncident).Basis != "same paint" {
			t.Errorf("who linked it is lost: %+v", was)
		}
		far := w.far(t, "far", tatm.Intake)
		strange := made(far.FileReport(ctx, w.teamOf(t, "far"), tatm.Report{Narrative: "There are painted threats against the principal at the gymnasium, at the north entrance.", Where: "Gymnasium"}, tatm.Reporter{})).File
		if got := must[Alike](t)(far.Resemble(ctx, strange)).Incidents; len(got) != 0 {
			t.Errorf("another team's reports are suggested: %+v", got)
		}
		if _, err := far.AnswerIncident(ctx, strange, first, tatm.SameOne, "b"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("linked to a report they may not see: %v", err)
		}
	})
}

// TestOneReporter: several reports of one reporter about a person stand as one
// source, and what was found unfounded or knowingly false counts for nothing.
func TestOneReporter(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake := w.as(t, "intake")
		person := w.person(t, intake, "Ignatius", "Thornquist", tatm.PartialDate{})
		for _, x := range []struct {
			from    tatm.Reporter
			outcome tatm.Outcome
		}{
			{tatm.Reporter{Name: "A neighbour", Contact: "+1 (555) 0100"}, tatm.OutOfScope}, {tatm.Reporter{Contact: "15550100"}, tatm.OutOfScope},
			{tatm.Reporter{Name: "Her mother"}, tatm.OutOfScope}, {tatm.Reporter{}, tatm.OutOfScope}, {tatm.Reporter{Name: "Another"}, tatm.Unfounded},
		} {
			report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "Something."}, x.from)).File
			made(intake.AnswerLikeness(ctx, report, tatm.Known{Person: person, Verdict: tatm.SameOne}))
			made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: x.outcome, Reason: "r"}))
		}
		for _, who := range []string{"intake", "detective"} { // the second is not cleared for who reported
			v := must[PersonView](t)(w.as(t, who).SeePerson(ctx, person))
			if reports, sources := Sources(v.Reports); len(v.Reports) != 5 || reports != 4 || sources != 3 {
				t.Errorf("%s: %d reports, %d count, from %d", who, len(v.Reports), reports, sources)
			}
		}
	})
}
