package tatm

import "time"

func (k Case) check(f File, _ time.Time, c *checks) {
	c.need("title", k.Title, LineMost)
	c.text("summary", k.Summary, TextMost)
	c.text("feared", k.Feared, TextMost)
	c.ids("observations", f, k.Observations)
	if len(k.Violence) == 0 && k.Feared == "" {
		return
	}
	// Which violence is feared is somebody's judgement, from what was observed.
	c.need("judged", k.Judged, LineMost)
	if len(k.Observations) == 0 {
		c.bad("observations", "case.cite")
	}
}

// No case is without owner, next action and next date (global invariant 1).
func (g Charge) check(_ File, _ time.Time, c *checks) {
	if g.Owner == "" {
		c.bad("owner", "field.person")
	}
	c.need("next", g.Next, LineMost)
	c.date("by", g.By)
}

func (p Part) check(_ File, _ time.Time, c *checks) {
	c.oneOf("role", string(p.Role), string(SubjectPart), string(TargetPart), string(WitnessPart), string(FamilyPart), string(MonitorPart), string(ReporterPart))
	if p.Person == "" {
		c.need("known", p.Known, LineMost)
	}
}

func (n Nexus) check(f File, _ time.Time, c *checks) {
	c.need("words", n.Words, TextMost)
	c.need("judged", n.Judged, LineMost)
	c.oneOf("tied", string(n.Tied), string(Yes), string(No), string(Unknown))
	c.ids("observations", f, n.Observations)
	c.text("consulted", n.Consulted, LineMost)
	if n.Tied != Yes {
		return
	}
	// A tie is judged from dated observations and opens a consultation.
	c.need("consulted", n.Consulted, LineMost)
	if len(n.Observations) == 0 {
		c.bad("observations", "nexus.cite")
	}
}

func (v Invitation) check(_ File, now time.Time, c *checks) {
	if v.Actor == "" {
		c.bad("actor", "field.person")
	}
	c.need("purpose", v.Purpose, LineMost)
	c.need("basis", v.Basis, LineMost)
	if !v.Until.After(v.From) {
		c.bad("until", "field.future")
	}
}

func (w Wall) check(_ File, _ time.Time, c *checks) {
	if w.Actor == "" {
		c.bad("actor", "field.person")
	}
	c.need("reason", w.Reason, LineMost)
}

func (o Observation) check(f File, _ time.Time, c *checks) {
	c.need("text", o.Text, TextMost)
	for field, s := range map[string]string{"where": o.Where, "source": o.Source, "origin": o.Origin, "reliability": o.Reliability, "corroboration": o.Corroboration} {
		c.text(field, s, LineMost)
	}
	c.oneOf("how", string(o.How), "", string(SawOrHeard), string(ToldBy), string(SawOnline), string(OnRecord))
	c.oneOf("register", string(o.Register), append(words(Registers), "")...)
	c.oneOf("nature", string(o.Nature), "", string(Fact), string(Inference), string(Opinion))
	if o.Repeats != "" {
		c.ids("repeats", f, []EntryID{o.Repeats})
	}
	c.text("typing", o.Typing, LineMost)
	c.text("withdrawn", o.Withdrawn, LineMost)
}

func (i Interview) check(_ File, _ time.Time, c *checks) {
	c.need("with", i.With, LineMost)
	c.need("capacity", i.Capacity, LineMost)
	c.need("by", i.By, LineMost)
	for field, s := range map[string]Said{"told_use": i.ToldUse, "told_rights": i.ToldRights, "told_parent": i.ToldParent, "told_counsel": i.ToldCounsel} {
		c.oneOf(field, string(s), string(WasSaid), string(NotSaid), string(NotTheirs))
	}
	c.need("told", i.Told, TextMost)
	c.text("present", i.Present, LineMost)
	c.text("language", i.Language, LineMost)
	if !i.Declined {
		c.need("summary", i.Summary, TextMost)
	}
}

