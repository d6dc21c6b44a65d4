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
	ctx   context.Context
	app   *app.App
	clock *Clock
	end   time.Time
	org   tatm.OrgID
	teams map[string]tatm.TeamID
	ids   map[string]tatm.ActorID
	desks map[string]app.Desk
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
	w := &world{ctx: ctx, app: a, clock: c, end: end.UTC(), teams: map[string]tatm.TeamID{}, ids: map[string]tatm.ActorID{}, desks: map[string]app.Desk{}}
	if err := w.found(ctx); err != nil {
		return "", err
	}
	w.stories()
	slices.SortStableFunc(w.steps, func(x, y step) int { return x.at.Compare(y.at) })
	for i, s := range w.steps {
		c.To(s.at)
		if err := s.do(); err != nil {
			return "", fmt.Errorf("demo: %s, step %d: %w", s.story, i, err)
		}
		progress(i+1, len(w.steps))
	}
	c.To(w.end)
	return w.org, a.TakeWords(ctx)
}

// story is one case as it is told: steps at times before the end.
type story struct {
	w     *world
	name  string
	team  string
	chair string // who presides
	kase  tatm.FileID
	last  time.Time
	obs   []tatm.EntryID
	acts  map[string]tatm.EntryID
}

func (w *world) story(name, team string) *story {
	s := &story{w: w, name: name, team: team, chair: "rosa", acts: map[string]tatm.EntryID{}}
	if team == schools {
		s.chair = "prin"
	}
	return s
}

// at adds a step so many days (and hours) before the end. Steps of one story
// stay in the order in which they are told.
func (s *story) at(days float64, do func() error) {
	at := s.w.end.Add(-time.Duration(days * 24 * float64(time.Hour)))
	if !at.After(s.last) {
		at = s.last.Add(2 * time.Minute)
	}
	s.last = at
	s.w.steps = append(s.w.steps, step{at, s.name, do})
}

// as is somebody's desk.
func (s *story) as(who string) app.Desk { return s.w.desks[who] }

func (s *story) id(who string) tatm.ActorID { return s.w.ids[who] }

// days is a time so many days from the step's own now.
func (s *story) in(days int) time.Time { return s.w.clock.Now().AddDate(0, 0, days) }

// done drops what a use case made.
func done(_ app.Made, err error) error { return err }

// report files a report and remembers it under key.
func (s *story) report(days float64, key string, r tatm.Report, from tatm.Reporter) {
	s.at(days, func() error {
		r.Received = s.w.clock.Now()
		who := "intake"
		if r.Channel == tatm.ByPortal {
			_, err := s.w.app.Door(s.w.org).Report(s.w.ctx, s.w.teams[s.team], r, from)
			if err != nil {
				return err
			}
			v, err := s.as(who).ListReports(s.w.ctx, app.Filter{All: true, Order: app.ByNumber, Limit: 1})
			if err == nil {
				s.acts[key] = tatm.EntryID(v.Rows[0].ID)
			}
			return err
		}
		m, err := s.as(who).FileReport(s.w.ctx, s.w.teams[s.team], r, from)
		s.acts[key] = tatm.EntryID(m.File)
		return err
	})
}

func (s *story) file(key string) tatm.FileID { return tatm.FileID(s.acts[key]) }

// accept takes the report and opens the case.
func (s *story) accept(days float64, key string, c app.NewCase, owner string) {
	s.at(days, func() error {
		if err := done(s.as("intake").AcknowledgeReport(s.w.ctx, s.file(key))); err != nil {
			return err
		}
		c.Charge = tatm.Charge{Owner: s.id(owner), Next: "Read the report and call the reporter back", By: s.in(1)}
		if c.Person == "" && s.acts["person"] != "" {
			c.Person, c.Subject = s.file("person"), ""
		}
		m, err := s.as("intake").AcceptReport(s.w.ctx, s.file(key), "Concerning behaviour; the team should look", c)
		s.kase = m.File
		return err
	})
}

// link ties another report to the case.
func (s *story) link(days float64, key string) {
	s.at(days, func() error {
		return done(s.as("intake").LinkReport(s.w.ctx, s.file(key), s.kase, "Same person, same matter"))
	})
}

// person files a person and remembers them as "person".
func (s *story) person(days float64, given, family string) {
	s.at(days, func() error {
		m, err := s.as("intake").FilePerson(s.w.ctx, s.w.teams[s.team], tatm.Name{Given: given, Family: family, Type: tatm.LegalName, Source: "report"})
		s.acts["person"] = tatm.EntryID(m.File)
		return err
	})
}

