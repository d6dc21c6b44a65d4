package coherence

import (
	"slices"
	"strconv"

	"offramp/internal/tatm"
)

const (
	ntac   = "USSS NTAC 2018, Enhancing School Safety"
	jcat   = "JCAT First Responder's Toolbox, TATM"
	fbi    = "FBI BAU 2017, Making Prevention a Reality"
	step   = "STEP framework (Deisinger)"
	own    = "Offramp, product principles"
	taft   = "Review of Taft Union (2022): agreed counselling faded"
	oxford = "Review of Oxford (2023): weapons access not asked"
	texas  = "Texas Education Code 37.115: parents are told before an assessment"
	part23 = "28 CFR 23.20(h): recipients are told of errors (recalled)"
	ferpa  = "34 CFR 99.5, 99.10, 99.20 (recalled)"
	broken = "Broward audit 2019: files without follow-through"
)

// rules is the list of findings. docs/findings.md is printed from it.
var rules = []rule{
	{"no-charge", broken, tatm.OnOverview, "charge", func(l look) []lack {
		c, ok := tatm.Last[tatm.Charge](l.f)
		return when(!ok || c.Rec.Owner == "" || c.Rec.Next == "" || c.Rec.By.IsZero())
	}},
	{"charge-overdue", broken, tatm.OnOverview, "charge", func(l look) []lack {
		c, ok := tatm.Last[tatm.Charge](l.f)
		return when(ok && c.Rec.By.Before(l.now))
	}},
	{"emergency-not-filled", own, tatm.OnEmergency, "fill-emergency", func(l look) []lack {
		out := each(l, func(e tatm.Emergency) bool { return e.Filled.IsZero() })
		for _, k := range each(l, func(e tatm.Emergency) bool { return !e.Filled.IsZero() && e.Ratified == "" }) {
			out = append(out, lack{entry: k.entry, act: "ratify-emergency"})
		}
		return out
	}},
	{"imminent-no-emergency", own, tatm.OnEmergency, "emergency", func(l look) []lack {
		return when(l.has && l.stand.Rec.Level == tatm.Imminent && len(tatm.All[tatm.Emergency](l.f)) == 0)
	}},
	{"parent-not-told", texas, tatm.OnNotices, "notice", func(l look) []lack {
		return when(l.state != tatm.AtIntake && l.state != tatm.AtTriage && !tatm.ParentAnswered(l.f))
	}},
	{"violence-not-said", jcat, tatm.OnOverview, "describe", func(l look) []lack {
		c, _ := tatm.Last[tatm.Case](l.f)
		return when(l.concern() && len(c.Rec.Violence) == 0 && c.Rec.Feared == "")
	}},
	{"nexus-not-said", jcat, tatm.OnFactors, "nexus", func(l look) []lack {
		c, _ := tatm.Last[tatm.Case](l.f)
		return when(slices.Contains(c.Rec.Violence, tatm.ExtremistViolence) && len(tatm.All[tatm.Nexus](l.f)) == 0)
	}},
	{"level-expired", ntac, tatm.OnAssessment, "assess", func(l look) []lack {
		return when(l.has && !l.stand.Rec.Expires.IsZero() && l.stand.Rec.Expires.Before(l.now), string(l.stand.Rec.Level))
	}},
	{"assessment-stale", jcat, tatm.OnAssessment, "unchanged", func(l look) []lack { return when(len(tatm.News(l.f)) > 0) }},
	{"plan-stale", jcat, tatm.OnPlan, "plan", func(l look) []lack {
		p, ok := tatm.StandingPlan(l.f)
		return when(ok && l.has && (len(tatm.News(l.f)) > 0 || p.Rec.Approved.Before(l.stand.Rec.Signed)))
	}},
	{"one-source", jcat, tatm.OnAssessment, "observation", func(l look) []lack {
		return when(l.concern() && len(tatm.Origins(l.f, l.stand.Rec.Observations)) < 2)
	}},
	{"one-indicator", jcat, tatm.OnFactors, "risk", func(l look) []lack { return when(l.concern() && rated(l, tatm.RiskFactor) == 1) }},
	{"no-protective", jcat, tatm.OnFactors, "protective", func(l look) []lack {
		return when(l.has && !slices.ContainsFunc(tatm.All[tatm.Factor](l.f), func(k tatm.Item[tatm.Factor]) bool { return k.Rec.Class == tatm.Protective }))
	}},
	{"dynamic-unaddressed", jcat, tatm.OnPlan, "intervention", dynamicUnaddressed},
	{"need-no-service", jcat, tatm.OnPlan, "need", func(l look) []lack {
		return each(l, func(n tatm.Need) bool { return n.State == "open" && n.Service == "" })
	}},
	{"grievance-no-strategy", jcat, tatm.OnPlan, "grievance", func(l look) []lack {
		return each(l, func(g tatm.Grievance) bool { return (g.State == "open" || g.State == "hardened") && g.Strategy == "" })
	}},
	{"intervention-no-owner", broken, tatm.OnPlan, "intervention", func(l look) []lack {
		return each(l, func(v tatm.Intervention) bool { return running(v) && (v.Owner == "" || v.Due.IsZero()) })
	}},
	{"intervention-overdue", broken, tatm.OnPlan, "intervention", func(l look) []lack {
		return each(l, func(v tatm.Intervention) bool { return running(v) && !v.Due.IsZero() && v.Due.Before(l.now) })
	}},
	{"intervention-undelivered", taft, tatm.OnPlan, "delivery", undelivered},
	{"intervention-no-verdict", taft, tatm.OnPlan, "effect", noVerdict},
	{"step-not-ratified", own, tatm.OnPlan, "ratify-step", func(l look) []lack {
		return each(l, func(v tatm.Intervention) bool { return v.DoneFirst && v.Ratified == "" })
	}},
	{"step-one-source", jcat, tatm.OnPlan, "justify-step", func(l look) []lack {
		return each(l, func(v tatm.Intervention) bool { return v.DoneFirst && v.Totality() && !v.RestsAt(l.f, l.now) })
	}},
	{"step-not-approved", own, tatm.OnPlan, "plan", stepNotApproved},
	{"one-domain", jcat, tatm.OnPlan, "intervention", oneDomain},
	{"event-near", fbi, tatm.OnTripwires, "tripwire", eventNear},
	{"no-tripwire", jcat, tatm.OnTripwires, "tripwire", func(l look) []lack {
		return when(l.managed() && l.has && graver(l.stand.Rec.Level) && !live(l))
	}},
	{"tripwire-no-watcher", jcat, tatm.OnTripwires, "mend-tripwire", func(l look) []lack {
		return each(l, func(t tatm.Tripwire) bool { return t.State != tatm.Retired && t.Watcher == "" && t.Monitor == "" })
	}},
	{"tripwire-raised", jcat, tatm.OnTripwires, "look", func(l look) []lack {
		return each(l, func(t tatm.Tripwire) bool { return t.State == tatm.Raised })
	}},
	{"no-monitor", jcat, tatm.OnTripwires, "monitor", func(l look) []lack {
		p, _ := tatm.Last[tatm.Plan](l.f)
		return when(l.managed() && l.has && graver(l.stand.Rec.Level) && len(tatm.All[tatm.Monitor](l.f)) == 0 && p.Rec.NoMonitor == "")
	}},
	{"check-in-overdue", jcat, tatm.OnTripwires, "check-in", checkInOverdue},
	{"review-overdue", jcat, tatm.OnAssessment, "assess", func(l look) []lack {
		if !l.has {
			return nil
		}
		return when(slices.ContainsFunc(l.due, func(x tatm.Due) bool { return x.What == tatm.DueReview && x.At.Before(l.now) }))
	}},
	{"question-open", oxford, tatm.OnFactors, "answer", questionOpen},
	{"seat-missing", broken, tatm.OnAssessment, "view", seatMissing},
	{"target-no-plan", fbi, tatm.OnPlan, "target-plan", targetNoPlan},
	{"stressors", fbi, tatm.OnFactors, "event", stressors},
	{"duty-open", own, tatm.OnTasks, "answer-duty", func(l look) []lack {
		return each(l, func(d tatm.Duty) bool { return d.Answer == "" })
	}},
	{"correction-open", part23, tatm.OnSharing, "follow-copy", func(l look) []lack {
		return each(l, func(x tatm.CorrectedCopy) bool { return x.Open() })
	}},
	{"rights-late", ferpa, tatm.OnSharing, "decide-rights", func(l look) []lack { return late(l, tatm.DueRights) }},
	{"rights-pass", ferpa, tatm.OnSharing, "pass-rights", func(l look) []lack { return late(l, tatm.DueRightsPass) }},
	{"consent-anew", ferpa, tatm.OnSharing, "consent", consentAnew},
	{"untouched", taft, tatm.OnOverview, "charge", func(l look) []lack {
		days := int(l.now.Sub(l.f.ChangedAt).Hours() / 24)
		return when(!l.f.ChangedAt.IsZero() && l.p.Due(tatm.ClockUntouched, l.f.ChangedAt).Before(l.now), strconv.Itoa(days))
	}},
	{"carried", own, tatm.OnAssessment, "assess", func(l look) []lack {
		_, carried := tatm.Last[tatm.Carried](l.f)
		return when(carried && !l.has)
	}},
}

