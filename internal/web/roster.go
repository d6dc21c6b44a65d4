package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/fault"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// rosterPage serves GET /roster: who is on duty, for each team the asker
// screens for.
func (c *call) rosterPage() error { return c.rosterWith("", "", nil) }

// rosterWith shows the rosters; the form that was posted shows what was wrong.
func (c *call) rosterWith(team, act string, wrong error) error {
	vs, err := c.desk.SeeRoster(c.ctx())
	if err != nil {
		return err
	}
	forms, status := map[tatm.TeamID][]form{}, 200
	for _, v := range vs {
		fs := c.rosterForms(v)
		for i := range fs {
			fs[i].Once, fs[i].Submit = fresh(), "save"
			if wrong != nil && string(v.Team.ID) == team && strings.HasSuffix(fs[i].Action, "/"+act) {
				fs[i].Values = c.form
				fs[i].faulty(wrong)
				status = statuses[fault.KindOf(wrong)]
			}
		}
		forms[v.Team.ID] = fs
	}
	c.show(status, rosterPage(c.frame("nav.roster"), vs, forms))
	return nil
}

// rosterForms add a turn and an absence.
func (c *call) rosterForms(v app.RosterView) []form {
	var people, days []option
	seen := map[tatm.ActorID]bool{}
	for _, p := range v.People {
		if !seen[p.ID] {
			people = append(people, option{Value: string(p.ID), Label: p.Name + " · " + locale.T(c.ctx(), "role."+string(p.Role))})
		}
		seen[p.ID] = true
	}
	for d := range 7 {
		days = append(days, option{Value: strconv.Itoa(d), Label: locale.T(c.ctx(), "weekday."+strconv.Itoa(d))})
	}
	base, nobody := "/roster/"+string(v.Team.ID), append([]option{{Label: locale.T(c.ctx(), "roster.nobody-in")}}, people...)
	away := form{Title: "roster.add-away", Lead: "roster.add-away.lead", Action: base + "/away", Values: url.Values{}, Fields: []field{
		{Name: "who", Kind: pick, Need: true, Label: "field.away-who", Options: people}, {Name: "by", Kind: pick, Label: "field.away-by", Options: nobody},
		{Name: "from", Kind: minute, Need: true, Label: "field.away-from"}, {Name: "until", Kind: minute, Need: true, Label: "field.away-until"}}}
	if !c.frame("").has(tatm.Intake, tatm.Chair, tatm.Deputy) {
		return []form{away}
	}
	return []form{{Title: "roster.add-turn", Lead: "roster.add-turn.lead", Action: base + "/turn", Values: url.Values{"step": {"1"}, "hours": {tatm.OpenHours}}, Fields: []field{
		{Name: "who", Kind: pick, Need: true, Label: "field.turn-who", Options: people},
		{Name: "step", Kind: choice, Need: true, Label: "field.turn-step", Options: c.options("roster.step.", "1", "2")},
		{Name: "hours", Kind: choice, Need: true, Label: "field.turn-hours", Options: c.options("roster.hours.", tatm.OpenHours, tatm.AfterHours, tatm.AllHours, tatm.ChosenHours)},
		{Name: "from", Kind: line, Label: "field.turn-from"}, {Name: "to", Kind: line, Label: "field.turn-to"},
		{Name: "days", Kind: many, Label: "field.turn-days", Options: days},
		{Name: "begins", Kind: day, Label: "field.turn-begins"}, {Name: "ends", Kind: day, Label: "field.turn-ends"}}}, away}
}

// rosterAct serves POST /roster/{team}/{act}.
func (c *call) rosterAct() error {
	team, act := c.r.PathValue("team"), c.r.PathValue("act")
	var err error
	switch act {
	case "turn":
		if t := c.turn(); c.faults(nil) == nil {
			_, err = c.desk.AddTurn(c.ctx(), tatm.TeamID(team), t)
		}
	case "away":
		if a := c.absence(); c.faults(nil) == nil {
			_, err = c.desk.AddAbsence(c.ctx(), tatm.TeamID(team), a)
		}
	case "end":
		_, err = c.desk.EndTurn(c.ctx(), tatm.TeamID(team), c.form.Get("turn"))
	default:
		err = fault.New(fault.NotFound, "record.absent")
	}
	err = c.faults(err)
	if k := fault.KindOf(err); k == fault.Invalid || k == fault.Conflict {
		return c.rosterWith(team, act, err)
	}
	if err != nil {
		return err
	}
	return c.goTo("/roster")
}

