package app

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// shared is a case with two observations, one of them under a closer regime.
type sharedCase struct {
	world
	kase         tatm.FileID
	plain, close tatm.EntryID
}

func (w world) shared(t *testing.T, closer tatm.Regime) sharedCase {
	t.Helper()
	ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
	s := sharedCase{world: w}
	s.kase = made(chair.OpenCase(ctx, w.team, NewCase{Title: "t", Subject: "Jo", Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: start.AddDate(0, 0, 7)}})).File
	s.plain = made(chair.AddObservation(ctx, s.kase, tatm.Observation{Text: "He told Maria Lopez and maria lopez wrote it down"}, Circumstance{})).Entry
	// Beneath the use case: the pack lets nobody write under some regimes.
	s.close = made(chair.do(ctx, opObservationAdd, s.kase, func(w *work) error {
		w.put(tatm.Observation{Text: "Seen at the clinic"}, under(closer))
		return nil
	})).Entry
	return s
}

// draft is a disclosure of some items.
func draft(to, basis string, items ...tatm.EntryID) tatm.Disclosure {
	return tatm.Disclosure{To: to, Purpose: "Safety at school", Basis: basis, Manner: "paper", Threat: "He named a day", Items: items}
}

// caseOf is the case as somebody sees it.
func (w world) caseOf(t *testing.T, who string, kase tatm.FileID) CaseView {
	t.Helper()
	return must[CaseView](t)(w.as(t, who).SeeCase(t.Context(), kase))
}

// faulted fails unless err is a fault with the code.
func faulted(t *testing.T, code string, err error) {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Code == code {
			return
		}
	}
	t.Errorf("%v, want %s", err, code)
}

// TestReleaseIsWhatTheViewShowed: what goes is what the draft showed, word for
// word; it stays so when the item is changed; and of what was taken out nothing
// is in the entries of the copy.
func TestReleaseIsWhatTheViewShowed(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		id := made(chair.DraftDisclosure(ctx, s.kase, "", 0, draft("Officer Hale", "ferpa-emergency", s.plain, s.close))).Entry
		_, err := chair.CoverWords(ctx, s.kase, id, 1, s.plain, "Maria L", "a pupil")
		faulted(t, "cover.none", err)
		made(chair.CoverWords(ctx, s.kase, id, 1, s.plain, "Maria Lopez", "a pupil"))
		made(chair.UncoverWords(ctx, s.kase, id, 2, s.plain))
		v := w.caseOf(t, "chair", s.kase)
		d, _ := tatm.Find[tatm.Disclosure](v.File, id)
		if got := d.Rec.Goes(v.File); got[0].Rec.Pieces[0].Text != "He told Maria Lopez and maria lopez wrote it down" {
			t.Fatalf("put back: %q", got[0].Rec.Pieces[0].Text)
		}
		made(chair.CoverWords(ctx, s.kase, id, 3, s.plain, "Maria Lopez", "a pupil"))
		v = w.caseOf(t, "chair", s.kase)
		d, _ = tatm.Find[tatm.Disclosure](v.File, id)
		would := d.Rec.Goes(v.File)
		m := made(chair.Release(ctx, s.kase, id, 4))
		if m.Number != 1 {
			t.Errorf("copy %d", m.Number)
		}
		made(chair.MendObservation(ctx, s.kase, s.plain, 1, tatm.Observation{Text: "Changed since"}, Circumstance{}))
		w.went(t, "chair", s.kase, id, would)
		_, err = chair.CoverWords(ctx, s.kase, id, 5, s.plain, "He", "w")
		faulted(t, "disclosure.gone", err)
		_, err = chair.Release(ctx, s.kase, id, 5)
		faulted(t, "disclosure.gone", err)
		if n := must[int](t)(chair.PrintCase(ctx, s.kase, tatm.Printout{What: "case", For: "f", Purpose: "p"})); n != 2 {
			t.Errorf("the next print is copy %d", n)
		}
	})
}

