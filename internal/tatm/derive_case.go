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
		k.words(p)
	} else {
		k.after(p, c.Rec)
		k.owed(p)
	}
	k.emergencies(p, c.Entry)
	k.openings(p)
	k.marked()
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
	c := k.stageClock(s.Rec.To, p)
	if c == "" {
		return time.Time{}
	}
	return p.Due(c, s.RecordedAt)
}

func (k docket) stageClock(to State, p *Pack) Clock {
	switch to {
	case AtIntake:
		return ClockIntake
	case AtTriage:
		if k.d.Head.Emergency {
			return ClockTriageUrgent
		}
		return ClockTriage
	case AtInquiry:
		return ClockInquiry
	case AtAssessment:
		return ClockAssessment
	case AtPlanning:
		return p.PlanClock(k.d.Head.Level)
	case Monitored:
		return ClockMonitoring
	case AtClosure:
		return ClockClosure
	}
	return ""
}

// Pauses names the closures that put off a line of the case's docket, made by
// entry e: a summer break shows with its name, or the clock would seem wrong.
func Pauses(f File, p *Pack, d Due, e Entry) []string {
	switch d.What {
	case DueStage:
		var head Derived
		head.Head.Emergency = Flagged(f)
		if s, ok := Standing(f); ok {
			head.Head.Level = s.Rec.Level
		}
		return p.Pauses(docket{&head, f}.stageClock(State(d.ID), p), e.RecordedAt)
	case DueQuestion:
		return p.Pauses(ClockQuestion, e.HappenedAt)
	case DueStale:
		if news := News(f); len(news) > 0 {
			return p.Pauses(ClockStale, newsAt(news[0]))
		}
	}
	return nil
}

// reviewDue counts from the last look: the signature, or a later answer that
// nothing changes.
func (k docket) reviewDue(a Item[Assessment], p *Pack) time.Time {
	return p.Due(p.ReviewClock(a.Rec.Level), lastLook(k.f, a))
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
		if asks && !answered[m.ID] {
			// The seat stands in the line, so that it shows on the desks of
			// those who hold it.
			k.add(m.Entry, DueQuestion, string(m.Rec.Seat), m.Rec.Asks, p.Due(ClockQuestion, m.HappenedAt), time.Time{})
		}
	}
	for _, y := range All[Duty](k.f) {
		whose := y.Rec.Whose
		if whose == "" {
			whose = y.RecordedBy
		}
		k.open(y.Entry, DueDuty, whose, p.Due(p.DutyClock(y.Rec.What), y.HappenedAt), y.Rec.Answer == "")
	}
	for _, o := range All[OutsideSecond](k.f) {
		k.open(o.Entry, DueOutside, o.Rec.Asked, o.Rec.Until, o.Rec.Answer == "" && o.Rec.Revoked.IsZero())
	}
	k.shared(p)
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

// after are the lines of a closed case: the after-care contact and the review
// of how long the file is kept, which comes early for a young child. A look
// back answers each, and may set the next.
func (k docket) after(p *Pack, c Case) {
	closed, owner := k.d.Head.Closed, k.d.Head.Owner
	stage, ok := Last[Stage](k.f)
	if !ok {
		return
	}
	clock := ClockRetention
	if c.Young {
		clock = ClockRetentionYoung
	}
	care := p.Due(ClockLookBack, closed)
	if x, ok := Last[Closure](k.f); ok && !x.Rec.CareOn.IsZero() {
		care = x.Rec.CareOn
	}
	if s, ok := Last[ShortClose](k.f); ok && !s.Rec.LookAgain.IsZero() {
		care = s.Rec.LookAgain
	}
	due := map[string]time.Time{"after-care": care, "retention": p.Due(clock, closed)}
	for _, l := range All[LookBack](k.f) {
		if !l.RecordedAt.Before(closed) {
			due[l.Rec.What] = l.Rec.Again
		}
	}
	k.add(stage.Entry, DueAfterCare, "", owner, due["after-care"], time.Time{})
	k.add(stage.Entry, DueRetention, "", owner, due["retention"], time.Time{})
}

// planned are the lines of the plan.
func (k docket) planned(p *Pack) {
	for _, v := range All[Intervention](k.f) {
		k.open(v.Entry, DueRatify, "", p.Due(ClockEmergencyBackfill, v.HappenedAt), v.Rec.DoneFirst && v.Rec.Ratified == "")
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

// words are what monitors saw and nobody has read: on every desk of the team.
func (k docket) words(p *Pack) {
	for _, c := range Unread(k.f) {
		k.add(c.Entry, DueWord, "", "", p.Due(ClockTripwireResponse, c.RecordedAt), time.Time{})
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
			// Who may see an observation may see what is attached to it.
			for _, a := range AttachedTo(k.f, id) {
				g.Entry = a.ID
				k.d.Grants = append(k.d.Grants, g)
			}
		}
		if len(v.Rec.Sections)+len(v.Rec.Entries) == 0 {
			k.d.Grants = append(k.d.Grants, g)
		}
	}
	k.d.walls(k.f)
}
