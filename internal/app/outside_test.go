package app

import (
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
	"offramp/internal/testbed"
)

// alone runs a test with a team of one person on every engine at hand.
func alone(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	for name, url := range testbed.Engines(t) {
		t.Run(name, func(t *testing.T) {
			fn(t, newWorld(t, url, map[string]tatm.Seat{"chair": {Role: tatm.Chair, Discipline: tatm.LawEnforcement}}))
		})
	}
}

// lonePlan is a case of a team of one with a plan that only lacks its second.
func (w world) lonePlan(t *testing.T) (Desk, tatm.FileID, tatm.EntryID) {
	t.Helper()
	ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
	kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "Secret title", Subject: "Jo Hidden", Charge: tatm.Charge{Next: "n", By: start.AddDate(0, 0, 1)}})).File
	none := map[tatm.Column]string{}
	for _, c := range tatm.Columns {
		none[c] = "none"
	}
	p := tatm.Plan{Goals: "Heard and housed", Exit: "e", Voice: "v", TargetPlan: "t", NoneNeeded: none, Review: start.AddDate(0, 1, 0), Considered: map[string]tatm.Considered{}}
	for _, c := range tatm.Considerations {
		p.Considered[c] = tatm.Considered{Answer: tatm.No, Why: "not now"}
	}
	return chair, kase, made(chair.DraftPlan(ctx, kase, 0, p)).Entry
}

// opened asks the door for a link.
func (w world) opened(t *testing.T, token string) (Outside, error) {
	return w.Door(w.org).Outside(t.Context(), token, "192.0.2.7")
}

var agrees = tatm.OutsideSecond{Answer: tatm.Yes, Words: "I would do the same", SignedName: "Ann Other", SignedRole: "Chair, next county"}

// TestOutsideSecond: a team of one has its plan seconded by a link. Who holds
// it sees the plan and nothing else, once; the approval carries the mark.
func TestOutsideSecond(t *testing.T) {
	alone(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		chair, kase, plan := w.lonePlan(t)
		token, shown, err := chair.AskOutside(ctx, kase, Asking{Matter: plan, Name: "Ann Other", Role: "Chair, next county", Reach: "by phone", Days: 2})
		if err != nil || shown.Of != "plan" {
			t.Fatal(shown.Of, err)
		}
		v, err := w.opened(t, token)
		if err != nil || v.State != "open" {
			t.Fatalf("%+v %v", v, err)
		}
		said := ""
		for _, a := range v.Words {
			said += a.Text + " "
		}
		if !strings.Contains(said, "Heard and housed") || strings.Contains(said, "Hidden") || strings.Contains(said, "Secret title") || strings.Contains(said, "The chair") {
			t.Errorf("the link shows %q", said)
		}
		if err := w.Door(w.org).SecondFromOutside(ctx, token, "n", tatm.OutsideSecond{Answer: tatm.Yes}); fault.Fields(err)["words"] == nil || fault.Fields(err)["signed_name"] == nil {
			t.Errorf("an empty agreement was taken: %v", err)
		}
		if err := w.Door(w.org).SecondFromOutside(ctx, token, "n", agrees); err != nil {
			t.Fatal(err)
		}
		if err := w.Door(w.org).SecondFromOutside(ctx, token, "n", agrees); !errors.Is(err, fault.Conflict) {
			t.Errorf("the link was used twice: %v", err)
		}
		if v, _ := w.opened(t, token); v.State != "agreed" || len(v.Words) != 0 {
			t.Errorf("a used link shows %+v", v)
		}
		c := must[CaseView](t)(chair.SeeCase(ctx, kase))
		p, _ := tatm.Last[tatm.Plan](c.File)
		made(chair.ApprovePlan(ctx, kase, p.Version))
		c = must[CaseView](t)(chair.SeeCase(ctx, kase))
		p, _ = tatm.Last[tatm.Plan](c.File)
		if !p.Rec.SingleHanded || p.Rec.Outside == nil || p.Rec.Outside.Name != "Ann Other" || p.Rec.EffectiveFrom.After(w.Now().Add(time.Minute)) {
			t.Errorf("approved: %+v", p.Rec)
		}
		o, _ := tatm.Last[tatm.OutsideSecond](c.File)
		if secret := strings.Split(token, ".")[2]; o.Rec.Hash == "" || strings.Contains(o.Rec.Hash, secret) {
			t.Errorf("kept of the secret: %q", o.Rec.Hash)
		}
		w.audited(t, "outside.ask", "outside.see", "outside.answer")
	})
}

