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
	Sample    int   // of a hundred dismissed reports, how many somebody else looks at
	Horizon   int   // days ahead in which an anticipated event counts as near
	Tripwire  Level // from this level up a plan needs a tripwire
	// AcrossTeams lets a report's page say that a team whose files the reader may
	// not see has one of a person who is likely meant: that, and whom to ask.
	AcrossTeams bool
	Regimes     map[Regime]RegimeRule
	Keep        []KeepRule         // how long files are kept
	FlowRows    map[Regime]FlowRow // the flow matrix, practice reference 4.7
	// Origins says where what is neither clock nor question comes from, under
	// the names calendar, seats, quorum, young, sample, horizon, tripwire and across.
	Origins map[string]Origin
}

// Origin is where a figure comes from. Draft: it was not checked against the
// source, or is a proposal of the project.
type Origin struct {
	Source string
	Draft  bool
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
	ClockAcknowledge       Clock = "report.acknowledge"
	ClockAcknowledgeUrgent Clock = "report.acknowledge-urgent" // weapon, target or imminence named
	ClockFirstLook         Clock = "report.first-look"
	ClockFirstLookUrgent   Clock = "report.first-look-urgent" // weapon, target or imminence named
	ClockRouted            Clock = "report.routed"
	ClockSample            Clock = "report.sample"      // a second look at a dismissed report
	ClockRetaliation       Clock = "report.retaliation" // a reporter says they are punished: the same day
	ClockDemand            Clock = "report.demand"      // counsel looks at a demand by legal process
	ClockExpunge           Clock = "report.expunge"     // after a report was found unfounded or knowingly false

	ClockIntake            Clock = "case.intake"
	ClockTriage            Clock = "case.triage"
	ClockTriageUrgent      Clock = "case.triage-urgent"
	ClockInquiry           Clock = "case.inquiry"
	ClockAssessment        Clock = "case.assessment"
	ClockMonitoring        Clock = "case.monitoring"
	ClockClosure           Clock = "case.closure"
	ClockClosureReassessed Clock = "case.closure-reassessed" // how old the last assessment may be at closing
	ClockLookBack          Clock = "case.look-back"          // wellbeing, after closing
	ClockUntouched         Clock = "case.untouched"
	ClockRetention         Clock = "case.retention"       // after closing: is the file still needed?
	ClockRetentionYoung    Clock = "case.retention-early" // the same, for a young child

	ClockPlanHigh     Clock = "plan.high"
	ClockPlanModerate Clock = "plan.moderate"
	ClockPlanLow      Clock = "plan.low"

	ClockReviewImminent     Clock = "review.imminent"
	ClockReviewHigh         Clock = "review.high"
	ClockReviewModerate     Clock = "review.moderate"
	ClockReviewLow          Clock = "review.low"
	ClockReviewNone         Clock = "review.none"
	ClockReviewUndetermined Clock = "review.undetermined"

	ClockExpiresImminent     Clock = "level-expires.imminent"
	ClockExpiresHigh         Clock = "level-expires.high"
	ClockExpiresModerate     Clock = "level-expires.moderate"
	ClockExpiresLow          Clock = "level-expires.low"
	ClockExpiresNone         Clock = "level-expires.none"
	ClockExpiresUndetermined Clock = "level-expires.undetermined"

	ClockEmergencyAnswer   Clock = "emergency.answer"
	ClockEmergencyBackfill Clock = "emergency.back-fill"
	ClockStale             Clock = "assessment.stale"
	ClockTripwireResponse  Clock = "tripwire.response" // unless the tripwire says otherwise
	ClockTaskAccept        Clock = "task.accept"
	ClockSecondWait        Clock = "second.wait" // a team of one, before a two-person act takes effect
	ClockDutyAbuse         Clock = "duty.abuse"
	ClockDutyWarn          Clock = "duty.warn"
	ClockMinutes           Clock = "minutes.sign"
	ClockContactSheet      Clock = "contact-sheet.expires"
	ClockQuestion          Clock = "question.answer"

	ClockOpeningAnswer    Clock = "opening.answer"     // somebody asked to see what their seat is not cleared for
	ClockOpeningMost      Clock = "opening.most"       // the longest that it stays open
	ClockOpeningEmergency Clock = "opening.emergency"  // how long one person's emergency opening lasts
	ClockOpeningRatify    Clock = "opening.ratify"     // by when that is ratified
	ClockRelease          Clock = "disclosure.release" // a drafted disclosure goes, or is given up
	ClockCorrection       Clock = "correction.reach"   // everybody with a copy has the correction
	ClockRightsAccess     Clock = "rights.access"
	ClockRightsAmend      Clock = "rights.amend"
	ClockRightsStatement  Clock = "rights.statement"
	ClockRightsExpunge    Clock = "rights.expunge"
	ClockChallenge        Clock = "challenge.answer"
)