func each[R tatm.Record](l look, bad func(R) bool) []lack {
	var out []lack
	for _, i := range tatm.All[R](l.f) {
		if bad(i.Rec) {
			out = append(out, lack{entry: i.ID})
		}
	}
	return out
}

func running(v tatm.Intervention) bool { return v.State == "planned" || v.State == "running" }

func graver(l tatm.Level) bool {
	return l == tatm.Moderate || l == tatm.High || l == tatm.Imminent
}

func live(l look) bool {
	return slices.ContainsFunc(tatm.All[tatm.Tripwire](l.f), func(t tatm.Item[tatm.Tripwire]) bool { return t.Rec.State != tatm.Retired })
}

// rated counts factors of a class that are present: only to tell "one alone"
// from more than one, never shown.
func rated(l look, class tatm.FactorClass) int {
	n := 0
	for _, k := range tatm.All[tatm.Factor](l.f) {
		if k.Rec.Class == class && (k.Rec.Rating == tatm.Present || k.Rec.Rating == tatm.Partial) {
			n++
		}
	}
	return n
}

func moved(l look) map[tatm.EntryID]bool {
	out := map[tatm.EntryID]bool{}
	for _, v := range tatm.All[tatm.Intervention](l.f) {
		if v.Rec.State != "refused" && v.Rec.State != "stopped" {
			for _, id := range v.Rec.Moves {
				out[id] = true
			}
		}
	}
	return out
}

