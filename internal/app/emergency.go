package app

import (
	"context"
	"errors"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// RaiseEmergency puts the flag up. Nothing has to be filled in, and no rule
// refuses it: the writing comes after.
func (d Desk) RaiseEmergency(ctx context.Context, on tatm.FileID, words string) (Made, error) {
	return d.do(ctx, opEmergencyRaise, on, func(w *work) error {
		w.put(tatm.Emergency{Words: words})
		return w.post("emergency", "", w.Now)
	})
}

// FillEmergency writes down afterwards what was done.
func (d Desk) FillEmergency(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, e tatm.Emergency) (Made, error) {
	return d.do(ctx, opEmergencyFill, on, func(w *work) error {
		was, err := w.emergency(id)
		if err != nil {
			return err
		}
		// The emergency acted first; here it answers what it rested on, beside
		// one indicator.
		if err := errors.Join(needed("called", e.Called), needed("steps", e.Steps), needed("totality", e.Totality)); err != nil {
			return err
		}
		e.Ratified, e.RatifiedAt, e.Lowered, e.LoweredWhy = was.Rec.Ratified, was.Rec.RatifiedAt, was.Rec.Lowered, was.Rec.LoweredWhy
		e.Filled = w.Now
		return w.revise(id, seen, e)
	})
}

// emergency finds a flag. Intake raises it without seeing the case's body, so
// this one does not ask whether the entry is visible.
func (w *work) emergency(id tatm.EntryID) (tatm.Item[tatm.Emergency], error) {
	e, ok := tatm.Find[tatm.Emergency](w.file, id)
	if !ok {
		return e, absent()
	}
	return e, nil
}

// RatifyEmergency is the chair's word that the emergency was one.
func (d Desk) RatifyEmergency(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opEmergencyRatify, on, func(w *work) error {
		e, err := w.emergency(id)
		if err != nil {
			return err
		}
		if e.Rec.Ratified != "" {
			return fault.New(fault.Conflict, "record.changed")
		}
		e.Rec.Ratified, e.Rec.RatifiedAt = w.who(), w.Now
		return w.revise(id, e.Version, e.Rec)
	})
}

// LowerEmergency takes the flag down for a reason, once it was written down.
func (d Desk) LowerEmergency(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opEmergencyLower, on, func(w *work) error {
		e, err := w.emergency(id)
		if err != nil {
			return err
		}
		if why == "" {
			return fault.Bad("lowered_why", "field.missing")
		}
		if e.Rec.Filled.IsZero() {
			return tatm.Lacking([]tatm.Missing{{Screen: tatm.OnEmergency, Code: "lacks.back-fill"}})
		}
		if !e.Rec.Lowered.IsZero() {
			return fault.New(fault.Conflict, "record.changed")
		}
		e.Rec.Lowered, e.Rec.LoweredWhy = w.Now, why
		return w.revise(id, e.Version, e.Rec)
	})
}

// KeepContactSheet writes the one-page safety sheet for a visit. It expires
// after the pack's time.
func (d Desk) KeepContactSheet(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, c tatm.ContactSheet) (Made, error) {
	return d.do(ctx, opSheetKeep, on, func(w *work) error {
		c.Expires = w.pack().Due(tatm.ClockContactSheet, w.Now)
		return w.keepOne(id, seen, c, Circumstance{})
	})
}

// PromptDuty notes that something calls for a duty: suspected abuse or neglect,
// or the duty to warn or protect. It never blocks.
func (d Desk) PromptDuty(ctx context.Context, on tatm.FileID, y tatm.Duty) (Made, error) {
	return d.do(ctx, opDutyPrompt, on, func(w *work) error {
		y.Answer, y.When = "", time.Time{}
		if y.Whose != Everyone {
			if y.Whose == "" {
				y.Whose = w.who()
			}
			if err := w.known("whose", y.Whose); err != nil {
				return err
			}
			_, err := w.add(y, Circumstance{})
			return err
		}
		return w.promptAll(y)
	})
}

// Everyone stands for each member who assesses: a duty prompt to everyone is
// one prompt a member, for each member's duty is their own.
const Everyone tatm.ActorID = "everyone"

func (w *work) promptAll(y tatm.Duty) error {
	colleagues, err := colleaguesOf(w.tx, w.row.Org, w.row.Team, w.Now)
	if err != nil {
		return err
	}
	told := map[tatm.ActorID]bool{}
	for _, c := range colleagues {
		assesses := c.Role == tatm.Chair || c.Role == tatm.Deputy || c.Role == tatm.Core
		if !assesses || told[c.ID] {
			continue
		}
		told[c.ID], y.Whose = true, c.ID
		if _, err := w.add(y, Circumstance{}); err != nil {
			return err
		}
	}
	return nil
}

// AnswerDuty says what was done about it, or why it does not apply.
func (d Desk) AnswerDuty(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, y tatm.Duty) (Made, error) {
	return d.do(ctx, opDutyAnswer, on, func(w *work) error {
		was, err := find[tatm.Duty](w, id)
		if err != nil {
			return err
		}
		if y.Answer != tatm.Yes && y.Answer != tatm.No {
			return fault.Bad("answer", "field.choose")
		}
		if was.Rec.Whose != "" && was.Rec.Whose != w.who() {
			return fault.New(fault.Conflict, "duty.not-yours")
		}
		y.What, y.Found, y.Whose = was.Rec.What, was.Rec.Found, was.Rec.Whose
		return w.mend(id, seen, y, Circumstance{})
	})
}
