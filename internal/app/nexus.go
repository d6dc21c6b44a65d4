package app

import (
	"context"

	"offramp/internal/tatm"
)

// JudgeNexus records somebody's judgement of a tie to violent extremism. A tie
// opens a consultation: a request on the desk of the case's owner, once. It
// sends nothing to anybody.
func (d Desk) JudgeNexus(ctx context.Context, on tatm.FileID, id tatm.EntryID, version int64, n tatm.Nexus, seen ...string) (Made, error) {
	return d.do(ctx, opNexusJudge, on, func(w *work) error {
		var err error
		if n.Observations, err = w.typed(n.Observations, seen...); err != nil {
			return err
		}
		if id == "" {
			if id, err = w.add(n, Circumstance{}); err != nil {
				return err
			}
		} else if err := w.mend(id, version, n, Circumstance{}); err != nil {
			return err
		}
		if n.Tied != tatm.Yes || tatm.Consulting(w.file, id) {
			return nil
		}
		owner := w.row.Head.Owner
		_, err = w.add(n.Consultation(id, owner, w.pack(), w.Now), Circumstance{})
		return err
	})
}
