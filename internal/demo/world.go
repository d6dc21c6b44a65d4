package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// world is the county while it is built.
type world struct {
	days
	ctx   context.Context
	app   *app.App
	clock *Clock
	org   tatm.OrgID
	teams map[string]tatm.TeamID
	ids   map[string]tatm.ActorID
	desks map[string]app.Desk
	cases map[string]tatm.FileID // by story, for the meetings
	steps []step
}

// step is one thing somebody does at a time.
type step struct {
	at    time.Time
	story string
	do    func() error
}

// Build makes the caseload. The steps of all stories are done in the order of
// their times, so the clock goes forward over all cases together and ends at
// the present minute.
func Build(ctx context.Context, a *app.App, c *Clock, end time.Time, progress func(done, all int)) (tatm.OrgID, error) {
	pack := a.Library().PackAt("default", end)
	w := &world{
		ctx: ctx, app: a, clock: c, days: days{open: pack.Calendar, zone: pack.Zone, end: end.UTC()},
		teams: map[string]tatm.TeamID{}, ids: map[string]tatm.ActorID{}, desks: map[string]app.Desk{}, cases: map[string]tatm.FileID{},
	}
	c.To(w.next(c.Now()))
	if err := w.found(ctx); err != nil {
		return "", err
	}
	w.stories()
	w.rounds()
	slices.SortStableFunc(w.steps, func(x, y step) int { return x.at.Compare(y.at) })
	for i, s := range w.steps {
		if s.at.After(w.end) {
			return "", fmt.Errorf("demo: %s: step %d lies after the present minute", s.story, i)
		}
		c.To(s.at)
		if err := s.do(); err != nil {
			return "", fmt.Errorf("demo: %s, step %d: %w", s.story, i, err)
		}
		progress(i+1, len(w.steps))
	}
	c.To(w.end)
	return w.org, a.TakeWords(ctx)
}

// rounds let the clock do its minute's work once each working morning, and at
// the end: tripwires on silence are raised by it and by nobody else.
func (w *world) rounds() {
	minute := func() error { return w.app.Minute(w.ctx, "demo") }
	for n := 100; n > 0; n-- {
		w.steps = append(w.steps, step{w.back(n, 7, 30), "the clock", minute})
	}
	w.steps = append(w.steps, step{w.end, "the clock", minute})
}

// stories tells every case.
func (w *world) stories() {
	for _, tell := range []func(){
		w.drawing, w.misspelt, w.bombThreat, w.fridayNight, w.odiousSpeech, w.stalking, w.drawnIn, w.rumour,
		w.serialReporter, w.faded, w.refuses, w.dissent, w.turnsEighteen, w.retaliation, w.parentNotTold,
		w.arriving, w.inquiring, w.judging, w.planning, w.managing, w.steppingDown, w.closing, w.comingBack, w.convened,
		w.queue, w.meetings,
	} {
		tell()
	}
}
