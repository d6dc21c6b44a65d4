package app

import (
	"context"
	"errors"
	"slices"

	"offramp/internal/fault"
	"offramp/internal/store"
	"offramp/internal/tatm"
)

// ChargeCase says who carries the case, what is next and by when.
func (d Desk) ChargeCase(ctx context.Context, on tatm.FileID, seen int64, c tatm.Charge) (Made, error) {
	return d.do(ctx, opCaseCharge, on, func(w *work) error {
		was, ok := tatm.Last[tatm.Charge](w.file)
		if !ok {
			_, err := w.add(c, Circumstance{})
			return err
		}
		if err := errors.Join(tatm.Check(w.file, c, w.Now), ids(c), w.mayOwn(c.Owner)); err != nil {
			return err
		}
		if err := w.revise(was.ID, seen, c); err != nil {
			return err
		}
		if c.Owner != was.Rec.Owner {
			return w.post("case-yours", c.Owner, w.Now)
		}
		return nil
	})
}

// mayOwn holds that somebody can carry the case: an account in force, with a
// seat of the team that sees cases, and no wall between.
func (w *work) mayOwn(id tatm.ActorID) error {
	if id == "" {
		return nil // the charge's own check says that a person is missing
	}
	if err := w.known("owner", id); err != nil {
		return err
	}
	seats, err := w.tx.Seats(w.row.Org, id)
	if err != nil {
		return err
	}
	sits := slices.ContainsFunc(seats, func(s store.SeatRow) bool { return w.carries(s.Seat) })
	if !sits || tatm.Walled(w.file, id, w.clock()) {
		return fault.Bad("owner", "field.owner")
	}
	return nil
}

// carries reports whether somebody in the seat may own a case of the team.
func (w *work) carries(s tatm.Seat) bool {
	may := []tatm.Role{tatm.Chair, tatm.Deputy, tatm.Core, tatm.Intake}
	return (s.Team == w.row.Team || s.Team == "") && s.Holds(w.clock()) && slices.Contains(may, s.Role)
}

// HandOver gives the open cases of somebody whose seat ran out to who presides
// over the team: the clock calls it, so that no case is left with an owner who
// cannot see it.
func (d Desk) HandOver(ctx context.Context, who tatm.ActorID) error {
	_, err := d.office(ctx, opCaseHandOver, func(o *office) error { return o.handOver(who, false) })
	return err
}

// handOver gives the open cases that somebody can no longer carry to the chair
// of the team, or the deputy, or a core member. With must it refuses when
// nobody could take one.
func (o *office) handOver(who tatm.ActorID, must bool) error {
	teams, err := o.Teams(o.Org)
	if err != nil {
		return err
	}
	for _, t := range teams {
		ids, err := o.OpenCasesOf(o.Org, t.ID, who)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := o.passOn(id, who, must); err != nil {
				return err
			}
		}
	}
	return nil
}

// passOn gives one case to somebody else, if who owns it and cannot carry it.
func (o *office) passOn(id tatm.FileID, who tatm.ActorID, must bool) error {
	_, row, found, err := o.Tx.Head(o.Org, id, who, o.Now, true)
	if err != nil || !found {
		return err
	}
	whole, err := o.Whole(row)
	if err != nil {
		return err
	}
	w := o.run.work(o.Tx, row, whole, nil, nil)
	if w.mayOwn(who) == nil {
		return nil
	}
	next, err := w.successor(who)
	if err != nil {
		return err
	}
	if next == "" {
		if must {
			return fault.New(fault.Conflict, "member.last-owner")
		}
		return nil
	}
	charge, ok := tatm.Last[tatm.Charge](whole)
	if !ok {
		return nil
	}
	charge.Rec.Owner = next
	if err := w.revise(charge.ID, charge.Version, charge.Rec); err != nil {
		return err
	}
	if err := w.post("case-yours", next, w.Now); err != nil {
		return err
	}
	return w.keep()
}

// successor is who carries a case after who: chair, deputy or core member of
// the team with no wall between, in this order.
func (w *work) successor(who tatm.ActorID) (tatm.ActorID, error) {
	seats, err := w.tx.TeamSeats(w.row.Org, w.row.Team)
	if err != nil {
		return "", err
	}
	for _, role := range assessors {
		for _, s := range seats {
			if s.Role != role || s.Actor == who || !s.Holds(w.clock()) {
				continue
			}
			if err := w.mayOwn(s.Actor); err == nil {
				return s.Actor, nil
			}
		}
	}
	return "", nil
}
