package app

import (
	"context"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Invite lets somebody see the case, or parts of it, for a purpose and a time.
func (d Desk) Invite(ctx context.Context, on tatm.FileID, v tatm.Invitation) (Made, error) {
	return d.do(ctx, opCaseInvite, on, func(w *work) error {
		if v.From.IsZero() {
			v.From = w.clock()
		}
		v.Revoked = time.Time{} // only Revoke takes it back
		if err := w.known("actor", v.Actor); err != nil {
			return err
		}
		if _, err := w.add(v, Circumstance{}); err != nil {
			return err
		}
		return w.post("invited", v.Actor, w.Now)
	})
}

// known holds that an actor is an account of the organisation.
func (w *work) known(field string, id tatm.ActorID) error {
	if id == "" {
		return nil // the record's own check says that a person is missing
	}
	m, found, err := w.tx.Member(w.row.Org, id)
	if err == nil && (!found || !m.Disabled.IsZero()) {
		err = fault.Bad(field, "field.person")
	}
	return err
}

// Revoke ends an invitation at once.
func (d Desk) Revoke(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opCaseRevoke, on, func(w *work) error {
		v, err := find[tatm.Invitation](w, id)
		if err != nil {
			return err
		}
		if !v.Rec.Revoked.IsZero() {
			return nil
		}
		v.Rec.Revoked = w.clock()
		return w.revise(id, v.Version, v.Rec)
	})
}

// WallOff takes the case away from a person: barred, or concerned by it.
func (d Desk) WallOff(ctx context.Context, on tatm.FileID, v tatm.Wall) (Made, error) {
	return d.do(ctx, opCaseWall, on, func(w *work) error {
		if v.Actor == w.who() {
			return fault.Bad("actor", "wall.self")
		}
		if v.Actor == w.row.Head.Owner {
			return fault.Bad("actor", "wall.owner-other")
		}
		if v.From.IsZero() {
			v.From = w.clock()
		}
		_, err := w.add(v, Circumstance{})
		return err
	})
}

// Recuse takes the case away from the asker, by their own word. A case keeps
// its owner: who owns it hands it over first.
func (d Desk) Recuse(ctx context.Context, on tatm.FileID, reason string) (Made, error) {
	return d.do(ctx, opCaseRecuse, on, func(w *work) error {
		if w.row.Head.Owner == w.who() {
			return fault.New(fault.Conflict, "wall.owner")
		}
		_, err := w.add(tatm.Wall{Actor: w.who(), Reason: reason, From: w.clock()}, Circumstance{})
		return err
	})
}
