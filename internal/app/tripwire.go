package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// ArmTripwire agrees a change that would mean "look again now".
func (d Desk) ArmTripwire(ctx context.Context, on tatm.FileID, t tatm.Tripwire) (Made, error) {
	return d.do(ctx, opTripwireArm, on, func(w *work) error {
		// What becomes of it later is the program's to say, not a form's.
		t = tatm.Tripwire{Watch: t.Watch, Type: t.Type, Watcher: t.Watcher, Monitor: t.Monitor, Channel: t.Channel, Action: t.Action, Within: t.Within, Expires: t.Expires, Silence: t.Silence, Of: t.Of, State: tatm.Armed}
		_, err := w.add(t, Circumstance{})
		return err
	})
}

// RaiseTripwire records that the change was seen. The case comes due for
// reassessment and the team is told, but not told what was seen.
func (d Desk) RaiseTripwire(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen string) (Made, error) {
	return d.do(ctx, opTripwireRaise, on, func(w *work) error {
		t, err := find[tatm.Tripwire](w, id)
		if err != nil {
			return err
		}
		if seen == "" {
			return fault.Bad("seen", "field.missing")
		}
		return w.raise(t, seen)
	})
}

func (w *work) raise(t tatm.Item[tatm.Tripwire], seen string) error {
	raised, err := t.Rec.Raise(w.who(), seen, w.Now)
	if err != nil {
		return err
	}
	if err := w.revise(t.ID, t.Version, raised); err != nil {
		return err
	}
	return w.post("look-again", w.row.Head.Owner, w.Now)
}

// LookAtTripwire records what the responder found, and arms it again.
func (d Desk) LookAtTripwire(ctx context.Context, on tatm.FileID, id tatm.EntryID, found string, falseAlarm bool) (Made, error) {
	return d.do(ctx, opTripwireLook, on, func(w *work) error {
		t, err := find[tatm.Tripwire](w, id)
		if err != nil {
			return err
		}
		looked, err := t.Rec.Look(found, falseAlarm)
		if err != nil {
			return err
		}
		return w.revise(id, t.Version, looked)
	})
}

// MendTripwire changes who watches, by which channel, what is to be done and
// until when. What was seen and found stays as it is.
func (d Desk) MendTripwire(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, t tatm.Tripwire) (Made, error) {
	return d.do(ctx, opTripwireMend, on, func(w *work) error {
		was, err := find[tatm.Tripwire](w, id)
		if err != nil {
			return err
		}
		if was.Rec.State == tatm.Retired {
			return fault.New(fault.Conflict, "tripwire.retired")
		}
		now := was.Rec
		now.Watcher, now.Monitor, now.Channel, now.Action, now.Within, now.Expires = t.Watcher, t.Monitor, t.Channel, t.Action, t.Within, t.Expires
		return w.mend(id, seen, now, Circumstance{})
	})
}

// TestTripwire notes a test run: was who watches reached, and do they know what
// to do?
func (d Desk) TestTripwire(ctx context.Context, on tatm.FileID, id tatm.EntryID, found string) (Made, error) {
	return d.do(ctx, opTripwireTest, on, func(w *work) error {
		t, err := find[tatm.Tripwire](w, id)
		if err != nil {
			return err
		}
		tested, err := t.Rec.Test(found, w.Now)
		if err != nil {
			return err
		}
		return w.revise(id, t.Version, tested)
	})
}

// RetireTripwire ends a tripwire for a reason.
func (d Desk) RetireTripwire(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opTripwireRetire, on, func(w *work) error {
		t, err := find[tatm.Tripwire](w, id)
		if err != nil {
			return err
		}
		retired, err := t.Rec.Retire(why)
		if err != nil {
			return err
		}
		return w.revise(id, t.Version, retired)
	})
}

// FireSilence raises a tripwire on silence whose time has run out. The clock
// calls it; if word came in the meantime nothing happens.
func (d Desk) FireSilence(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opTripwireSilent, on, func(w *work) error {
		t, ok := tatm.Find[tatm.Tripwire](w.file, id)
		quiet := ok && t.Rec.State == tatm.Armed && t.Rec.Type == "silence" && !tatm.SilentUntil(w.file, t).After(w.Now)
		if !quiet {
			return nil
		}
		return w.raise(t, "")
	})
}

// Silences lists the tripwires on silence whose time has run out.
func (d Desk) Silences(ctx context.Context) (due map[tatm.EntryID]tatm.FileID, err error) {
	err = d.list(ctx, opTripwireQuiet, tatm.CaseFile, func(s *survey) error {
		due = map[tatm.EntryID]tatm.FileID{}
		lines, err := s.Docket(docketOf(tatm.DueSilence, s.Now))
		for _, l := range lines {
			due[l.Entry] = l.File
		}
		return err
	})
	return due, err
}

// endWatch retires what still watches when a case ends, with the words of the
// checklist: nobody would look at it any more.
func (w *work) endWatch() error {
	c, ok := tatm.Last[tatm.Closure](w.file)
	if !ok {
		return nil
	}
	why := c.Rec.Checks["tripwires"]
	for _, t := range tatm.All[tatm.Tripwire](w.file) {
		if t.Rec.State != tatm.Armed {
			continue
		}
		retired, err := t.Rec.Retire(why)
		if err != nil {
			return err
		}
		if err := w.revise(t.ID, t.Version, retired); err != nil {
			return err
		}
	}
	for _, m := range tatm.All[tatm.Monitor](w.file) {
		if m.Rec.Ended == "" {
			m.Rec.Ended = why
			if err := w.revise(m.ID, m.Version, m.Rec); err != nil {
				return err
			}
		}
	}
	return nil
}
