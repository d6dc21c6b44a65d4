package web

import (
	"context"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/locale"
	"offramp/internal/tatm"
)

// This file puts a record's fields into one readable line: what is empty leaves
// no gap, and no separator stands alone.

// listed joins what is there.
func listed(parts ...string) string {
	var have []string
	for _, p := range parts {
		if p != "" && p != "–" {
			have = append(have, p)
		}
	}
	return strings.Join(have, " · ")
}

// phrase is a word with what explains it.
func phrase(word, why string) string {
	if why == "" {
		return word
	}
	return word + ": " + why
}

// dated is a day, or nothing.
func dated(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return locale.Date(ctx, at)
}

// momented is a minute, or nothing.
func momented(ctx context.Context, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return locale.DateTime(ctx, at)
}

func spanDays(ctx context.Context, n int) string {
	return locale.Days(ctx, n)
}

func deliverySays(ctx context.Context, d tatm.Item[tatm.Delivery]) string {
	code := "step.not-delivered"
	if d.Rec.Done {
		code = "step.delivered"
	}
	return locale.T(ctx, code, locale.Date(ctx, d.HappenedAt), d.Rec.What)
}

func namesOf(v app.CaseView, who []tatm.ActorID) string {
	var out []string
	for _, id := range who {
		out = append(out, v.Names.Of(id))
	}
	return strings.Join(out, ", ")
}

// watcherOf is who watches: a member, or a third party.
func watcherOf(ctx context.Context, v app.CaseView, t tatm.Tripwire) string {
	third := ""
	if m, ok := tatm.Find[tatm.Monitor](v.File, t.Monitor); ok {
		third = m.Rec.Name
	}
	if s := listed(v.Names.Of(t.Watcher), third); s != "" {
		return s
	}
	return locale.T(ctx, "tripwire.nobody")
}

func raisedSays(ctx context.Context, v app.CaseView, t tatm.Tripwire) string {
	who := v.Names.Of(t.RaisedBy)
	switch t.RaisedBy {
	case "clock":
		who = locale.T(ctx, "tripwire.by-silence")
	case tatm.MonitorActor:
		who = locale.T(ctx, "tripwire.by-monitor")
	}
	return listed(locale.DateTime(ctx, t.RaisedAt), who, t.Seen)
}

func noticeSays(ctx context.Context, v app.CaseView, n tatm.Notice) string {
	if n.NotBecause != "" && n.How == "" {
		return listed(v.Names.Of(n.By), momented(ctx, n.When), locale.T(ctx, "notice.not", n.NotBecause))
	}
	reached := ""
	if n.Reached != "" {
		reached = locale.T(ctx, "notice.reached."+string(n.Reached))
	}
	attempts := ""
	if n.Attempts > 0 {
		attempts = locale.Count(ctx, "notice.attempts", n.Attempts)
	}
	return listed(v.Names.Of(n.By), n.How, momented(ctx, n.When), attempts, reached, n.NotBecause)
}

// askedOf is whom a message asks: a person or a seat.
func askedOf(ctx context.Context, v app.CaseView, m tatm.Message) string {
	if m.Asks != "" {
		return v.Names.Of(m.Asks)
	}
	return disciplineName(ctx, m.Seat)
}

// becameOf is what a message turned into.
func becameOf(ctx context.Context, v app.CaseView, id tatm.EntryID) string {
	for _, e := range v.File.Entries {
		if e.ID == id {
			return locale.T(ctx, "kind."+string(e.Record.Kind()))
		}
	}
	return ""
}

// arms is what is known of weapons, in a word.
func arms(ctx context.Context, a tatm.Arms) string {
	if a == "" {
		return ""
	}
	return locale.T(ctx, "arms."+string(a))
}

// nextBy is when the next action of a case is due: its own date, not another's.
func nextBy(f tatm.File) time.Time {
	if c, ok := tatm.Last[tatm.Charge](f); ok {
		return c.Rec.By
	}
	return time.Time{}
}

// earliest is the first of the case's other dates.
func earliest(v app.CaseView) (tatm.Due, bool) {
	for _, d := range sorted(v.Due) {
		if d.What != tatm.DueNext {
			return d, true
		}
	}
	return tatm.Due{}, false
}

// aboutLine is what a line of the case's dates speaks of, where there may be
// several of its kind.
func (c *call) aboutLine(v app.CaseView, d tatm.Due) string {
	switch d.What {
	case tatm.DueTask, tatm.DueIntervention, tatm.DueEvent, tatm.DueRequest, tatm.DueRaised, tatm.DueTripwireEnds, tatm.DueSilence, tatm.DueCheckIn, tatm.DueWord, tatm.DueQuestion, tatm.DueDecision, tatm.DueRatify, tatm.DueOutside:
		return short(c.about(v)(d.Entry), 60)
	}
	return ""
}

// pauses names the closures that put off a clock of the case.
func pauses(v app.CaseView, d tatm.Due) string {
	for _, e := range v.File.Entries {
		if e.ID == d.Entry {
			return strings.Join(tatm.Pauses(v.File, v.Pack, d, e), ", ")
		}
	}
	return ""
}
