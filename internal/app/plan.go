package app

import (
	"context"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// DraftPlan keeps the frame of the plan. After an approval a change begins a
// new draft: the approved one stays as it was.
func (d Desk) DraftPlan(ctx context.Context, on tatm.FileID, seen int64, p tatm.Plan) (Made, error) {
	return d.do(ctx, opPlanDraft, on, func(w *work) error {
		p.Approved, p.ApprovedBy, p.SingleHanded, p.EffectiveFrom = time.Time{}, "", false, time.Time{}
		p.Outside, p.Steps = nil, nil
		p.Author = w.who()
		if a, ok := tatm.Standing(w.file); ok {
			p.Assessment = a.ID
		}
		was, ok := tatm.Last[tatm.Plan](w.file)
		if !ok || !was.Rec.Approved.IsZero() {
			_, err := w.add(p, Circumstance{})
			return err
		}
		return w.mend(was.ID, seen, p, Circumstance{})
	})
}

// ApprovePlan approves the draft, or says what is missing.
func (d Desk) ApprovePlan(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opPlanApprove, on, func(w *work) error {
		p, ok := tatm.Last[tatm.Plan](w.file)
		if !ok {
			return fault.New(fault.Conflict, "plan.none-yet")
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		approved, err := p.Rec.Approve(w.file, w.pack(), by, w.Now)
		if err != nil {
			return err
		}
		return w.mend(p.ID, seen, approved, Circumstance{})
	})
}

// AddIntervention puts a step into the plan.
func (d Desk) AddIntervention(ctx context.Context, on tatm.FileID, v tatm.Intervention) (Made, error) {
	return d.do(ctx, opInterventionAdd, on, func(w *work) error {
		if v.State == "" {
			v.State = "planned"
		}
		_, err := w.add(v.SignedLike(tatm.Intervention{}), Circumstance{})
		return err
	})
}

// MendIntervention changes a step or its state.
func (d Desk) MendIntervention(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, v tatm.Intervention) (Made, error) {
	return d.do(ctx, opInterventionMend, on, func(w *work) error {
		was, err := find[tatm.Intervention](w, id)
		if err != nil {
			return err
		}
		return w.mend(id, seen, v.SignedLike(was.Rec), Circumstance{})
	})
}

// JustifyStep puts the asker's own name under the written justification of a
// measure that rests on one source.
func (d Desk) JustifyStep(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64) (Made, error) {
	return d.do(ctx, opInterventionJustify, on, func(w *work) error {
		v, err := find[tatm.Intervention](w, id)
		if err != nil {
			return err
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		justified, err := v.Rec.Justify(by, w.Now, w.pack())
		if err != nil {
			return err
		}
		return w.revise(id, seen, justified)
	})
}

// RatifyStep is the chair's word on a protective action that could not wait.
func (d Desk) RatifyStep(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opInterventionRatify, on, func(w *work) error {
		v, err := find[tatm.Intervention](w, id)
		if err != nil {
			return err
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		ratified, err := v.Rec.Ratify(by, w.Now)
		if err != nil {
			return err
		}
		return w.revise(id, v.Version, ratified)
	})
}

// NoteDelivery records evidence that a step reached the person, or did not.
func (d Desk) NoteDelivery(ctx context.Context, on tatm.FileID, v tatm.Delivery, c Circumstance) (Made, error) {
	return d.do(ctx, opDeliveryNote, on, func(w *work) error {
		i, err := find[tatm.Intervention](w, v.Intervention)
		if err != nil {
			return err
		}
		if _, err := w.add(v, c); err != nil {
			return err
		}
		if v.Done && i.Rec.State == "planned" {
			i.Rec.State = "running"
			return w.revise(i.ID, i.Version, i.Rec)
		}
		return nil
	})
}

// JudgeEffect gives the verdict on a step.
func (d Desk) JudgeEffect(ctx context.Context, on tatm.FileID, e tatm.Effect) (Made, error) {
	return d.do(ctx, opEffectJudge, on, func(w *work) error {
		if err := w.visible(e.Intervention); err != nil {
			return err
		}
		_, err := w.add(e, Circumstance{})
		return err
	})
}

// KeepNeed records a need, or how it stands now.
func (d Desk) KeepNeed(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, n tatm.Need) (Made, error) {
	return d.do(ctx, opNeedKeep, on, func(w *work) error { return w.keepOne(id, seen, n, Circumstance{}) })
}

// KeepGrievance records a grievance, or how it stands now.
func (d Desk) KeepGrievance(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, g tatm.Grievance) (Made, error) {
	return d.do(ctx, opGrievanceKeep, on, func(w *work) error { return w.keepOne(id, seen, g, Circumstance{}) })
}

// KeepTargetPlan records the safety plan of a target, in a regime of its own.
func (d Desk) KeepTargetPlan(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, t tatm.TargetPlan) (Made, error) {
	return d.do(ctx, opTargetPlanKeep, on, func(w *work) error {
		return w.keepOne(id, seen, t, Circumstance{Regime: tatm.Victim})
	})
}
