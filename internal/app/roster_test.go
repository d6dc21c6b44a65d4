package app

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/letter"
	"offramp/internal/tatm"
)

// TestNoticesFollowTheRoster: a report reaches who is on duty, then who covers,
// then everybody; who is away is replaced; a look at it silences nobody.
func TestNoticesFollowTheRoster(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		for _, who := range []string{"chair", "deputy", "detective", "clinician", "intake"} {
			made(w.as(t, "admin").MemberMail(ctx, w.who[who], who+"@example.org"))
		}
		s := &satchel{}
		round := func() string {
			t.Helper()
			if err := errors.Join(w.Minute(ctx, "one"), w.Deliver(ctx, "one", []letter.Courier{s}, plainWords)); err != nil {
				t.Fatal(err)
			}
			return strings.ReplaceAll(strings.Join(s.to(), ", "), "@example.org", "")
		}
		chair := w.as(t, "chair")
		made(chair.AddTurn(ctx, w.team, tatm.Turn{Who: w.who["clinician"], Step: tatm.FirstOnDuty, Hours: tatm.OpenHours}))
		made(chair.AddTurn(ctx, w.team, tatm.Turn{Who: w.who["intake"], Step: tatm.FirstOnDuty, Hours: tatm.AfterHours}))
		made(chair.AddTurn(ctx, w.team, tatm.Turn{Who: w.who["detective"], Step: tatm.CoverOnDuty, Hours: tatm.AllHours}))
		round() // what is told of the seats that were given
		report := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "n", Weapon: tatm.Yes}, tatm.Reporter{})).File
		if got := round(); got != "report-urgent clinician" {
			t.Errorf("on Monday morning: %s", got)
		}
		must[ReportView](t)(w.as(t, "clinician").SeeReport(ctx, report)) // a look is not a claim
		w.pass(31 * time.Minute)
		if got := round(); got != "report-climbed-1 detective" {
			t.Errorf("after its time: %s", got)
		}
		w.pass(31 * time.Minute)
		if got := round(); strings.Count(got, "report-climbed-2") != 5 {
			t.Errorf("after as long again: %s", got)
		}
		made(w.as(t, "detective").AcknowledgeReport(ctx, report))
		v := must[ReportView](t)(chair.SeeReport(ctx, report))
		if a, _ := tatm.Last[tatm.Acknowledgement](v.File); a.Rec.Duty != tatm.CoverOnDuty || v.Row.Head.Owner != w.who["detective"] {
			t.Errorf("claimed by who covers: %+v, %s", a.Rec, v.Row.Head.Owner)
		}
		made(w.as(t, "clinician").AcknowledgeReport(ctx, report))
		if v := must[ReportView](t)(chair.SeeReport(ctx, report)); v.Row.Head.Owner != w.who["detective"] {
			t.Error("a second claim took it away")
		}
		made(w.as(t, "clinician").TakeOverReport(ctx, report))
		if v := must[ReportView](t)(chair.SeeReport(ctx, report)); v.Row.Head.Owner != w.who["clinician"] {
			t.Error("nobody took it over")
		}

		// Away: who stands in hears of it. After hours: the other turn.
		made(w.as(t, "detective").AddAbsence(ctx, w.team, tatm.Absence{Who: w.who["clinician"], By: w.who["deputy"], From: w.Now(), Until: w.Now().Add(4 * time.Hour)}))
		made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{}))
		if got := round(); got != "report deputy" {
			t.Errorf("while she is away: %s", got)
		}
		w.pass(9 * time.Hour)
		made(w.as(t, "chair").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{}))
		if got := round(); !slices.Contains(strings.Split(got, ", "), "report intake") {
			t.Errorf("in the evening: %s", got)
		}
		// A turn of somebody whose seat ended reaches nobody: it falls back.
		rosters := must[[]RosterView](t)(chair.SeeRoster(ctx))
		for _, x := range rosters[0].Roster.Turns {
			if x.Who == w.who["intake"] {
				made(chair.EndTurn(ctx, w.team, x.ID))
				if _, err := chair.EndTurn(ctx, w.team, x.ID); !errors.Is(err, fault.Conflict) {
					t.Errorf("ended twice: %v", err)
				}
			}
		}
		made(w.as(t, "chair").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{}))
		if got := round(); !strings.Contains(got, "report chair, report deputy, report intake") {
			t.Errorf("with nobody on duty: %s", got)
		}
	})
}

// TestRosterIsTheTeams: nobody is put on a roster who does not screen there,
// and nobody keeps another team's.
func TestRosterIsTheTeams(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := t.Context()
		_, err := w.as(t, "chair").AddTurn(ctx, w.team, tatm.Turn{Who: w.who["auditor"], Step: 1, Hours: tatm.AllHours})
		if fault.Fields(err)["who"] == nil {
			t.Errorf("an auditor on duty: %v", err)
		}
		other := must[tatm.TeamID](t)(w.as(t, "clock").AddTeam(ctx, "Another", "county"))
		if _, err := w.as(t, "chair").AddTurn(ctx, other, tatm.Turn{Who: w.who["chair"], Step: 1, Hours: tatm.AllHours}); !errors.Is(err, fault.NotFound) {
			t.Errorf("another team's roster: %v", err)
		}
		if vs := must[[]RosterView](t)(w.as(t, "chair").SeeRoster(ctx)); len(vs) != 1 || vs[0].Team.ID != w.team {
			t.Errorf("%d rosters are shown", len(vs))
		}
	})
}