func dynamicUnaddressed(l look) []lack {
	if !l.managed() && l.state != tatm.AtPlanning {
		return nil
	}
	done := moved(l)
	var out []lack
	for _, k := range tatm.All[tatm.Factor](l.f) {
		present := k.Rec.Rating == tatm.Present || k.Rec.Rating == tatm.Partial
		if k.Rec.Class == tatm.RiskFactor && k.Rec.Dynamic && present && !done[k.ID] {
			out = append(out, lack{entry: k.ID})
		}
	}
	return out
}

func undelivered(l look) []lack {
	got := map[tatm.EntryID]bool{}
	for _, d := range tatm.All[tatm.Delivery](l.f) {
		got[d.Rec.Intervention] = got[d.Rec.Intervention] || d.Rec.Done
	}
	var out []lack
	for _, v := range tatm.All[tatm.Intervention](l.f) {
		late := !v.Rec.Due.IsZero() && v.Rec.Due.Before(l.now)
		if (v.Rec.State == "running" || v.Rec.State == "done" || late) && v.Rec.State != "stopped" && v.Rec.State != "refused" && !got[v.ID] {
			out = append(out, lack{entry: v.ID})
		}
	}
	return out
}

func noVerdict(l look) []lack {
	judged := map[tatm.EntryID]bool{}
	for _, e := range tatm.All[tatm.Effect](l.f) {
		judged[e.Rec.Intervention] = true
	}
	var out []lack
	for _, v := range tatm.All[tatm.Intervention](l.f) {
		if (v.Rec.State == "done" || (v.Rec.State == "running" && !v.Rec.Due.IsZero() && v.Rec.Due.Before(l.now))) && !judged[v.ID] {
			out = append(out, lack{entry: v.ID})
		}
	}
	return out
}

