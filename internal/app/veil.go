package app

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// VeilPassage hides a passage that would give the reporter away: wherever it
// stands in the report, in its thread and in what cases took over from it. The
// words are not kept again; only where they stand.
func (d Desk) VeilPassage(ctx context.Context, on tatm.FileID, passage string) (Made, error) {
	return d.do(ctx, opReportVeil, on, func(w *work) error {
		passage = strings.TrimSpace(passage)
		if utf8.RuneCountInString(passage) < 2 {
			return fault.Bad("passage", "field.missing")
		}
		knows, err := w.Knows()
		if err != nil {
			return err
		}
		n, err := w.veil(passage, knows)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Bad("passage", "veil.absent")
		}
		return w.inCases(func(kase *work) error {
			_, err := kase.veil(passage, true)
			return err
		})
	})
}

// UnveilPassage takes a mark off again, for a reason: it was put on the wrong
// words. Only who may know who reported may.
func (d Desk) UnveilPassage(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opReportUnveil, on, func(w *work) error {
		if knows, err := w.Knows(); err != nil || !knows {
			return firstErr(err, fault.New(fault.Conflict, "veil.cleared"))
		}
		v, err := find[tatm.Veil](w, id)
		if err != nil {
			return err
		}
		if why == "" {
			return fault.Bad("reason", "field.missing")
		}
		passage, err := w.passage(v.Rec)
		if err != nil {
			return err
		}
		v.Rec.Lifted = why
		if err := w.mend(id, v.Version, v.Rec, Circumstance{}); err != nil {
			return err
		}
		return w.inCases(func(kase *work) error {
			for _, x := range tatm.All[tatm.CaseVeil](kase.file) {
				p, err := kase.passage(x.Rec.Veil)
				if err != nil || !strings.EqualFold(p, passage) || x.Rec.Lifted != "" {
					continue
				}
				x.Rec.Lifted = why
				if err := kase.revise(x.ID, x.Version, x.Rec); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// veil hides a passage in every version of every entry of the file, and says in
// how many places.
func (w *work) veil(passage string, seesHidden bool) (int, error) {
	var es []tatm.Entry
	for _, e := range w.file.Entries {
		o, seen := e.Record.(tatm.Observation)
		if !tatm.MayVeil(e.Record) || (seen && o.Report == "") {
			continue
		}
		if e.Version == 1 {
			es = append(es, e)
			continue
		}
		all, err := w.tx.WholeVersions(w.row, e.ID)
		if err != nil {
			return 0, err
		}
		es = append(es, all...)
	}
	found := tatm.VeilOver(es, tatm.VeilsOf(w.file.Entries), passage, seesHidden)
	for _, v := range found {
		w.putVeil(v)
	}
	return len(found), nil
}

func (w *work) putVeil(v tatm.Veil) {
	if w.row.Kind == tatm.CaseFile {
		w.put(tatm.CaseVeil{Veil: v})
		return
	}
	w.put(v)
}

// passage is the text that a veil hides.
func (w *work) passage(v tatm.Veil) (string, error) {
	all, err := w.tx.WholeVersions(w.row, v.Of)
	for _, e := range all {
		if e.Version == v.Version {
			return tatm.PassageOf(e.Record, v), nil
		}
	}
	return "", err
}

// reveil carries the hidden passages of an entry on to its next version: a
// correction must not show what was hidden.
func (w *work) reveil(was, next tatm.Entry) {
	had := tatm.VeilsOf(w.file.Entries)
	for _, e := range w.file.Entries {
		v, ok := e.Record.(tatm.Veil)
		if c, inCase := e.Record.(tatm.CaseVeil); inCase {
			v, ok = c.Veil, true
		}
		if !ok || v.Lifted != "" || v.Of != was.ID || v.Version != was.Version {
			continue
		}
		for _, x := range tatm.VeilOver([]tatm.Entry{next}, had, tatm.PassageOf(was.Record, v), true) {
			w.putVeil(x)
		}
	}
}

// inCases does what a mark on a report asks for in every case that took over
// from it, ties that were taken back included, whether the actor may see the
// case or not: it is a consequence, and shows them nothing.
func (w *work) inCases(do func(kase *work) error) error {
	s, ok := tatm.Last[tatm.Screening](w.file)
	if !ok {
		return nil
	}
	all, err := w.tx.WholeVersions(w.row, s.ID)
	if err != nil {
		return err
	}
	var ids []tatm.FileID
	for _, e := range all {
		if x, ok := e.Record.(tatm.Screening); ok {
			ids = append(ids, x.Cases...)
		}
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		kase, found, err := w.consequence(id)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		if err := do(kase); err != nil {
			return err
		}
		if len(kase.puts) > 0 {
			w.others = append(w.others, kase)
		}
	}
	return nil
}

// consequence is another file that this work writes by itself.
func (w *work) consequence(id tatm.FileID) (*work, bool, error) {
	_, row, found, err := w.tx.Head(w.row.Org, id, "", w.run.now, true)
	if err != nil || !found {
		return nil, false, err
	}
	whole, err := w.tx.Whole(row)
	if err != nil {
		return nil, false, err
	}
	return w.run.work(w.tx, row, whole, nil, nil), true, nil
}
