package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// named reports whether somebody sees who made the report.
func (w world) named(t *testing.T, who string, report tatm.FileID) bool {
	t.Helper()
	v, err := w.as(t, who).SeeReport(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	return len(tatm.All[tatm.Reporter](v.File)) > 0
}

// standing counts the lines of somebody's desk of one kind, cases and reports.
func (w world) standing(t *testing.T, who, what string) int {
	t.Helper()
	v, err := w.as(t, who).SeeDesk(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	reports, err := w.as(t, who).WaitingReports(t.Context())
	if err != nil && fault.KindOf(err) != fault.Denied {
		t.Fatal(err)
	}
	n := 0
	for _, l := range v.Lines {
		if l.What == what {
			n++
		}
	}
	for _, l := range reports {
		if l.What == what {
			n++
		}
	}
	return n
}

func (w world) toldOf(t *testing.T, kind string) (out []tatm.ActorID) {
	t.Helper()
	err := w.db.Read(t.Context(), w.org, func(tx *store.Tx) error {
		due, err := tx.DueLetters(w.Now().AddDate(0, 0, 30), 1000)
		for _, l := range due {
			if l.Kind != kind {
				continue
			}
			if l.To != "" {
				out = append(out, l.To)
				continue
			}
			ids, err := w.App.onDuty(tx, l, w.Now())
			if err != nil {
				return err
			}
			out = append(out, ids...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestWhoReported: who made a report is seen by who took it, until the
// screening ends; by nobody else through their seat; and by asking, with a
// reason, when another person lets them, for a time.
func TestWhoReported(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		if _, err := w.Door(w.org).Report(ctx, w.team, tatm.Report{Narrative: "He waits at her door.", Received: start}, tatm.Reporter{Name: "Odile Brandt"}); err != nil {
			t.Fatal(err)
		}
		list, err := w.as(t, "intake").ListReports(ctx, listAll)
		if err != nil || len(list.Rows) != 1 {
			t.Fatal(err)
		}
		report := list.Rows[0].ID
		for _, who := range []string{"intake", "chair", "deputy", "detective"} {
			if w.named(t, who, report) {
				t.Errorf("%s sees who reported by their seat", who)
			}
		}
		made(w.as(t, "intake").AcknowledgeReport(ctx, report))
		if !w.named(t, "intake", report) || w.named(t, "chair", report) {
			t.Error("who took the report, and nobody else, sees whom to call back")
		}
		made(w.as(t, "intake").ScreenReport(ctx, report, tatm.Screening{Outcome: tatm.Unfounded, Reason: "It was his own door"}))
		if w.named(t, "intake", report) {
			t.Error("the call-back details outlast the screening")
		}

		// Asked for: it stands on desks, and nothing is shown yet.
		if _, err := w.as(t, "detective").AskOpening(ctx, report, tatm.ReporterID, "", 4); fault.Fields(err)["reason"] == nil {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := w.as(t, "detective").AskOpening(ctx, report, tatm.ReporterID, "r", 400); fault.Fields(err)["hours"] == nil {
			t.Errorf("for ever: %v", err)
		}
		id := made(w.as(t, "detective").AskOpening(ctx, report, tatm.ReporterID, "To ask her what she heard", 4)).Entry
		for _, who := range []string{"chair", "deputy", "records"} {
			if w.standing(t, who, tatm.DueOpeningAsked) != 1 {
				t.Errorf("it does not stand on the desk of the %s", who)
			}
			if !slices.Contains(w.toldOf(t, "opening-asked"), w.who[who]) {
				t.Errorf("the %s got no letter", who)
			}
		}
		if w.named(t, "detective", report) {
			t.Error("asking shows it")
		}
		// Another person answers: not who asked, nor a peer while there is a chair.
		if _, err := w.as(t, "detective").AnswerOpening(ctx, report, id, tatm.Yes, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("the asker granted it: %v", err)
		}
		if _, err := w.as(t, "clinician").AnswerOpening(ctx, report, id, tatm.Yes, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("a peer granted it: %v", err)
		}
		made(w.as(t, "records").AnswerOpening(ctx, report, id, tatm.Yes, "For one call"))
		if !w.named(t, "detective", report) || w.named(t, "chair", report) {
			t.Error("granted: the asker, and nobody else, sees it")
		}
		if !slices.Contains(w.toldOf(t, "opening-granted"), w.who["chair"]) {
			t.Error("it was not announced to the chair")
		}
		// It ends by itself, and its review stays until it is written.
		w.pass(4*time.Hour + time.Minute)
		if w.named(t, "detective", report) {
			t.Error("it does not end by itself")
		}
		if _, err := w.as(t, "detective").LookAtOpening(ctx, report, id, "One call was made"); !errors.Is(err, fault.Conflict) {
			t.Errorf("who saw it reviewed it: %v", err)
		}
		if w.standing(t, "chair", tatm.DueOpeningReview) != 1 {
			t.Error("the review does not stand on the chair's desk")
		}
		made(w.as(t, "deputy").LookAtOpening(ctx, report, id, "One call was made; she was not named to anybody"))
		if w.standing(t, "chair", tatm.DueOpeningReview) != 0 {
			t.Error("the review stays after it was written")
		}
		// Declined: said to the asker, nothing shown.
		id = made(w.as(t, "clinician").AskOpening(ctx, report, tatm.ReporterID, "Curious", 1)).Entry
		made(w.as(t, "chair").AnswerOpening(ctx, report, id, tatm.No, "Nothing to ask her"))
		if w.named(t, "clinician", report) || !slices.Contains(w.toldOf(t, "opening-declined"), w.who["clinician"]) {
			t.Error("declined, and shown or not told")
		}
	})
}

// TestReportTakenByPhone: who wrote a report down keeps what it takes to call
// back; somebody without a seat that sees reports does not get at it by that.
func TestReportTakenByPhone(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		mine := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{Name: "Odile Brandt"})).File
		if !w.named(t, "intake", mine) || w.named(t, "deputy", mine) {
			t.Error("who wrote it down, and nobody else, sees whom to call back")
		}
		theirs := made(w.as(t, "affiliate").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{Name: "Odile Brandt"})).File
		_, hidden := w.as(t, "affiliate").SeeReport(ctx, theirs)
		_, none := w.as(t, "affiliate").SeeReport(ctx, tatm.FileID(newID(w.Now(), 0)))
		if !errors.Is(hidden, fault.NotFound) || hidden.Error() != none.Error() {
			t.Errorf("an affiliate's own report answers %v, none %v", hidden, none)
		}
	})
}

// health puts a health record into a new case, which the detective does not see.
func (w world) health(t *testing.T) tatm.FileID {
	t.Helper()
	made := must[Made](t)
	k := made(w.as(t, "chair").OpenCase(t.Context(), w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File
	made(w.as(t, "clinician").AddObservation(t.Context(), k, tatm.Observation{Text: "He sleeps two hours a night"}, Circumstance{}))
	return k
}

func (w world) reads(t *testing.T, who string, kase tatm.FileID) bool {
	t.Helper()
	v, err := w.as(t, who).SeeCase(t.Context(), kase)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(v.File.Entries, func(e tatm.Entry) bool { return e.Regime == tatm.Health })
}

// TestBreakGlass: two people open a sealed regime for a time; what the pack
// does not let anybody open stays shut; what comes later is open too.
func TestBreakGlass(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		k := w.health(t)
		if w.reads(t, "detective", k) {
			t.Fatal("the detective reads health records by their seat")
		}
		for _, r := range []tatm.Regime{tatm.Counsel, tatm.SubstanceUse, tatm.Intelligence, tatm.General} {
			if _, err := w.as(t, "detective").AskOpening(ctx, k, r, "r", 1); fault.Fields(err)["regime"] == nil {
				t.Errorf("%s may be asked for: %v", r, err)
			}
		}
		id := made(w.as(t, "detective").AskOpening(ctx, k, tatm.Health, "He may be in danger from what he takes", 2)).Entry
		made(w.as(t, "chair").AnswerOpening(ctx, k, id, tatm.Yes, ""))
		if !w.reads(t, "detective", k) {
			t.Error("granted, and not shown")
		}
		made(w.as(t, "clinician").AddObservation(ctx, k, tatm.Observation{Text: "He slept"}, Circumstance{}))
		v, _ := w.as(t, "detective").SeeCase(ctx, k)
		if n := len(tatm.All[tatm.Observation](v.File)); n != 2 {
			t.Errorf("%d of 2 health records are open", n)
		}
		if _, err := w.as(t, "chair").LookAtOpening(ctx, k, id, "w"); !errors.Is(err, fault.Conflict) {
			t.Errorf("reviewed while it is open: %v", err)
		}
		made(w.as(t, "detective").EndOpening(ctx, k, id))
		if w.reads(t, "detective", k) {
			t.Error("ended, and still shown")
		}
	})
}

// TestOpenedInAnEmergency: only while the flag is up; alone, at once, with one
// sentence; chair and records officer are told and ratify; "not right" ends it.
func TestOpenedInAnEmergency(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		k := w.health(t)
		report := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{Name: "Odile Brandt"})).File
		made(w.as(t, "intake").LinkReport(ctx, report, k, "The same door"))
		if _, err := w.as(t, "detective").OpenNow(ctx, k, tatm.Health, "r"); !errors.Is(err, fault.Conflict) {
			t.Errorf("opened without an emergency: %v", err)
		}
		made(w.as(t, "detective").RaiseEmergency(ctx, k, ""))
		if _, err := w.as(t, "detective").OpenNow(ctx, k, tatm.Health, ""); fault.Fields(err)["reason"] == nil {
			t.Errorf("without a sentence: %v", err)
		}
		if _, err := w.as(t, "clinician").OpenNow(ctx, k, tatm.CrimeHistory, "r"); fault.Fields(err)["regime"] == nil {
			t.Errorf("the law does not let anybody open a criminal history: %v", err)
		}
		id := made(w.as(t, "detective").OpenNow(ctx, k, tatm.Health, "He is on the roof; what did he take?")).Entry
		who := made(w.as(t, "detective").OpenNow(ctx, report, tatm.ReporterID, "She is with him on the roof")).Entry
		if !w.reads(t, "detective", k) || !w.named(t, "detective", report) {
			t.Fatal("it is not open at once")
		}
		for _, told := range []string{"chair", "records"} {
			if w.standing(t, told, tatm.DueOpeningRatify) < 1 || !slices.Contains(w.toldOf(t, "opening-now"), w.who[told]) {
				t.Errorf("the %s was not told", told)
			}
		}
		if _, err := w.as(t, "detective").RatifyOpening(ctx, k, id, tatm.Yes, ""); !errors.Is(err, fault.Conflict) {
			t.Errorf("who opened it ratified it: %v", err)
		}
		made(w.as(t, "chair").RatifyOpening(ctx, k, id, tatm.Yes, ""))
		if w.standing(t, "records", tatm.DueOpeningRatify) < 1 {
			t.Error("the chair's word stands for the records officer's")
		}
		made(w.as(t, "records").RatifyOpening(ctx, k, id, tatm.Yes, "The law allows it"))
		if !w.reads(t, "detective", k) {
			t.Error("ratified, and shut")
		}
		made(w.as(t, "records").RatifyOpening(ctx, report, who, tatm.No, "Not needed"))
		if w.named(t, "detective", report) {
			t.Error("not right, and still open")
		}
		w.pass(25 * time.Hour)
		if w.reads(t, "detective", k) {
			t.Error("an emergency opening does not end by itself")
		}
	})
}

