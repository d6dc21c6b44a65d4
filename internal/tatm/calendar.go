package tatm

import "time"

// Calendar is the business calendar of a team: open hours by weekday and the
// days it is closed, each with its name, so that a pause always has a reason.
type Calendar struct {
	Open   map[time.Weekday]Hours
	Closed map[string]string // "2026-07-04" -> name of the closure
}

// Hours are open hours of a day, in minutes after midnight.
type Hours struct{ From, To int }

// farthest bounds a search for open time, so that a calendar that is never
// open cannot hang the program.
const farthest = 5 * 366

// hours returns the open time of the day that begins at midnight day.
func (c Calendar) hours(day time.Time) (from, to time.Time, open bool) {
	h, ok := c.Open[day.Weekday()]
	if !ok || h.To <= h.From {
		return from, to, false
	}
	if _, closed := c.Closed[day.Format(time.DateOnly)]; closed {
		return from, to, false
	}
	y, m, d := day.Date()
	at := func(min int) time.Time { return time.Date(y, m, d, min/60, min%60, 0, 0, day.Location()) }
	return at(h.From), at(h.To), true
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// AddHours returns the end of n open hours after from.
func (c Calendar) AddHours(from time.Time, n int, zone *time.Location) time.Time {
	left := time.Duration(n) * time.Hour
	at := from.In(zone)
	for range farthest {
		open, shut, any := c.hours(midnight(at))
		if any && at.Before(shut) {
			if at.Before(open) {
				at = open
			}
			if rest := shut.Sub(at); left <= rest {
				return at.Add(left).UTC()
			} else {
				left -= rest
			}
		}
		at = midnight(at).AddDate(0, 0, 1)
	}
	return from.Add(time.Duration(n) * time.Hour).UTC()
}

// AddDays returns the close of the n-th open day after the day of from; what
// arrives on a closed day counts as arriving on the next open one.
func (c Calendar) AddDays(from time.Time, n int, zone *time.Location) time.Time {
	day := midnight(from.In(zone))
	var last time.Time
	seen := -1
	for range farthest {
		_, shut, open := c.hours(day)
		if open && (seen >= 0 || from.Before(shut)) {
			seen++
			last = shut
		}
		if seen >= n {
			return last.UTC()
		}
		day = day.AddDate(0, 0, 1)
	}
	return from.AddDate(0, 0, n).UTC()
}
