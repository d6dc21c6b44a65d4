package tatm

import (
	"slices"
	"time"
)

// Roster says who is on duty for a team: turns that come round every week, and
// the times at which somebody stands in for somebody else. It rates nobody and
// gives no right: it says whom a notice reaches first, and who is next when
// nobody answers.
type Roster struct {
	Turns    []Turn
	Absences []Absence
}

// Hour words say at what hours a turn runs.
const (
	OpenHours   = "open"   // while the team's calendar is open
	AfterHours  = "closed" // while it is not: nights, weekends, holidays
	AllHours    = "always"
	ChosenHours = "hours" // from one time of day to another, past midnight too
)

// The steps of a turn.
const (
	FirstOnDuty = 1
	CoverOnDuty = 2 // hears of it when the first does not answer
)

// Turn is somebody's regular duty.
type Turn struct {
	ID     string
	Who    ActorID
	Step   int
	Days   [7]bool // Sunday first; none: every day
	Hours  string
	From   int // minutes after midnight, for ChosenHours
	To     int // at or before From: on the next day
	Begins time.Time
	Ends   time.Time
}

// Absence is a time at which somebody is away; By stands in, or nobody.
type Absence struct {
	ID    string
	Who   ActorID
	By    ActorID
	From  time.Time
	Until time.Time
}

// Watch is a stretch of time with those who are on duty in it.
type Watch struct {
	From, Until  time.Time
	First, Cover []ActorID
}

// Check holds a turn against its own rules.
func (t Turn) Check() error {
	var c checks
	if t.Who == "" {
		c.bad("who", "field.person")
	}
	if t.Step != FirstOnDuty && t.Step != CoverOnDuty {
		c.bad("step", "field.choose")
	}
	c.oneOf("hours", t.Hours, OpenHours, AfterHours, AllHours, ChosenHours)
	if t.Hours == ChosenHours && (t.From < 0 || t.From >= 1440 || t.To < 0 || t.To > 1440 || t.From == t.To) {
		c.bad("from", "roster.hours")
	}
	if !t.Ends.IsZero() && !t.Ends.After(t.Begins) {
		c.bad("ends", "field.before")
	}
	return c.err()
}

// Check holds an absence against its own rules.
func (a Absence) Check() error {
	var c checks
	if a.Who == "" {
		c.bad("who", "field.person")
	}
	if a.By == a.Who {
		c.bad("by", "roster.same")
	}
	c.date("from", a.From)
	c.date("until", a.Until)
	if !a.From.IsZero() && !a.Until.IsZero() && !a.Until.After(a.From) {
		c.bad("until", "field.before")
	}
	return c.err()
}

// on reports whether the turn names a weekday.
func (t Turn) on(day time.Time) bool {
	return t.Days == [7]bool{} || t.Days[day.Weekday()]
}

// runs reports whether the turn runs at a time, by the pack's calendar and zone.
func (t Turn) runs(at time.Time, p *Pack) bool {
	if at.Before(t.Begins) || (!t.Ends.IsZero() && !at.Before(t.Ends)) {
		return false
	}
	day := civil(at, p.zone())
	if t.Hours == ChosenHours {
		return t.covers(day, at, p) || t.covers(day.AddDate(0, 0, -1), at, p)
	}
	if !t.on(day) {
		return false
	}
	return t.Hours == AllHours || p.IsOpen(at) == (t.Hours == OpenHours)
}

// covers reports whether the turn that begins on a day runs at a time.
func (t Turn) covers(day, at time.Time, p *Pack) bool {
	if !t.on(day) {
		return false
	}
	to := t.To
	if to <= t.From {
		to += 1440
	}
	return !at.Before(wall(day, t.From, p.zone())) && at.Before(wall(day, to, p.zone()))
}

// IsOpen reports whether the team's calendar is open at a time.
func (p *Pack) IsOpen(at time.Time) bool {
	open, shut, ok := p.Calendar.hours(civil(at, p.zone()), p.zone())
	return ok && !at.Before(open) && at.Before(shut)
}

// OnDuty lists who is on duty at a time: who hears of a report first, and who
// covers. A person who is away is replaced by who stands in, if anybody does.
func (r Roster) OnDuty(at time.Time, p *Pack) (first, cover []ActorID) {
	for _, t := range r.Turns {
		who := r.standsIn(t.Who, at)
		if who == "" || !t.runs(at, p) {
			continue
		}
		if t.Step == FirstOnDuty && !slices.Contains(first, who) {
			first = append(first, who)
		}
		if t.Step == CoverOnDuty && !slices.Contains(cover, who) {
			cover = append(cover, who)
		}
	}
	return first, slices.DeleteFunc(cover, func(a ActorID) bool { return slices.Contains(first, a) })
}

// standsIn is who does somebody's turn at a time; an absence written later
// counts before an earlier one. Who stands in and is away too is not followed
// further: two absences make a gap that the week shows.
func (r Roster) standsIn(who ActorID, at time.Time) ActorID {
	away := func(a ActorID) (Absence, bool) {
		for _, x := range slices.Backward(r.Absences) {
			if x.Who == a && !at.Before(x.From) && at.Before(x.Until) {
				return x, true
			}
		}
		return Absence{}, false
	}
	x, gone := away(who)
	if !gone {
		return who
	}
	if _, too := away(x.By); too {
		return ""
	}
	return x.By
}

// Ahead is who is on duty from a time on for so many days, in stretches without
// a change; a stretch with nobody in it is a gap.
func (r Roster) Ahead(from time.Time, days int, p *Pack) []Watch {
	until := from.AddDate(0, 0, days)
	var out []Watch
	at := r.changes(from, until, p)
	for i, t := range at {
		first, cover := r.OnDuty(t, p)
		end := until
		if i+1 < len(at) {
			end = at[i+1]
		}
		if n := len(out); n > 0 && slices.Equal(out[n-1].First, first) && slices.Equal(out[n-1].Cover, cover) {
			out[n-1].Until = end
			continue
		}
		out = append(out, Watch{From: t, Until: end, First: first, Cover: cover})
	}
	return out
}

// changes are the times at which who is on duty may change, the first included.
func (r Roster) changes(from, until time.Time, p *Pack) []time.Time {
	at := []time.Time{from}
	add := func(t time.Time) {
		if t.After(from) && t.Before(until) {
			at = append(at, t.UTC())
		}
	}
	for day := civil(from, p.zone()).AddDate(0, 0, -1); !day.After(civil(until, p.zone())); day = day.AddDate(0, 0, 1) {
		add(wall(day, 0, p.zone()))
		if open, shut, ok := p.Calendar.hours(day, p.zone()); ok {
			add(open)
			add(shut)
		}
		for _, t := range r.Turns {
			add(wall(day, t.From, p.zone()))
			add(wall(day, t.To, p.zone()))
		}
	}
	for _, t := range r.Turns {
		add(t.Begins)
		add(t.Ends)
	}
	for _, x := range r.Absences {
		add(x.From)
		add(x.Until)
	}
	slices.SortFunc(at, time.Time.Compare)
	return slices.CompactFunc(at, time.Time.Equal)
}
