package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// CorrectItem says that an item was wrong. Every copy with the item in it, also
// those of which the asker may not know, is put on the desk of whoever gave it,
// until its holder says that they have the correction.
func (d Desk) CorrectItem(ctx context.Context, on tatm.FileID, x tatm.Correction) (Made, error) {
	return d.do(ctx, opCorrectionMake, on, func(w *work) error {
		if w.visible(x.Item) != nil {
			return fault.Bad("item", "field.choose")
		}
		id, err := w.add(x, Circumstance{}, w.asItem(x.Item, x)...)
		if err != nil {
			return err
		}
		for _, h := range tatm.Holders(w.file, x.Item) {
			h.Rec.Correction = id
			w.put(h.Rec, under(h.Regime), onlyFor(h.OnlyFor))
		}
		return nil
	})
}

// asItem keeps an entry under the regime of the item that it speaks of.
func (w *work) asItem(item tatm.EntryID, r tatm.Record) []how {
	for _, e := range w.file.Entries {
		if e.ID == item {
			return w.keptUnder(e.Regime, r)
		}
	}
	return nil
}

// FollowCopy records that the holder of a copy was told of the error, or has
// said that they have the correction, or could not be reached.
func (d Desk) FollowCopy(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, state, how string) (Made, error) {
	return d.do(ctx, opCorrectionFollow, on, func(w *work) error {
		x, err := find[tatm.CorrectedCopy](w, id)
		if err != nil {
			return err
		}
		if !x.Rec.Open() {
			return fault.New(fault.Conflict, "correction.over")
		}
		x.Rec.State, x.Rec.How = state, how
		if state == "open" {
			return fault.Bad("state", "field.choose")
		}
		if x.Rec.Told.IsZero() && state != "unreachable" {
			x.Rec.Told = w.Now
		}
		if !x.Rec.Open() {
			x.Rec.Ended = w.Now
		}
		return w.mend(id, seen, x.Rec, Circumstance{})
	})
}