func (s *story) move(days float64, to tatm.State, reason string) {
	if to == tatm.AtTriage {
		s.at(days, func() error { return s.asked() })
	}
	s.at(days, func() error { return done(s.as(s.chair).MoveCase(s.w.ctx, s.kase, to, reason, "")) })
}

// asked answers what intake asks of every case.
func (s *story) asked() error {
	for q, text := range map[string]string{tatm.DangerNow: "Asked who reported it: nobody at this hour", tatm.ConflictCheck: "Asked everybody who will work on it: no ties"} {
		if err := done(s.as(s.chair).GiveAnswer(s.w.ctx, s.kase, tatm.Answer{Question: q, Status: tatm.Answered, Text: text})); err != nil {
			return err
		}
	}
	return nil
}

// see writes an observation, graded, and remembers it.
func (s *story) see(days float64, who, source, text string) {
	s.at(days, func() error {
		m, err := s.as(who).AddObservation(s.w.ctx, s.kase, tatm.Observation{Text: text, How: tatm.SawOrHeard, Nature: tatm.Fact, Source: source}, app.Circumstance{})
		s.obs = append(s.obs, m.Entry)
		return err
	})
}

// answers gives the must-answer questions.
func (s *story) answers(days float64, who, weapons, despair, protective string) {
	s.at(days, func() error {
		for q, text := range map[string]string{tatm.PriorContact: "Searched name, aliases and school; see reports", "weapons": weapons, "despair": despair, "protective": protective} {
			if err := done(s.as(who).GiveAnswer(s.w.ctx, s.kase, tatm.Answer{Question: q, Status: tatm.Answered, Text: text})); err != nil {
				return err
			}
		}
		return nil
	})
}

// factor puts a factor that rests on the last observation.
func (s *story) factor(days float64, key string, k tatm.Factor) {
	s.at(days, func() error {
		if k.Rating == "" {
			k.Rating = tatm.Present
		}
		if len(k.Observations) == 0 && (k.Rating == tatm.Present || k.Rating == tatm.Partial) {
			k.Observations = s.obs[len(s.obs)-1:]
		}
		m, err := s.as("psy").AddFactor(s.w.ctx, s.kase, k, "", app.Circumstance{})
		s.acts[key] = m.Entry
		return err
	})
}

// assess is the whole assessment: views apart, revealed, written, signed.
func (s *story) assess(days float64, l tatm.Level, basis string, views map[string]tatm.View) {
	s.at(days, func() error {
		for _, who := range []string{"det", "psy", "sped", "law", "vic", "couns", "miles"} {
			if v, gives := views[who]; gives {
				if err := done(s.as(who).GiveView(s.w.ctx, s.kase, v)); err != nil {
					return err
				}
			}
		}
		return nil
	})
	s.at(days, func() error { return done(s.as(s.chair).RevealViews(s.w.ctx, s.kase)) })
	s.at(days, func() error {
		a := tatm.Assessment{
			Axes:  map[tatm.Axis]string{tatm.ViolenceToOthers: "Some movement, no preparation seen", tatm.SelfHarm: "Asked about; no plan", tatm.NeedAxis: "Isolated, under strain", tatm.Urgency: "This week"},
			Level: l, Basis: basis, Risk: "Grievance held for months; words have sharpened", Protective: "People who care and are in daily touch", Precipitating: "Recent losses, one event ahead",
			Gaps: "What happens at home after school or work", Alternatives: "Venting, grief, or a wish to be taken seriously", Confidence: "Fair: two people saw it themselves", Protected: "Angry words alone are lawful; the concern is about steps", Disability: "Considered; support plan checked", Observations: s.obs,
		}
		return done(s.as("psy").DraftAssessment(s.w.ctx, s.kase, 0, a))
	})
	s.at(days, func() error {
		v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
		if err != nil {
			return err
		}
		d, _ := tatm.Drafted(v.File)
		version := d.Version
		if s.acts["second"] != "" {
			if err := done(s.as("det").SecondAssessment(s.w.ctx, s.kase, version)); err != nil {
				return err
			}
			version++
		}
		return done(s.as(s.chair).SignAssessment(s.w.ctx, s.kase, version))
	})
}

// both are the views of detective and psychologist.
func both(det, psy tatm.Level, why string) map[string]tatm.View {
	return map[string]tatm.View{"det": {Level: det, Reason: why}, "psy": {Level: psy, Reason: "People hold this person; distress more than intent"}}
}

