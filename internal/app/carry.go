package app

import (
	"context"
	"time"

	"offramp/internal/tatm"
)

// Carry is an open case as a team kept it before, in a spreadsheet.
type Carry struct {
	NewCase
	State    string     // as the list named it
	Level    tatm.Level // as the list had it: carried over, not assessed here
	Assessed time.Time
	Tripwire string // in words
}

// CarryOver opens a case that a team kept elsewhere. Its level stands as
// "carried over, not assessed here", and a review date by that level is set.
func (d Desk) CarryOver(ctx context.Context, team tatm.TeamID, c Carry) (Made, error) {
	return d.open(ctx, opCaseCarry, team, tatm.CaseFile, func(w *work) error {
		pack := d.app.library.PackAt("default", w.Now)
		if c.Charge.By.IsZero() {
			c.Charge.By = pack.Due(pack.ReviewClock(c.Level), w.Now)
		}
		if err := w.openCase(c.NewCase); err != nil {
			return err
		}
		if _, err := w.add(tatm.Carried{Level: c.Level, Assessed: c.Assessed, Review: pack.Due(pack.ReviewClock(c.Level), w.Now), State: c.State}, Circumstance{}); err != nil {
			return err
		}
		if c.Tripwire == "" {
			return nil
		}
		_, err := w.add(tatm.Task{What: short("Arm as a tripwire: "+c.Tripwire, tatm.LineMost), Owner: w.who(), Due: pack.Due(tatm.ClockTriage, w.Now), State: "open"}, Circumstance{})
		return err
	})
}

// short cuts a line to n characters.
func short(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
