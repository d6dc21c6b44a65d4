package app

import (
	"context"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// ReplyToReporter writes to whoever made a report; they read it with their
// receipt.
func (d Desk) ReplyToReporter(ctx context.Context, on tatm.FileID, r tatm.Reply) (Made, error) {
	return d.do(ctx, opReportReply, on, func(w *work) error {
		if _, err := w.add(r, Circumstance{}); err != nil {
			return err
		}
		if n, ok := tatm.Last[tatm.AnswerNotice](w.file); ok && n.Rec.Mail != "" {
			return w.post(answerWaits, toReporter, w.Now)
		}
		return nil
	})
}

// NotifyThread says where a reporter wants to hear that an answer waits; empty
// for nowhere.
func (d Desk) NotifyThread(ctx context.Context, on tatm.FileID, address, lang string) (Made, error) {
	return d.do(ctx, opThreadNotify, on, func(w *work) error {
		if !mailAddress(address) {
			return fault.Bad("mail", "field.mail")
		}
		n := tatm.AnswerNotice{Mail: address, Language: lang}
		if was, ok := tatm.Last[tatm.AnswerNotice](w.file); ok {
			return w.revise(was.ID, was.Version, n)
		}
		if address != "" {
			w.put(n, under(tatm.ReporterID))
		}
		return nil
	})
}

// GiveReceipt makes a receipt for a report that reached the staff, to hand to
// the caller; an earlier one ends. The words are shown once and kept nowhere.
func (d Desk) GiveReceipt(ctx context.Context, on tatm.FileID) (words string, err error) {
	_, err = d.do(ctx, opReportReceipt, on, func(w *work) error {
		r, ok := tatm.Last[tatm.Report](w.file)
		if !ok {
			return absent()
		}
		words = d.app.newWords(r.Rec.Language, "")
		if err := w.tx.DropReceipts(w.row.Org, w.row.ID); err != nil {
			return err
		}
		return w.tx.PutReceipt(w.row.Org, d.app.receiptMark(words), w.row.ID, w.Now)
	})
	return words, err
}

// SeeThread reads what a reporter may see of their report. The door alone asks
// for it, for whoever has the receipt.
func (d Desk) SeeThread(ctx context.Context, on tatm.FileID) (t Thread, err error) {
	_, err = d.do(ctx, opThreadSee, on, func(w *work) error {
		f := w.file
		t = Thread{Status: tatm.ThreadOf(f), Replies: tatm.All[tatm.Reply](f), Named: len(tatm.All[tatm.Reporter](f)) > 0}
		if r, ok := tatm.Last[tatm.Report](f); ok {
			t.Lang = r.Rec.Language
		}
		if x, ok := tatm.Last[tatm.Screening](f); ok {
			t.cases = x.Rec.Cases
		}
		return nil
	})
	return t, err
}

// WriteThread adds a reporter's words to the report and, where it led to one,
// to the case, which they make stale: what a reporter adds is news.
func (d Desk) WriteThread(ctx context.Context, on []tatm.FileID, text string) (Made, error) {
	return d.many(ctx, opThreadWrite, "", on, func(_ *work, of map[tatm.FileID]*work) error {
		for _, w := range of {
			if w.row.Kind != tatm.ReportFile {
				continue
			}
			if _, err := w.add(tatm.Addition{Text: text, From: "reporter"}, Circumstance{}); err != nil {
				return err
			}
			if err := w.post("reporter-wrote", w.row.Head.Owner, w.Now); err != nil {
				return err
			}
		}
		for _, w := range of {
			if w.row.Kind == tatm.CaseFile {
				w.put(tatm.Observation{Text: text, Report: on[0]})
			}
		}
		return nil
	})
}

// RevealThread puts down who the reporter is, as they say it.
func (d Desk) RevealThread(ctx context.Context, on tatm.FileID, who tatm.Reporter) (Made, error) {
	return d.do(ctx, opThreadReveal, on, func(w *work) error {
		if who == (tatm.Reporter{}) {
			return fault.Bad("name", "field.missing")
		}
		if err := tatm.Check(w.file, who, w.Now); err != nil {
			return err
		}
		if was, ok := tatm.Last[tatm.Reporter](w.file); ok {
			return w.revise(was.ID, was.Version, who)
		}
		w.put(who, under(tatm.ReporterID))
		return nil
	})
}
