package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// MakeDecision records what the team decided and why.
func (d Desk) MakeDecision(ctx context.Context, on tatm.FileID, x tatm.Decision) (Made, error) {
	return d.do(ctx, opDecisionMake, on, func(w *work) error {
		if x.Meeting != "" {
			if err := w.mayName("meeting", "field.choose", opMeetingSee, x.Meeting); err != nil {
				return err
			}
		}
		_, err := w.add(x, Circumstance{})
		return err
	})
}

// AddDissent records the asker's disagreement in their own words.
func (d Desk) AddDissent(ctx context.Context, on tatm.FileID, x tatm.Dissent) (Made, error) {
	return d.do(ctx, opDissentAdd, on, func(w *work) error {
		if err := w.visible(x.From); err != nil {
			return fault.Bad("from", "field.choose")
		}
		_, err := w.add(x, Circumstance{})
		return err
	})
}

// CloseShort is the short path: the summary is written and the case closed in
// one commit.
func (d Desk) CloseShort(ctx context.Context, on tatm.FileID, s tatm.ShortClose) (Made, error) {
	return d.do(ctx, opCloseShort, on, func(w *work) error { return w.closeShort(s) })
}

func (w *work) closeShort(s tatm.ShortClose) error {
	if _, err := w.add(s, Circumstance{}); err != nil {
		return err
	}
	if _, ok := tatm.AnswerTo(w.file, tatm.PriorContact); !ok {
		w.put(tatm.Answer{Question: tatm.PriorContact, Status: tatm.Answered, Text: s.Prior})
	}
	return w.move(tatm.Closed, s.WhyNone, "")
}

// CloseReportShort is the whole short path on one page: the report becomes a
// case, looked at and closed with its summary, in one commit.
func (d Desk) CloseReportShort(ctx context.Context, on tatm.FileID, subject string, s tatm.ShortClose) (Made, error) {
	return d.many(ctx, opReportCloseShort, tatm.CaseFile, []tatm.FileID{on}, func(made *work, of map[tatm.FileID]*work) error {
		report := of[on]
		if report.row.Kind != tatm.ReportFile {
			return absent()
		}
		if err := errors.Join(tatm.Check(made.file, s, made.Now), needed("subject", subject)); err != nil {
			return err
		}
		by := s.LookAgain
		if by.IsZero() {
			by = made.Now
		}
		charge := tatm.Charge{Owner: made.who(), Next: clip(s.Help, tatm.LineMost), By: by}
		if err := made.openCase(NewCase{Title: clip(s.What, 80), Subject: subject, Charge: charge}); err != nil {
			return err
		}
		made.put(tatm.ReportLink{Report: on, Basis: "screening"})
		if err := made.fromReport(report); err != nil {
			return err
		}
		if err := made.closeShort(s); err != nil {
			return err
		}
		return report.screen(tatm.Screening{Outcome: tatm.Accepted, Reason: clip(s.WhyNone, tatm.TextMost), Cases: []tatm.FileID{made.row.ID}}, "")
	})
}

func needed(field, s string) error {
	if s == "" {
		return fault.Bad(field, "field.missing")
	}
	return nil
}

// clip is the first line of a text, at most n characters of it.
func clip(s string, n int) string {
	s, _, _ = strings.Cut(s, "\n")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// NoteLookBack records a look at a closed case: after-care, or whether the file
// is still needed.
func (d Desk) NoteLookBack(ctx context.Context, on tatm.FileID, l tatm.LookBack) (Made, error) {
	return d.do(ctx, opCaseLookBack, on, func(w *work) error {
		if s := tatm.StateOf(w.file); s != tatm.Closed && s != tatm.Transferred {
			return fault.New(fault.Conflict, "look-back.open")
		}
		_, err := w.add(l, Circumstance{})
		return err
	})
}

// WriteClosure keeps the closing checklist. Proposing it asks a second person.
func (d Desk) WriteClosure(ctx context.Context, on tatm.FileID, seen int64, c tatm.Closure, propose bool) (Made, error) {
	return d.do(ctx, opClosureWrite, on, func(w *work) error {
		c.Proposed, c.ProposedAt, c.Approved, c.ApprovedAt = "", time.Time{}, "", time.Time{}
		c.SingleHanded, c.EffectiveFrom, c.Outside = false, time.Time{}, nil
		if propose {
			if err := tatm.Lacking(c.Lacks(w.file, w.pack(), w.Now)); err != nil {
				return err
			}
			c.Proposed, c.ProposedAt = w.who(), w.Now
		}
		was, ok := tatm.Last[tatm.Closure](w.file)
		if !ok || was.Rec.Approved != "" {
			_, err := w.add(c, Circumstance{})
			return err
		}
		return w.mend(was.ID, seen, c, Circumstance{})
	})
}

// AgreeClosure is the second person's word that the case may close.
func (d Desk) AgreeClosure(ctx context.Context, on tatm.FileID, seen int64) (Made, error) {
	return d.do(ctx, opClosureAgree, on, func(w *work) error {
		c, ok := tatm.Last[tatm.Closure](w.file)
		if !ok || c.Rec.Proposed == "" {
			return fault.New(fault.Conflict, "closure.none")
		}
		by, err := w.asker()
		if err != nil {
			return err
		}
		single, from, err := tatm.Alone(c.Rec.Proposed, c.Rec.Outside, by, w.Now, w.pack())
		if err != nil {
			return err
		}
		c.Rec.Approved, c.Rec.ApprovedAt, c.Rec.SingleHanded, c.Rec.EffectiveFrom = w.who(), w.Now, single, from
		return w.revise(c.ID, seen, c.Rec)
	})
}
