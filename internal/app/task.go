package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// GiveTask gives somebody something to do by a date.
func (d Desk) GiveTask(ctx context.Context, on tatm.FileID, k tatm.Task) (Made, error) {
	return d.do(ctx, opTaskGive, on, func(w *work) error {
		k.State = "open"
		if _, err := w.add(k, Circumstance{}); err != nil {
			return err
		}
		if k.Owner == w.who() {
			return nil
		}
		return w.post("task-yours", k.Owner, w.Now)
	})
}

// MendTask changes a task or its state; done needs evidence.
func (d Desk) MendTask(ctx context.Context, on tatm.FileID, id tatm.EntryID, seen int64, k tatm.Task) (Made, error) {
	return d.do(ctx, opTaskMend, on, func(w *work) error { return w.mend(id, seen, k, Circumstance{}) })
}

// Becomes is what a message is turned into, in one step.
type Becomes struct {
	Observation *tatm.Observation
	Task        *tatm.Task
	Decision    *tatm.Decision
}

// PostMessage adds a line to the case's discussion. It may ask a person or a
// seat, answer a question, or become an observation, task or decision at once.
func (d Desk) PostMessage(ctx context.Context, on tatm.FileID, m tatm.Message, b Becomes) (Made, error) {
	return d.do(ctx, opMessagePost, on, func(w *work) error {
		var err error
		if m.Became, err = w.become(b); err != nil {
			return err
		}
		if _, err := w.add(m, Circumstance{}); err != nil {
			return err
		}
		return w.ask(m)
	})
}

// ask tells who is asked: the person, or everybody who holds the seat.
func (w *work) ask(m tatm.Message) error {
	if m.Asks != "" {
		return w.post("question", m.Asks, w.Now)
	}
	if m.Seat == "" {
		return nil
	}
	colleagues, err := colleaguesOf(w.tx, w.row.Org, w.row.Team, w.Now)
	if err != nil {
		return err
	}
	told := 0
	for _, c := range colleagues {
		if c.Discipline == m.Seat {
			if err := w.post("question", c.ID, w.Now); err != nil {
				return err
			}
			told++
		}
	}
	if told == 0 {
		return fault.Bad("asks", "message.seat-empty")
	}
	return nil
}

// become adds what a message turns into.
func (w *work) become(b Becomes) (tatm.EntryID, error) {
	switch {
	case b.Observation != nil:
		return w.add(*b.Observation, Circumstance{})
	case b.Task != nil:
		b.Task.State = "open"
		return w.add(*b.Task, Circumstance{})
	case b.Decision != nil:
		return w.add(*b.Decision, Circumstance{})
	}
	return "", nil
}

// TurnMessage makes an observation, a task or a decision of a message that
// stands already, in one step.
func (d Desk) TurnMessage(ctx context.Context, on tatm.FileID, id tatm.EntryID, b Becomes) (Made, error) {
	return d.do(ctx, opMessageTurn, on, func(w *work) error {
		m, err := find[tatm.Message](w, id)
		if err != nil {
			return err
		}
		if m.Rec.Became != "" {
			return fault.New(fault.Conflict, "message.turned")
		}
		if m.Rec.Became, err = w.become(b); err != nil {
			return err
		}
		if m.Rec.Became == "" {
			return fault.Bad("becomes", "field.choose")
		}
		return w.revise(id, m.Version, m.Rec)
	})
}

// RecordNotice records that somebody was told, or why not.
func (d Desk) RecordNotice(ctx context.Context, on tatm.FileID, n tatm.Notice, c Circumstance) (Made, error) {
	return d.do(ctx, opNoticeRecord, on, func(w *work) error {
		if n.By == "" {
			n.By = w.who()
		}
		if n.When.IsZero() {
			n.When = w.Now
		}
		if n.NotBecause == "" {
			// That somebody is not told, and why, can always be written down.
			if err := w.reachable("to", n.To); err != nil {
				return err
			}
		}
		_, err := w.add(n, c)
		return err
	})
}

// PrintCase records a copy that leaves the screen and returns its number, which
// the print carries with its markings.
func (d Desk) PrintCase(ctx context.Context, on tatm.FileID, p tatm.Printout) (copy int, err error) {
	made, err := d.do(ctx, opCasePrint, on, func(w *work) error {
		if p.What == "contact-sheet" {
			// An old sheet on paper is worse than none: who visits relies on it.
			if s, ok := tatm.Last[tatm.ContactSheet](w.file); !ok || !w.Now.Before(s.Rec.Expires) {
				return fault.Bad("what", "sheet.expired")
			}
		}
		if err := w.reachable("for", p.For); err != nil {
			return err
		}
		p.Copy = tatm.NextCopy(w.file)
		w.run.made.Number = int64(p.Copy)
		_, err := w.add(p, Circumstance{})
		return err
	})
	return int(made.Number), err
}
