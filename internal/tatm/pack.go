package tatm

import "time"

// PackRef names one version of a policy pack. Every case and transition names
// the one it was made under.
type PackRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// Packs are the policy packs at hand.
type Packs map[PackRef]*Pack

// Pack is one version of a policy pack: deadlines, required seats and questions
// are data of a jurisdiction, never code (practice reference, first points, 3).
// Package catalog loads and checks it.
type Pack struct {
	ID        string
	Version   string
	From      time.Time // in force from
	Until     time.Time // zero: no end set
	Draft     bool      // not checked against its sources
	Zone      *time.Location
	Calendar  Calendar
	Clocks    map[Clock]Span
	Questions []Question
	Seats     map[Level][]Discipline // required to decide at a level
	Quorum    []Discipline
	Young     int   // age under which development and language come first
	Horizon   int   // days ahead in which an anticipated event counts as near
	Tripwire  Level // from this level up a plan needs a tripwire
}

// Ref names the pack.
func (p *Pack) Ref() PackRef { return PackRef{p.ID, p.Version} }

// Question is one question of the inquiry.
type Question struct {
	Code   string
	Label  map[string]string // by language
	Must   bool              // blocks the assessment while open
	Source string
	Draft  bool
}

// Clock names a deadline of the pack.
type Clock string

// The clocks. A pack that lacks one does not load.
const (
	ClockAcknowledge        Clock = "report.acknowledge"
	ClockFirstLook          Clock = "report.first-look"
	ClockFirstLookUrgent    Clock = "report.first-look-urgent"
	ClockRouted             Clock = "report.routed"
	ClockIntake             Clock = "case.intake"
	ClockTriage             Clock = "case.triage"
	ClockTriageUrgent       Clock = "case.triage-urgent"
	ClockInquiry            Clock = "case.inquiry"
	ClockAssessment         Clock = "case.assessment"
	ClockPlanHigh           Clock = "plan.high"
	ClockPlanModerate       Clock = "plan.moderate"
	ClockPlanLow            Clock = "plan.low"
	ClockReviewImminent     Clock = "review.imminent"
	ClockReviewHigh         Clock = "review.high"
	ClockReviewModerate     Clock = "review.moderate"
	ClockReviewLow          Clock = "review.low"
	ClockReviewUndetermined Clock = "review.undetermined"
	ClockMonitoring         Clock = "case.monitoring"
	ClockClosure            Clock = "case.closure"
	ClockEmergencyAnswer    Clock = "emergency.answer"
	ClockEmergencyBackfill  Clock = "emergency.back-fill"
	ClockStale              Clock = "assessment.stale"
	ClockUntouched          Clock = "case.untouched"
	ClockSecondWait         Clock = "second.wait"
	ClockDuty               Clock = "duty.answer"
	ClockMinutes            Clock = "minutes.sign"
	ClockContactSheet       Clock = "contact-sheet.expires"
	ClockQuestion           Clock = "question.answer"
)

// Clocks lists every clock.
var Clocks = []Clock{
	ClockAcknowledge, ClockFirstLook, ClockFirstLookUrgent, ClockRouted, ClockIntake, ClockTriage, ClockTriageUrgent,
	ClockInquiry, ClockAssessment, ClockPlanHigh, ClockPlanModerate, ClockPlanLow, ClockReviewImminent, ClockReviewHigh,
	ClockReviewModerate, ClockReviewLow, ClockReviewUndetermined, ClockMonitoring, ClockClosure, ClockEmergencyAnswer,
	ClockEmergencyBackfill, ClockStale, ClockUntouched, ClockSecondWait, ClockDuty, ClockMinutes, ClockContactSheet, ClockQuestion,
}

// Unit is what a span is counted in.
type Unit string

// The units. Business ones count only open time of the pack's calendar.
const (
	InMinutes     Unit = "minutes"
	InHours       Unit = "hours"
	InDays        Unit = "days"
	BusinessHours Unit = "business-hours"
	BusinessDays  Unit = "business-days"
)

// Span is a length of time with where the figure comes from.
type Span struct {
	Length int
	Unit   Unit
	Source string
	Draft  bool
}

// Due is when clock c runs out if it starts at from. A later start is never due
// earlier.
func (p *Pack) Due(c Clock, from time.Time) time.Time {
	s := p.Clocks[c]
	n := time.Duration(s.Length)
	switch s.Unit {
	case InMinutes:
		return from.Add(n * time.Minute)
	case InDays:
		return from.In(p.zone()).AddDate(0, 0, s.Length).UTC()
	case BusinessHours:
		return p.Calendar.AddHours(from, s.Length, p.zone())
	case BusinessDays:
		return p.Calendar.AddDays(from, s.Length, p.zone())
	default:
		return from.Add(n * time.Hour)
	}
}

func (p *Pack) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// ReviewClock is the clock by which a case at level l is looked at again.
func (p *Pack) ReviewClock(l Level) Clock {
	switch l {
	case Imminent:
		return ClockReviewImminent
	case High:
		return ClockReviewHigh
	case Moderate:
		return ClockReviewModerate
	case Undetermined:
		return ClockReviewUndetermined
	default:
		return ClockReviewLow
	}
}

// PlanClock is the clock by which a plan is due after an assessment at level l.
func (p *Pack) PlanClock(l Level) Clock {
	switch l {
	case Imminent, High:
		return ClockPlanHigh
	case Moderate:
		return ClockPlanModerate
	default:
		return ClockPlanLow
	}
}
