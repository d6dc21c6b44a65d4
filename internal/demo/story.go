package demo

import (
	"fmt"
	"slices"
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// story is one matter as it is told: who does what, on which working day
// before today. What is written under a key can be named by it later.
type story struct {
	w      *world
	name   string
	team   string
	chair  string // who presides
	door   string // who takes reports
	hand   string // who is writing now
	regime tatm.Regime
	kase   tatm.FileID
	at     time.Time // of the next step
	last   time.Time
	night  bool // it cannot wait for the morning
	acts   map[string]tatm.EntryID
	graded []tatm.EntryID // observations an assessment relies on
}

func (w *world) story(name, team string) *story {
	s := &story{w: w, name: name, team: team, chair: "rosa", door: "intake", hand: "psy", acts: map[string]tatm.EntryID{}}
	if team == schools {
		s.chair, s.door, s.hand = "prin", "sintake", "couns"
	}
	return s
}

// on sets the working day before today, and the hour, of what follows.
func (s *story) on(day, hour, minute int) *story {
	s.at, s.night = s.w.back(day, hour, minute), false
	return s
}

// lately sets what follows to so much working time ago.
func (s *story) lately(ago time.Duration) *story {
	s.at, s.night = s.w.lately(ago), true
	return s
}

// atNight sets a moment that is nobody's working time.
func (s *story) atNight(at time.Time) *story {
	s.at, s.night = at, true
	return s
}

// morning sets the opening of the first working day after a night.
func (s *story) morning(after time.Time) *story {
	s.at, s.night = s.w.next(after).Add(40*time.Minute), false
	return s
}

// by says who writes what follows.
func (s *story) by(who string) *story {
	s.hand = who
	return s
}

// under says the regime of the next thing written.
func (s *story) under(r tatm.Regime) *story {
	s.regime = r
	return s
}

// do adds a step. Steps of one story stay in the order in which they are told,
// a few minutes apart, and none runs past closing time unless it is night work.
func (s *story) do(f func() error) {
	at := s.at
	if !at.After(s.last) {
		at = s.last.Add(2 * time.Minute)
	}
	if _, shut, _ := s.w.hours(at); !s.night && !at.Before(shut) {
		at = s.w.next(at).Add(25 * time.Minute)
	}
	s.last = at
	pace := time.Duration(3+len(s.w.steps)%5) * time.Minute
	if s.night {
		pace = 3 * time.Minute
	}
	s.at = at.Add(pace)
	s.w.steps = append(s.w.steps, step{at, s.name, f})
}

// ask adds a step that is one use case of the desk of who writes now.
func (s *story) ask(f func(d app.Desk) (app.Made, error)) {
	who := s.hand
	s.do(func() error {
		_, err := f(s.w.desks[who])
		return err
	})
}

// see is the case as its chair sees it.
func (s *story) see() (tatm.File, error) {
	v, err := s.w.desks[s.chair].SeeCase(s.w.ctx, s.kase)
	return v.File, err
}

func (s *story) file(key string) tatm.FileID { return tatm.FileID(s.acts[key]) }

// due is so many working days after the step.
func (w *world) due(n int) time.Time {
	then := days{w.open, w.zone, w.clock.Now()}
	return then.ahead(n)
}

// person files a person under key, with what is known of them.
func (s *story) person(key, given, family, source string, more ...tatm.Record) {
	s.do(func() error {
		d := s.w.desks[s.door]
		m, err := d.FilePerson(s.w.ctx, s.w.teams[s.team], tatm.Name{Given: given, Family: family, Type: tatm.LegalName, Source: source})
		s.acts[key] = tatm.EntryID(m.File)
		for _, r := range more {
			if err == nil {
				_, err = d.TellOfPerson(s.w.ctx, m.File, r, app.Circumstance{})
			}
		}
		return err
	})
}

func born(year, month, day int) tatm.Birth {
	return tatm.Birth{Date: tatm.PartialDate{Year: year, Month: month, Day: day}, Source: "report"}
}

func detail(what tatm.DetailKind, value string) tatm.Detail {
	return tatm.Detail{What: what, Value: value, Source: "report"}
}

// tell adds what is learned of a person later.
func (s *story) tell(key string, r tatm.Record) {
	s.do(func() error {
		_, err := s.w.desks[s.door].TellOfPerson(s.w.ctx, s.file(key), r, app.Circumstance{})
		return err
	})
}

// report files a report and remembers it under key.
func (s *story) report(key string, r tatm.Report, from tatm.Reporter) {
	s.do(func() error {
		r.Received = s.w.clock.Now()
		if r.Channel != tatm.ByPortal {
			m, err := s.w.desks[s.door].FileReport(s.w.ctx, s.w.teams[s.team], r, from)
			s.acts[key] = tatm.EntryID(m.File)
			return err
		}
		if _, err := s.w.app.Door(s.w.org).Report(s.w.ctx, s.w.teams[s.team], r, from); err != nil {
			return err
		}
		// The portal tells its sender no file: the newest one is it.
		v, err := s.w.desks[s.door].ListReports(s.w.ctx, app.Filter{All: true, Order: app.ByNumber, Limit: 1})
		if err == nil {
			s.acts[key] = tatm.EntryID(v.Rows[0].ID)
		}
		return err
	})
}

// take says that intake has the report.
func (s *story) take(key string) {
	s.do(func() error {
		_, err := s.w.desks[s.door].AcknowledgeReport(s.w.ctx, s.file(key))
		return err
	})
}

// found is the finding of who writes now on a report that opens no case.
func (s *story) found(key string, o tatm.Outcome, reason string) {
	s.ask(func(d app.Desk) (app.Made, error) {
		return d.ScreenReport(s.w.ctx, s.file(key), tatm.Screening{Outcome: o, Reason: reason})
	})
}

// added is what the staff learned beside the reporter's words.
func (s *story) added(key, text string) {
	s.ask(func(d app.Desk) (app.Made, error) { return d.AddToReport(s.w.ctx, s.file(key), text) })
}

// accept takes the report and opens the case: for the person filed as
// "person", unless the case names a subject in words.
func (s *story) accept(key, reason, owner, next string, c app.NewCase) {
	s.take(key)
	s.do(func() error {
		c.Charge = tatm.Charge{Owner: s.w.ids[owner], Next: next, By: s.w.due(1)}
		if c.Subject == "" {
			c.Person = s.file("person")
		}
		m, err := s.w.desks[s.door].AcceptReport(s.w.ctx, s.file(key), reason, c)
		s.kase, s.w.cases[s.name] = m.File, m.File
		return err
	})
}

// link ties another report to the case.
func (s *story) link(key, reason string) {
	s.do(func() error {
		_, err := s.w.desks[s.door].LinkReport(s.w.ctx, s.file(key), s.kase, reason)
		return err
	})
}

// grade says of the first account of a case how its source came to know and
// where it goes back to, and lets the assessment rely on it.
func (s *story) grade(o tatm.Observation) {
	s.ask(func(d app.Desk) (made app.Made, err error) {
		f, err := s.see()
		if err != nil {
			return made, err
		}
		for _, was := range tatm.All[tatm.Observation](f) {
			if was.Rec.Report == "" || was.Rec.How != "" {
				continue
			}
			o.Text, o.Report = was.Rec.Text, was.Rec.Report
			s.graded = append(s.graded, was.ID)
			s.acts["account"] = was.ID
			if made, err = d.MendObservation(s.w.ctx, s.kase, was.ID, was.Version, o, app.Circumstance{}); err != nil {
				return made, err
			}
		}
		return made, nil
	})
}

// describe says which kinds of violence are feared, by whose judgement and from
// which observations: those written down so far.
func (s *story) describe(judged string, convened bool, violence ...string) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		c, _ := tatm.Last[tatm.Case](f)
		c.Rec.Violence, c.Rec.Judged, c.Rec.Convened = violence, judged, convened
		c.Rec.Observations = slices.Clone(s.graded)
		return d.DescribeCase(s.w.ctx, s.kase, c.ID, c.Version, c.Rec)
	})
}