// went holds the stored copy against what was shown before.
func (w world) went(t *testing.T, who string, kase tatm.FileID, id tatm.EntryID, would []tatm.Item[tatm.Released]) {
	t.Helper()
	v := w.caseOf(t, who, kase)
	went := tatm.All[tatm.Released](v.File)
	if len(went) != len(would) {
		t.Fatalf("%d items went, %d were shown", len(went), len(would))
	}
	for i, r := range went {
		doc, err := tatm.Encode(r.Rec)
		if err != nil {
			t.Fatal(err)
		}
		if low := strings.ToLower(string(doc)); strings.Contains(low, "maria") || strings.Contains(low, "lopez") {
			t.Errorf("the copy holds what was taken out: %s", doc)
		}
		if r.Rec.Disclosure != id || r.Regime != would[i].Regime || r.Rec.Regime != r.Regime || len(r.Rec.Pieces) != len(would[i].Rec.Pieces) {
			t.Fatalf("%+v", r)
		}
		for j, p := range r.Rec.Pieces {
			if p != would[i].Rec.Pieces[j] {
				t.Errorf("went %+v, shown %+v", p, would[i].Rec.Pieces[j])
			}
		}
	}
}

// TestNobodyGivesAwayWhatTheyMayNotSee: an item under a regime that the author
// is not cleared for answers like one that is not there; so does its copy.
func TestNobodyGivesAwayWhatTheyMayNotSee(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Health), t.Context(), must[Made](t)
		_, hidden := w.as(t, "detective").DraftDisclosure(ctx, s.kase, "", 0, draft("x", "hipaa-threat", s.plain, s.close))
		_, none := w.as(t, "detective").DraftDisclosure(ctx, s.kase, "", 0, draft("x", "hipaa-threat", s.plain, tatm.EntryID(s.kase)))
		faulted(t, "disclosure.item", hidden)
		faulted(t, "disclosure.item", none)
		if hidden.Error() != none.Error() {
			t.Errorf("hidden says %q, absent %q", hidden, none)
		}
		id := made(w.as(t, "clinician").DraftDisclosure(ctx, s.kase, "", 0, draft("x", "hipaa-threat", s.plain, s.close))).Entry
		made(w.as(t, "clinician").Release(ctx, s.kase, id, 1))
		f := w.caseOf(t, "detective", s.kase).File
		if len(tatm.All[tatm.Disclosure](f)) != 0 {
			t.Error("who is not cleared sees that something closer went, and to whom")
		}
		for _, r := range tatm.All[tatm.Released](f) {
			if r.Rec.Item == s.close {
				t.Error("who is not cleared sees what went")
			}
		}
		if d, ok := tatm.Find[tatm.Disclosure](w.caseOf(t, "chair", s.kase).File, id); !ok || d.Regime != tatm.Health {
			t.Errorf("it stands under %s", d.Regime)
		}
	})
}

// TestReleaseAsksForAFreshProof: a session whose proof has grown old drafts and
// does not release.
func TestReleaseAsksForAFreshProof(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx := w.shared(t, tatm.Education), t.Context()
		old := w.as(t, "chair").Who()
		old.Unproved = true
		d := w.As(old)
		m, err := d.DraftDisclosure(ctx, s.kase, "", 0, draft("x", "team-need", s.plain))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Release(ctx, s.kase, m.Entry, 1); fault.KindOf(err) != fault.Proof {
			t.Errorf("released: %v", err)
		}
	})
}

