package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestGuestsSeeWhatIsNamed: a guest gets named sections or entries, with purpose,
// basis and an end; it ends by itself, and at once when it is revoked.
func TestGuestsSeeWhatIsNamed(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx, chair := must[Made](t), t.Context(), w.as(t, "chair")
		k := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File
		one := made(chair.AddObservation(ctx, k, tatm.Observation{Text: "one"}, Circumstance{})).Entry
		made(chair.AddObservation(ctx, k, tatm.Observation{Text: "two"}, Circumstance{}))
		chri := made(w.as(t, "detective").AddObservation(ctx, k, tatm.Observation{Text: "three", Register: tatm.CriminalHistory}, Circumstance{})).Entry
		health := made(w.as(t, "clinician").AddObservation(ctx, k, tatm.Observation{Text: "four"}, Circumstance{})).Entry
		v := tatm.Invitation{Actor: w.who["affiliate"], Purpose: "Sits with him", Basis: "Agreement of May", Until: w.Now().Add(48 * time.Hour)}
		if _, err := chair.Invite(ctx, k, v); fault.Fields(err)["sections"] == nil {
			t.Errorf("a guest is invited to the whole case: %v", err)
		}
		v.Entries = []tatm.EntryID{chri}
		if _, err := w.as(t, "deputy").Invite(ctx, k, v); fault.Fields(err)["entries"] == nil {
			t.Errorf("an entry that the inviter does not see is named: %v", err)
		}
		v.Entries = []tatm.EntryID{one, health} // health flows to an affiliate by consent
		id := made(chair.Invite(ctx, k, v)).Entry
		sees := func() (out []tatm.EntryID) {
			c, err := w.as(t, "affiliate").SeeCase(ctx, k)
			if err != nil {
				return nil
			}
			for _, e := range c.File.Entries {
				out = append(out, e.ID)
			}
			return out
		}
		if got := sees(); !slices.Equal(got, []tatm.EntryID{one, health}) {
			t.Errorf("the guest sees %v", got)
		}
		made(chair.Revoke(ctx, k, id))
		if got := sees(); got != nil {
			t.Errorf("revoked, and still %v", got)
		}
		v.Entries = []tatm.EntryID{one}
		made(chair.Invite(ctx, k, v))
		w.pass(49 * time.Hour)
		if got := sees(); got != nil {
			t.Errorf("over, and still %v", got)
		}
	})
}

// TestBarredFromAFile: whom a report or a person's file concerns finds none, and
// gets no letter about it; the wall goes with the report into its case.
func TestBarredFromAFile(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx, chair := must[Made](t), t.Context(), w.as(t, "chair")
		report := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "It is about the detective"}, tatm.Reporter{})).File
		person := made(chair.FilePerson(ctx, w.team, tatm.Name{Family: "Roe", Type: tatm.LegalName})).File
		for _, on := range []tatm.FileID{report, person} {
			if _, err := chair.KeepOut(ctx, on, tatm.Wall{Actor: w.who["detective"]}); fault.Fields(err)["reason"] == nil {
				t.Errorf("without a reason: %v", err)
			}
			if _, err := chair.KeepOut(ctx, on, tatm.Wall{Actor: w.who["chair"], Reason: "r"}); fault.Fields(err)["actor"] == nil {
				t.Errorf("the chair barred themselves by this path: %v", err)
			}
			made(chair.KeepOut(ctx, on, tatm.Wall{Actor: w.who["detective"], Reason: "It concerns them"}))
		}
		made(w.as(t, "deputy").StepBack(ctx, report, "My neighbour wrote it"))
		none := tatm.FileID(newID(w.Now(), 0))
		for name, see := range map[string]func(Desk, tatm.FileID) error{
			"report": func(d Desk, on tatm.FileID) error { return discard(d.SeeReport(ctx, on)) },
			"person": func(d Desk, on tatm.FileID) error { return discard(d.SeePerson(ctx, on)) },
			"access": func(d Desk, on tatm.FileID) error { return discard(d.SeeAccess(ctx, on, "")) },
		} {
			on := map[string]tatm.FileID{"person": person}[name]
			if on == "" {
				on = report
			}
			a, b := see(w.as(t, "detective"), on), see(w.as(t, "detective"), none)
			if !errors.Is(a, fault.NotFound) || a.Error() != b.Error() {
				t.Errorf("%s: barred %v, none %v", name, a, b)
			}
		}
		if list, err := w.as(t, "detective").ListReports(ctx, listAll); err != nil || len(list.Rows) != 0 {
			t.Errorf("the list shows %d reports, %v", len(list.Rows), err)
		}
		if told := w.toldOf(t, "report"); slices.Contains(told, w.who["deputy"]) || !slices.Contains(told, w.who["chair"]) {
			t.Errorf("who stepped back still gets letters about it: %v", told)
		}
		k := made(w.as(t, "intake").AcceptReport(ctx, report, "r", NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["chair"], Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File
		for _, who := range []string{"detective", "deputy"} {
			if _, err := w.as(t, who).SeeCase(ctx, k); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s, barred from the report, sees its case: %v", who, err)
			}
		}
		second := made(w.as(t, "intake").FileReport(ctx, w.team, tatm.Report{Narrative: "n"}, tatm.Reporter{})).File
		made(chair.KeepOut(ctx, second, tatm.Wall{Actor: w.who["clinician"], Reason: "r"}))
		if _, err := w.as(t, "intake").AcceptReport(ctx, second, "r", NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Owner: w.who["clinician"], Next: "n", By: w.Now().AddDate(0, 0, 7)}}); err == nil {
			t.Error("a case is given to somebody barred from its report")
		}
	})
}

