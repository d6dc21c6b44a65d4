package web

import (
	"slices"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// lanes are the rows of the timeline, top to bottom.
var lanes = []string{"observed", "events", "protective", "steps", "wires", "team"}

const laneHeight = 44

// point is one dated thing on the timeline.
type point struct {
	at   time.Time
	lane string
	row  int
	text string
}

// timeline is what happened, when, in lanes: a picture of dates, not a meter.
type timeline struct {
	points   []point
	from, to time.Time
}

func (c *call) timeline(v app.CaseView) timeline {
	var t timeline
	add := func(at time.Time, lane, text string) {
		if !at.IsZero() {
			t.points = append(t.points, point{at, lane, slices.Index(lanes, lane), text})
		}
	}
	a := asked{c: c, v: v}
	for _, e := range v.File.Entries {
		switch r := e.Record.(type) {
		case tatm.Observation:
			if r.Withdrawn == "" {
				add(e.HappenedAt, "observed", r.Text)
			}
		case tatm.Factor:
			switch {
			case r.Class == tatm.Precipitating && !r.On.IsZero():
				add(r.On, "events", a.factor(r))
			case r.Class == tatm.Precipitating:
				add(e.HappenedAt, "events", a.factor(r))
			case r.Class == tatm.Protective:
				add(e.HappenedAt, "protective", a.factor(r))
			}
		case tatm.Delivery:
			add(e.HappenedAt, "steps", r.What)
		case tatm.Tripwire:
			add(r.RaisedAt, "wires", r.Watch)
		case tatm.CheckIn:
			add(e.HappenedAt, "wires", gist(c, r))
		case tatm.Stage, tatm.Decision, tatm.Emergency:
			add(e.HappenedAt, "team", gist(c, r))
		case tatm.Assessment:
			add(r.Signed, "team", gist(c, r))
		}
	}
	slices.SortStableFunc(t.points, func(x, y point) int { return x.at.Compare(y.at) })
	if len(t.points) > 0 {
		t.from, t.to = t.points[0].at, t.points[len(t.points)-1].at
	}
	return t
}

func (t timeline) height() int { return len(lanes)*laneHeight + 24 }

// x is where a moment lies on the picture.
func (t timeline) x(at time.Time) int {
	span := t.to.Sub(t.from)
	if span <= 0 {
		return 560
	}
	return 180 + int(float64(at.Sub(t.from))/float64(span)*700)
}

// ticks are the dates written under the picture.
func (t timeline) ticks() []time.Time {
	if len(t.points) == 0 {
		return nil
	}
	if t.to.Sub(t.from) < 48*time.Hour {
		return []time.Time{t.from}
	}
	return []time.Time{t.from, t.from.Add(t.to.Sub(t.from) / 2), t.to}
}