// TestGroundsHold: a ground carries only its regimes, and asks for the consent,
// threat or agreement that the catalogue says.
func TestGroundsHold(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for _, p := range w.App.library.Packs() { // one under which such records are kept; the shipped one keeps none
			rule := p.Regimes[tatm.SubstanceUse]
			rule.Off, rule.Disciplines = false, []tatm.Discipline{tatm.MentalHealth}
			p.Regimes[tatm.SubstanceUse] = rule
		}
		s, ctx, made := w.shared(t, tatm.SubstanceUse), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		doc := w.as(t, "clinician")
		_, err := doc.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "hipaa-threat", s.close))
		faulted(t, "disclosure.carries", err)
		_, err = doc.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "part2-consent", s.close))
		faulted(t, "disclosure.consent", err)
		x := draft("Dr. Li", "ferpa-emergency", s.plain)
		x.Threat = " "
		_, err = doc.DraftDisclosure(ctx, s.kase, "", 0, x)
		faulted(t, "disclosure.threat", err)
		_, err = doc.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "agreement", s.plain))
		faulted(t, "disclosure.agreement", err)
		x = draft("Dr. Li", "agreement", s.plain)
		x.Agreement = made(chair.KeepAgreement(ctx, s.kase, "", 0, tatm.Agreement{Parties: "County and clinic", Scope: "s", Kept: "k", Until: start.AddDate(0, 0, 40), Owner: w.who["chair"]})).Entry
		made(doc.DraftDisclosure(ctx, s.kase, "", 0, x))
		w.pass(41 * 24 * time.Hour)
		_, err = doc.DraftDisclosure(ctx, s.kase, "", 0, x)
		faulted(t, "disclosure.agreement", err)
	})
}

// TestHiddenItemIsLikeNone: naming what the author may not see answers like
// naming nothing, whatever else the ground would have said of it.
func TestHiddenItemIsLikeNone(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, cop := w.shared(t, tatm.Health), t.Context(), w.as(t, "detective")
		_, hidden := cop.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "ferpa-official", s.close))
		_, none := cop.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "ferpa-official", tatm.EntryID(newID(w.Now(), 9))))
		if hidden == nil || none == nil || hidden.Error() != none.Error() {
			t.Errorf("hidden: %v; none: %v", hidden, none)
		}
	})
}

// TestRevokedConsentStops: what was drafted on a consent does not go once it is
// revoked; nor to somebody it does not name.
func TestRevokedConsentStops(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		yes := tatm.Consent{Giver: "Jo", As: "self", Answer: tatm.Yes, Scope: "school record", Recipients: "Dr. Li\nHarlow State", Purpose: "help", Until: start.AddDate(0, 2, 0), How: "signed"}
		c := made(chair.RecordConsent(ctx, s.kase, yes, Circumstance{})).Entry
		x := draft("Somebody else", "ferpa-consent", s.close)
		x.Consent = c
		_, err := chair.DraftDisclosure(ctx, s.kase, "", 0, x)
		faulted(t, "disclosure.not-named", err)
		x.To = "dr. li"
		id := made(chair.DraftDisclosure(ctx, s.kase, "", 0, x)).Entry
		made(chair.RevokeConsent(ctx, s.kase, c, "Changed her mind"))
		_, err = chair.Release(ctx, s.kase, id, 1)
		faulted(t, "disclosure.consent-over", err)
		_, err = chair.RevokeConsent(ctx, s.kase, c, "again")
		faulted(t, "consent.over", err)
		made(chair.DropDisclosure(ctx, s.kase, id, "No leave any more"))
		no := yes
		no.Answer = tatm.No
		x.Consent = made(chair.RecordConsent(ctx, s.kase, no, Circumstance{})).Entry
		_, err = chair.DraftDisclosure(ctx, s.kase, "", 0, x)
		faulted(t, "disclosure.consent-over", err)
	})
}

// TestRedactionOfAChangedItemWaits: the places of words that were taken out may
// no longer be theirs once the item changed, so nothing goes.
func TestRedactionOfAChangedItemWaits(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		id := made(chair.DraftDisclosure(ctx, s.kase, "", 0, draft("x", "team-need", s.plain))).Entry
		made(chair.CoverWords(ctx, s.kase, id, 1, s.plain, "maria lopez", "a pupil"))
		made(chair.MendObservation(ctx, s.kase, s.plain, 1, tatm.Observation{Text: "Yesterday he told Maria Lopez"}, Circumstance{}))
		_, err := chair.Release(ctx, s.kase, id, 2)
		faulted(t, "cover.changed", err)
		made(chair.UncoverWords(ctx, s.kase, id, 2, s.plain))
		made(chair.CoverWords(ctx, s.kase, id, 3, s.plain, "maria lopez", "a pupil"))
		made(chair.Release(ctx, s.kase, id, 4))
	})
}

