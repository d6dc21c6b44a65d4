package tatm

import "time"

func deriveCase(f File, packs Packs, d *Derived) {
	c, ok := Last[Case](f)
	if !ok {
		return
	}
	p := packs.inForce(c.Rec.Pack, f.Opened)
	k := docket{d, f}
	h := &d.Head
	h.State, h.Convened, h.Emergency = StateOf(f), c.Rec.Convened, Flagged(f)
	if g, ok := Last[Charge](f); ok {
		h.Owner = g.Rec.Owner
	}
	open := h.State != Closed && h.State != Transferred
	if !open {
		h.Closed = enteredAt(f, h.State)
	}
	if s, ok := Standing(f); ok {
		h.Level, h.LevelExpires = s.Rec.Level, s.Rec.Expires
		d.Marks = append(d.Marks, Mark{Entry: s.ID, Catalog: "level", Code: string(s.Rec.Level), At: s.Rec.Signed, Regime: s.Regime})
	} else if m, ok := Last[Carried](f); ok {
		h.Level, h.LevelExpires = m.Rec.Level, m.Rec.Review
	}
	news := News(f)
	h.Stale = len(news) > 0
	if open {
		k.caseClocks(p, news)
		k.people(p)
		k.planned(p)
		k.watched()
	}
	k.emergencies(p, c.Entry)
	h.NextDue = d.next()
	k.marks()
	k.links()
	k.grants()
}

// caseClocks are the charge, the clock of the state, review and expiry.
func (k docket) caseClocks(p *Pack, news []Entry) {
	owner := k.d.Head.Owner
	if g, ok := Last[Charge](k.f); ok {
		k.add(g.Entry, DueNext, "", owner, g.Rec.By, time.Time{})
	}
	if s, ok := Last[Stage](k.f); ok {
		k.add(s.Entry, DueStage, string(s.Rec.To), owner, k.stageDue(s, p), time.Time{})
	}
	a, ok := Standing(k.f)
	if !ok {
		return
	}
	k.add(a.Entry, DueReview, "", owner, k.reviewDue(a, p), time.Time{})
	k.add(a.Entry, DueExpiry, "", owner, a.Rec.Expires, time.Time{})
	if len(news) > 0 {
		k.add(a.Entry, DueStale, "", owner, p.Due(ClockStale, newsAt(news[0])), time.Time{})
	}
	if q, ok := StandingPlan(k.f); ok {
		k.add(q.Entry, DuePlanReview, "", owner, q.Rec.Review, time.Time{})
	}
}

// stageDue is when the state's own clock runs out; management and what is
// closed have none: their clock is the review.
func (k docket) stageDue(s Item[Stage], p *Pack) time.Time {
	at := s.RecordedAt
	switch s.Rec.To {
	case AtIntake:
		return p.Due(ClockIntake, at)
	case AtTriage:
		if k.d.Head.Emergency {
			return p.Due(ClockTriageUrgent, at)
		}
		return p.Due(ClockTriage, at)
	case AtInquiry:
		return p.Due(ClockInquiry, at)
	case AtAssessment:
		return p.Due(ClockAssessment, at)
	case AtPlanning:
		return p.Due(p.PlanClock(k.d.Head.Level), at)
	case Monitored:
		return p.Due(ClockMonitoring, at)
	case AtClosure:
		return p.Due(ClockClosure, at)
	}
	return time.Time{}
}

// reviewDue counts from the last look: the signature, or a later answer that
// nothing changes.
func (k docket) reviewDue(a Item[Assessment], p *Pack) time.Time {
	last := a.Rec.Signed
	for _, u := range All[Unchanged](k.f) {
		if u.Rec.Assessment == a.ID && u.RecordedAt.After(last) {
			last = u.RecordedAt
		}
	}
	return p.Due(p.ReviewClock(a.Rec.Level), last)
}

// people are the lines of tasks, questions, requests, duties and decisions.
func (k docket) people(p *Pack) {
	for _, t := range All[Task](k.f) {
		k.open(t.Entry, DueTask, t.Rec.Owner, t.Rec.Due, t.Rec.State == "open" || t.Rec.State == "accepted")
	}
	for _, r := range All[Request](k.f) {
		k.open(r.Entry, DueRequest, r.Rec.Owner, r.Rec.Due, r.Rec.State == "open")
	}
	answered := map[EntryID]bool{}
	for _, m := range All[Message](k.f) {
		answered[m.Rec.Answers] = true
	}
	for _, m := range All[Message](k.f) {
		asks := m.Rec.Asks != "" || m.Rec.Seat != ""
		k.open(m.Entry, DueQuestion, m.Rec.Asks, p.Due(ClockQuestion, m.RecordedAt), asks && !answered[m.ID])
	}
	for _, y := range All[Duty](k.f) {
		k.open(y.Entry, DueDuty, y.RecordedBy, p.Due(p.DutyClock(y.Rec.What), y.HappenedAt), y.Rec.Answer == "")
	}
	for _, x := range All[Decision](k.f) {
		k.add(x.Entry, DueDecision, "", k.d.Head.Owner, x.Rec.Review, time.Time{})
	}
	if c, ok := Last[Closure](k.f); ok {
		k.open(c.Entry, DueClosure, "", p.Due(ClockClosure, c.Rec.ProposedAt), !c.Rec.ProposedAt.IsZero() && c.Rec.Approved == "")
	}
	if c, ok := Last[Closure](k.f); ok && StateOf(k.f) == AtClosure {
		k.open(c.Entry, DueTransfer, k.d.Head.Owner, p.Due(ClockClosure, c.RecordedAt), c.Rec.Reason == "transferred" && c.Rec.Receipt == "")
	}
	for _, n := range All[Factor](k.f) {
		k.open(n.Entry, DueEvent, k.d.Head.Owner, n.Rec.On, n.Rec.Timing == Anticipated && n.Rec.Resolved == "")
	}
}

