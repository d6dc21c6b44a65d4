package app

import (
	"testing"

	"offramp/internal/fault"
	"offramp/internal/match"
	"offramp/internal/tatm"
)

// TestEarlierFile: the same person is reported right, misspelt, transposed and
// hyphenated; each time the first file is the first suggestion, screening waits
// for an answer, and an emergency does not.
func TestEarlierFile(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake := w.as(t, "intake")
		person := made(intake.FilePerson(ctx, w.team, tatm.Name{Given: "Mariana", Family: "Castellanos", Type: tatm.LegalName})).File
		made(intake.TellOfPerson(ctx, person, tatm.Birth{Date: tatm.PartialDate{Year: 2010, Month: 4, Day: 17}}, Circumstance{}))
		made(intake.TellOfPerson(ctx, person, tatm.Detail{What: tatm.SchoolDetail, Value: "Harlow Middle School"}, Circumstance{}))
		for _, other := range []string{"Marian Castle", "Martina Costello", "Ana Castro"} {
			made(intake.FilePerson(ctx, w.team, match.ParseName(other)))
		}
		born := tatm.PartialDate{Year: 2010, Month: 4}
		for i, a := range []tatm.About{
			{Given: "Mariana", Family: "Castellanos", Birth: born},
			{Given: "Mariana", Family: "Castelanos", Birth: born},
			{Given: "Castellanos", Family: "Mariana", Birth: born},
			{Given: "Mariana", Family: "Castellanos-Vega", Birth: born},
		} {
			report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "She says nobody would miss her teacher."}, tatm.Reporter{})).File
			made(intake.TellAbout(ctx, report, "", 0, a))
			alike := must[Alike](t)(intake.Resemble(ctx, report)).People
			if len(alike) == 0 || alike[0].ID != person || alike[0].Band != match.Likely || len(alike[0].Clues) == 0 {
				t.Fatalf("report %d: %+v", i, alike)
			}
			if len(alike[0].Reports) != i {
				t.Errorf("report %d: %d earlier reports", i, len(alike[0].Reports))
			}
			_, err := intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "words only"})
			if fault.KindOf(err) != fault.Lacking {
				t.Errorf("report %d: screened past a likely earlier file: %v", i, err)
			}
			made(intake.AnswerLikeness(ctx, report, tatm.Known{Person: person, Verdict: tatm.SameOne}))
			made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "words only"}))
		}
		report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "She is on the roof.", Imminent: tatm.Yes}, tatm.Reporter{})).File
		made(intake.TellAbout(ctx, report, "", 0, tatm.About{Given: "Mariana", Family: "Castellanos", Birth: born}))
		made(intake.ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.OutOfScope, Reason: "911 took over"}))
		v := must[ReportView](t)(intake.SeeReport(ctx, report))
		if k, ok := tatm.KnownAs(v.File, person); !ok || k.Rec.Verdict != tatm.NotYet {
			t.Error("the question does not wait")
		}
	})
}

// TestEarlierFileFollows: a correction is found at once, a withdrawn name no
// more, and what another team or a wall hides is as if it were not there.
func TestEarlierFileFollows(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		intake, chair := w.as(t, "intake"), w.as(t, "chair")
		about := func(d Desk, family string) []Likeness {
			t.Helper()
			report := made(intake.FileReport(ctx, w.team, tatm.Report{Narrative: "Something."}, tatm.Reporter{})).File
			made(intake.TellAbout(ctx, report, "", 0, tatm.About{Given: "Rufus", Family: family}))
			return must[Alike](t)(d.Resemble(ctx, report)).People
		}
		if got := about(intake, "Winterbourne"); len(got) != 0 {
			t.Fatalf("somebody is on file already: %+v", got)
		}
		p := made(intake.FilePerson(ctx, w.team, tatm.Name{Given: "Rufus", Family: "Winterborn", Type: tatm.LegalName}))
		if got := about(intake, "Winterbourne"); len(got) != 1 || got[0].ID != p.File {
			t.Fatalf("a new file is not found: %+v", got)
		}
		made(intake.MendPerson(ctx, p.File, p.Entry, 1, tatm.Name{Given: "Rufus", Family: "Zapotec", Type: tatm.LegalName}, Circumstance{}))
		if got := about(intake, "Zapotec"); len(got) != 1 {
			t.Errorf("a correction is not found: %+v", got)
		}
		made(chair.TellOfPerson(ctx, p.File, tatm.Name{Given: "Rufus", Family: "Quillfeather", Type: tatm.AliasName}, Circumstance{Regime: tatm.Health}))
		if got := about(intake, "Quillfeather"); len(got) > 0 && got[0].Band != match.NameOnly {
			t.Errorf("a name under a special regime is matched by: %+v", got)
		}
		second, err := w.as(t, "clock").AddTeam(ctx, "Second team", "county")
		if err != nil {
			t.Fatal(err)
		}
		id, _, err := w.as(t, "clock").AddMember(ctx, NewMember{Login: "far", Name: "Far"})
		if err != nil {
			t.Fatal(err)
		}
		w.who["far"] = id
		made(w.as(t, "clock").GiveSeat(ctx, id, tatm.Seat{Role: tatm.Intake, Team: second}))
		far := w.as(t, "far")
		report := made(far.FileReport(ctx, second, tatm.Report{Narrative: "Something."}, tatm.Reporter{})).File
		made(far.TellAbout(ctx, report, "", 0, tatm.About{Given: "Rufus", Family: "Zapotec"}))
		if got := must[Alike](t)(far.Resemble(ctx, report)).People; len(got) != 0 {
			t.Errorf("another team's file is suggested: %+v", got)
		}
		if _, err := far.AnswerLikeness(ctx, report, tatm.Known{Person: p.File, Verdict: tatm.SameOne}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a hidden file was tied: %v", err)
		}
	})
}