// TestEmergencyDisclosure: four fields, a number of its own, and no fresh proof.
func TestEmergencyDisclosure(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx := w.shared(t, tatm.Education), t.Context()
		old := w.as(t, "detective").Who()
		old.Unproved = true
		d := w.As(old)
		_, err := d.DiscloseInEmergency(ctx, s.kase, tatm.EmergencyDisclosure{}, Circumstance{})
		if n := len(fault.Fields(err)); n != 3 {
			t.Errorf("%d fields are asked for, beside the time", n)
		}
		said := tatm.EmergencyDisclosure{Threat: "He said noon today at the gym", Parties: "Sheriff's dispatch", What: "Name, description, the words"}
		m := must[Made](t)(d.DiscloseInEmergency(ctx, s.kase, said, Circumstance{Happened: start.Add(-5 * time.Minute)}))
		e, ok := tatm.Find[tatm.EmergencyDisclosure](w.caseOf(t, "chair", s.kase).File, m.Entry)
		if said.Copy = 1; !ok || e.Rec != said || !e.HappenedAt.Equal(start.Add(-5*time.Minute)) {
			t.Errorf("%+v", e)
		}
	})
}

// TestCorrectionReachesEveryCopy: also a copy of which the corrector may not
// know, which lands on the desk of who gave it; each stays open until its holder
// has the correction.
func TestCorrectionReachesEveryCopy(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Health), t.Context(), must[Made](t)
		chair, doc, det := w.as(t, "chair"), w.as(t, "clinician"), w.as(t, "detective")
		id := made(det.DraftDisclosure(ctx, s.kase, "", 0, draft("Officer Hale", "team-need", s.plain))).Entry
		made(det.Release(ctx, s.kase, id, 1))
		id = made(doc.DraftDisclosure(ctx, s.kase, "", 0, draft("Dr. Li", "hipaa-threat", s.plain, s.close))).Entry
		made(doc.Release(ctx, s.kase, id, 1))
		must[int](t)(chair.PrintCase(ctx, s.kase, tatm.Printout{What: "parts", Parts: []string{"facts"}, For: "Rosa", Purpose: "p"}))
		must[int](t)(chair.PrintCase(ctx, s.kase, tatm.Printout{What: "parts", Parts: []string{"plan"}, For: "Plan only", Purpose: "p"}))
		made(doc.DraftDisclosure(ctx, s.kase, "", 0, draft("Never went", "hipaa-threat", s.plain)))
		fix := made(det.CorrectItem(ctx, s.kase, tatm.Correction{Item: s.plain, Wrong: "Lopez", Right: "Lozano"})).Entry
		open := func(who string) map[int]tatm.Item[tatm.CorrectedCopy] {
			out := map[int]tatm.Item[tatm.CorrectedCopy]{}
			for _, x := range tatm.All[tatm.CorrectedCopy](w.caseOf(t, who, s.kase).File) {
				if x.Rec.Correction == fix && x.Rec.Open() {
					out[x.Rec.Copy] = x
				}
			}
			return out
		}
		if all, known := open("chair"), open("detective"); len(all) != 3 || len(known) != 2 || all[2].Rec.Owner != w.who["clinician"] {
			t.Fatalf("the chair sees %d, the detective %d: %+v", len(all), len(known), all)
		}
		if n := w.dueOf(t, "clinician", s.kase, tatm.DueCorrected); n != 3 {
			t.Errorf("%d lines of the docket", n)
		}
		x := open("chair")[1]
		_, err := chair.FollowCopy(ctx, s.kase, x.ID, 1, "acknowledged", "")
		faulted(t, "field.missing", err)
		made(chair.FollowCopy(ctx, s.kase, x.ID, 1, "told", "letter"))
		if len(open("chair")) != 3 {
			t.Error("told is not acknowledged")
		}
		made(chair.FollowCopy(ctx, s.kase, x.ID, 2, "acknowledged", "by letter"))
		if len(open("chair")) != 2 || w.dueOf(t, "clinician", s.kase, tatm.DueCorrected) != 2 {
			t.Error("still open")
		}
	})
}

