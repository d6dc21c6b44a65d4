package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// GiveView records the asker's own judgement before the discussion. Nobody
// else sees it until the chair reveals all; until then its author may change it.
func (d Desk) GiveView(ctx context.Context, on tatm.FileID, v tatm.View) (Made, error) {
	return d.do(ctx, opViewGive, on, func(w *work) error {
		v, err := v.Give(w.file, w.who(), w.seat().Discipline)
		if err != nil {
			return err
		}
		for _, mine := range tatm.All[tatm.View](w.file) {
			if mine.Rec.Rater == w.who() && mine.OnlyFor != "" {
				return w.mend(mine.ID, mine.Version, v, Circumstance{})
			}
		}
		_, err = w.add(v, Circumstance{}, onlyFor(w.who()))
		return err
	})
}

// RevealViews shows every view to the team, all at once.
func (d Desk) RevealViews(ctx context.Context, on tatm.FileID) (Made, error) {
	return d.do(ctx, opViewReveal, on, func(w *work) error {
		n := 0
		for _, v := range tatm.All[tatm.View](w.file) {
			if v.OnlyFor == "" {
				continue
			}
			if err := w.revise(v.ID, v.Version, v.Rec, onlyFor("")); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return fault.New(fault.Conflict, "view.none")
		}
		return nil
	})
}

// DraftAssessment keeps the assessment being written. A draft may be anything;
// the guards stand before the signature. What was seen can be typed in place:
// it becomes an observation and is relied on.
func (d Desk) DraftAssessment(ctx context.Context, on tatm.FileID, version int64, a tatm.Assessment, seen ...string) (Made, error) {
	return d.do(ctx, opAssessmentDraft, on, func(w *work) error {
		var err error
		if a.Observations, err = w.typed(a.Observations, seen...); err != nil {
			return err
		}
		// What only a signature sets cannot be drafted.
		a.Signed, a.SignedBy, a.Second, a.SecondAt = time.Time{}, "", "", time.Time{}
		a.SingleHanded, a.EffectiveFrom, a.Outside = false, time.Time{}, nil
		was, drafting := tatm.Drafted(w.file)
		a.Author = w.who()
		if !drafting {
			_, err := w.add(a, Circumstance{})
			return err
		}
		a.Author = was.Rec.Author
		return w.mend(was.ID, version, a, Circumstance{})
	})
}

// SecondAssessment gives the further signature that taking down a high or
// imminent level needs.
func (d Desk) SecondAssessment(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opAssessmentSecond, on, func(w *work) error {
		a, drafting := tatm.Drafted(w.file)
		if !drafting {
			return fault.New(fault.Conflict, "assessment.none")
		}
		a.Rec.Second, a.Rec.SecondAt = w.who(), w.Now
		return w.mend(a.ID, seen, a.Rec, Circumstance{})
	})
}

// SignAssessment signs the draft for the team, or says what is missing.
func (d Desk) SignAssessment(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opAssessmentSign, on, func(w *work) error {
		a, drafting := tatm.Drafted(w.file)
		if !drafting {
			return fault.New(fault.Conflict, "assessment.none")
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		signed, err := a.Rec.Sign(w.file, w.pack(), by, w.Now)
		if err != nil {
			return err
		}
		note(&w.facts, "level", signed.Level)
		if err := w.mend(a.ID, seen, signed, Circumstance{}); err != nil {
			return err
		}
		return w.post("assessment-signed", w.row.Head.Owner, w.Now)
	})
}

// SayUnchanged answers what is new since the assessment: it does not change,
// because. It must list all that is new and that they may see, so that nobody
// answers for something they did not look at; where nothing is new, it says
// that somebody looked again.
func (d Desk) SayUnchanged(ctx context.Context, on tatm.FileID, because string, considered []tatm.EntryID) (Made, error) {
	return d.do(ctx, opAssessmentStands, on, func(w *work) error {
		a, ok := tatm.Standing(w.file)
		if !ok {
			return fault.New(fault.Conflict, "assessment.none")
		}
		if because == "" {
			return fault.Bad("because", "field.missing")
		}
		var answered []tatm.EntryID
		for _, e := range tatm.News(w.file) {
			seen := w.visible(e.ID) == nil
			if seen && !slices.Contains(considered, e.ID) {
				return fault.Bad("considered", "unchanged.more")
			}
			if seen {
				answered = append(answered, e.ID)
			}
		}
		_, err := w.add(tatm.Unchanged{Assessment: a.ID, Because: because, Considered: answered}, Circumstance{})
		return err
	})
}
