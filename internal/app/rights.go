package app

import (
	"context"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// KeepGuardian keeps how a parent or guardian stands to the person of concern.
func (d Desk) KeepGuardian(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, x tatm.Guardian, c Circumstance) (Made, error) {
	return d.do(ctx, opGuardianKeep, on, func(w *work) error { return w.keepOne(id, seen, x, c) })
}

// PassRights keeps when the rights over the record pass to the pupil, and how
// everybody was told. There is one such day in a case.
func (d Desk) PassRights(ctx context.Context, on tatm.FileID, seen int64, x tatm.RightsPass) (Made, error) {
	return d.do(ctx, opRightsPass, on, func(w *work) error {
		was, ok := tatm.Last[tatm.RightsPass](w.file)
		if !ok {
			_, err := w.add(x, Circumstance{})
			return err
		}
		return w.mend(was.ID, seen, x, Circumstance{})
	})
}

// AskRights records a request of the person or a parent about the record. Its
// legal time runs from the day it was made.
func (d Desk) AskRights(ctx context.Context, on tatm.FileID, x tatm.RightsRequest, c Circumstance) (Made, error) {
	return d.do(ctx, opRightsAsk, on, func(w *work) error {
		x.Decision, x.Why, x.Done, x.Told, x.By, x.Decided = "", "", "", "", "", time.Time{}
		if x.Owner == "" {
			x.Owner = w.who()
		}
		_, err := w.add(x, c)
		return err
	})
}

// DecideRights ends a request with its decision and its reason.
func (d Desk) DecideRights(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, given tatm.RightsRequest) (Made, error) {
	return d.do(ctx, opRightsDecide, on, func(w *work) error {
		x, err := find[tatm.RightsRequest](w, id)
		if err != nil {
			return err
		}
		if x.Rec.Decision != "" {
			return fault.New(fault.Conflict, "rights.decided")
		}
		if given.Decision == "" {
			return fault.Bad("decision", "field.choose")
		}
		x.Rec.Decision, x.Rec.Why, x.Rec.Done, x.Rec.Told = given.Decision, given.Why, given.Done, given.Told
		x.Rec.By, x.Rec.Decided = w.who(), w.Now
		return w.mend(id, seen, x.Rec, Circumstance{})
	})
}
