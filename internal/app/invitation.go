package app

import (
	"context"
	"slices"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// Invite lets somebody see the case, or parts of it, for a purpose and a time.
// The whole of it is for who sits in the team and is convened; a guest gets
// named sections or entries.
func (d Desk) Invite(ctx context.Context, on tatm.FileID, v tatm.Invitation) (Made, error) {
	return d.do(ctx, opCaseInvite, on, func(w *work) error {
		if v.From.IsZero() {
			v.From = w.clock()
		}
		v.Revoked = time.Time{} // only Revoke takes it back
		if err := w.known("actor", v.Actor); err != nil {
			return err
		}
		if err := w.mayInvite(v); err != nil {
			return err
		}
		if _, err := w.add(v, Circumstance{}); err != nil {
			return err
		}
		return w.post("invited", v.Actor, w.Now)
	})
}

// mayInvite holds what an invitation may name: entries that the inviter sees,
// under a regime that may flow to an affiliate at all.
func (w *work) mayInvite(v tatm.Invitation) error {
	members, err := w.serving(assessors...)
	if err != nil {
		return err
	}
	if len(v.Sections)+len(v.Entries) == 0 && !slices.Contains(members, v.Actor) {
		return fault.Bad("sections", "invite.parts")
	}
	for _, id := range v.Entries {
		if w.visible(id) != nil {
			return fault.Bad("entries", "field.choose")
		}
		if r := w.regimeOf(id); r != tatm.General && len(w.pack().Flows(r, tatm.ToAffiliate).By) == 0 {
			return fault.Bad("entries", "invite.never", string(r))
		}
	}
	return nil
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

// KeepOut takes a report or a person's file away from somebody whom it
// concerns: for them it is as if there were none.
func (d Desk) KeepOut(ctx context.Context, on tatm.FileID, v tatm.Wall) (Made, error) {
	return d.do(ctx, opFileWall, on, func(w *work) error {
		if v.Actor == w.who() {
			return fault.Bad("actor", "wall.self")
		}
		if v.From.IsZero() {
			v.From = w.clock()
		}
		return w.wall(v)
	})
}

// StepBack takes a report or a person's file away from the asker.
func (d Desk) StepBack(ctx context.Context, on tatm.FileID, reason string) (Made, error) {
	return d.do(ctx, opFileRecuse, on, func(w *work) error {
		return w.wall(tatm.Wall{Actor: w.who(), Reason: reason, From: w.clock()})
	})
}

// wall puts a wall; a case has its own ways, for it must keep its owner.
func (w *work) wall(v tatm.Wall) error {
	r, some := v.In(w.row.Kind)
	if !some || w.row.Kind == tatm.CaseFile {
		return absent()
	}
	if err := w.known("actor", v.Actor); err != nil {
		return err
	}
	_, err := w.add(r, Circumstance{})
	return err
}

// wallsOf takes the walls of a report over into a case it is tied to: who must
// not see the one must not see the other. The case's owner is kept.
func (w *work) wallsOf(report *work) error {
	for _, v := range tatm.Walls(report.file) {
		if v.Rec.Actor == w.who() || tatm.Walled(w.file, v.Rec.Actor, w.Now) || !(tatm.Bar{From: v.Rec.From, Until: v.Rec.Until}).Holds(w.Now) {
			continue
		}
		if c, ok := tatm.Last[tatm.Charge](w.file); ok && c.Rec.Owner == v.Rec.Actor {
			return fault.Bad("case", "wall.owner-other")
		}
		w.put(tatm.Wall{Actor: v.Rec.Actor, Reason: v.Rec.Reason, From: v.Rec.From, Until: v.Rec.Until})
	}
	return nil
}