// planned are the lines of the plan.
func (k docket) planned(_ *Pack) {
	for _, v := range All[Intervention](k.f) {
		k.open(v.Entry, DueIntervention, v.Rec.Owner, v.Rec.Due, v.Rec.State == "planned" || v.Rec.State == "running")
	}
}

// watched are the lines of tripwires and monitors.
func (k docket) watched() {
	for _, t := range All[Tripwire](k.f) {
		switch t.Rec.State {
		case Raised:
			// A raised tripwire stands on every desk of the team.
			k.add(t.Entry, DueRaised, "", "", t.Rec.RaisedAt.Add(t.Rec.Within), time.Time{})
		case Armed:
			k.add(t.Entry, DueTripwireEnds, "", k.d.Head.Owner, t.Rec.Expires, time.Time{})
			if t.Rec.Type == "silence" {
				k.add(t.Entry, DueSilence, "", t.Rec.Watcher, SilentUntil(k.f, t), time.Time{})
			}
		}
	}
	for _, m := range All[Monitor](k.f) {
		last := m.HappenedAt
		for _, c := range All[CheckIn](k.f) {
			if c.Rec.Monitor == m.ID && c.HappenedAt.After(last) {
				last = c.HappenedAt
			}
		}
		k.open(m.Entry, DueCheckIn, m.Rec.Owner, last.AddDate(0, 0, m.Rec.Every), m.Rec.Ended == "")
	}
}

// SilentUntil is when a tripwire on silence is raised if no word comes: so
// many days after the last delivery or check-in of what it watches, or after
// it was armed.
func SilentUntil(f File, t Item[Tripwire]) time.Time {
	last := t.RecordedAt
	for _, d := range All[Delivery](f) {
		if d.Rec.Intervention == t.Rec.Of && d.Rec.Done && d.HappenedAt.After(last) {
			last = d.HappenedAt
		}
	}
	for _, c := range All[CheckIn](f) {
		if c.Rec.Monitor == t.Rec.Of && c.HappenedAt.After(last) {
			last = c.HappenedAt
		}
	}
	return last.AddDate(0, 0, t.Rec.Silence)
}

// emergencies are the lines of the flag. They stand even where a case is
// closed: an emergency is never left half written.
func (k docket) emergencies(p *Pack, _ Entry) {
	for _, e := range All[Emergency](k.f) {
		up := e.HappenedAt
		k.open(e.Entry, DueEmergency, "", p.Due(ClockEmergencyAnswer, up), e.Rec.Ratified == "")
		k.open(e.Entry, DueBackfill, e.RecordedBy, p.Due(ClockEmergencyBackfill, up), e.Rec.Filled.IsZero())
	}
}

func (k docket) marks() {
	add := func(e Entry, catalog, code, status string) {
		k.d.Marks = append(k.d.Marks, Mark{Entry: e.ID, Catalog: catalog, Code: code, Status: status, At: e.HappenedAt, Regime: e.Regime})
	}
	for _, n := range All[Factor](k.f) {
		if n.Rec.Item != "" {
			add(n.Entry, "factor", n.Rec.Item, string(n.Rec.Rating))
		}
	}
	for _, v := range All[Intervention](k.f) {
		add(v.Entry, "intervention", string(v.Rec.Column), v.Rec.State)
	}
	for _, e := range All[Emergency](k.f) {
		add(e.Entry, "emergency", "raised", "")
	}
	for _, c := range All[Closure](k.f) {
		if c.Rec.Approved != "" {
			add(c.Entry, "closure", c.Rec.Reason, "")
		}
	}
	for _, s := range All[Stage](k.f) {
		add(s.Entry, "stage", string(s.Rec.To), "")
	}
}

func (k docket) links() {
	add := func(e Entry, other FileID, role string) {
		k.d.Links = append(k.d.Links, Link{Entry: e.ID, Other: other, Role: role, Section: Kinds[e.Record.Kind()].Section, Regime: e.Regime, From: e.RecordedAt})
	}
	for _, p := range All[Part](k.f) {
		if p.Rec.Person != "" && p.Rec.Ended == "" {
			add(p.Entry, p.Rec.Person, string(p.Rec.Role))
		}
	}
	for _, r := range All[ReportLink](k.f) {
		if r.Rec.Undone == "" {
			add(r.Entry, r.Rec.Report, "report")
		}
	}
}

func (k docket) grants() {
	for _, v := range All[Invitation](k.f) {
		g := Grant{Source: v.ID, Actor: v.Rec.Actor, Basis: "invitation", From: v.Rec.From, Until: v.Rec.Until, Revoked: v.Rec.Revoked}
		for _, s := range v.Rec.Sections {
			g.Section = s
			k.d.Grants = append(k.d.Grants, g)
		}
		g.Section = ""
		for _, id := range v.Rec.Entries {
			g.Entry = id
			k.d.Grants = append(k.d.Grants, g)
		}
		if len(v.Rec.Sections)+len(v.Rec.Entries) == 0 {
			k.d.Grants = append(k.d.Grants, g)
		}
	}
	for _, w := range All[Wall](k.f) {
		k.d.Bars = append(k.d.Bars, Bar{Entry: w.ID, Actor: w.Rec.Actor, From: w.Rec.From, Until: w.Rec.Until})
	}
}
