package app

import (
	"errors"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

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
		made(chair.FillEmergency(ctx, flagged, up, 1, tatm.Emergency{Called: "911", Steps: "searched", Totality: "The words and the bag together"}))
		made(chair.RatifyEmergency(ctx, flagged, up))
		made(chair.LowerEmergency(ctx, flagged, up, "over"))
		w.atTriage(t, triaged)
		first := call(time.Hour)
		if why(first, flagged) != sinceEmergency || why(first, triaged) != sinceTriaged {
			t.Errorf("proposed: %q for an emergency that is over, %q for new in triage", why(first, flagged), why(first, triaged))
		}
		made(chair.PutOnAgenda(ctx, first, nil, []tatm.AgendaItem{{Case: triaged, Why: sinceTriaged}, {Case: flagged, Why: sinceEmergency}}))
		made(chair.PutOnAgenda(ctx, first, nil, []tatm.AgendaItem{{Case: triaged, Why: sinceTriaged}})) // it is there already
		if _, err := chair.PutOnAgenda(ctx, first, nil, []tatm.AgendaItem{{Case: triaged, Line: "no change"}}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a line was written over one that was not seen: %v", err)
		}
		had := func() Had {
			out := Had{}
			for _, e := range see(chair.SeeMeeting(ctx, first)).File.Entries {
				out[e.ID] = e.Version
			}
			return out
		}
		old := had()
		made(chair.PutOnAgenda(ctx, first, old, []tatm.AgendaItem{{Case: triaged, Line: "no change", Place: 9}}))
		if _, err := w.as(t, "deputy").PutOnAgenda(ctx, first, old, []tatm.AgendaItem{{Case: triaged, Line: "something else"}}); !errors.Is(err, fault.Conflict) {
			t.Errorf("the second of two who wrote a line was not told: %v", err)
		}
		if _, err := chair.PutOnAgenda(ctx, first, nil, []tatm.AgendaItem{{Case: tatm.FileID(newID(w.Now(), 0))}}); fault.Fields(err)["case"] == nil {
			t.Errorf("a case that does not exist is on the agenda: %v", err)
		}
		seat := tatm.Attendance{Actor: w.who["detective"], Seat: tatm.LawEnforcement, Present: true, Recused: []tatm.FileID{flagged}, Why: "his cousin"}
		if _, err := chair.SeatMeeting(ctx, first, nil, seat); fault.Fields(err)["recused"] == nil {
			t.Errorf("the owner withdrew and kept the case: %v", err)
		}
		seat.Actor, seat.Seat = w.who["clinician"], tatm.MentalHealth
		made(chair.SeatMeeting(ctx, first, nil, seat))
		made(chair.SeatMeeting(ctx, first, had(), seat))
		if _, err := w.as(t, "deputy").SeatMeeting(ctx, first, nil, seat); !errors.Is(err, fault.Conflict) {
			t.Errorf("somebody was seated over what was not seen: %v", err)
		}
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
