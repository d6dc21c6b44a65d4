package demo

import (
	"time"

	"offramp/internal/app"
	"offramp/internal/tatm"
)

// matter is a case that goes the usual way: what was told, what was seen, what
// was judged and planned. walk tells it up to a state.
type matter struct {
	name, team, given, family string
	age, day                  int
	report                    tatm.Report
	from                      tatm.Reporter
	title, summary            string
	reason, owner, first      string
	minor                     bool
	violence                  string
	one, two                  tatm.Observation
	prior, weapons, despair   string
	protective, motive        string
	risk, also, holds, lost   tatm.Factor // also: a second risk, where there is one
	judged                    tatm.Assessment
	views                     []view
	need                      tatm.Need
	grudge                    tatm.Grievance
	watch, channel, action    string
	plan                      tatm.Plan
	steps                     func(s *story) []planned
}

// writers are who writes in the two teams: a detective, a clinician, a
// manager who carries the everyday work.
func (s *story) writers() (police, clinic, daily string) {
	if s.team == schools {
		return "sro", "spsy", "couns"
	}
	return "det", "psy", "soc"
}

// opened files the person and the report and opens the case.
func (w *world) opened(m matter) *story {
	s := w.story(m.name, m.team)
	s.on(m.day, 9, 5+m.day%40)
	s.meet(m)
	return s
}

func (s *story) meet(m matter) {
	s.person("person", m.given, m.family, "report", born(s.w.end.Year()-m.age, 0, 0))
	m.report.Who = m.given + " " + m.family
	s.report("r", m.report, m.from)
	s.accept("r", m.reason, m.owner, m.first, app.NewCase{Title: m.title, Summary: m.summary, Minor: m.minor})
}

// inquired writes down the facts and takes the case to inquiry.
func (s *story) inquired(m matter) {
	police, clinic, daily := s.writers()
	s.by(police).put("one", m.one)
	s.by(clinic).put("two", m.two)
	if m.violence != "" {
		s.by(daily).describe("Team, by consensus", false, m.violence)
	}
	s.by(police).answers(tatm.PriorContact, m.prior, "weapons", m.weapons)
	s.by(clinic).answers("despair", m.despair, "protective", m.protective, "motive", m.motive)
	s.triage()
	s.move(tatm.AtInquiry, m.reason)
	s.by(clinic).put("risk", m.risk)
	if m.also.Class != "" {
		s.put("also", m.also)
	}
	s.put("holds", m.holds)
	if m.lost.Class != "" {
		s.put("lost", m.lost)
	}
}

// assessed takes it through the assessment, on the next working day.
func (s *story) assessed(m matter) {
	_, clinic, daily := s.writers()
	if m.minor {
		s.by(daily).parentTold("A parent of " + m.given)
	}
	s.on(m.day-1, 9, 10+m.day%30).by(clinic).move(tatm.AtAssessment, "")
	s.assess(m.judged, "", m.views...)
}

// parentTold is the notice to a parent before the assessment of a minor.
func (s *story) parentTold(to string) {
	s.put("", tatm.Notice{Whom: tatm.ParentNotice, To: to, What: "That we look into it and why, who reads it, and how to be heard", How: "telephone, then at school", Attempts: 1, Reached: tatm.Yes})
}

// managed plans it and takes it to active management.
func (s *story) managed(m matter) {
	police, clinic, _ := s.writers()
	s.by(clinic).move(tatm.AtPlanning, "")
	if m.need.Words != "" {
		s.put("need", m.need)
	}
	if m.grudge.Words != "" {
		s.put("grudge", m.grudge)
	}
	s.wire("wire", "behaviour", m.watch, police, m.channel, m.action, 8*time.Hour, 45)
	s.plan(m.plan, m.steps(s)...)
	s.approve()
	s.by(clinic).move(tatm.Managed, "")
}

// walk tells a matter from the report to active management.
func (w *world) walk(m matter) *story {
	s := w.opened(m)
	s.inquired(m)
	s.assessed(m)
	s.managed(m)
	return s
}