// turn reads a turn from its form.
func (c *call) turn() tatm.Turn {
	t := tatm.Turn{Who: tatm.ActorID(c.form.Get("who")), Hours: c.form.Get("hours"), Begins: c.midnight("begins"), Ends: c.midnight("ends")}
	t.Step, _ = strconv.Atoi(c.form.Get("step"))
	if t.Hours == tatm.ChosenHours {
		t.From, t.To = c.clockTime("from"), c.clockTime("to")
	}
	if !t.Ends.IsZero() {
		t.Ends = t.Ends.AddDate(0, 0, 1) // the last day counts
	}
	for _, d := range c.form["days"] {
		if n, err := strconv.Atoi(d); err == nil && n >= 0 && n < 7 {
			t.Days[n] = true
		}
	}
	return t
}

func (c *call) absence() tatm.Absence {
	a := tatm.Absence{Who: tatm.ActorID(c.form.Get("who")), By: tatm.ActorID(c.form.Get("by"))}
	var err error
	if a.From, err = c.time("from"); err != nil {
		c.bad = append(c.bad, err)
	}
	if a.Until, err = c.time("until"); err != nil {
		c.bad = append(c.bad, err)
	}
	return a
}

// midnight is the beginning of a day that was given, in the reader's zone.
func (c *call) midnight(name string) time.Time {
	at, err := c.time(name)
	if err != nil {
		c.bad = append(c.bad, err)
	}
	if at.IsZero() {
		return at
	}
	y, m, d := at.In(c.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, c.zone)
}

// clockTime reads a time of day, as 17:00 or 5 pm; 24:00 is the day's end.
func (c *call) clockTime(name string) int {
	s := strings.ToUpper(strings.ReplaceAll(strings.ReplaceAll(c.text(name), ".", ""), " ", ""))
	if s == "24:00" {
		return 1440
	}
	for _, layout := range []string{"15:04", "1504", "3:04PM", "3PM"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Hour()*60 + at.Minute()
		}
	}
	c.bad = append(c.bad, fault.Bad(name, "field.clock"))
	return 0
}

// turnSays is a turn in words.
func turnSays(ctx context.Context, t tatm.Turn) string {
	hours := locale.T(ctx, "roster.hours."+t.Hours)
	if t.Hours == tatm.ChosenHours {
		hours = clockText(t.From) + "–" + clockText(t.To)
	}
	var days []string
	for d, on := range t.Days {
		if on {
			days = append(days, locale.T(ctx, "weekday."+strconv.Itoa(d)))
		}
	}
	if len(days) == 0 {
		days = []string{locale.T(ctx, "roster.every-day")}
	}
	span := ""
	if !t.Begins.IsZero() || !t.Ends.IsZero() {
		span = dated(ctx, t.Begins) + "–" + dated(ctx, t.Ends.Add(-time.Second))
		if t.Ends.IsZero() {
			span = dated(ctx, t.Begins) + "–"
		}
	}
	return listed(locale.T(ctx, "roster.step."+strconv.Itoa(t.Step)), hours, strings.Join(days, ", "), span)
}

func clockText(minutes int) string {
	return time.Date(2000, 1, 1, 0, minutes, 0, 0, time.UTC).Format("15:04")
}

// onDutyNames are people as one line, or a word for nobody.
func onDutyNames(ctx context.Context, n app.Names, who []tatm.ActorID) string {
	if len(who) == 0 {
		return locale.T(ctx, "roster.nobody")
	}
	out := make([]string, len(who))
	for i, id := range who {
		out[i] = n.Of(id)
	}
	return strings.Join(out, ", ")
}

func standIns(a tatm.Absence) []tatm.ActorID {
	if a.By == "" {
		return nil
	}
	return []tatm.ActorID{a.By}
}

// dutySays is who is on duty now, in a line.
func dutySays(ctx context.Context, v app.RosterView) string {
	if len(v.Roster.Turns) == 0 {
		return locale.T(ctx, "roster.not-kept")
	}
	return locale.T(ctx, "roster.on-duty", onDutyNames(ctx, v.Names, v.Now.First), onDutyNames(ctx, v.Names, v.Now.Cover))
}
