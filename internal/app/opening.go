package app

import (
	"context"
	"slices"

	"offramp/internal/access"
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// AskOpening asks to see for some hours what one's seat is not cleared for: a
// regime of a case, or who made a report. Chair, deputy and records officer
// hear of it at once.
func (d Desk) AskOpening(ctx context.Context, on tatm.FileID, regime tatm.Regime, reason string, hours int) (Made, error) {
	return d.do(ctx, opOpeningAsk, on, func(w *work) error {
		o := tatm.Opening{Regime: regime, Actor: w.who(), Reason: reason, Hours: hours}
		if err := w.mayOpen(o.Regime); err != nil {
			return err
		}
		if err := o.MayAsk(w.pack()); err != nil {
			return err
		}
		if err := w.putOpening(o); err != nil {
			return err
		}
		return w.post("opening-asked", "", w.Now)
	})
}

// mayOpen refuses what a file of the kind has none of.
func (w *work) mayOpen(r tatm.Regime) error {
	if w.row.Kind != tatm.CaseFile && w.row.Kind != tatm.ReportFile {
		return absent()
	}
	if w.row.Kind == tatm.ReportFile && r != tatm.ReporterID {
		return fault.Bad("regime", "field.choose")
	}
	return nil
}

func (w *work) putOpening(o tatm.Opening) error {
	note(&w.facts, "regime", o.Regime)
	_, err := w.add(o.In(w.row.Kind), Circumstance{})
	return err
}

// opening finds an opening that the actor may see, or that is their own: who
// sees the head alone may ask too. What was put under another regime since
// answers like none, their own too.
func (w *work) opening(id tatm.EntryID) (tatm.Item[tatm.Opening], error) {
	o, ok := tatm.FindOpening(w.file, id)
	if !ok {
		return o, absent()
	}
	if o.Rec.Actor == w.who() && w.regimeOf(id) == tatm.General {
		return o, nil
	}
	return o, w.visible(id)
}

// reviseOpening writes what became of an opening.
func (w *work) reviseOpening(was tatm.Item[tatm.Opening], o tatm.Opening) error {
	note(&w.facts, "regime", o.Regime)
	note(&w.facts, "for", o.Actor)
	r := o.In(w.row.Kind)
	if err := tatm.Check(w.file, r, w.Now); err != nil {
		return err
	}
	return w.revise(was.ID, was.Version, r)
}

// granter is who grants, ratifies or reviews. How many others could is counted
// among those who may, in the team and over the whole organisation.
func (w *work) granter() (tatm.Asker, error) {
	n, err := w.serving(openers...)
	return tatm.Asker{Actor: w.who(), Roles: w.roles, TeamSize: len(n)}, err
}

// serving are the people who hold one of the roles for the file's team now,
// there or over the whole organisation.
func (w *work) serving(roles ...tatm.Role) ([]tatm.ActorID, error) {
	seats, err := w.tx.Seats(w.row.Org, "")
	var out []tatm.ActorID
	for _, s := range seats {
		if (s.Team == w.row.Team || s.Team == "") && s.Holds(w.Now) && slices.Contains(roles, s.Role) && !slices.Contains(out, s.Actor) {
			out = append(out, s.Actor)
		}
	}
	return out, err
}

// AnswerOpening grants or declines. The chair, the deputy and the records
// officer answer; a core member only where there is none of them but who asked.
func (d Desk) AnswerOpening(ctx context.Context, on tatm.FileID, id tatm.EntryID, answer tatm.Tri, words string) (Made, error) {
	return d.do(ctx, opOpeningAnswer, on, func(w *work) error {
		was, err := w.opening(id)
		if err != nil {
			return err
		}
		by, err := w.granter()
		if err != nil {
			return err
		}
		if !by.Is(tatm.Chair, tatm.Deputy, tatm.RecordsOffice) {
			first, err := w.serving(tatm.Chair, tatm.Deputy, tatm.RecordsOffice)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(first, func(a tatm.ActorID) bool { return a != was.Rec.Actor }) {
				return fault.New(fault.Conflict, "opening.chair")
			}
		}
		o, err := was.Rec.Decide(answer, words, by, was.HappenedAt, w.clock(), w.pack())
		if err != nil {
			return err
		}
		if err := w.reviseOpening(was, o); err != nil {
			return err
		}
		if o.Answer != tatm.Yes {
			return w.post("opening-declined", o.Actor, w.Now)
		}
		return firstErr(w.post("opening-open", o.Actor, w.Now), w.post("opening-granted", "", w.Now))
	})
}

// OpenNow opens alone and at once, while the emergency flag is up, with one
// sentence of reason: a regime of a case, or who made a report that is tied to
// such a case. Chair and records officer are told now and ratify afterwards.
func (d Desk) OpenNow(ctx context.Context, on tatm.FileID, regime tatm.Regime, reason string) (Made, error) {
	return d.do(ctx, opOpeningNow, on, func(w *work) error {
		if err := w.mayOpen(regime); err != nil {
			return err
		}
		flagged, err := w.emergencyUp()
		if err != nil {
			return err
		}
		o, err := tatm.Opening{Regime: regime, Actor: w.who(), Reason: reason}.OpenNow(flagged, w.clock(), w.pack())
		if err != nil {
			return err
		}
		if o.Awaits, err = w.awaits(); err != nil {
			return err
		}
		if err := w.putOpening(o); err != nil {
			return err
		}
		return w.post("opening-now", "", w.Now)
	})
}

// emergencyUp reports whether the flag is up: on the case, or on one that the
// report is tied to and the actor may see.
func (w *work) emergencyUp() (bool, error) {
	if w.row.Kind == tatm.CaseFile {
		return tatm.Flagged(w.file), nil
	}
	s, _ := tatm.Last[tatm.Screening](w.file)
	for _, id := range s.Rec.Cases {
		head, row, found, err := w.tx.Head(w.row.Org, id, w.who(), w.run.now, false)
		if err != nil {
			return false, err
		}
		if !found || !row.Head.Emergency {
			continue
		}
		if _, err := access.Decide(w.run.desk.who, opCaseSee, head, w.run.now); err == nil {
			return true, nil
		}
	}
	return false, nil
}

// awaits are those who ratify what the actor opens: the chair (or deputy) and
// the records officer, as far as there is one who is not the actor. Alone, they
// are awaited themselves.
func (w *work) awaits() (out []tatm.Role, err error) {
	other := func(roles ...tatm.Role) (bool, error) {
		n, err := w.serving(roles...)
		return slices.ContainsFunc(n, func(a tatm.ActorID) bool { return a != w.who() }), err
	}
	chair, err := other(tatm.Chair, tatm.Deputy)
	if err != nil {
		return nil, err
	}
	records, err := other(tatm.RecordsOffice)
	if chair || !records {
		out = append(out, tatm.Chair)
	}
	if records {
		out = append(out, tatm.RecordsOffice)
	}
	return out, err
}

// RatifyOpening is the chair's or the records officer's word on what was opened
// alone. No ends it at once.
func (d Desk) RatifyOpening(ctx context.Context, on tatm.FileID, id tatm.EntryID, right tatm.Tri, words string) (Made, error) {
	return d.do(ctx, opOpeningRatify, on, func(w *work) error {
		was, err := w.opening(id)
		if err != nil {
			return err
		}
		by, err := w.granter()
		if err != nil {
			return err
		}
		as, err := w.ratifies(was.Rec)
		if err != nil {
			return err
		}
		o, err := was.Rec.Ratify(as, right, words, by, w.clock(), w.pack())
		if err != nil {
			return err
		}
		return w.reviseOpening(was, o)
	})
}

// ratifies is as whom the actor ratifies. A core member speaks for the chair
// only where nobody else can.
func (w *work) ratifies(o tatm.Opening) (tatm.Role, error) {
	for _, r := range o.Waits() {
		if r == tatm.Chair && (slices.Contains(w.roles, tatm.Chair) || slices.Contains(w.roles, tatm.Deputy)) || slices.Contains(w.roles, r) {
			return r, nil
		}
	}
	others, err := w.serving(tatm.Chair, tatm.Deputy, tatm.RecordsOffice)
	if slices.ContainsFunc(others, func(a tatm.ActorID) bool { return a != o.Actor }) {
		return "", firstErr(err, fault.New(fault.Conflict, "opening.chair"))
	}
	return tatm.Chair, err
}

// LookAtOpening writes how something opened was used: the review that stays on
// the desks until it is written.
func (d Desk) LookAtOpening(ctx context.Context, on tatm.FileID, id tatm.EntryID, words string) (Made, error) {
	return d.do(ctx, opOpeningLook, on, func(w *work) error {
		was, err := w.opening(id)
		if err != nil {
			return err
		}
		by, err := w.granter()
		if err != nil {
			return err
		}
		o, err := was.Rec.Look(words, by, w.clock())
		if err != nil {
			return err
		}
		return w.reviseOpening(was, o)
	})
}

// EndOpening ends it at once: its holder when they have seen enough, or who
// lets and reviews.
func (d Desk) EndOpening(ctx context.Context, on tatm.FileID, id tatm.EntryID) (Made, error) {
	return d.do(ctx, opOpeningEnd, on, func(w *work) error {
		was, err := w.opening(id)
		if err != nil {
			return err
		}
		if was.Rec.State(w.clock()) != "open" {
			return fault.New(fault.Conflict, "record.changed")
		}
		if was.Rec.Actor != w.who() && !slices.ContainsFunc(w.roles, func(r tatm.Role) bool { return slices.Contains(openers, r) }) {
			return absent()
		}
		o := was.Rec
		o.Ended = w.clock()
		return w.reviseOpening(was, o)
	})
}
