package demo

import (
	"time"

	"offramp/internal/tatm"
)

// days is the working calendar of the county, seen from the present minute:
// stories count working days back from it, so that whatever the hour and the
// weekday on which the demonstration starts, people work in working hours.
type days struct {
	open tatm.Calendar
	zone *time.Location
	end  time.Time
}

// hours are the open hours of the day that t falls on in the county's zone.
func (d days) hours(t time.Time) (open, shut time.Time, ok bool) {
	local := t.In(d.zone)
	h, works := d.open.Open[local.Weekday()]
	_, closed := d.open.Closed[local.Format(time.DateOnly)]
	return clock(local, h.From), clock(local, h.To), works && !closed
}

func clock(day time.Time, minutes int) time.Time {
	y, m, n := day.Date()
	return time.Date(y, m, n, 0, minutes, 0, 0, day.Location())
}

// back is an hour of the n-th working day before today.
func (d days) back(n, hour, minute int) time.Time {
	return clock(d.working(n, -1), hour*60+minute)
}

// ahead is the afternoon of the n-th working day after today.
func (d days) ahead(n int) time.Time { return clock(d.working(n, 1), 16*60) }

func (d days) working(n, step int) time.Time {
	day := clock(d.end.In(d.zone), 12*60)
	for n > 0 {
		day = day.AddDate(0, 0, step)
		if _, _, ok := d.hours(day); ok {
			n--
		}
	}
	return day
}

// next is the opening of the first working day after t.
func (d days) next(t time.Time) time.Time {
	for day := clock(t.In(d.zone), 12*60).AddDate(0, 0, 1); ; day = day.AddDate(0, 0, 1) {
		if open, _, ok := d.hours(day); ok {
			return open
		}
	}
}

// lately is so much open time before the present minute.
func (d days) lately(ago time.Duration) time.Time {
	t := d.end.In(d.zone)
	for {
		open, shut, ok := d.hours(t)
		if shut.Before(t) {
			t = shut
		}
		if ok && t.After(open) {
			if rest := t.Sub(open); ago <= rest {
				return t.Add(-ago)
			}
			ago -= t.Sub(open)
		}
		t = clock(t, 0).Add(-time.Minute)
	}
}

// friday is an hour of the last Friday that lies at least n days back.
func (d days) friday(n, hour, minute int) time.Time {
	day := d.end.In(d.zone).AddDate(0, 0, -n)
	for day.Weekday() != time.Friday {
		day = day.AddDate(0, 0, -1)
	}
	return clock(day, hour*60+minute)
}
