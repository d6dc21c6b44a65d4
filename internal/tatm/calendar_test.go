package tatm

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// zones are a plain one and four whose clocks change in awkward ways: at two
// in the morning, at midnight, by half an hour, and by a whole day left out.
var zones = []string{"UTC", "America/New_York", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia"}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// school is Monday to Friday, 8 to 17, closed on one holiday and all summer.
func school() Calendar {
	c := Calendar{Open: map[time.Weekday]Hours{}, Closed: map[string]string{"2026-11-26": "Thanksgiving Day"}}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Open[d] = Hours{8 * 60, 17 * 60}
	}
	for d := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC); d.Before(time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC)); d = d.AddDate(0, 0, 1) {
		c.Closed[d.Format(time.DateOnly)] = "Summer break"
	}
	return c
}

func TestCalendar(t *testing.T) {
	ny := zone(t, "America/New_York")
	at := func(s string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", s, ny)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	tests := []struct {
		name, from string
		n          int
		hours      string // from plus n open hours
		days       string // from plus n open days
	}{
		{"in the morning", "2026-11-24 09:00", 1, "2026-11-24 10:00", "2026-11-25 17:00"},
		{"nothing added, open", "2026-11-24 09:00", 0, "2026-11-24 09:00", "2026-11-24 17:00"},
		{"nothing added, before opening", "2026-11-24 07:00", 0, "2026-11-24 08:00", "2026-11-24 17:00"},
		{"nothing added, at closing time", "2026-11-24 17:00", 0, "2026-11-25 08:00", "2026-11-25 17:00"},
		{"Friday night", "2026-11-20 22:00", 4, "2026-11-23 12:00", "2026-11-30 17:00"},
		{"over a holiday", "2026-11-25 15:00", 4, "2026-11-27 10:00", "2026-12-02 17:00"},
		{"last hour before summer", "2026-06-12 16:00", 2, "2026-08-24 09:00", "2026-08-25 17:00"},
		{"in summer", "2026-07-04 12:00", 1, "2026-08-24 09:00", "2026-08-25 17:00"},
		{"over the spring change of clocks", "2026-03-06 16:00", 2, "2026-03-09 09:00", "2026-03-10 17:00"},
		{"over the autumn change of clocks", "2026-10-30 16:00", 2, "2026-11-02 09:00", "2026-11-03 17:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := school().AddHours(at(tt.from), tt.n, ny); !got.Equal(at(tt.hours)) {
				t.Errorf("hours: %v, want %s", got.In(ny), tt.hours)
			}
			if got := school().AddDays(at(tt.from), tt.n, ny); !got.Equal(at(tt.days)) {
				t.Errorf("days: %v, want %s", got.In(ny), tt.days)
			}
		})
	}
}

func TestCalendarNightShift(t *testing.T) {
	ny := zone(t, "America/New_York")
	c := Calendar{Open: map[time.Weekday]Hours{}}
	for d := time.Sunday; d <= time.Saturday; d++ {
		c.Open[d] = Hours{0, 24 * 60}
	}
	// Always open, so a business hour is an hour, also in a night of 23 or 25.
	for _, day := range []int{8, 9} {
		from := time.Date(2026, 3, day, 0, 30, 0, 0, ny)
		if got := c.AddHours(from, 30, ny); !got.Equal(from.Add(30 * time.Hour)) {
			t.Errorf("30 hours after %v are %v", from, got.In(ny))
		}
	}
}

func TestCalendarNeverOpen(t *testing.T) {
	from := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	if got := (Calendar{}).AddHours(from, 4, time.UTC); !got.Equal(from.Add(4 * time.Hour)) {
		t.Errorf("hours: %v", got)
	}
	if got := (Calendar{}).AddDays(from, 2, time.UTC); !got.Equal(from.Add(48 * time.Hour)) {
		t.Errorf("days: %v", got)
	}
}

func TestPauses(t *testing.T) {
	ny := zone(t, "America/New_York")
	p := &Pack{Zone: ny, Calendar: school(), Clocks: map[Clock]Span{
		ClockInquiry:    {Length: 5, Unit: BusinessDays},
		ClockReviewHigh: {Length: 90, Unit: InDays},
	}}
	june := time.Date(2026, 6, 12, 9, 0, 0, 0, ny)
	if got := p.Pauses(ClockInquiry, june); !slices.Equal(got, []string{"Summer break"}) {
		t.Errorf("five business days in June pause for %q", got)
	}
	if got := p.Pauses(ClockReviewHigh, june); got != nil {
		t.Errorf("ninety days pause for %q", got)
	}
	if got := p.Pauses(ClockInquiry, time.Date(2026, 10, 5, 9, 0, 0, 0, ny)); got != nil {
		t.Errorf("a week in October pauses for %q", got)
	}
}

// drawCalendar draws a calendar that is open on some day.
func drawCalendar(t *rapid.T) Calendar {
	c := Calendar{Open: map[time.Weekday]Hours{}, Closed: map[string]string{}}
	for _, d := range rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 1, 7, rapid.ID).Draw(t, "weekdays") {
		from := rapid.IntRange(0, 1380).Draw(t, "opens")
		c.Open[time.Weekday(d)] = Hours{from, rapid.IntRange(from+60, 1440).Draw(t, "shuts")}
	}
	first := time.Date(2011, 12, 1, 0, 0, 0, 0, time.UTC)
	for range rapid.IntRange(0, 3).Draw(t, "closures") {
		day := first.AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "closed from"))
		for i := range rapid.IntRange(1, 90).Draw(t, "closed days") {
			c.Closed[day.AddDate(0, 0, i).Format(time.DateOnly)] = "Closed"
		}
	}
	return c
}

