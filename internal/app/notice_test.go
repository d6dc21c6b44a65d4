package app

import (
	"errors"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestParentNotice: the assessment of a minor waits for the notice to a parent,
// or for the reason why one must not be told.
func TestParentNotice(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, cop, chair := t.Context(), must[Made](t), w.as(t, "detective"), w.as(t, "chair")
		kase := made(cop.OpenCase(ctx, w.team, NewCase{Title: "An essay", Subject: "a pupil", Minor: true, Charge: tatm.Charge{Owner: w.who["detective"], Next: "n", By: start.AddDate(0, 0, 1)}})).File
		made(cop.DraftAssessment(ctx, kase, 0, full(tatm.Low)))
		_, err := chair.SignAssessment(ctx, kase, 1)
		lacks(t, err, "lacks.parent")
		made(cop.RecordNotice(ctx, kase, tatm.Notice{Whom: tatm.ParentNotice, To: "Father", What: "We look into it", How: "telephone", Attempts: 3, Reached: tatm.No}, Circumstance{}))
		_, err = chair.SignAssessment(ctx, kase, 1)
		lacks(t, err, "lacks.parent")
		if _, err = cop.RecordNotice(ctx, kase, tatm.Notice{Whom: "everybody", To: "x", What: "y", How: "z"}, Circumstance{}); fault.Fields(err)["whom"] == nil {
			t.Errorf("a notice to no known addressee: %v", err)
		}
		made(cop.RecordNotice(ctx, kase, tatm.Notice{Whom: tatm.ParentNotice, To: "Father", What: "Not told", NotBecause: "The pupil names him"}, Circumstance{Regime: tatm.ChildWelfare}))
		_, err = chair.SignAssessment(ctx, kase, 1)
		if !errors.Is(err, fault.Lacking) {
			t.Fatal(err)
		}
		for _, f := range fault.All(err) {
			if f.Code == "lacks.parent" {
				t.Error("a reason stands, and the parent is still asked for")
			}
		}
	})
}

// TestAnswerBesideAHiddenOne: who may not see an earlier answer answers as if
// there were none; who sees both sees both, and nobody's is overwritten.
func TestAnswerBesideAHiddenOne(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, cop, doc := t.Context(), must[Made](t), w.as(t, "detective"), w.as(t, "clinician")
		kase := w.newCase(t, "t")
		hidden := made(doc.do(ctx, opAnswerGive, kase, func(w *work) error {
			_, err := w.add(tatm.Answer{Question: "despair", Status: tatm.Answered, Text: "In treatment"}, Circumstance{Regime: tatm.Health})
			return err
		})).Entry
		w.pass(time.Minute)
		mine := made(cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: "despair", Status: tatm.NotObtained, Text: "He did not say"})).Entry
		if mine == hidden {
			t.Fatal("the hidden answer was changed")
		}
		if as := tatm.AnswersTo(must[CaseView](t)(cop.SeeCase(ctx, kase)).File, "despair"); len(as) != 1 || as[0].ID != mine {
			t.Errorf("the detective sees %+v", as)
		}
		if as := tatm.AnswersTo(must[CaseView](t)(doc.SeeCase(ctx, kase)).File, "despair"); len(as) != 2 {
			t.Errorf("the clinician sees %+v", as)
		}
		if _, err := cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: "despair", Status: tatm.Answered, Text: "again"}); !errors.Is(err, fault.Conflict) {
			t.Errorf("an answer they see was not in the way: %v", err)
		}
		made(cop.GiveAnswer(ctx, kase, 1, tatm.Answer{Question: "despair", Status: tatm.Answered, Text: "No, he says"}))
	})
}

// TestDecisionOnAnInterview: a decision rests on observations and interviews,
// and on nothing else.
func TestDecisionOnAnInterview(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, cop := t.Context(), must[Made](t), w.as(t, "detective")
		kase := w.newCase(t, "t")
		talk := made(cop.AddInterview(ctx, kase, interviewed, Circumstance{})).Entry
		d := tatm.Decision{Question: "q", Decided: "d", Why: "w", How: "consensus", Relied: []tatm.EntryID{talk}}
		made(cop.MakeDecision(ctx, kase, d))
		f := must[CaseView](t)(cop.SeeCase(ctx, kase)).File
		c, _ := tatm.Last[tatm.Case](f)
		d.Relied = []tatm.EntryID{c.ID}
		if _, err := cop.MakeDecision(ctx, kase, d); fault.Fields(err)["relied"] == nil {
			t.Errorf("a decision rests on the case's title: %v", err)
		}
	})
}
