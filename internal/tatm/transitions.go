package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

// CaseManager stands in a transition's roles for the owner of the case.
const CaseManager Role = "owner"

// Guard is a condition of a transition. It answers what is missing as a list.
type Guard struct {
	Code  string // stays readable in a Stage
	Name  string // for docs/lifecycle.md
	Holds func(f File, p *Pack, by Asker, now time.Time) []Missing
}

// Transition is one way from a state to another.
type Transition struct {
	From, To State
	Roles    []Role
	Guards   []Guard
	// Override: the chair may go on with what is missing, in writing
	// ("assess on what we have").
	Override bool
	// Reason: one must be given.
	Reason bool
}

var (
	managers = []Role{Chair, Deputy, CaseManager, Core}
	chairs   = []Role{Chair, Deputy}
	starters = []Role{Intake, Chair, Deputy, Core}
)

// Transitions is the whole lifecycle (practice reference 2.3). docs/lifecycle.md
// is printed from it.
var Transitions = []Transition{
	{From: AtIntake, To: AtTriage, Roles: starters, Guards: []Guard{hasSubject, hasOwner, dangerAsked, conflictAsked}},
	{From: AtIntake, To: Closed, Roles: chairs, Guards: []Guard{shortClosed}, Reason: true},
	{From: AtTriage, To: AtInquiry, Roles: append([]Role{Intake}, managers...), Guards: []Guard{hasOwner, priorSearched, twoLooked}, Reason: true},
	{From: AtTriage, To: Closed, Roles: chairs, Guards: []Guard{shortClosed}, Reason: true},
	{From: AtInquiry, To: AtAssessment, Roles: managers, Guards: []Guard{hasOwner, hasFacts, mustAnswered}, Override: true},
	{From: AtInquiry, To: Closed, Roles: chairs, Guards: []Guard{shortClosed}, Reason: true},
	{From: AtAssessment, To: AtPlanning, Roles: managers, Guards: []Guard{hasOwner, signedLevel}},
	{From: AtAssessment, To: AtClosure, Roles: managers, Guards: []Guard{hasOwner, signedLevel, lowOrNone}, Reason: true},
	{From: AtPlanning, To: Managed, Roles: managers, Guards: []Guard{hasOwner, approvedPlan}},
	{From: Managed, To: Monitored, Roles: managers, Guards: []Guard{hasOwner, notStale, backfilled}, Reason: true},
	{From: Monitored, To: Managed, Roles: managers, Guards: []Guard{hasOwner}, Reason: true},
	{From: Managed, To: AtAssessment, Roles: managers, Guards: []Guard{hasOwner}, Reason: true},
	{From: Monitored, To: AtAssessment, Roles: managers, Guards: []Guard{hasOwner}, Reason: true},
	{From: AtPlanning, To: AtAssessment, Roles: managers, Guards: []Guard{hasOwner}, Reason: true},
	{From: Managed, To: AtClosure, Roles: managers, Guards: []Guard{notStale, backfilled}, Reason: true},
	{From: Monitored, To: AtClosure, Roles: managers, Guards: []Guard{notStale, backfilled}, Reason: true},
	{From: AtClosure, To: Managed, Roles: managers, Guards: []Guard{hasOwner}, Reason: true},
	{From: AtClosure, To: Closed, Roles: chairs, Guards: []Guard{closureApproved}},
	{From: AtClosure, To: Transferred, Roles: chairs, Guards: []Guard{closureApproved, receiverAccepted}, Reason: true},
	{From: Closed, To: AtTriage, Roles: starters, Guards: []Guard{hasOwner, chargedAnew}, Reason: true},
	{From: Closed, To: AtAssessment, Roles: managers, Guards: []Guard{hasOwner, chargedAnew}, Reason: true},
	{From: Transferred, To: AtTriage, Roles: starters, Guards: []Guard{hasOwner, chargedAnew}, Reason: true},
}

func one(ok bool, screen, code string, args ...string) []Missing {
	if ok {
		return nil
	}
	return []Missing{{screen, code, args}}
}

// Charged reports whether a case has an owner, a next action and a next date:
// no case is written without them (global invariant 1, practice reference 2.3).
func Charged(f File) bool {
	c, ok := Last[Charge](f)
	return ok && c.Rec.Owner != "" && c.Rec.Next != "" && !c.Rec.By.IsZero()
}

var hasOwner = Guard{"owner", "owner, next action and next date", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	return one(Charged(f), OnOverview, "lacks.charge")
}}

var hasSubject = Guard{"subject", "person of concern, or “unknown”", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	return one(slices.ContainsFunc(All[Part](f), func(p Item[Part]) bool { return p.Rec.Role == SubjectPart && p.Rec.Ended == "" }), OnPeople, "lacks.subject")
}}