// dueOf counts what a case's docket has of a kind, as somebody sees it.
func (w world) dueOf(t *testing.T, who string, kase tatm.FileID, what string) int {
	t.Helper()
	n := 0
	for _, d := range w.caseOf(t, who, kase).Due {
		if d.What == what {
			n++
		}
	}
	return n
}

// TestBarredGuardian: a notice, a print and a release to a parent who must not
// be contacted are refused with the reason, unless the entry says that they
// were not told.
func TestBarredGuardian(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		g := tatm.Guardian{Name: "Ray Stone", Relation: "father", Custody: tatm.No, Suspected: tatm.Yes, Barred: true, Why: "No-contact order of May", Order: "Harlow 12-34", Until: start.AddDate(0, 0, 10)}
		made(chair.KeepGuardian(ctx, s.kase, "", 0, g, Circumstance{Regime: tatm.ChildWelfare}))
		tell := tatm.Notice{To: "Mr. Ray Stone, by letter", What: "w", How: "letter", Attempts: 1, Reached: tatm.Yes}
		_, err := chair.RecordNotice(ctx, s.kase, tell, Circumstance{})
		faulted(t, "guardian.barred", err)
		_, err = w.as(t, "detective").RecordNotice(ctx, s.kase, tell, Circumstance{})
		faulted(t, "guardian.barred-elsewhere", err)
		_, err = chair.DraftDisclosure(ctx, s.kase, "", 0, draft("ray stone", "team-need", s.plain))
		faulted(t, "guardian.barred", err)
		_, err = chair.PrintCase(ctx, s.kase, tatm.Printout{What: "case", For: "Ray Stone", Purpose: "p"})
		faulted(t, "guardian.barred", err)
		_, err = chair.RecordConsent(ctx, s.kase, tatm.Consent{Giver: "Ray Stone", As: "parent", Answer: tatm.Yes, Scope: "s", Recipients: "r", Purpose: "p", Until: start.AddDate(1, 0, 0), How: "h"}, Circumstance{})
		faulted(t, "consent.no-standing", err)
		not := tell
		not.NotBecause, not.Reached = "No-contact order", tatm.No
		made(chair.RecordNotice(ctx, s.kase, not, Circumstance{}))
		w.pass(11 * 24 * time.Hour)
		made(w.as(t, "chair").RecordNotice(ctx, s.kase, tell, Circumstance{}))
	})
}

