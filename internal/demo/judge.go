package demo

import (
	"slices"
	"strings"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// view is one member's own judgement before the discussion.
type view struct {
	who    string
	level  tatm.Level
	reason string
}

// assess is the whole of an assessment: views apart, revealed, written by who
// writes now, signed by the chair. second signs too where a high level falls.
func (s *story) assess(a tatm.Assessment, second string, views ...view) {
	author := s.hand
	for _, v := range views {
		s.by(v.who).ask(func(d app.Desk) (app.Made, error) {
			return d.GiveView(s.w.ctx, s.kase, tatm.View{Level: v.level, Reason: v.reason, Axes: a.Axes})
		})
	}
	s.by(s.chair).ask(func(d app.Desk) (app.Made, error) { return d.RevealViews(s.w.ctx, s.kase) })
	s.by(author).ask(func(d app.Desk) (app.Made, error) {
		if a.Observations == nil {
			a.Observations = slices.Clone(s.graded)
		}
		return d.DraftAssessment(s.w.ctx, s.kase, 0, a)
	})
	if second != "" {
		s.by(second).drafted(func(d app.Desk, version int64) (app.Made, error) {
			return d.SecondAssessment(s.w.ctx, s.kase, version)
		})
	}
	s.by(s.chair).drafted(func(d app.Desk, version int64) (app.Made, error) {
		m, err := d.SignAssessment(s.w.ctx, s.kase, version)
		s.acts["signed"] = m.Entry
		return m, err
	})
	s.by(author)
}

// drafted asks something of the draft as it stands.
func (s *story) drafted(f func(d app.Desk, version int64) (app.Made, error)) {
	s.ask(func(d app.Desk) (app.Made, error) {
		file, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		a, _ := tatm.Drafted(file)
		return f(d, a.Version)
	})
}

// axes are the four that are judged apart.
func axes(others, self, need, urgency string) map[tatm.Axis]string {
	return map[tatm.Axis]string{tatm.ViolenceToOthers: others, tatm.SelfHarm: self, tatm.NeedAxis: need, tatm.Urgency: urgency}
}

// stands answers all that is new: it does not change, because.
func (s *story) stands(because string) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		var ids []tatm.EntryID
		for _, e := range tatm.News(f) {
			ids = append(ids, e.ID)
		}
		return d.SayUnchanged(s.w.ctx, s.kase, because, ids)
	})
}

// consulted says what a consultation that the file asked for came to.
func (s *story) consulted(got string) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		r, _ := tatm.Last[tatm.Request](f)
		return d.CloseRequest(s.w.ctx, s.kase, r.ID, "answered", got)
	})
}

// planned is a step of a plan as the stories write it.
type planned struct {
	key   string
	moves []string
	tatm.Intervention
}

// step is a step of a plan; owner is a login, due a moment.
func (s *story) step(key string, c tatm.Column, domain, tier, what, owner string, due time.Time, sign, stop string, moves ...string) planned {
	return planned{key, moves, tatm.Intervention{
		Column: c, Domain: domain, Tier: tier, What: what, Direct: c == tatm.OnSubject, Intrusiveness: tatm.Supportive,
		Owner: s.w.ids[owner], Due: due, Sign: sign, Stop: stop,
	}}
}

// plan writes the steps and the frame by who writes now.
func (s *story) plan(p tatm.Plan, steps ...planned) {
	for _, v := range steps {
		s.ask(func(d app.Desk) (app.Made, error) {
			i := v.Intervention
			i.Moves, i.Observations = s.keys(cite(v.moves)), s.keys(i.Observations)
			m, err := d.AddIntervention(s.w.ctx, s.kase, i)
			s.acts[v.key] = m.Entry
			return m, err
		})
	}
	s.ask(func(d app.Desk) (app.Made, error) { return d.DraftPlan(s.w.ctx, s.kase, 0, p) })
}

// weighed are the four considerations of the sheet (law enforcement, family,
// community worker, former extremist), each "yes: why" or "no: why".
func weighed(law, family, community, former string) map[string]tatm.Considered {
	out := map[string]tatm.Considered{}
	for i, text := range []string{law, family, community, former} {
		answer, why, _ := strings.Cut(text, ": ")
		why = strings.ToUpper(why[:1]) + why[1:]
		out[tatm.Considerations[i]] = tatm.Considered{Answer: tatm.Tri(answer), Why: why}
	}
	return out
}

// renewed takes the plan over on a newer assessment: what changed in the
// person's own words, and when it is looked at again.
func (s *story) renewed(voice string, review time.Time) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		p, _ := tatm.StandingPlan(f)
		p.Rec.Voice, p.Rec.Review = voice, review
		return d.DraftPlan(s.w.ctx, s.kase, 0, p.Rec)
	})
	s.approve()
}

// approve approves the plan, by the chair.
func (s *story) approve() {
	hand := s.hand
	s.by(s.chair).ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		p, _ := tatm.Last[tatm.Plan](f)
		return d.ApprovePlan(s.w.ctx, s.kase, p.Version)
	})
	s.by(hand)
}

// delivered notes that a step reached the person.
func (s *story) delivered(key, what, evidence string) {
	s.put("", tatm.Delivery{Intervention: tatm.EntryID(key), Done: true, What: what, Evidence: evidence})
}

// notReached notes that it did not.
func (s *story) notReached(key, what, evidence string) {
	s.put("", tatm.Delivery{Intervention: tatm.EntryID(key), What: what, Evidence: evidence})
}