var priorSearched = Guard{"prior", "prior contact searched", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	_, ok := AnswerTo(f, PriorContact)
	return one(ok, OnFactors, "lacks.prior")
}}

// asked is a guard that holds when the question was answered, sought, or left
// with a reason; a pack without the question does not ask it.
func asked(code, name, question, lacks string) Guard {
	return Guard{code, name, func(f File, p *Pack, _ Asker, _ time.Time) []Missing {
		_, ok := AnswerTo(f, question)
		asks := slices.ContainsFunc(p.Questions, func(q Question) bool { return q.Code == question })
		return one(ok || !asks, OnFactors, lacks)
	}}
}

var dangerAsked = asked("danger", "asked whether anybody is in danger now", DangerNow, "lacks.danger")

var conflictAsked = asked("conflict", "conflict of interest checked", ConflictCheck, "lacks.conflict")

// Two people look at a case before the inquiry: intake and one of the core.
var twoLooked = Guard{"two", "two people have looked, in a team of more than one", func(f File, _ *Pack, by Asker, _ time.Time) []Missing {
	return one(by.TeamSize < 2 || slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.RecordedBy != by.Actor }), OnFacts, "lacks.two")
}}

// A case that opens again has an owner, a next action and a date of now, not
// those it was closed with.
var chargedAnew = Guard{"charge", "owner, next action and date set since it was closed", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	c, ok := Last[Charge](f)
	s, moved := Last[Stage](f)
	return one(ok && moved && c.RecordedAt.After(s.RecordedAt), OnOverview, "lacks.charge-anew")
}}

var shortClosed = Guard{"short-close", "summary close written", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	s, ok := Last[ShortClose](f)
	return append(one(ok && !s.HappenedAt.Before(begun(f)), OnClosure, "lacks.short-close"), one(!Flagged(f), OnEmergency, "lacks.emergency")...)
}}

var hasFacts = Guard{"facts", "at least one observation", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	return one(len(All[Observation](f)) > 0, OnFacts, "lacks.observation")
}}

var mustAnswered = Guard{"questions", "every must-answer question answered, sought or reasoned", func(f File, p *Pack, _ Asker, _ time.Time) []Missing {
	var out []Missing
	for _, g := range Gaps(f, p) {
		if g.Must {
			out = append(out, Missing{OnFactors, "lacks.question", []string{g.Question}})
		}
	}
	return out
}}

var signedLevel = Guard{"signed", "signed assessment that is not stale", func(f File, _ *Pack, _ Asker, now time.Time) []Missing {
	s, ok := Standing(f)
	out := one(ok && s.Rec.Signed.After(enteredAt(f, AtAssessment)), OnAssessment, "lacks.signed")
	if ok && s.Rec.EffectiveFrom.After(now) {
		out = append(out, Missing{Screen: OnAssessment, Code: "lacks.wait"})
	}
	return append(out, one(len(News(f)) == 0, OnAssessment, "lacks.stale")...)
}}

var lowOrNone = Guard{"low", "level low or no concern found", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	s, ok := Standing(f)
	return one(ok && (s.Rec.Level == Low || s.Rec.Level == NoConcern), OnAssessment, "lacks.low")
}}

var approvedPlan = Guard{"plan", "plan approved on the standing assessment", func(f File, _ *Pack, _ Asker, now time.Time) []Missing {
	p, ok := StandingPlan(f)
	s, has := Standing(f)
	out := one(ok && has && !p.Rec.Approved.Before(s.Rec.Signed), OnPlan, "lacks.plan")
	if ok && p.Rec.EffectiveFrom.After(now) {
		out = append(out, Missing{Screen: OnPlan, Code: "lacks.wait"})
	}
	return out
}}

var notStale = Guard{"stale", "assessment not stale", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	return one(len(News(f)) == 0, OnAssessment, "lacks.stale")
}}

var backfilled = Guard{"back-fill", "emergency written down and ratified", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	for _, e := range All[Emergency](f) {
		if e.Rec.Filled.IsZero() || e.Rec.Ratified == "" {
			return one(false, OnEmergency, "lacks.back-fill")
		}
	}
	return nil
}}

var closureApproved = Guard{"closure", "closing checklist approved by a second person", func(f File, _ *Pack, _ Asker, now time.Time) []Missing {
	c, ok := Last[Closure](f)
	out := one(ok && c.Rec.Approved != "" && c.Rec.ApprovedAt.After(enteredAt(f, AtClosure)), OnClosure, "lacks.closure")
	if ok && c.Rec.EffectiveFrom.After(now) {
		out = append(out, Missing{Screen: OnClosure, Code: "lacks.wait"})
	}
	return append(out, one(!Flagged(f), OnEmergency, "lacks.emergency")...)
}}

