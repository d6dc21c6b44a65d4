package tatm

import (
	"slices"
	"testing"
	"time"
)

// officePack is open on weekdays from eight to five in New York, and closed on
// Thanksgiving.
func officePack(t *testing.T) *Pack {
	t.Helper()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	c := Calendar{Open: map[time.Weekday]Hours{}, Closed: map[string]string{"2026-11-26": "Thanksgiving Day"}}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Open[d] = Hours{8 * 60, 17 * 60}
	}
	return &Pack{Zone: zone, Calendar: c}
}

// TestOnDuty: by hours of the calendar, holidays, nights past midnight, the
// hour that a change of clocks repeats, and people who are away.
func TestOnDuty(t *testing.T) {
	p := officePack(t)
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, p.Zone)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	r := Roster{
		Turns: []Turn{
			{Who: "day", Step: FirstOnDuty, Hours: OpenHours},
			{Who: "night", Step: FirstOnDuty, Hours: AfterHours},
			{Who: "cover", Step: CoverOnDuty, Hours: AllHours},
			{Who: "friday", Step: FirstOnDuty, Hours: ChosenHours, Days: [7]bool{5: true}, From: 22 * 60, To: 6 * 60},
		},
		Absences: []Absence{{Who: "day", By: "sub", From: at("2026-11-23 00:00"), Until: at("2026-11-24 00:00")},
			{Who: "night", From: at("2026-11-24 00:00"), Until: at("2026-11-25 00:00")}},
	}
	for _, tt := range []struct {
		when  string
		first []ActorID
	}{
		{"2026-11-20 09:00", []ActorID{"day"}},
		{"2026-11-20 07:59", []ActorID{"night"}},
		{"2026-11-20 17:00", []ActorID{"night"}},
		{"2026-11-20 22:00", []ActorID{"night", "friday"}},
		{"2026-11-21 05:59", []ActorID{"night", "friday"}}, // Friday's night, on Saturday
		{"2026-11-21 06:00", []ActorID{"night"}},
		{"2026-11-22 12:00", []ActorID{"night"}}, // Sunday
		{"2026-11-23 09:00", []ActorID{"sub"}},
		{"2026-11-24 20:00", nil},                // away, and nobody stands in
		{"2026-11-26 12:00", []ActorID{"night"}}, // a holiday
	} {
		first, cover := r.OnDuty(at(tt.when), p)
		if !slices.Equal(first, tt.first) || !slices.Equal(cover, []ActorID{"cover"}) {
			t.Errorf("%s: %v, cover %v; want %v", tt.when, first, cover, tt.first)
		}
	}
	gap := false
	ahead := r.Ahead(at("2026-11-20 12:00"), 7, p)
	for i, w := range ahead {
		gap = gap || len(w.First) == 0
		if i > 0 && !w.From.Equal(ahead[i-1].Until) {
			t.Errorf("a hole between %v and %v", ahead[i-1].Until, w.From)
		}
		mid := w.From.Add(w.Until.Sub(w.From) / 2)
		if first, _ := r.OnDuty(mid, p); !slices.Equal(first, w.First) {
			t.Errorf("%v says %v, the moment says %v", w.From, w.First, first)
		}
	}
	if !gap || !ahead[0].From.Equal(at("2026-11-20 12:00")) || !ahead[len(ahead)-1].Until.Equal(at("2026-11-27 12:00")) {
		t.Errorf("the week ahead: %+v", ahead)
	}
}

// TestRosterRules: what a turn and an absence may not say.
func TestRosterRules(t *testing.T) {
	now := time.Now()
	for name, err := range map[string]error{
		"nobody":         Turn{Step: 1, Hours: AllHours}.Check(),
		"no step":        Turn{Who: "a", Hours: AllHours}.Check(),
		"no hours":       Turn{Who: "a", Step: 1}.Check(),
		"no time at all": Turn{Who: "a", Step: 1, Hours: ChosenHours, From: 60, To: 60}.Check(),
		"25 o'clock":     Turn{Who: "a", Step: 1, Hours: ChosenHours, From: 1500, To: 60}.Check(),
		"ends first":     Turn{Who: "a", Step: 1, Hours: AllHours, Begins: now, Ends: now.Add(-time.Hour)}.Check(),
		"for oneself":    Absence{Who: "a", By: "a", From: now, Until: now.Add(time.Hour)}.Check(),
		"backwards":      Absence{Who: "a", From: now, Until: now.Add(-time.Hour)}.Check(),
		"no end":         Absence{Who: "a", From: now}.Check(),
	} {
		if err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if err := (Turn{Who: "a", Step: 2, Hours: ChosenHours, From: 1320, To: 360}).Check(); err != nil {
		t.Error(err)
	}
}
