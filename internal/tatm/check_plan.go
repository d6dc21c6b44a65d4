package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

func (p Plan) check(_ File, _ time.Time, c *checks) {
	for field, s := range map[string]string{"goals": p.Goals, "exit": p.Exit, "voice": p.Voice, "target_plan": p.TargetPlan, "no_monitor": p.NoMonitor} {
		c.text(field, s, TextMost)
	}
}

// Restricts reports whether the intervention restricts the person or may
// provoke: such a one asks more before it is approved.
func (v Intervention) Restricts() bool {
	return v.Intrusiveness == Restrictive || v.Intrusiveness == Coercive
}

// Totality reports whether the intervention must rest on the totality: one
// indicator alone never carries a restriction, a referral to law enforcement
// or a suspicious activity report (JCAT sheet, warning).
func (v Intervention) Totality() bool { return v.Restricts() || v.LawReport != "" }

// rests reports whether the step rests on two observations of independent
// origin, or on a justification written down by two people or seconded from
// outside.
func (v Intervention) rests(f File) bool {
	return len(Origins(f, v.Observations)) >= 2 || (v.OneSource != "" && (len(v.Justified) >= 2 || v.Outside != nil))
}

// RestsAt reports the same at a time: in a team of one the wait of the
// single-handed justification must be over.
func (v Intervention) RestsAt(f File, now time.Time) bool {
	return v.rests(f) || (v.OneSource != "" && v.SingleHanded && !v.RestsFrom.IsZero() && !now.Before(v.RestsFrom))
}

// SignedLike returns the step with the signatures of was, which no form may
// set: they hold only as long as the justification they stand under.
func (v Intervention) SignedLike(was Intervention) Intervention {
	v.Justified, v.SingleHanded, v.RestsFrom, v.Outside = nil, false, time.Time{}, nil
	v.Ratified, v.RatifiedAt = "", time.Time{}
	if v.OneSource == was.OneSource && v.What == was.What && v.Intrusiveness == was.Intrusiveness && v.LawReport == was.LawReport {
		v.Justified, v.SingleHanded, v.RestsFrom, v.Outside = was.Justified, was.SingleHanded, was.RestsFrom, was.Outside
	}
	if v.DoneFirst && v.What == was.What {
		v.Ratified, v.RatifiedAt = was.Ratified, was.RatifiedAt
	}
	return v
}

// Justify puts the asker's own name under the written justification: two
// people do, each for themselves. A team of one waits instead.
func (v Intervention) Justify(by Asker, now time.Time, p *Pack) (Intervention, error) {
	if v.OneSource == "" {
		return v, fault.Bad("one_source", "field.missing")
	}
	for _, who := range v.Justified {
		if who == by.Actor {
			return v, fault.New(fault.Conflict, "intervention.justified-already")
		}
	}
	v.Justified = append(slices.Clip(v.Justified), by.Actor)
	if by.TeamSize <= 1 {
		v.SingleHanded, v.RestsFrom = true, p.Due(ClockSecondWait, now)
	}
	return v, nil
}

// Ratify is the chair's word on a protective action that could not wait.
func (v Intervention) Ratify(by Asker, now time.Time) (Intervention, error) {
	if !v.DoneFirst {
		return v, fault.New(fault.Conflict, "intervention.not-first")
	}
	if v.Ratified == "" {
		v.Ratified, v.RatifiedAt = by.Actor, now
	}
	return v, nil
}

func (v Intervention) check(f File, now time.Time, c *checks) {
	c.need("what", v.What, LineMost)
	c.oneOf("column", string(v.Column), words(Columns)...)
	c.oneOf("intrusiveness", string(v.Intrusiveness), string(Supportive), string(Watchful), string(Talking), string(Restrictive), string(Coercive))
	c.oneOf("state", v.State, "planned", "running", "done", "stopped", "refused")
	c.ids("observations", f, v.Observations)
	for _, id := range v.Moves {
		if !exists(f, id, "factor", "need", "grievance") {
			c.bad("moves", "field.factor")
			break
		}
	}
	// A step may be drafted with anything missing: the plan's approval asks. It
	// does not run before that, except a protective action that could not wait,
	// which is entered as done and ratified.
	if v.State != "running" && v.State != "done" || v.DoneFirst {
		return
	}
	if v.Restricts() {
		c.need("why_not_less", v.WhyNotLess, TextMost)
	}
	if v.Totality() && !v.RestsAt(f, now) {
		c.bad("observations", "intervention.totality")
	}
}

func exists(f File, id EntryID, kinds ...Kind) bool {
	for _, e := range f.Entries {
		if e.ID == id {
			for _, k := range kinds {
				if e.Record.Kind() == k {
					return true
				}
			}
		}
	}
	return false
}

