package app

import (
	"context"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// MakeDecision records what the team decided and why.
func (d Desk) MakeDecision(ctx context.Context, on tatm.FileID, x tatm.Decision) (Made, error) {
	return d.do(ctx, opDecisionMake, on, func(w *work) error {
		if x.Meeting != "" {
			if err := w.mayName("meeting", "field.choose", opMeetingSee, x.Meeting); err != nil {
				return err
			}
		}
		_, err := w.add(x, Circumstance{})
		return err
	})
}

// AddDissent records the asker's disagreement in their own words.
func (d Desk) AddDissent(ctx context.Context, on tatm.FileID, x tatm.Dissent) (Made, error) {
	return d.do(ctx, opDissentAdd, on, func(w *work) error {
		if err := w.visible(x.From); err != nil {
			return fault.Bad("from", "field.choose")
		}
		_, err := w.add(x, Circumstance{})
		return err
	})
}

// CloseShort is the short path: the summary is written and the case closed in
// one commit.
func (d Desk) CloseShort(ctx context.Context, on tatm.FileID, s tatm.ShortClose) (Made, error) {
	return d.do(ctx, opCloseShort, on, func(w *work) error {
		if _, err := w.add(s, Circumstance{}); err != nil {
			return err
		}
		if _, ok := tatm.AnswerTo(w.file, tatm.PriorContact); !ok {
			w.put(tatm.Answer{Question: tatm.PriorContact, Status: tatm.Answered, Text: s.Prior})
		}
		return w.move(tatm.Closed, s.WhyNone, "")
	})
}

// WriteClosure keeps the closing checklist. Proposing it asks a second person.
func (d Desk) WriteClosure(ctx context.Context, on tatm.FileID, seen int64, c tatm.Closure, propose bool) (Made, error) {
	return d.do(ctx, opClosureWrite, on, func(w *work) error {
		c.Proposed, c.ProposedAt, c.Approved, c.ApprovedAt = "", time.Time{}, "", time.Time{}
		c.SingleHanded, c.EffectiveFrom = false, time.Time{}
		if propose {
			if err := tatm.Lacking(c.Lacks()); err != nil {
				return err
			}
			c.Proposed, c.ProposedAt = w.who(), w.Now
		}
		was, ok := tatm.Last[tatm.Closure](w.file)
		if !ok || was.Rec.Approved != "" {
			_, err := w.add(c, Circumstance{})
			return err
		}
		return w.mend(was.ID, seen, c, Circumstance{})
	})
}

// AgreeClosure is the second person's word that the case may close.
func (d Desk) AgreeClosure(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opClosureAgree, on, func(w *work) error {
		c, ok := tatm.Last[tatm.Closure](w.file)
		if !ok || c.Rec.Proposed == "" {
			return fault.New(fault.Conflict, "closure.none")
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		single, from, err := tatm.Second(c.Rec.Proposed, by, w.Now, w.pack())
		if err != nil {
			return err
		}
		c.Rec.Approved, c.Rec.ApprovedAt, c.Rec.SingleHanded, c.Rec.EffectiveFrom = w.who(), w.Now, single, from
		return w.revise(c.ID, seen, c.Rec)
	})
}