// audited holds that the audit has a line of each operation, and none of the
// words of a case.
func (w world) audited(t *testing.T, ops ...string) {
	t.Helper()
	have := map[string]bool{}
	err := w.db.Read(t.Context(), store.Everywhere, func(tx *store.Tx) error {
		return tx.Lines(w.org, 0, func(l store.Line, _ tlog.Hash) bool {
			have[l.Op] = true
			if strings.Contains(l.Facts, "Ann") || strings.Contains(l.Facts, "Heard") {
				t.Errorf("the audit holds words: %s", l.Facts)
			}
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		if !have[op] {
			t.Errorf("the audit has no line of %s", op)
		}
	}
}

// TestOutsideSecondEnds: a link ends by its date, by being revoked, by a later
// change of the matter and by being declined; a made-up one shows nothing and
// is slowed down; a team with a second person gets none.
func TestOutsideSecondEnds(t *testing.T) {
	alone(t, func(t *testing.T, w world) {
		ctx, made := t.Context(), must[Made](t)
		chair, kase, plan := w.lonePlan(t)
		ask := func() string {
			t.Helper()
			token, _, err := chair.AskOutside(ctx, kase, Asking{Matter: plan, Name: "n", Role: "r", Reach: "p", Days: 1})
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		state := func(token, want string) {
			t.Helper()
			v, err := w.opened(t, token)
			if err != nil || v.State != want || len(v.Words) != 0 {
				t.Errorf("%s: %+v %v", want, v, err)
			}
			if err := w.Door(w.org).SecondFromOutside(ctx, token, "n", agrees); !errors.Is(err, fault.Conflict) {
				t.Errorf("%s: still answered: %v", want, err)
			}
		}
		a := ask()
		c := must[CaseView](t)(chair.SeeCase(ctx, kase))
		link, _ := tatm.Last[tatm.OutsideSecond](c.File)
		made(chair.RevokeOutside(ctx, kase, link.ID))
		state(a, "revoked")
		b := ask()
		w.pass(25 * time.Hour)
		state(b, "ended")
		d := ask()
		if err := w.Door(w.org).SecondFromOutside(ctx, d, "n", tatm.OutsideSecond{Answer: tatm.No, Words: "Too early", SignedName: "A", SignedRole: "B"}); err != nil {
			t.Fatal(err)
		}
		state(d, "declined")
		if p, _ := tatm.Last[tatm.Plan](must[CaseView](t)(chair.SeeCase(ctx, kase)).File); p.Rec.Outside != nil {
			t.Error("a refusal seconded the plan")
		}
		e := ask()
		p, _ := tatm.Last[tatm.Plan](must[CaseView](t)(chair.SeeCase(ctx, kase)).File)
		p.Rec.Goals = "Other goals"
		made(chair.DraftPlan(ctx, kase, p.Version, p.Rec))
		state(e, "changed")

		for range 5 {
			if _, err := w.opened(t, ask()+"x"); !errors.Is(err, fault.NotFound) {
				t.Fatalf("a made-up link: %v", err)
			}
		}
		if _, err := w.opened(t, ask()); !errors.Is(err, fault.Busy) {
			t.Errorf("after five made-up links: %v", err)
		}
	})
	each(t, func(t *testing.T, w world) {
		chair, kase, plan := w.lonePlan(t)
		if _, _, err := chair.AskOutside(t.Context(), kase, Asking{Matter: plan, Name: "n", Role: "r", Reach: "p", Days: 1}); !errors.Is(err, fault.Conflict) {
			t.Errorf("a team with a second person asked outside: %v", err)
		}
	})
}

// TestKnowinglyFalseAlone: a team of one finds a report knowingly false again
// after the wait, or has it seconded from outside; the mark stays.
func TestKnowinglyFalseAlone(t *testing.T) {
	alone(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		found := tatm.Screening{Outcome: tatm.KnowinglyFalse, Reason: "Admitted to the deputy"}
		report := func() tatm.FileID {
			r := made(chair.FileReport(ctx, w.team, tatm.Report{Narrative: "He has a bomb"}, tatm.Reporter{Name: "Zed"})).File
			made(chair.ScreenReport(ctx, r, found))
			return r
		}
		final := func(r tatm.FileID) tatm.Screening {
			v := must[ReportView](t)(chair.SeeReport(ctx, r))
			s, _ := tatm.Last[tatm.Screening](v.File)
			return s.Rec
		}
		a := report()
		if _, err := chair.ScreenReport(ctx, a, found); !errors.Is(err, fault.Conflict) {
			t.Errorf("found twice without the wait: %v", err)
		}
		w.pass(25 * time.Hour)
		made(chair.ScreenReport(ctx, a, found))
		if s := final(a); !s.Final() || !s.SingleHanded {
			t.Errorf("after the wait: %+v", s)
		}
		b := report()
		v := must[ReportView](t)(chair.SeeReport(ctx, b))
		s, _ := tatm.Last[tatm.Screening](v.File)
		token, m, err := chair.AskOutside(ctx, b, Asking{Matter: s.ID, Name: "n", Role: "r", Reach: "p", Days: 1})
		if err != nil || len(m.Words) != 3 {
			t.Fatal(m, err)
		}
		if err := w.Door(w.org).SecondFromOutside(ctx, token, "n", agrees); err != nil {
			t.Fatal(err)
		}
		if s := final(b); !s.Final() || s.Outside == nil {
			t.Errorf("seconded: %+v", s)
		}
	})
}

// TestOutsideSeesWhatIsCited: who is asked sees the observations that the
// assessment cites, without who saw them, as a copy that stays; what a law of
// its own governs, was withdrawn or is not cited is not shown.
func TestOutsideSeesWhatIsCited(t *testing.T) {
	alone(t, func(t *testing.T, w world) {
		ctx, made, chair := t.Context(), must[Made](t), w.as(t, "chair")
		kase := made(chair.OpenCase(ctx, w.team, NewCase{Title: "Secret title", Subject: "Jo Hidden", Young: true, Charge: tatm.Charge{Next: "n", By: start.AddDate(0, 0, 1)}})).File
		saw := func(text string, under tatm.Regime) tatm.EntryID {
			return made(chair.AddObservation(ctx, kase, tatm.Observation{Text: text, How: tatm.SawOrHeard, Nature: tatm.Fact, Source: "Mrs. Source"}, Circumstance{Regime: under})).Entry
		}
		yard, ward, gone := saw("Pushed a boy in the yard", ""), saw("In treatment", tatm.Health), saw("Somebody else did it", "")
		saw("Not cited", "")
		o, _ := tatm.Find[tatm.Observation](must[CaseView](t)(chair.SeeCase(ctx, kase)).File, gone)
		o.Rec.Withdrawn = "It was his brother"
		made(chair.MendObservation(ctx, kase, gone, 1, o.Rec, Circumstance{}))
		a := made(chair.DraftAssessment(ctx, kase, 0, full(tatm.High, yard, ward, gone))).Entry
		token, shown, err := chair.AskOutside(ctx, kase, Asking{Matter: a, Name: "Ann Other", Role: "Chair", Reach: "by phone", Days: 2})
		if err != nil || len(shown.Facts) != 1 || shown.Kept != 1 {
			t.Fatalf("%+v %v", shown, err)
		}
		first, _ := tatm.Find[tatm.Observation](must[CaseView](t)(chair.SeeCase(ctx, kase)).File, yard)
		first.Rec.Text = "Pushed a boy, and helped him up"
		made(chair.MendObservation(ctx, kase, yard, 1, first.Rec, Circumstance{}))
		v, err := w.opened(t, token)
		if err != nil || v.State != "open" || len(v.Facts) != 1 || v.Facts[0].Text != "Pushed a boy in the yard" || v.Kept != 1 {
			t.Errorf("the link shows %+v %v", v, err)
		}
		if l, _ := tatm.Last[tatm.OutsideSecond](must[CaseView](t)(chair.SeeCase(ctx, kase)).File); len(l.Rec.Facts) != 1 || l.Rec.Facts[0].Of != yard {
			t.Errorf("on record: %+v", l.Rec.Facts)
		}
	})
}