func (d Delivery) check(f File, _ time.Time, c *checks) {
	c.need("what", d.What, LineMost)
	if !exists(f, d.Intervention, "intervention") {
		c.bad("intervention", "field.choose")
	}
}

func (e Effect) check(f File, _ time.Time, c *checks) {
	if !exists(f, e.Intervention, "intervention") {
		c.bad("intervention", "field.choose")
	}
	c.oneOf("change", e.Change, "better", "same", "worse", "unknown")
	c.oneOf("verdict", e.Verdict, "keep", "adjust", "stop")
	c.need("source", e.Source, LineMost)
}

func (n Need) check(_ File, _ time.Time, c *checks) {
	c.need("words", n.Words, TextMost)
	c.need("domain", n.Domain, LineMost)
	c.text("urgency", n.Urgency, LineMost)
	c.text("barrier", n.Barrier, LineMost)
	c.oneOf("state", n.State, "open", "referred", "met", "refused")
	if n.State == "referred" {
		c.need("service", n.Service, LineMost)
		c.date("referred", n.Referred)
	}
}

func (g Grievance) check(_ File, _ time.Time, c *checks) {
	c.need("words", g.Words, TextMost)
	c.text("since", g.Since, LineMost)
	c.text("outlets", g.Outlets, TextMost)
	c.oneOf("nature", g.Nature, "personal", "socio-political", "mixed")
	c.oneOf("state", g.State, "open", "eased", "resolved", "hardened")
}

func (t TargetPlan) check(_ File, _ time.Time, c *checks) {
	c.need("contact", t.Contact, LineMost)
	c.need("safe_way", t.SafeWay, LineMost)
	c.need("steps", t.Steps, TextMost)
	c.oneOf("state", t.State, "running", "ended")
}

func (t Tripwire) check(f File, now time.Time, c *checks) {
	c.need("watch", t.Watch, LineMost)
	c.need("action", t.Action, LineMost)
	c.oneOf("type", t.Type, "behaviour", "situation", "compliance", "silence", "information", "calendar")
	if t.Within < 15*time.Minute || t.Within > 30*24*time.Hour {
		c.bad("within", "tripwire.within")
	}
	if t.State == Armed && !t.Expires.After(now) {
		c.bad("expires", "field.future")
	}
	if t.Monitor != "" && !exists(f, t.Monitor, "monitor") {
		c.bad("monitor", "field.choose")
	}
	if t.Type == "silence" {
		if t.Silence < 1 || t.Silence > 365 {
			c.bad("silence", "tripwire.silence")
		}
		if !exists(f, t.Of, "intervention", "monitor") {
			c.bad("of", "tripwire.of")
		}
	}
}

func (m Meeting) check(_ File, _ time.Time, c *checks) {
	c.date("when", m.When)
	c.oneOf("type", m.Type, "routine", "emergency")
}

func (a Attendance) check(_ File, _ time.Time, c *checks) {
	if a.Actor == "" {
		c.need("name", a.Name, LineMost)
	}
	if a.Seat == "" {
		c.bad("seat", "field.choose")
	}
	if len(a.Recused) > 0 {
		c.need("why", a.Why, LineMost)
		if a.Actor == "" {
			c.bad("recused", "meeting.recused-who")
		}
	}
}

func (a AgendaItem) check(_ File, _ time.Time, c *checks) {
	c.text("line", a.Line, LineMost)
	if a.Place < 0 || a.Place > 500 {
		c.bad("place", "field.number")
	}
}

func (m Minutes) check(_ File, _ time.Time, c *checks) { c.need("text", m.Text, TextMost) }

func (p Printout) check(f File, now time.Time, c *checks) {
	c.need("for", p.For, LineMost)
	c.need("purpose", p.Purpose, LineMost)
	unknown := func(s string) bool { return !slices.Contains(PrintParts, s) }
	switch sheet, ok := Last[ContactSheet](f); {
	case !slices.Contains(Printables, p.What):
		c.bad("what", "field.choose")
	case p.What == "parts" && (len(p.Parts) == 0 || slices.ContainsFunc(p.Parts, unknown)):
		c.bad("parts", "field.choose")
	case p.What == "contact-sheet" && !ok:
		c.bad("what", "print.no-sheet")
	case p.What == "contact-sheet" && sheet.Rec.Expires.Before(now):
		c.bad("what", "print.sheet-over")
	}
}

func (m MeetingCopy) check(_ File, _ time.Time, c *checks) {
	c.need("for", m.For, LineMost)
	c.need("purpose", m.Purpose, LineMost)
}