// changes are the moments at which the clocks of zones change.
var changes = []time.Time{
	time.Date(2012, 3, 11, 7, 0, 0, 0, time.UTC), time.Date(2012, 11, 4, 6, 0, 0, 0, time.UTC), // New York
	time.Date(2012, 4, 1, 5, 0, 0, 0, time.UTC), time.Date(2012, 11, 4, 5, 0, 0, 0, time.UTC), // Havana
	time.Date(2012, 3, 31, 15, 0, 0, 0, time.UTC), time.Date(2012, 10, 6, 15, 30, 0, 0, time.UTC), // Lord Howe
	time.Date(2011, 12, 30, 10, 0, 0, 0, time.UTC), // Apia loses a day
}

// drawTimes draws two minutes, the earlier first: anywhere in a year, or some
// days before a change of clocks and close together.
func drawTimes(t *rapid.T) (a, b time.Time) {
	if rapid.Bool().Draw(t, "near a change") {
		a = rapid.SampledFrom(changes).Draw(t, "change").AddDate(0, 0, -rapid.IntRange(0, 7).Draw(t, "days before"))
		a = a.Add(time.Duration(rapid.IntRange(-1500, 300).Draw(t, "minutes")) * time.Minute)
		return a, a.Add(time.Duration(rapid.IntRange(0, 240).Draw(t, "later")) * time.Minute)
	}
	a = time.Date(2011, 12, 1, 0, rapid.IntRange(0, 500*24*60).Draw(t, "a"), 0, 0, time.UTC)
	b = time.Date(2011, 12, 1, 0, rapid.IntRange(0, 500*24*60).Draw(t, "b"), 0, 0, time.UTC)
	if b.Before(a) {
		a, b = b, a
	}
	return a, b
}

// inOpen reports whether at is open time, its closing minute included.
func inOpen(c Calendar, at time.Time, z *time.Location) bool {
	day := civil(at, z)
	for back := range 3 { // the day before may be one that the zone left out
		d := day.AddDate(0, 0, -back)
		if open, shut, ok := c.hours(d, z); ok && !at.Before(open) && !at.After(shut) {
			return true
		}
	}
	return false
}

func TestCalendarAlways(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, z := drawCalendar(t), zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		a, b := drawTimes(t)
		n := rapid.IntRange(0, 20).Draw(t, "n")
		for name, add := range map[string]func(time.Time, int, *time.Location) time.Time{"hours": c.AddHours, "days": c.AddDays} {
			first, later := add(a, n, z), add(b, n, z)
			if later.Before(first) {
				t.Fatalf("%d %s from %v end %v, from the later %v end %v", n, name, a, first, b, later)
			}
			if first.Before(a) {
				t.Fatalf("%d %s from %v end before it, %v", n, name, a, first)
			}
			if more := add(a, n+1, z); more.Before(first) {
				t.Fatalf("%d %s end %v, one more ends %v", n, name, first, more)
			}
			if !inOpen(c, first, z) {
				t.Fatalf("%d %s from %v end on closed time, %v", n, name, a, first.In(z))
			}
		}
	})
}

// TestOpenHoursAdd: open hours add up, whatever lies between.
func TestOpenHoursAdd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, z := drawCalendar(t), zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		from, _ := drawTimes(t)
		n, m := rapid.IntRange(0, 40).Draw(t, "n"), rapid.IntRange(1, 40).Draw(t, "m")
		if got, want := c.AddHours(c.AddHours(from, n, z), m, z), c.AddHours(from, n+m, z); !got.Equal(want) {
			t.Fatalf("%d then %d hours end %v, together %v", n, m, got, want)
		}
	})
}

func TestDueAlways(t *testing.T) {
	units := []Unit{InMinutes, InHours, InDays, BusinessHours, BusinessDays}
	rapid.Check(t, func(t *rapid.T) {
		p := &Pack{Calendar: drawCalendar(t), Zone: zone(t, rapid.SampledFrom(zones).Draw(t, "zone")), Clocks: map[Clock]Span{
			ClockInquiry: {Length: rapid.IntRange(0, 10).Draw(t, "length"), Unit: rapid.SampledFrom(units).Draw(t, "unit")},
		}}
		a, b := drawTimes(t)
		if first, later := p.Due(ClockInquiry, a), p.Due(ClockInquiry, b); later.Before(first) || first.Before(a) {
			t.Fatalf("%+v: %v is due %v, %v is due %v", p.Clocks[ClockInquiry], a, first, b, later)
		}
	})
}

func TestLevelClocks(t *testing.T) {
	p := &Pack{}
	for _, l := range Levels {
		for _, c := range []Clock{p.ReviewClock(l), p.ExpiryClock(l), p.PlanClock(l)} {
			if !slices.Contains(Clocks, c) {
				t.Errorf("level %s has no clock, but %q", l, c)
			}
		}
	}
	if p.ReviewClock("") != ClockReviewUndetermined {
		t.Error("a case without a level is reviewed as if it had one")
	}
	if p.DutyClock("abuse") != ClockDutyAbuse || p.DutyClock("warn") != ClockDutyWarn {
		t.Error("a duty has the other's clock")
	}
	if !(&Pack{}).Due(ClockInquiry, time.Unix(60, 0)).Equal(time.Unix(60, 0)) {
		t.Error("a clock the pack lacks is not due at once")
	}
}
