package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// NoteRetaliation notes that a reporter is said to be punished for reporting.
// It is looked into the same day.
func (d Desk) NoteRetaliation(ctx context.Context, on tatm.FileID, text string) (Made, error) {
	return d.do(ctx, opReportRetaliation, on, func(w *work) error {
		if err := w.retaliation(text, "staff"); err != nil {
			return err
		}
		return w.inCases(func(kase *work) error { return kase.hearsOfRetaliation(w.row.ID) })
	})
}

func (w *work) retaliation(text, from string) error {
	if _, err := w.add(tatm.Retaliation{Text: text, From: from}, Circumstance{}); err != nil {
		return err
	}
	return w.post("retaliation", w.row.Head.Owner, w.Now)
}

// hearsOfRetaliation tells the owner of an open case that is tied to the
// report. The words stay with the report: they say who the reporter is.
func (w *work) hearsOfRetaliation(report tatm.FileID) error {
	if _, tied := tie(w, report); !tied || !w.row.Head.Closed.IsZero() {
		return nil
	}
	return w.post("retaliation", w.row.Head.Owner, w.Now)
}

// AnswerRetaliation says what was found and done about it.
func (d Desk) AnswerRetaliation(ctx context.Context, on tatm.FileID, id tatm.EntryID, done string) (Made, error) {
	return d.do(ctx, opReportProtect, on, func(w *work) error {
		r, err := find[tatm.Retaliation](w, id)
		if err != nil {
			return err
		}
		whole, _ := tatm.Find[tatm.Retaliation](w.file, id) // its words as they are, hidden ones too
		if !whole.Rec.Answered.IsZero() {
			return fault.New(fault.Conflict, "record.changed")
		}
		whole.Rec.Done, whole.Rec.Answered = done, w.Now
		return w.mend(id, r.Version, whole.Rec, Circumstance{})
	})
}

// PunishedInThread is a reporter's own word that they are punished for
// reporting. The door alone asks for it, for whoever has the receipt.
func (d Desk) PunishedInThread(ctx context.Context, on tatm.FileID, text string) (Made, error) {
	return d.do(ctx, opThreadPunished, on, func(w *work) error {
		if err := w.retaliation(text, "reporter"); err != nil {
			return err
		}
		return w.inCases(func(kase *work) error { return kase.hearsOfRetaliation(w.row.ID) })
	})
}

// LogDemand logs a demand by legal process, before anything is handed over. It
// goes to counsel; where a team has none, to the chairs.
func (d Desk) LogDemand(ctx context.Context, on tatm.FileID, x tatm.Demand) (Made, error) {
	return d.do(ctx, opReportDemand, on, func(w *work) error {
		x.Counsel, x.Answer, x.Words = "", "", ""
		seats, err := w.tx.Seats(w.row.Org, "")
		if err != nil {
			return err
		}
		sit, err := seated(w.tx, w.row.Org, w.row.Team, w.Now, screeners)
		if err != nil {
			return err
		}
		for _, s := range seats {
			for _, id := range sit {
				if x.Counsel == "" && s.Actor == id && s.Discipline == tatm.LegalCounsel && s.Holds(w.Now) {
					x.Counsel = id
				}
			}
		}
		if _, err := w.add(x, Circumstance{}); err != nil {
			return err
		}
		return w.post("demand", x.Counsel, w.Now)
	})
}

// AnswerDemand is counsel's word on a demand: what was answered and what left
// the house.
func (d Desk) AnswerDemand(ctx context.Context, on tatm.FileID, id tatm.EntryID, answer tatm.DemandAnswer, words string) (Made, error) {
	return d.do(ctx, opReportAnswer, on, func(w *work) error {
		x, err := find[tatm.Demand](w, id)
		if err != nil {
			return err
		}
		if !x.Rec.Answered.IsZero() {
			return fault.New(fault.Conflict, "record.changed")
		}
		if x.Rec.Counsel != "" && x.Rec.Counsel != w.who() && w.seat().Discipline != tatm.LegalCounsel {
			return fault.New(fault.Conflict, "demand.counsel")
		}
		if answer == "" {
			return fault.Bad("answer", "field.choose")
		}
		x.Rec.Answer, x.Rec.Words, x.Rec.Answered = answer, words, w.Now
		return w.mend(id, x.Version, x.Rec, Circumstance{})
	})
}