// stepNotApproved: a measure that restricts, or a report to the police, runs
// only as part of an approved plan; one that could not wait is ratified instead.
func stepNotApproved(l look) []lack {
	p, _ := tatm.StandingPlan(l.f)
	var out []lack
	for _, v := range tatm.All[tatm.Intervention](l.f) {
		acted := v.Rec.State == "running" || v.Rec.State == "done"
		if v.Rec.Totality() && acted && !v.Rec.DoneFirst && !slices.Contains(p.Rec.Steps, v.ID) {
			out = append(out, lack{entry: v.ID})
		}
	}
	return out
}

// oneDomain: support over several domains is the sheet's point; a plan that
// stays in one has to be looked at.
func oneDomain(l look) []lack {
	domains, n := map[string]bool{}, 0
	for _, v := range tatm.All[tatm.Intervention](l.f) {
		if running(v.Rec) {
			domains[v.Rec.Domain] = true
			n++
		}
	}
	return when(l.managed() && n > 1 && len(domains) == 1)
}

// eventNear: an anticipated event within the pack's horizon that nothing in
// the plan or on a tripwire answers.
func eventNear(l look) []lack {
	done := moved(l)
	days := l.p.Horizon
	var out []lack
	for _, k := range tatm.All[tatm.Factor](l.f) {
		near := k.Rec.Timing == tatm.Anticipated && k.Rec.Resolved == "" && k.Rec.On.Before(l.now.AddDate(0, 0, days))
		if near && !done[k.ID] && !calendarTripwire(l) {
			out = append(out, lack{entry: k.ID})
		}
	}
	return out
}

func calendarTripwire(l look) bool {
	return slices.ContainsFunc(tatm.All[tatm.Tripwire](l.f), func(t tatm.Item[tatm.Tripwire]) bool {
		return t.Rec.State != tatm.Retired && (t.Rec.Type == "calendar" || t.Rec.Type == "situation")
	})
}

func checkInOverdue(l look) []lack {
	var out []lack
	for _, d := range l.due {
		if d.What == tatm.DueCheckIn && d.At.Before(l.now) {
			out = append(out, lack{entry: d.Entry})
		}
	}
	return out
}

func questionOpen(l look) []lack {
	if l.state == tatm.AtIntake || l.state == tatm.AtTriage {
		return nil
	}
	var out []lack
	for _, g := range tatm.Gaps(l.f, l.p) {
		if g.Must {
			out = append(out, lack{args: []string{g.Question}})
		}
	}
	return out
}

func seatMissing(l look) []lack {
	if !l.has || l.stand.Rec.Outside != nil {
		return nil // a team of one: somebody from outside seconded it
	}
	seats := map[tatm.Discipline]bool{}
	for _, v := range tatm.All[tatm.View](l.f) {
		seats[v.Rec.Seat] = true
	}
	var out []lack
	for _, d := range l.p.Seats[l.stand.Rec.Level] {
		if !seats[d] {
			out = append(out, lack{args: []string{string(d)}})
		}
	}
	return out
}

func targetNoPlan(l look) []lack {
	planned := map[tatm.EntryID]bool{}
	loose := 0
	for _, t := range tatm.All[tatm.TargetPlan](l.f) {
		planned[t.Rec.Part] = true
		if t.Rec.Part == "" {
			loose++
		}
	}
	var out []lack
	for _, p := range tatm.All[tatm.Part](l.f) {
		if p.Rec.Role == tatm.TargetPart && p.Rec.Ended == "" && !planned[p.ID] && loose == 0 {
			out = append(out, lack{entry: p.ID})
		}
	}
	return out
}

// stressors: several new ones, or a new one beside an unresolved one, since
// the last assessment. They are listed with their dates, without weight or sum.
func stressors(l look) []lack {
	if !l.has {
		return nil
	}
	var fresh, all []lack
	for _, k := range tatm.All[tatm.Factor](l.f) {
		if k.Rec.Class != tatm.Precipitating || k.Rec.Resolved != "" || k.Rec.Rating == tatm.Absent {
			continue
		}
		all = append(all, lack{entry: k.ID})
		if k.RecordedAt.After(l.stand.Rec.Signed) {
			fresh = append(fresh, lack{entry: k.ID})
		}
	}
	if len(fresh) > 1 || (len(fresh) == 1 && len(all) > 1) {
		return all
	}
	return nil
}
