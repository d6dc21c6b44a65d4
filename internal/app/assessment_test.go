package app

import (
	"errors"
	"slices"
	"testing"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// TestViewsStay: the chair sees who has given a view and not what it says; after
// the reveal nobody gives theirs anew, and a late one says so.
func TestViewsStay(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[CaseView](t)
		kase, chair, cop, doc := w.newCase(t, "t"), w.as(t, "chair"), w.as(t, "detective"), w.as(t, "clinician")
		w.atTriage(t, kase)
		made(cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: tatm.PriorContact, Status: tatm.Answered, Text: "none"}))
		made(chair.MoveCase(ctx, kase, tatm.AtInquiry, "r", ""))
		made(chair.MoveCase(ctx, kase, tatm.AtAssessment, "", "on what we have"))
		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.High, Reason: "first"}))
		made(cop.GiveView(ctx, kase, tatm.View{Level: tatm.High, Reason: "second thoughts"}))
		v := see(chair.SeeCase(ctx, kase))
		if !slices.Equal(v.Behind, []tatm.ActorID{w.who["detective"]}) || len(tatm.All[tatm.View](v.File)) != 0 {
			t.Errorf("before the reveal the chair sees %v and %d views", v.Behind, len(tatm.All[tatm.View](v.File)))
		}
		made(chair.RevealViews(ctx, kase))
		w.pass(time.Minute)
		if _, err := cop.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "like the others"}); !errors.Is(err, fault.Conflict) {
			t.Errorf("an open view was given anew: %v", err)
		}
		made(doc.GiveView(ctx, kase, tatm.View{Level: tatm.Low, Reason: "late"}))
		made(chair.RevealViews(ctx, kase))
		vs := tatm.All[tatm.View](see(chair.SeeCase(ctx, kase)).File)
		if len(vs) != 2 || vs[0].Rec.Late || vs[0].Rec.Reason != "second thoughts" || !vs[1].Rec.Late {
			t.Errorf("views: %+v", vs)
		}
		// A citation typed in place becomes an observation and is relied on; a
		// slip of typing in it is no news, and cannot change what it means.
		made(doc.DraftAssessment(ctx, kase, 0, tatm.Assessment{Level: tatm.Low}, "Foreman herd it"))
		f := see(doc.SeeCase(ctx, kase)).File
		o := last[tatm.Observation](t, f)
		if d := last[tatm.Assessment](t, f); !slices.Equal(d.Rec.Observations, []tatm.EntryID{o.ID}) {
			t.Errorf("relied on: %v", d.Rec.Observations)
		}
		o.Rec.Text, o.Rec.How, o.Rec.Nature, o.Rec.Typing = "Foreman heard it", tatm.SawOrHeard, tatm.Fact, "herd"
		made(doc.MendObservation(ctx, kase, o.ID, 1, o.Rec, Circumstance{}))
		o.Rec.Nature = tatm.Opinion
		if _, err := doc.MendObservation(ctx, kase, o.ID, 2, o.Rec, Circumstance{}); fault.Fields(err)["typing"] == nil {
			t.Errorf("a fact became an opinion as a slip of typing: %v", err)
		}
	})
}

// TestTwoSignatures: a high level comes down with two people's signatures, what
// was changed after the second one is signed anew, and what is signed stands
// when somebody says so of all that came since.
func TestTwoSignatures(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx, made, see := t.Context(), must[Made](t), must[CaseView](t)
		kase, chair, cop, doc := w.newCase(t, "t"), w.as(t, "chair"), w.as(t, "detective"), w.as(t, "clinician")
		w.atTriage(t, kase)
		for _, q := range []string{tatm.PriorContact, "weapons", "despair", "protective"} {
			made(cop.GiveAnswer(ctx, kase, 0, tatm.Answer{Question: q, Status: tatm.Answered, Text: "asked"}))
		}
		made(chair.MoveCase(ctx, kase, tatm.AtInquiry, "r", ""))
		var seen []tatm.EntryID
		for _, source := range []string{"foreman", "neighbour"} {
			seen = append(seen, made(cop.AddObservation(ctx, kase, tatm.Observation{Text: "o", How: tatm.SawOrHeard, Nature: tatm.Fact, Source: source}, Circumstance{})).Entry)
		}
		made(chair.MoveCase(ctx, kase, tatm.AtAssessment, "", ""))
		draft := func(l tatm.Level) {
			w.pass(time.Hour)
			made(cop.GiveView(ctx, kase, tatm.View{Level: l, Reason: "r"}))
			made(doc.GiveView(ctx, kase, tatm.View{Level: l, Reason: "r"}))
			made(chair.RevealViews(ctx, kase))
			made(cop.DraftAssessment(ctx, kase, 0, full(l, seen...)))
			w.pass(time.Minute)
		}
		draft(tatm.High)
		made(chair.SignAssessment(ctx, kase, 1))
		draft(tatm.Low)
		_, err := chair.SignAssessment(ctx, kase, 1)
		lacks(t, err, "lacks.second")
		made(chair.SecondAssessment(ctx, kase, 1))
		if _, err := chair.SignAssessment(ctx, kase, 2); !errors.Is(err, fault.Conflict) {
			t.Errorf("one person signed twice: %v", err)
		}
		made(doc.SecondAssessment(ctx, kase, 2))
		a := full(tatm.Low, seen...)
		a.Basis = "another basis"
		made(cop.DraftAssessment(ctx, kase, 3, a))
		_, err = chair.SignAssessment(ctx, kase, 4)
		lacks(t, err, "lacks.second")
		made(doc.SecondAssessment(ctx, kase, 4))
		made(chair.SignAssessment(ctx, kase, 5))
		if v := see(chair.SeeCase(ctx, kase)); v.Row.Head.Level != tatm.Low {
			t.Errorf("signed by two, and the level is %s", v.Row.Head.Level)
		}

		// Where nothing is new, somebody looked again; what is new is answered
		// for by name alone.
		w.pass(time.Hour)
		made(cop.SayUnchanged(ctx, kase, "Looked again with the foreman", nil))
		fresh := made(cop.AddObservation(ctx, kase, tatm.Observation{Text: "o"}, Circumstance{})).Entry
		if _, err := cop.SayUnchanged(ctx, kase, "b", nil); fault.Fields(err)["considered"] == nil {
			t.Errorf("what is new was passed over: %v", err)
		}
		made(cop.SayUnchanged(ctx, kase, "b", []tatm.EntryID{fresh}))
		if v := see(cop.SeeCase(ctx, kase)); len(v.News) > 0 || v.Row.Head.Stale {
			t.Errorf("answered, and still new: %v", v.News)
		}
	})
}