var receiverAccepted = Guard{"receiver", "the receiver has accepted in writing", func(f File, _ *Pack, _ Asker, _ time.Time) []Missing {
	c, ok := Last[Closure](f)
	return one(ok && c.Rec.Reason == "transferred" && c.Rec.Receiver != "" && c.Rec.Receipt != "", OnClosure, "lacks.receipt")
}}

// Questions that guards ask for by their code in the pack.
const (
	PriorContact  = "prior-contact" // did the person come to notice before?
	DangerNow     = "danger-now"    // is anybody in danger now?
	ConflictCheck = "conflict"      // is anybody who works on it related to person, target or reporter?
)

// begun is when the case last entered triage or intake: what was closed before
// a reopening does not count again.
func begun(f File) time.Time {
	at := time.Time{}
	for _, s := range All[Stage](f) {
		if s.Rec.To == AtIntake || s.Rec.To == AtTriage {
			at = s.RecordedAt
		}
	}
	return at
}

// reopened is when the case was last opened again; zero if it never was.
func reopened(f File) time.Time {
	at := time.Time{}
	for _, s := range All[Stage](f) {
		if s.Rec.From == Closed || s.Rec.From == Transferred {
			at = s.RecordedAt
		}
	}
	return at
}

func enteredAt(f File, s State) time.Time {
	at := time.Time{}
	for _, x := range All[Stage](f) {
		if x.Rec.To == s {
			at = x.RecordedAt
		}
	}
	return at
}

// StateOf is where the case stands.
func StateOf(f File) State {
	if s, ok := Last[Stage](f); ok {
		return s.Rec.To
	}
	return ""
}

// Flagged reports whether the emergency flag is up.
func Flagged(f File) bool {
	return slices.ContainsFunc(All[Emergency](f), func(e Item[Emergency]) bool { return e.Rec.Lowered.IsZero() })
}

// presiding is the role under which the chair goes on in writing.
func (a Asker) presiding() Role {
	if a.Is(Chair) {
		return Chair
	}
	return Deputy
}

// Option is a transition that the asker may try from here, with what it lacks.
type Option struct {
	Transition
	Missing []Missing
}

// Options lists the ways on from here for the asker.
func Options(f File, p *Pack, by Asker, now time.Time) []Option {
	var out []Option
	for _, t := range Transitions {
		if t.From == StateOf(f) && by.Is(t.Roles...) {
			out = append(out, Option{t, t.missing(f, p, by, now)})
		}
	}
	return out
}

func (t Transition) missing(f File, p *Pack, by Asker, now time.Time) []Missing {
	out, _ := t.answers(f, p, by, now)
	return out
}

// answers asks every guard and returns what is missing and what each said.
func (t Transition) answers(f File, p *Pack, by Asker, now time.Time) (missing []Missing, held []Held) {
	for _, g := range t.Guards {
		ms := g.Holds(f, p, by, now)
		missing, held = append(missing, ms...), append(held, Held{g.Code, len(ms) == 0})
	}
	return missing, held
}

// as is the role under which the asker may make the transition.
func (t Transition) as(by Asker) Role {
	for _, r := range by.Roles {
		if slices.Contains(t.Roles, r) {
			return r
		}
	}
	return ""
}

// Move returns the stage that takes the case to state to, or what is missing.
// With an override the chair goes on in writing where the table allows it.
func Move(f File, p *Pack, to State, by Asker, reason, override string, now time.Time) (Stage, error) {
	from := StateOf(f)
	i := slices.IndexFunc(Transitions, func(t Transition) bool { return t.From == from && t.To == to })
	if i < 0 {
		return Stage{}, fault.New(fault.Conflict, "case.no-way", string(from), string(to))
	}
	t := Transitions[i]
	if !by.Is(t.Roles...) {
		return Stage{}, fault.New(fault.Denied, "record.denied")
	}
	if t.Reason && reason == "" {
		return Stage{}, fault.Bad("reason", "field.missing")
	}
	missing, held := t.answers(f, p, by, now)
	if len(missing) > 0 && (override == "" || !t.Override || !by.Is(Chair, Deputy)) {
		return Stage{}, Lacking(missing)
	}
	s := Stage{From: from, To: to, Role: t.as(by), Pack: p.Ref(), Reason: reason, Guards: held}
	if len(missing) > 0 {
		s.Role = by.presiding()
		s.Override = override
		for _, m := range missing {
			s.Lacked = append(s.Lacked, m.Code)
		}
	}
	return s, nil
}
