package app

import (
	"context"
	"slices"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// LinkProceeding ties the case to a disciplinary or criminal file of others, by
// its number, under the regime of that file.
func (d Desk) LinkProceeding(ctx context.Context, on tatm.FileID, x tatm.Proceeding) (Made, error) {
	return d.do(ctx, opProceeding, on, func(w *work) error { return discarded(w.add(x, Circumstance{})) })
}

// discarded keeps whether it went well.
func discarded(_ tatm.EntryID, err error) error { return err }

// EndProceeding says why the link no longer counts.
func (d Desk) EndProceeding(ctx context.Context, on tatm.FileID, id tatm.EntryID, why string) (Made, error) {
	return d.do(ctx, opProceedEnd, on, func(w *work) error {
		was, err := find[tatm.Proceeding](w, id)
		if err != nil {
			return err
		}
		if why == "" {
			return fault.Bad("ended", "field.missing")
		}
		was.Rec.Ended = why
		return w.mend(id, was.Version, was.Rec, Circumstance{})
	})
}

// counsel holds that the actor sits as legal counsel for the file's team.
func (w *work) counsel() error {
	if w.run.desk.who.Counsels(w.row.Team, w.run.now) {
		return nil
	}
	return fault.New(fault.Conflict, "counsel.only")
}

// MarkForCounsel marks an entry as possibly discoverable or exculpatory. Counsel
// alone marks, and counsel alone sees the mark.
func (d Desk) MarkForCounsel(ctx context.Context, on tatm.FileID, m tatm.CounselMark) (Made, error) {
	return d.do(ctx, opCounselMark, on, func(w *work) error {
		if err := w.counsel(); err != nil {
			return err
		}
		if m.Of != "" && w.visible(m.Of) != nil {
			return fault.Bad("of", "field.choose")
		}
		m.Decided = ""
		return discarded(w.add(m, Circumstance{}))
	})
}

// DecideCounselMark writes what counsel decided about what was marked.
func (d Desk) DecideCounselMark(ctx context.Context, on tatm.FileID, id tatm.EntryID, decided string) (Made, error) {
	return d.do(ctx, opCounselEnd, on, func(w *work) error {
		if err := w.counsel(); err != nil {
			return err
		}
		was, err := find[tatm.CounselMark](w, id)
		if err != nil {
			return err
		}
		if decided == "" {
			return fault.Bad("decided", "field.missing")
		}
		was.Rec.Decided = decided
		return w.mend(id, was.Version, was.Rec, Circumstance{})
	})
}

// CounselMarks lists what counsel has marked and not decided, soonest first,
// over all cases that the asker sees: nobody but counsel finds any.
func (d Desk) CounselMarks(ctx context.Context) (v DeskView, err error) {
	err = d.list(ctx, opCounselList, tatm.CaseFile, func(s *survey) error {
		v = DeskView{Now: s.Now}
		f := docketOf(tatm.DueCounsel, s.Now)
		f.Until = s.Now.AddDate(10, 0, 0)
		lines, err := s.Docket(f)
		if err != nil {
			return err
		}
		v.More = len(lines) > f.Limit
		if v.Lines, err = s.titled(slices.Clip(lines[:min(f.Limit, len(lines))]), map[tatm.FileID]heading{}); err != nil {
			return err
		}
		v.Names, err = s.names()
		return err
	})
	return v, err
}