// Clocks lists every clock.
var Clocks = []Clock{
	ClockAcknowledge, ClockAcknowledgeUrgent, ClockFirstLook, ClockFirstLookUrgent, ClockRouted, ClockSample, ClockExpunge, ClockRetaliation, ClockDemand,
	ClockIntake, ClockTriage, ClockTriageUrgent, ClockInquiry, ClockAssessment, ClockMonitoring, ClockClosure,
	ClockClosureReassessed, ClockLookBack, ClockUntouched, ClockRetention, ClockRetentionYoung,
	ClockPlanHigh, ClockPlanModerate, ClockPlanLow,
	ClockReviewImminent, ClockReviewHigh, ClockReviewModerate, ClockReviewLow, ClockReviewNone, ClockReviewUndetermined,
	ClockExpiresImminent, ClockExpiresHigh, ClockExpiresModerate, ClockExpiresLow, ClockExpiresNone, ClockExpiresUndetermined,
	ClockEmergencyAnswer, ClockEmergencyBackfill, ClockStale, ClockTripwireResponse, ClockTaskAccept, ClockSecondWait,
	ClockDutyAbuse, ClockDutyWarn, ClockMinutes, ClockContactSheet, ClockQuestion, ClockChallenge,
	ClockOpeningAnswer, ClockOpeningMost, ClockOpeningEmergency, ClockOpeningRatify,
	ClockRelease, ClockCorrection, ClockRightsAccess, ClockRightsAmend, ClockRightsStatement, ClockRightsExpunge,
}

// Unit is what a span is counted in.
type Unit string

// The units. Business ones count only open time of the pack's calendar; a day
// is 24 hours, so that the hour a change of clocks repeats cannot make a later
// start due earlier.
const (
	InMinutes     Unit = "minutes"
	InHours       Unit = "hours"
	InDays        Unit = "days"
	BusinessHours Unit = "business-hours"
	BusinessDays  Unit = "business-days"
)

const day24 = 24 * time.Hour

// Span is a length of time with where the figure comes from.
type Span struct {
	Length int
	Unit   Unit
	Source string
	Draft  bool
}

// Due is when clock c runs out if it starts at from. A later start is never due
// earlier. A clock the pack lacks runs out at once: late is seen, lost is not.
func (p *Pack) Due(c Clock, from time.Time) time.Time {
	s := p.Clocks[c]
	n := time.Duration(s.Length)
	switch s.Unit {
	case InMinutes:
		return from.Add(n * time.Minute).UTC()
	case InDays:
		return from.Add(n * day24).UTC()
	case BusinessHours:
		return p.Calendar.AddHours(from, s.Length, p.zone())
	case BusinessDays:
		return p.Calendar.AddDays(from, s.Length, p.zone())
	default:
		return from.Add(n * time.Hour).UTC()
	}
}

// Pauses names the closures that put off clock c if it starts at from; none
// for a clock that runs through nights and holidays.
func (p *Pack) Pauses(c Clock, from time.Time) []string {
	if u := p.Clocks[c].Unit; u != BusinessHours && u != BusinessDays {
		return nil
	}
	return p.Calendar.Pauses(from, p.Due(c, from), p.zone())
}

func (p *Pack) zone() *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// levelClocks are the clocks that depend on the level.
var levelClocks = map[Level]struct{ review, expires, plan Clock }{
	Imminent:     {ClockReviewImminent, ClockExpiresImminent, ClockPlanHigh},
	High:         {ClockReviewHigh, ClockExpiresHigh, ClockPlanHigh},
	Moderate:     {ClockReviewModerate, ClockExpiresModerate, ClockPlanModerate},
	Low:          {ClockReviewLow, ClockExpiresLow, ClockPlanLow},
	NoConcern:    {ClockReviewNone, ClockExpiresNone, ClockPlanLow},
	Undetermined: {ClockReviewUndetermined, ClockExpiresUndetermined, ClockPlanLow},
}

// clocksOf are the clocks of level l. No level, or a word that is none, is
// undetermined: too little is known.
func clocksOf(l Level) struct{ review, expires, plan Clock } {
	if c, ok := levelClocks[l]; ok {
		return c
	}
	return levelClocks[Undetermined]
}

// ReviewClock is the clock by which a case at level l is looked at again.
func (p *Pack) ReviewClock(l Level) Clock { return clocksOf(l).review }

// ExpiryClock is the clock by which an assessment at level l no longer stands.
func (p *Pack) ExpiryClock(l Level) Clock { return clocksOf(l).expires }

// PlanClock is the clock by which a plan is due after an assessment at level l.
func (p *Pack) PlanClock(l Level) Clock { return clocksOf(l).plan }

// DutyClock is the clock of a duty prompt: suspected abuse or neglect ("abuse")
// or the duty to warn or protect ("warn").
func (p *Pack) DutyClock(what string) Clock {
	if what == "abuse" {
		return ClockDutyAbuse
	}
	return ClockDutyWarn
}