// judged is the verdict on a step.
func (s *story) judged(key, change, source, verdict string) {
	s.put("", tatm.Effect{Intervention: tatm.EntryID(key), Change: change, Source: source, Verdict: verdict})
}

// stepped says how a step of the plan stands now, and until when it runs.
func (s *story) stepped(key, state string, due time.Time) {
	mend(s, key, func(v tatm.Intervention) tatm.Intervention {
		v.State = state
		if !due.IsZero() {
			v.Due = due
		}
		return v
	}, func(d app.Desk, i tatm.Item[tatm.Intervention], v tatm.Intervention) (app.Made, error) {
		return d.MendIntervention(s.w.ctx, s.kase, i.ID, i.Version, v)
	})
}

// raised says that what a tripwire watches for was seen.
func (s *story) raised(key, seen string) {
	s.ask(func(d app.Desk) (app.Made, error) { return d.RaiseTripwire(s.w.ctx, s.kase, s.acts[key], seen) })
}

// looked is what the responder found.
func (s *story) looked(key, found string, falseAlarm bool) {
	s.ask(func(d app.Desk) (app.Made, error) {
		return d.LookAtTripwire(s.w.ctx, s.kase, s.acts[key], found, falseAlarm)
	})
}

// retired ends a tripwire.
func (s *story) retired(key, why string) {
	s.ask(func(d app.Desk) (app.Made, error) { return d.RetireTripwire(s.w.ctx, s.kase, s.acts[key], why) })
}

// answered answers a question of the discussion.
func (s *story) answered(key, text string) {
	s.put("", tatm.Message{Text: text, Answers: tatm.EntryID(key)})
}

// finished says that a task is done, with its evidence.
func (s *story) finished(key, evidence string) {
	mend(s, key, func(t tatm.Task) tatm.Task {
		t.State, t.Evidence = "done", evidence
		return t
	}, func(d app.Desk, i tatm.Item[tatm.Task], t tatm.Task) (app.Made, error) {
		return d.MendTask(s.w.ctx, s.kase, i.ID, i.Version, t)
	})
}

// dutyDone answers a duty prompt.
func (s *story) dutyDone(key string, y tatm.Duty) {
	mend(s, key, func(tatm.Duty) tatm.Duty {
		y.Answer, y.When = tatm.Yes, s.w.clock.Now()
		return y
	}, func(d app.Desk, i tatm.Item[tatm.Duty], y tatm.Duty) (app.Made, error) {
		return d.AnswerDuty(s.w.ctx, s.kase, i.ID, i.Version, y)
	})
}

// emergency puts the flag up under "flag".
func (s *story) emergency(words string) {
	s.ask(func(d app.Desk) (app.Made, error) {
		m, err := d.RaiseEmergency(s.w.ctx, s.kase, words)
		s.acts["flag"] = m.Entry
		return m, err
	})
}

// backfilled writes down afterwards what was done.
func (s *story) backfilled(called, steps string, told tatm.Tri, totality string) {
	mend(s, "flag", func(e tatm.Emergency) tatm.Emergency {
		e.Called, e.Steps, e.TargetTold, e.Totality = called, steps, told, totality
		return e
	}, func(d app.Desk, i tatm.Item[tatm.Emergency], e tatm.Emergency) (app.Made, error) {
		e.CalledAt = i.HappenedAt
		return d.FillEmergency(s.w.ctx, s.kase, i.ID, i.Version, e)
	})
}

// ratified is the chair's word, and lowered takes the flag down.
func (s *story) ratified(why string) {
	s.by(s.chair).ask(func(d app.Desk) (app.Made, error) { return d.RatifyEmergency(s.w.ctx, s.kase, s.acts["flag"]) })
	s.ask(func(d app.Desk) (app.Made, error) { return d.LowerEmergency(s.w.ctx, s.kase, s.acts["flag"], why) })
}

// close proposes the closing by who writes now; who is the second person, or
// nobody while it waits for one.
func (s *story) close(c tatm.Closure, who string, to tatm.State) {
	hand := s.hand
	s.by(s.chair).move(tatm.AtClosure, "The exit criteria of the plan are met")
	s.by(hand).ask(func(d app.Desk) (app.Made, error) { return d.WriteClosure(s.w.ctx, s.kase, 0, c, true) })
	if who == "" {
		return
	}
	s.by(who).ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		c, _ := tatm.Last[tatm.Closure](f)
		return d.AgreeClosure(s.w.ctx, s.kase, c.Version)
	})
	s.by(s.chair).move(to, c.Lessons)
	s.by(hand)
}

// earlierRead is the ninth: every story looks for earlier files at intake.
const earlierRead = "Looked for at intake and read; nothing in them changes this"

// checks are those of the closing, in words.
func checks(goals, tripwires, events, services, target, reassessed, dissent, records string) map[string]string {
	out := map[string]string{}
	for i, text := range []string{goals, tripwires, events, services, target, reassessed, dissent, records, earlierRead} {
		out[tatm.ClosureChecks[i]] = text
	}
	return out
}

// wire arms a tripwire that expires so many working days from today.
func (s *story) wire(key, kind, watch, watcher, channel, action string, within time.Duration, expires int) {
	s.put(key, tatm.Tripwire{Type: kind, Watch: watch, Watcher: tatm.ActorID(watcher), Channel: channel, Action: action, Within: within, Expires: s.w.ahead(expires)})
}
