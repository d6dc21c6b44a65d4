package app

import (
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// TestCaseload counts each open case once, on each engine, and only those that
// the asker may list: one that was taken from them or is closed is not there.
func TestCaseload(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made := must[Made](t)
		var on []tatm.FileID
		for range 3 {
			on = append(on, made(w.as(t, "chair").OpenCase(t.Context(), w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: w.Now().Add(time.Hour)}})).File)
		}
		// A share in the own team is a second way to the same case.
		made(w.as(t, "chair").Invite(t.Context(), on[0], tatm.Invitation{Actor: w.who["detective"], Purpose: "p", Basis: "b", Until: w.Now().AddDate(0, 0, 7)}))
		made(w.as(t, "chair").WallOff(t.Context(), on[1], tatm.Wall{Actor: w.who["clinician"], Reason: "r"}))
		for who, want := range map[string]int{"chair": 3, "detective": 3, "clinician": 2} {
			v, err := w.as(t, who).Caseload(t.Context(), store.Filter{Limit: 10})
			if err != nil {
				t.Fatalf("%s: %v", who, err)
			}
			if v.States[string(tatm.AtIntake)] != want || v.Owners[string(w.who["detective"])] != want || len(v.Lines) != want {
				t.Errorf("%s: states %v, owners %v, %d lines, want %d", who, v.States, v.Owners, len(v.Lines), want)
			}
		}
		if _, err := w.as(t, "admin").Caseload(t.Context(), store.Filter{}); fault.KindOf(err) != fault.Denied {
			t.Errorf("the administrator: %v", err)
		}
	})
}

// TestPrintMeeting numbers the copies of a meeting, and gives none to who may
// not see it or says not for whom.
func TestPrintMeeting(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		on := must[Made](t)(w.as(t, "chair").CallMeeting(t.Context(), w.team, tatm.Meeting{When: w.Now().Add(time.Hour), Type: "routine"})).File
		for want := 1; want <= 2; want++ {
			n, err := w.as(t, "detective").PrintMeeting(t.Context(), on, tatm.MeetingCopy{For: "f", Purpose: "p"})
			if err != nil || n != want {
				t.Errorf("copy %d, %v, want %d", n, err, want)
			}
		}
		if _, err := w.as(t, "detective").PrintMeeting(t.Context(), on, tatm.MeetingCopy{Purpose: "p"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("for nobody: %v", err)
		}
		if _, err := w.as(t, "admin").PrintMeeting(t.Context(), on, tatm.MeetingCopy{For: "f", Purpose: "p"}); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the administrator: %v", err)
		}
	})
}
