package tatm

import "time"

func (p Plan) check(_ File, _ time.Time, c *checks) {
	for field, s := range map[string]string{"goals": p.Goals, "exit": p.Exit, "voice": p.Voice, "target_plan": p.TargetPlan} {
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

func (v Intervention) check(f File, _ time.Time, c *checks) {
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
	if v.Restricts() {
		c.need("why_not_less", v.WhyNotLess, TextMost)
	}
	// A protective action that could not wait is entered as done and ratified.
	if v.Totality() && !v.DoneFirst && len(Origins(f, v.Observations)) < 2 && (v.OneSource == "" || len(v.Justified) < 2) {
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
	c.oneOf("state", n.State, "open", "referred", "met", "refused")
	if n.State == "referred" {
		c.need("service", n.Service, LineMost)
		c.date("referred", n.Referred)
	}
}

func (g Grievance) check(_ File, _ time.Time, c *checks) {
	c.need("words", g.Words, TextMost)
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
	if t.Type == "silence" {
		if t.Silence < 1 || t.Silence > 365 {
			c.bad("silence", "tripwire.silence")
		}
		if !exists(f, t.Of, "intervention", "monitor") {
			c.bad("of", "tripwire.of")
		}
	}
}

func (m Monitor) check(_ File, now time.Time, c *checks) {
	for field, s := range map[string]string{"name": m.Name, "relation": m.Relation, "why": m.Why, "told": m.Told, "basis": m.Basis, "watch": m.Watch, "reach": m.Reach} {
		c.need(field, s, LineMost)
	}
	if m.Every < 1 || m.Every > 90 {
		c.bad("every", "monitor.every")
	}
	if m.Ended == "" && !m.Until.After(now) {
		c.bad("until", "field.future")
	}
}

func (k CheckIn) check(f File, _ time.Time, c *checks) {
	c.oneOf("word", k.Word, "fine", "changed", "urgent")
	if !exists(f, k.Monitor, "monitor") {
		c.bad("monitor", "field.choose")
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

func (s ContactSheet) check(_ File, _ time.Time, c *checks) {
	c.need("weapons", s.Weapons, LineMost)
	for field, v := range map[string]string{"home": s.Home, "medical": s.Medical, "language": s.Language, "calms": s.Calms, "escalates": s.Escalates} {
		c.text(field, v, TextMost)
	}
	c.date("call_back", s.CallBack)
}

func (p Printout) check(_ File, _ time.Time, c *checks) {
	c.need("for", p.For, LineMost)
	c.need("purpose", p.Purpose, LineMost)
}
