package app

import (
	"context"
	"encoding/binary"
	"slices"

	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// screeners are who screens reports.
var screeners = append([]tatm.Role{tatm.Intake}, assessors...)

// draw decides by chance whether somebody else looks at a report that one
// person dismissed, and who. The chance is a keyed mark of the finding: nobody
// can foretell it, and a work that runs twice draws the same.
func (w *work) draw() error {
	s, ok := tatm.Last[tatm.Screening](w.file)
	if !ok || !s.Rec.Dismissed() {
		return nil
	}
	mark := w.run.desk.app.keys.Mark("sample", binary.AppendVarint([]byte(string(w.row.ID)+string(s.ID)), s.Version))
	if binary.BigEndian.Uint32(mark)%100 >= uint32(w.pack().Sample) {
		return nil
	}
	others, err := w.besides(s.Rec.First)
	if err != nil || len(others) == 0 {
		return err // nobody else screens here
	}
	who := others[binary.BigEndian.Uint32(mark[4:])%uint32(len(others))]
	if _, err := w.add(tatm.Sample{Finding: s.ID, Version: s.Version, For: who}, Circumstance{}); err != nil {
		return err
	}
	return w.post("sample-yours", who, w.Now)
}

// besides lists who screens reports of the file's team now, but for one person.
func (w *work) besides(who tatm.ActorID) ([]tatm.ActorID, error) {
	sit, err := seated(w.tx, w.row.Org, w.row.Team, w.Now, screeners)
	return slices.DeleteFunc(sit, func(a tatm.ActorID) bool { return a == who }), err
}

// LookAtSample is the second look at a dismissed report: it agrees, or the
// report waits again. Whoever did not find it may take it.
func (d Desk) LookAtSample(ctx context.Context, on tatm.FileID, verdict tatm.SampleVerdict, why string) (Made, error) {
	return d.do(ctx, opReportSample, on, func(w *work) error {
		s, waits := tatm.Sampled(w.file)
		if !waits {
			return fault.New(fault.Conflict, "sample.none")
		}
		if verdict == "" {
			return fault.Bad("verdict", "field.choose")
		}
		found, _ := tatm.Last[tatm.Screening](w.file)
		x, y, err := s.Rec.Look(found.Rec, w.who(), verdict, why)
		if err != nil {
			return err
		}
		if err := w.mend(s.ID, s.Version, x, Circumstance{}); err != nil {
			return err
		}
		if verdict != tatm.SampleReopens {
			return nil
		}
		note(&w.facts, "outcome", found.Rec.Outcome)
		if err := w.mend(found.ID, found.Version, y, Circumstance{}); err != nil {
			return err
		}
		return w.post("report", "", w.Now)
	})
}

// ReturnReport notes that whoever a report was routed to refused it: it waits
// here again.
func (d Desk) ReturnReport(ctx context.Context, on tatm.FileID, by, why string) (Made, error) {
	return d.do(ctx, opReportReturn, on, func(w *work) error {
		s, ok := tatm.Last[tatm.Screening](w.file)
		if !ok || s.Rec.Outcome != tatm.Routed || s.Rec.Final() || s.Rec.Undone != "" {
			return fault.New(fault.Conflict, "report.not-routed")
		}
		if why == "" {
			return fault.Bad("reason", "field.missing")
		}
		if by == "" {
			return fault.Bad("refused", "field.missing")
		}
		s.Rec.Refused, s.Rec.Undone = by, why
		if err := w.mend(s.ID, s.Version, s.Rec, Circumstance{}); err != nil {
			return err
		}
		return w.post("report", "", w.Now)
	})
}