// answers gives answers to the questions of the pack: code, text, code, text.
func (s *story) answers(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		s.ask(func(d app.Desk) (app.Made, error) {
			return d.GiveAnswer(s.w.ctx, s.kase, s.answerOf(pairs[i]), tatm.Answer{Question: pairs[i], Status: tatm.Answered, Text: pairs[i+1]})
		})
	}
}

// triage takes the case from intake to triage by its chair, who asked what
// intake asks of every case, unless the story has answered it in its own words.
func (s *story) triage() {
	s.by(s.chair).do(func() error {
		f, err := s.see()
		for _, a := range []tatm.Answer{
			{Question: tatm.DangerNow, Text: "Asked who reported it: nobody at this hour"},
			{Question: tatm.ConflictCheck, Text: "Asked everybody who will work on it: no ties to anybody in it"},
		} {
			a.Status = tatm.Answered
			if _, answered := tatm.AnswerTo(f, a.Question); err == nil && !answered {
				_, err = s.w.desks[s.chair].GiveAnswer(s.w.ctx, s.kase, 0, a)
			}
		}
		return err
	})
	s.move(tatm.AtTriage, "")
}

// move takes the case on, by the word of who writes now.
func (s *story) move(to tatm.State, reason string) {
	s.ask(func(d app.Desk) (app.Made, error) { return d.MoveCase(s.w.ctx, s.kase, to, reason, "") })
}

// charge says who carries the case, what is next and by when.
func (s *story) charge(owner, next string, by time.Time) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		c, _ := tatm.Last[tatm.Charge](f)
		return d.ChargeCase(s.w.ctx, s.kase, c.Version, tatm.Charge{Owner: s.w.ids[owner], Next: next, By: by})
	})
}

// mend writes the next version of what stands under a key.
func mend[R tatm.Record](s *story, key string, change func(R) R, write func(d app.Desk, i tatm.Item[R], r R) (app.Made, error)) {
	s.ask(func(d app.Desk) (app.Made, error) {
		f, err := s.see()
		if err != nil {
			return app.Made{}, err
		}
		i, ok := tatm.Find[R](f, s.acts[key])
		if !ok {
			return app.Made{}, fmt.Errorf("nothing is written under %q", key)
		}
		return write(d, i, change(i.Rec))
	})
}

// answerOf is the version of the answer there is to a question, 0 for none.
func (s *story) answerOf(question string) int64 {
	v, err := s.w.desks[s.chair].SeeCase(s.w.ctx, s.kase)
	if err != nil {
		return 0
	}
	a, _ := tatm.AnswerTo(v.File, question)
	return a.Version
}
