package web

import (
	"slices"
	"time"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// lanes are the rows of the timeline, top to bottom.
var lanes = []string{"observed", "events", "protective", "steps", "wires", "team"}

// shapes gives each lane a mark of its own, so that colour alone says nothing.
var shapes = map[string]string{
	"observed":   "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z",
	"events":     "M0 -8L8 0L0 8L-8 0z",
	"protective": "M-2.5 -7h5v4.5h4.5v5h-4.5v4.5h-5v-4.5h-4.5v-5h4.5z",
	"steps":      "M-6 -6h12v12h-12z",
	"wires":      "M0 -8L8 6h-16z",
	"team":       "M-7 -4l7 -4l7 4v8l-7 4l-7 -4z",
}

// spans are how far back a timeline can look, in months; zero is all of it.
var spans = []int{1, 3, 6, 12, 0}

const (
	laneHeight = 56
	laneLeft   = 190 // where the lanes begin
	laneRight  = 950 // and end
	markRoom   = 15  // marks nearer than this are set one above the other
)

// point is one dated thing on the timeline.
type point struct {
	at    time.Time
	lane  string
	row   int
	up    int  // how many marks stand at the same place already
	ahead bool // expected, not yet happened
	text  string
}

// timeline is what happened, when, in lanes: a picture of dates, not a meter.
type timeline struct {
	points   []point
	from, to time.Time
	now      time.Time
	span     int // months back; zero for all
	earlier  int // points before the span
}

// timeline gathers the dated things of a case, no further back than span months.
func (c *call) timeline(v app.CaseView, span int) timeline {
	t := timeline{now: v.Now, span: span}
	since := time.Time{}
	if span > 0 {
		since = v.Now.AddDate(0, -span, 0)
	}
	for _, e := range v.File.Entries {
		for _, p := range c.dated(v, e) {
			switch {
			case p.at.IsZero():
				continue
			case p.text == "":
				p.text = locale.T(c.ctx(), "kind."+string(e.Record.Kind()))
			}
			switch {
			case p.at.Before(since):
				t.earlier++
			default:
				p.row, p.ahead = slices.Index(lanes, p.lane), p.at.After(v.Now)
				t.points = append(t.points, p)
			}
		}
	}
	slices.SortStableFunc(t.points, func(x, y point) int { return x.at.Compare(y.at) })
	t.from, t.to = since, v.Now
	if n := len(t.points); n > 0 {
		if since.IsZero() {
			t.from = t.points[0].at
		}
		if last := t.points[n-1].at; last.After(t.to) {
			t.to = last
		}
	}
	t.stack()
	return t
}

// dated are the things of an entry that have a date.
func (c *call) dated(v app.CaseView, e tatm.Entry) []point {
	a := asked{c: c, v: v}
	one := func(at time.Time, lane, text string) []point { return []point{{at: at, lane: lane, text: text}} }
	switch r := e.Record.(type) {
	case tatm.Observation:
		if r.Withdrawn != "" {
			return nil
		}
		return one(e.HappenedAt, "observed", r.Text)
	case tatm.Factor:
		switch {
		case r.Class == tatm.Precipitating && !r.On.IsZero():
			return one(r.On, "events", a.factor(r))
		case r.Class == tatm.Precipitating:
			return one(e.HappenedAt, "events", a.factor(r))
		case r.Class == tatm.Protective:
			return one(e.HappenedAt, "protective", a.factor(r))
		}
	case tatm.Delivery:
		return one(e.HappenedAt, "steps", r.What)
	case tatm.Tripwire:
		return one(r.RaisedAt, "wires", r.Watch)
	case tatm.CheckIn:
		return one(e.HappenedAt, "wires", gist(c, r))
	case tatm.Stage, tatm.Decision, tatm.Emergency:
		return one(e.HappenedAt, "team", gist(c, r))
	case tatm.Assessment:
		return one(r.Signed, "team", gist(c, r))
	}
	return nil
}

// stack sets marks of a lane that would cover each other one above the other.
func (t *timeline) stack() {
	last := map[int][]int{} // by lane, the place of the newest mark on each height
	for i := range t.points {
		p := &t.points[i]
		x := t.x(p.at)
		heights := last[p.row]
		up := slices.IndexFunc(heights, func(at int) bool { return x-at >= markRoom })
		if up < 0 {
			up = len(heights)
			heights = append(heights, 0)
		}
		if up > 2 { // a lane is three marks high; more lie on the top one, and in the table
			up = 2
		}
		heights[up] = x
		last[p.row], p.up = heights, up
	}
}

func (t timeline) height() int { return len(lanes)*laneHeight + 30 }

// x is where a moment lies on the picture.
func (t timeline) x(at time.Time) int {
	span := t.to.Sub(t.from)
	if span <= 0 {
		return (laneLeft + laneRight) / 2
	}
	return laneLeft + 12 + int(float64(at.Sub(t.from))/float64(span)*float64(laneRight-laneLeft-24))
}

// y is how high a mark stands in its lane.
func (p point) y() int { return p.row*laneHeight + 40 - p.up*markRoom }

// ticks are the dates written under the picture.
func (t timeline) ticks() []time.Time {
	if t.from.IsZero() || t.to.Sub(t.from) < 48*time.Hour {
		return []time.Time{t.to}
	}
	const parts = 4
	var out []time.Time
	for i := range parts + 1 {
		out = append(out, t.from.Add(t.to.Sub(t.from)/parts*time.Duration(i)))
	}
	return out
}