// plan writes and approves the plan with the steps given.
func (s *story) plan(days float64, voice string, steps ...tatm.Intervention) {
	s.at(days, func() error {
		for i, v := range steps {
			if v.Owner == "" {
				v.Owner = s.id("psy")
			}
			if v.Due.IsZero() {
				v.Due = s.in(10)
				if i%2 == 0 {
					v.Due = s.w.end.AddDate(0, 0, 4+3*i) // a step that still goes on
				}
			}
			if v.Intrusiveness == "" {
				v.Intrusiveness = tatm.Supportive
			}
			if id := s.acts["risk"]; id != "" && i == 0 {
				v.Moves = append(v.Moves, id)
			}
			m, err := s.as("psy").AddIntervention(s.w.ctx, s.kase, v)
			if err != nil {
				return err
			}
			s.acts[fmt.Sprintf("step%d", i)] = m.Entry
		}
		p := tatm.Plan{Goals: "The grievance is heard and the person stays connected", Exit: "Two quiet reviews and support that stands by itself", Voice: voice, TargetPlan: "Considered; see the safety plan where a target is named", Review: s.in(25), NoneNeeded: map[tatm.Column]string{}, Considered: map[string]tatm.Considered{}}
		for _, c := range tatm.Columns {
			if !slices.ContainsFunc(steps, func(v tatm.Intervention) bool { return v.Column == c }) {
				p.NoneNeeded[c] = "nothing to act on here for now"
			}
		}
		for _, c := range tatm.Considerations {
			p.Considered[c] = tatm.Considered{Answer: tatm.No, Why: "looked at; not now"}
		}
		return done(s.as("psy").DraftPlan(s.w.ctx, s.kase, 0, p))
	})
}

// wire arms a tripwire.
func (s *story) wire(days float64, key string, t tatm.Tripwire) {
	s.at(days, func() error {
		if t.Watcher == "" {
			t.Watcher = s.id("det")
		}
		if t.Within == 0 {
			t.Within = 4 * time.Hour
		}
		if of, ok := s.acts[string(t.Of)]; ok {
			t.Of = of
		}
		t.Expires = s.in(120)
		m, err := s.as("psy").ArmTripwire(s.w.ctx, s.kase, t)
		s.acts[key] = m.Entry
		return err
	})
}

// approve approves the plan and takes the case to active management.
func (s *story) approve(days float64) {
	s.at(days, func() error {
		v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
		if err != nil {
			return err
		}
		p, _ := tatm.Last[tatm.Plan](v.File)
		return done(s.as(s.chair).ApprovePlan(s.w.ctx, s.kase, p.Version))
	})
	s.move(days, tatm.Managed, "")
}

// charge says what is next.
func (s *story) charge(days float64, owner, next string, in int) {
	s.at(days, func() error {
		v, err := s.as(s.chair).SeeCase(s.w.ctx, s.kase)
		if err != nil {
			return err
		}
		c, _ := tatm.Last[tatm.Charge](v.File)
		return done(s.as(s.chair).ChargeCase(s.w.ctx, s.kase, c.Version, tatm.Charge{Owner: s.id(owner), Next: next, By: s.in(in)}))
	})
}

// deliver notes that a step reached the person.
func (s *story) deliver(days float64, key, what string) {
	s.at(days, func() error {
		return done(s.as("psy").NoteDelivery(s.w.ctx, s.kase, tatm.Delivery{Intervention: s.acts[key], Done: true, What: what, Evidence: "Counsellor’s note"}, app.Circumstance{}))
	})
}

// close proposes and agrees the closing, and closes.
func (s *story) close(days float64, reason, lesson string, to tatm.State) {
	s.move(days, tatm.AtClosure, "The exit criteria are met")
	s.at(days, func() error {
		return done(s.as("psy").WriteClosure(s.w.ctx, s.kase, 0, s.checklist(reason, lesson), true))
	})
	if to == "" {
		return
	}
	s.at(days, func() error { return done(s.as(s.chair).AgreeClosure(s.w.ctx, s.kase, 1)) })
	s.move(days, to, reason)
}

func (s *story) checklist(reason, lesson string) tatm.Closure {
	c := tatm.Closure{Reason: reason, Checks: map[string]string{}, AfterCare: "School counsellor", Reporter: "Thanked; told that people looked into it", Retaliation: "Asked; none", Lessons: lesson}
	for _, k := range tatm.ClosureChecks {
		c.Checks[k] = "Looked at and in order"
	}
	if reason == "transferred" {
		c.Receiver, c.Receipt = "Campus team of Harlow State", "Letter of acceptance on file"
	}
	return c
}