// Present and partial cite an observation; absent says where somebody looked;
// an anticipated event has a date. Unknown needs nothing: it is a gap.
func (k Factor) check(f File, _ time.Time, c *checks) {
	c.oneOf("class", string(k.Class), string(RiskFactor), string(Protective), string(Precipitating))
	if k.Item == "" {
		c.need("own", k.Own, LineMost)
	}
	c.oneOf("rating", string(k.Rating), string(Present), string(Partial), string(Absent), string(NotKnown))
	if (k.Rating == Present || k.Rating == Partial) && len(Holding(f, k.Observations)) == 0 {
		c.bad("observations", "factor.cite")
	}
	c.ids("observations", f, k.Observations)
	if k.Rating == Absent {
		c.need("looked", k.Looked, LineMost)
	}
	if k.Class == Precipitating {
		c.oneOf("timing", string(k.Timing), string(Past), string(Current), string(Anticipated))
		if k.Timing == Anticipated {
			c.date("on", k.On)
		}
	}
}

func (a Answer) check(f File, _ time.Time, c *checks) {
	c.need("question", a.Question, LineMost)
	c.oneOf("status", string(a.Status), string(Answered), string(NotObtained), string(NotSought))
	c.need("text", a.Text, TextMost)
	c.ids("observations", f, a.Observations)
}

func (r Request) check(_ File, _ time.Time, c *checks) {
	c.need("question", r.Question, LineMost)
	c.need("of", r.Of, LineMost)
	c.date("due", r.Due)
	c.oneOf("state", r.State, "open", "answered", "refused", "not-obtained")
}

func (v View) check(_ File, _ time.Time, c *checks) {
	c.oneOf("level", string(v.Level), words(Levels)...)
	c.need("reason", v.Reason, TextMost)
}

func (a Assessment) check(f File, _ time.Time, c *checks) {
	c.oneOf("level", string(a.Level), append(words(Levels), "")...)
	c.ids("observations", f, a.Observations)
	for field, s := range map[string]string{"basis": a.Basis, "risk": a.Risk, "protective": a.Protective, "precipitating": a.Precipitating, "gaps": a.Gaps,
		"alternatives": a.Alternatives, "confidence": a.Confidence, "protected": a.Protected, "disability": a.Disability, "one_source": a.OneSource} {
		c.text(field, s, TextMost)
	}
}

func words[S ~string](ws []S) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = string(w)
	}
	return out
}

func (m Message) check(_ File, _ time.Time, c *checks) { c.need("text", m.Text, TextMost) }

func (k Task) check(_ File, _ time.Time, c *checks) {
	c.need("what", k.What, LineMost)
	if k.Owner == "" {
		c.bad("owner", "field.person")
	}
	c.date("due", k.Due)
	c.oneOf("state", k.State, "open", "accepted", "done", "cancelled")
	if k.State == "done" {
		c.need("evidence", k.Evidence, TextMost)
	}
}

func (d Duty) check(_ File, _ time.Time, c *checks) {
	c.oneOf("what", d.What, "abuse", "warn")
	switch d.Answer {
	case Yes:
		c.need("who", d.Who, LineMost)
		c.need("agency", d.Agency, LineMost)
		c.date("when", d.When)
	case No:
		c.need("why", d.Why, TextMost)
	}
}

func (d Decision) check(f File, _ time.Time, c *checks) {
	for _, id := range d.Relied {
		if !exists(f, id, "observation", "interview") {
			c.bad("relied", "field.observation-missing")
			break
		}
	}
	c.need("question", d.Question, LineMost)
	c.need("decided", d.Decided, TextMost)
	c.need("why", d.Why, TextMost)
	c.oneOf("how", d.How, "consensus", "vote", "chair")
}

func (d Dissent) check(f File, _ time.Time, c *checks) {
	c.need("text", d.Text, TextMost)
	a, assessed := Find[Assessment](f, d.From)
	if _, decided := Find[Decision](f, d.From); !decided && (!assessed || a.Rec.Signed.IsZero()) {
		c.bad("from", "field.choose")
	}
}

func (s ShortClose) check(_ File, _ time.Time, c *checks) {
	for field, v := range map[string]string{"what": s.What, "checked_with": s.CheckedWith, "prior": s.Prior, "why_none": s.WhyNone, "help": s.Help, "second_look": s.SecondLook} {
		c.need(field, v, TextMost)
	}
}
