package web

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// paper is what every print says of itself: what it is, which copy, to whom,
// for what, by whom and when (practice reference 1.4).
type paper struct {
	class   string // of the page: its size and columns
	title   string
	copy    int // zero for a blank form, which holds nothing of anybody
	to      string
	purpose string
	by      string
	at      time.Time
	owner   string // the team whose record it is
}

// briefMost is how much of each list a sheet of 11 × 17 has room for.
const briefMost = 6

// printPage shows a copy that was recorded by the print form. Its number comes
// from the record, so a page reloaded is not a new copy.
func (c *call) printPage(on tatm.FileID) error {
	v, err := c.desk.SeeCase(c.ctx(), on)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.r.URL.Query().Get("copy"))
	for _, p := range tatm.All[tatm.Printout](v.File) {
		if err == nil && p.Rec.Copy == n && p.RecordedBy == v.Me {
			return c.see(c.copyOf(v, p))
		}
	}
	return fault.New(fault.NotFound, "record.absent")
}

// copyOf is the page of a recorded copy.
func (c *call) copyOf(v app.CaseView, p tatm.Item[tatm.Printout]) templ.Component {
	x := paper{class: p.Rec.What, copy: p.Rec.Copy, to: p.Rec.For, purpose: p.Rec.Purpose, by: v.Names.Of(p.RecordedBy), at: p.RecordedAt, owner: v.Names.Team(v.Row.Team)}
	x.title = locale.T(c.ctx(), "case.number", itoa(v.Row.Number)) + " " + titleOf(v.File)
	f := c.frame("print." + p.Rec.What)
	switch p.Rec.What {
	case "contact-sheet":
		return contactSheetPage(f, c, v, x)
	case "brief":
		return briefPage(f, c, v, x)
	case "parts":
		return filePage(f, c, v, x, slices.DeleteFunc(slices.Clone(tatm.PrintParts), func(s string) bool { return !slices.Contains(p.Rec.Parts, s) }))
	}
	return filePage(f, c, v, x, tatm.PrintParts)
}

// printCase records a copy and leads to its page.
func (c *call) printCase(on tatm.FileID) (app.Made, error) {
	r := read[tatm.Printout](c)
	if r.What != "parts" {
		r.Parts = nil
	}
	n, err := c.desk.PrintCase(c.ctx(), on, r)
	if err != nil {
		return app.Made{}, err
	}
	_ = c.leave("/cases/" + string(on) + "/print?what=" + r.What + "&copy=" + strconv.Itoa(n))
	return app.Made{}, errAnswered
}

// meetingPrint shows a recorded copy of a meeting's agenda and minutes.
func (c *call) meetingPrint() error {
	on, err := c.file("meeting")
	if err != nil {
		return err
	}
	v, err := c.desk.SeeMeeting(c.ctx(), on)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.r.URL.Query().Get("copy"))
	for _, p := range tatm.All[tatm.MeetingCopy](v.File) {
		if err == nil && p.Rec.Copy == n && p.RecordedBy == c.signed.Actor.ID {
			x := paper{class: "meeting", title: meetingTime(c.ctx(), v.File), copy: n, to: p.Rec.For, purpose: p.Rec.Purpose, by: v.Names.Of(p.RecordedBy), at: p.RecordedAt, owner: v.Names.Team(v.Row.Team)}
			return c.see(meetingPaper(c.frame("print.meeting"), c, v, x))
		}
	}
	return fault.New(fault.NotFound, "record.absent")
}

// printed are the observations that go on paper: what is kept for the safety
// of a target stays out of a print about somebody else. The case as it was is
// read on the screen, whole.
func printed(v app.CaseView) (out []tatm.Item[tatm.Observation], kept int) {
	for _, o := range tatm.All[tatm.Observation](v.File) {
		if o.Regime == tatm.Victim && v.Then.IsZero() {
			kept++
			continue
		}
		out = append(out, o)
	}
	return out, kept
}

// shortened is a list as far as a sheet has room for it, and how many it leaves
// to the file.
func shortened[T any](all []T) (shown []T, left int) {
	if len(all) <= briefMost {
		return all, 0
	}
	return all[:briefMost], len(all) - briefMost
}

// underway are the interventions that are not over.
func underway(v app.CaseView) []tatm.Item[tatm.Intervention] {
	return slices.DeleteFunc(tatm.All[tatm.Intervention](v.File), func(s tatm.Item[tatm.Intervention]) bool { return s.Rec.State != "planned" && s.Rec.State != "running" })
}

// armed are the tripwires that are watched.
func armed(v app.CaseView) []tatm.Item[tatm.Tripwire] {
	return slices.DeleteFunc(tatm.All[tatm.Tripwire](v.File), func(t tatm.Item[tatm.Tripwire]) bool { return t.Rec.State == tatm.Retired })
}

// watcher says who watches for a tripwire: a member, a monitor, or nobody yet.
func watcher(ctx context.Context, v app.CaseView, t tatm.Tripwire) string {
	if t.Watcher != "" {
		return v.Names.Of(t.Watcher)
	}
	for _, m := range tatm.All[tatm.Monitor](v.File) {
		if m.ID == t.Monitor {
			return m.Rec.Name
		}
	}
	return locale.T(ctx, "print.nobody")
}