// TestRightsPass: on the day the parent's consent no longer carries anything and
// their request cannot be granted; 30 days before, a line is due.
func TestRightsPass(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		made(chair.PassRights(ctx, s.kase, 0, tatm.RightsPass{On: start.AddDate(0, 0, 40), Cause: "majority", Known: "register"}))
		parent := tatm.Consent{Giver: "Ana Roe", As: "parent", Answer: tatm.Yes, Scope: "record", Recipients: "Dr. Li", Purpose: "help", Until: start.AddDate(1, 0, 0), How: "signed"}
		x := draft("Dr. Li", "ferpa-consent", s.close)
		x.Consent = made(chair.RecordConsent(ctx, s.kase, parent, Circumstance{})).Entry
		id := made(chair.DraftDisclosure(ctx, s.kase, "", 0, x)).Entry
		req := made(chair.AskRights(ctx, s.kase, tatm.RightsRequest{What: "access", Who: "Ana Roe", As: "parent", Words: "All of it"}, Circumstance{})).Entry
		warned := func() bool {
			for _, f := range w.caseOf(t, "chair", s.kase).Findings {
				if f.Code == "rights-pass" {
					return true
				}
			}
			return false
		}
		w.pass(9 * 24 * time.Hour)
		before := warned()
		w.pass(24*time.Hour + time.Minute)
		if before || !warned() {
			t.Errorf("31 days before: %v; 30 days before: %v", before, warned())
		}
		w.pass(30 * 24 * time.Hour)
		chair = w.as(t, "chair")
		_, err := chair.Release(ctx, s.kase, id, 1)
		faulted(t, "disclosure.consent-over", err)
		_, err = chair.DecideRights(ctx, s.kase, req, 1, tatm.RightsRequest{Decision: "granted", Why: "w", Done: "d", Told: "t"})
		faulted(t, "rights.passed", err)
		_, err = chair.RecordConsent(ctx, s.kase, parent, Circumstance{})
		faulted(t, "consent.passed", err)
		v := w.caseOf(t, "chair", s.kase)
		if c := tatm.All[tatm.Consent](v.File)[0]; c.Rec.State(v.File, v.Now) != "passed-on" {
			t.Errorf("the consent is %s", c.Rec.State(v.File, v.Now))
		}
		if !finds(v, "consent-anew") {
			t.Error("nobody says that the student must be asked")
		}
	})
}

func finds(v CaseView, code string) bool {
	for _, f := range v.Findings {
		if f.Code == code {
			return true
		}
	}
	return false
}

// TestRightsRequest: the legal time runs from the day of the request; past it a
// finding stands until the decision; a statement is never denied.
func TestRightsRequest(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s, ctx, made := w.shared(t, tatm.Education), t.Context(), must[Made](t)
		chair := w.as(t, "chair")
		id := made(chair.AskRights(ctx, s.kase, tatm.RightsRequest{What: "access", Who: "Jo", As: "self", Words: "My file"}, Circumstance{Happened: start.AddDate(0, 0, -44)})).Entry
		if finds(w.caseOf(t, "chair", s.kase), "rights-late") {
			t.Error("late after 44 days")
		}
		w.pass(25 * time.Hour)
		chair = w.as(t, "chair")
		if !finds(w.caseOf(t, "chair", s.kase), "rights-late") || w.dueOf(t, "chair", s.kase, tatm.DueRights) != 1 {
			t.Error("not late after 45 days")
		}
		_, err := chair.DecideRights(ctx, s.kase, id, 1, tatm.RightsRequest{Decision: "granted", Why: "w", Told: "t"})
		faulted(t, "field.missing", err)
		made(chair.DecideRights(ctx, s.kase, id, 1, tatm.RightsRequest{Decision: "granted", Why: "w", Done: "Shown on Monday", Told: "in person"}))
		_, err = chair.DecideRights(ctx, s.kase, id, 2, tatm.RightsRequest{Decision: "denied", Why: "w", Told: "t"})
		faulted(t, "rights.decided", err)
		if finds(w.caseOf(t, "chair", s.kase), "rights-late") || w.dueOf(t, "chair", s.kase, tatm.DueRights) != 0 {
			t.Error("still late")
		}
		id = made(chair.AskRights(ctx, s.kase, tatm.RightsRequest{What: "statement", Who: "Jo", As: "self", Words: "It was not so"}, Circumstance{})).Entry
		_, err = chair.DecideRights(ctx, s.kase, id, 1, tatm.RightsRequest{Decision: "denied", Why: "w", Told: "t"})
		faulted(t, "rights.statement-kept", err)
	})
}

// TestOthersDoNotDisclose: who has no seat that may is refused, a stranger like
// for a case that is not there.
func TestOthersDoNotDisclose(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		s := w.shared(t, tatm.Education)
		for who, want := range map[string]fault.Kind{"approver": fault.Denied, "intake": fault.Denied, "auditor": fault.NotFound} {
			if _, err := w.as(t, who).DraftDisclosure(context.Background(), s.kase, "", 0, draft("x", "team-need", s.plain)); !errors.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
}
