package tatm

import (
	"slices"
	"time"
)

// Calendar is the business calendar of a team: open hours by weekday and the
// days it is closed, each with its name, so that a pause always has a reason.
type Calendar struct {
	Open   map[time.Weekday]Hours
	Closed map[string]string // "2026-07-04" -> name of the closure
}

// Hours are open hours of a day, in minutes after midnight; 1440 is its end.
type Hours struct{ From, To int }

// farthest bounds a search for open time, in days, so that a calendar that is
// never open cannot hang the program.
const farthest = 5 * 366

// civil returns the day that t falls on in zone, as its midnight in UTC: days
// are counted where no clock changes, so that one without a midnight is not lost.
func civil(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// wall returns the moment at which the clocks of zone show so many minutes
// after the midnight of a civil day. A time that a change of clocks leaves out
// is the moment of the change.
func wall(day time.Time, minutes int, zone *time.Location) time.Time {
	y, m, d := day.Date()
	t := time.Date(y, m, d, 0, minutes, 0, 0, zone)
	_, offset := t.Zone()
	shown := t.Unix() + int64(offset)
	asked := day.Unix() + int64(minutes)*60
	from, until := t.ZoneBounds()
	switch {
	case shown < asked:
		return until
	case shown > asked:
		return from
	}
	return t
}

// hours returns the open time of a civil day.
func (c Calendar) hours(day time.Time, zone *time.Location) (open, shut time.Time, ok bool) {
	h, ok := c.Open[day.Weekday()]
	if _, closed := c.Closed[day.Format(time.DateOnly)]; !ok || closed {
		return open, shut, false
	}
	open, shut = wall(day, h.From, zone), wall(day, h.To, zone)
	return open, shut, shut.After(open)
}

// AddHours returns the end of n open hours after from. With none it is from
// itself, or the next opening if the team is closed then. Where nothing opens
// for years, every hour counts.
func (c Calendar) AddHours(from time.Time, n int, zone *time.Location) time.Time {
	left := time.Duration(n) * time.Hour
	day := civil(from, zone)
	for range farthest {
		open, shut, ok := c.hours(day, zone)
		if ok && from.Before(shut) {
			if from.After(open) {
				open = from
			}
			rest := shut.Sub(open)
			if left <= rest {
				return open.Add(left).UTC()
			}
			left -= rest
		}
		day = day.AddDate(0, 0, 1)
	}
	return from.Add(time.Duration(n) * time.Hour).UTC()
}

// AddDays returns the close of the n-th open day after the day of from; what
// arrives on a closed day, or after hours, counts as arriving on the next open
// one. Where nothing opens for years, every day counts.
func (c Calendar) AddDays(from time.Time, n int, zone *time.Location) time.Time {
	day := civil(from, zone)
	for range farthest {
		if _, shut, ok := c.hours(day, zone); ok && from.Before(shut) {
			if n <= 0 {
				return shut.UTC()
			}
			n--
		}
		day = day.AddDate(0, 0, 1)
	}
	return from.Add(time.Duration(n) * day24).UTC()
}

// Pauses returns the names of the closures from one time to another, in order,
// each once: why a business clock stood still. Weekends need no name.
func (c Calendar) Pauses(from, to time.Time, zone *time.Location) []string {
	var out []string
	last := civil(to, zone)
	for day := civil(from, zone); !day.After(last); day = day.AddDate(0, 0, 1) {
		name, closed := c.Closed[day.Format(time.DateOnly)]
		if _, works := c.Open[day.Weekday()]; closed && works && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
