package web

import (
	"offramp/internal/fault"
	"offramp/internal/tatm"
)

// guessPeople serves POST /reports/guess: whom a report is about that is being
// written. What cannot be read yet is left out; the form says so when it is
// sent.
func (c *call) guessPeople() error {
	about := read[tatm.About](c)
	c.bad = nil
	for field := range fault.Fields(tatm.Check(tatm.File{}, about, c.s.app.Now())) {
		switch field {
		case "birth":
			about.Birth = tatm.PartialDate{}
		case "age":
			about.Age = 0
		}
	}
	told := tatm.File{Org: c.signed.Actor.Org, Kind: tatm.ReportFile}
	if !about.Empty() {
		told.Entries = append(told.Entries, tatm.Entry{Record: about})
	}
	if who := c.text("who"); who != "" {
		told.Entries = append(told.Entries, tatm.Entry{Record: tatm.Report{Who: who}})
	}
	if len(told.Entries) == 0 {
		c.w.WriteHeader(204)
		return nil
	}
	found, err := c.desk.GuessPeople(c.ctx(), told)
	if err != nil {
		return err
	}
	return c.see(guesses(found))
}