// TestOpeningAlone: a team of one is never stuck: 24 hours' wait, or a second
// from outside, with a mark.
func TestOpeningAlone(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx := must[Made](t), t.Context()
		boot := w.as(t, "clock")
		team, err := boot.AddTeam(ctx, "Of one", "county")
		if err != nil {
			t.Fatal(err)
		}
		who, _, err := boot.AddMember(ctx, NewMember{Login: "only", Name: "The only one"})
		if err != nil {
			t.Fatal(err)
		}
		w.who["only"] = who
		if _, err := boot.GiveSeat(ctx, who, tatm.Seat{Team: team, Role: tatm.Chair, Discipline: tatm.LawEnforcement}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Door(w.org).Report(ctx, team, tatm.Report{Narrative: "n", Received: w.Now()}, tatm.Reporter{Name: "Odile Brandt"}); err != nil {
			t.Fatal(err)
		}
		list, err := w.as(t, "only").ListReports(ctx, listAll)
		if err != nil || len(list.Rows) != 1 {
			t.Fatal(err)
		}
		report, only := list.Rows[0].ID, func() Desk { return w.as(t, "only") }
		id := made(only().AskOpening(ctx, report, tatm.ReporterID, "r", 2)).Entry
		if _, err := only().AnswerOpening(ctx, report, id, tatm.Yes, ""); !errors.Is(err, fault.Conflict) {
			t.Fatalf("alone, at once: %v", err)
		}
		w.pass(25 * time.Hour)
		made(only().AnswerOpening(ctx, report, id, tatm.Yes, ""))
		if !w.named(t, "only", report) {
			t.Fatal("alone, after the wait: not shown")
		}
		w.pass(3 * time.Hour)
		made(only().LookAtOpening(ctx, report, id, "One call"))
		v, err := only().SeeReport(ctx, report)
		if err != nil {
			t.Fatal(err)
		}
		o, _ := tatm.FindOpening(v.File, id)
		if !o.Rec.SingleHanded || !o.Rec.ReviewedAlone {
			t.Errorf("no visible mark: %+v", o.Rec)
		}
		// From outside: at once.
		id = made(only().AskOpening(ctx, report, tatm.ReporterID, "To ask whether she is safe", 2)).Entry
		token, m, err := only().AskOutside(ctx, report, Asking{Matter: id, Name: "Judge Lund", Role: "judge", Reach: "by phone", Days: 1})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(m.Words, func(x Answered) bool { return x.Text == "To ask whether she is safe" }) {
			t.Errorf("the matter does not say why: %+v", m)
		}
		err = w.Door(w.org).SecondFromOutside(ctx, token, "net", tatm.OutsideSecond{Answer: tatm.Yes, Words: "Yes", SignedName: "Judge Lund", SignedRole: "judge"})
		if err != nil || !w.named(t, "only", report) {
			t.Errorf("seconded from outside: shown %v, %v", w.named(t, "only", report), err)
		}
	})
}