// TestWallToDiscipline: disciplinary and criminal files are numbers under their
// own permission; a criminal history does not get into GENERAL; an interview
// says what the person was told; counsel's marks are counsel's alone.
func TestWallToDiscipline(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		made, ctx, chair := must[Made](t), t.Context(), w.as(t, "chair")
		lawyer, _, err := w.as(t, "clock").AddMember(ctx, NewMember{Login: "lawyer", Name: "The lawyer"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = w.as(t, "clock").GiveSeat(ctx, lawyer, tatm.Seat{Team: w.team, Role: tatm.Core, Discipline: tatm.LegalCounsel}); err != nil {
			t.Fatal(err)
		}
		w.who["lawyer"] = lawyer
		k := made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "s", Charge: tatm.Charge{Next: "n", By: w.Now().AddDate(0, 0, 7)}})).File

		_, err = w.as(t, "detective").AddObservation(ctx, k, tatm.Observation{Text: "Convicted in May", Register: tatm.CriminalHistory}, Circumstance{Regime: tatm.General})
		if fault.Fields(err)["regime"] == nil {
			t.Errorf("a criminal history stands under GENERAL: %v", err)
		}
		o := made(w.as(t, "detective").AddObservation(ctx, k, tatm.Observation{Text: "Convicted in May", Register: tatm.CriminalHistory}, Circumstance{}))
		if _, err = w.as(t, "detective").MendObservation(ctx, k, o.Entry, 1, tatm.Observation{Text: "Convicted in May", Register: tatm.CriminalHistory}, Circumstance{Regime: tatm.General}); fault.Fields(err)["regime"] == nil {
			t.Errorf("and is moved there afterwards: %v", err)
		}

		crime := made(w.as(t, "detective").LinkProceeding(ctx, k, tatm.Proceeding{What: "criminal", Agency: "Harlow police", Number: "26-1184"})).Entry
		if _, err := chair.LinkProceeding(ctx, k, tatm.Proceeding{What: "criminal", Agency: "a", Number: "He hit his brother and was seen by two neighbours"}); fault.Fields(err)["number"] == nil {
			t.Errorf("a story is taken for a number: %v", err)
		}
		has := func(who string, id tatm.EntryID) bool {
			v, err := w.as(t, who).SeeCase(ctx, k)
			if err != nil {
				t.Fatal(err)
			}
			return slices.ContainsFunc(v.File.Entries, func(e tatm.Entry) bool { return e.ID == id })
		}
		if !has("detective", crime) || has("clinician", crime) {
			t.Error("the number of a criminal file shows to who is not cleared for one")
		}

		bare := interviewed
		bare.ToldRights, bare.ToldCounsel = "", "maybe"
		if _, err := chair.AddInterview(ctx, k, bare, Circumstance{}); fault.Fields(err)["told_rights"] == nil || fault.Fields(err)["told_counsel"] == nil {
			t.Errorf("an interview without what was told: %v", err)
		}
		talk := made(chair.AddInterview(ctx, k, interviewed, Circumstance{})).Entry

		mark := tatm.CounselMark{Of: talk, What: "exculpatory", Why: "He was elsewhere", By: w.Now().AddDate(0, 0, 3)}
		if _, err := chair.MarkForCounsel(ctx, k, mark); !errors.Is(err, fault.Conflict) {
			t.Errorf("somebody else than counsel marks: %v", err)
		}
		id := made(w.as(t, "lawyer").MarkForCounsel(ctx, k, mark)).Entry
		if has("chair", id) || !has("lawyer", id) {
			t.Error("counsel's mark shows to others, or not to counsel")
		}
		lists := func(who string) int {
			v, err := w.as(t, who).CounselMarks(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return len(v.Lines)
		}
		if lists("lawyer") != 1 || lists("chair") != 0 {
			t.Errorf("counsel's list has %d lines, the chair's %d", lists("lawyer"), lists("chair"))
		}
		made(w.as(t, "lawyer").DecideCounselMark(ctx, k, id, "Given to the prosecutor"))
		if lists("lawyer") != 0 {
			t.Error("decided, and still listed")
		}
	})
}
