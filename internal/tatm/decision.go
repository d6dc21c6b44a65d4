package tatm

import (
	"slices"
	"time"
)

// Decision is what the team decided, with its reasons.
type Decision struct {
	Question string       `json:"question"`
	Options  string       `json:"options,omitempty"`
	Decided  string       `json:"decided"`
	Why      string       `json:"why"`
	Relied   []EntryID    `json:"relied,omitempty"`
	How      string       `json:"how"`              // consensus, vote, chair
	Seats    []Discipline `json:"seats,omitempty"`  // disciplines that took part
	Change   string       `json:"change,omitempty"` // what would change it
	Review   time.Time    `json:"review,omitzero"`
	Meeting  FileID       `json:"meeting,omitempty"`
}

// Kind is "decision".
func (Decision) Kind() Kind { return "decision" }

// SeatsLack returns the disciplines that the pack asks for at the standing level
// and that took no part in the decision.
func (d Decision) SeatsLack(f File, p *Pack) []Discipline {
	s, ok := Standing(f)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Seats[s.Rec.Level]), func(x Discipline) bool { return slices.Contains(d.Seats, x) })
}

// Dissent is a member's disagreement in their own words. Nobody else edits it.
type Dissent struct {
	From EntryID `json:"from"` // decision or assessment
	Text string  `json:"text"`
}

// Kind is "dissent".
func (Dissent) Kind() Kind { return "dissent" }

// Closure is the closing checklist (practice reference 3.9).
type Closure struct {
	Reason        string            `json:"reason,omitempty"`
	Checks        map[string]string `json:"checks,omitempty"` // check -> how it stands, in words
	AfterCare     string            `json:"after_care,omitempty"`
	Reporter      string            `json:"reporter,omitempty"`    // closing message to the reporter
	Retaliation   string            `json:"retaliation,omitempty"` // are reporter, target and witnesses free of it?
	Lessons       string            `json:"lessons,omitempty"`
	Proposed      ActorID           `json:"proposed,omitempty"`
	ProposedAt    time.Time         `json:"proposed_at,omitzero"`
	Approved      ActorID           `json:"approved,omitempty"` // a second person
	ApprovedAt    time.Time         `json:"approved_at,omitzero"`
	SingleHanded  bool              `json:"single_handed,omitempty"`
	EffectiveFrom time.Time         `json:"effective_from,omitzero"`
	Receiver      string            `json:"receiver,omitempty"` // transfer: who carries on
	Receipt       string            `json:"receipt,omitempty"`  // their acceptance in writing
	CareOn        time.Time         `json:"care_on,omitzero"`   // when after-care asks how it goes
	Outside       *Second           `json:"outside,omitempty"`
}

// Kind is "closure".
func (Closure) Kind() Kind { return "closure" }

// ShortClose is the short path: report, triage, summary close on one page.
type ShortClose struct {
	What        string    `json:"what"`
	CheckedWith string    `json:"checked_with"`
	Prior       string    `json:"prior"` // prior contact searched and found
	WhyNone     string    `json:"why_none"`
	Help        string    `json:"help"`        // offered
	SecondLook  string    `json:"second_look"` // who else looked
	LookAgain   time.Time `json:"look_again,omitzero"`
}

// Kind is "short-close".
func (ShortClose) Kind() Kind { return "short-close" }

// LookBack is a look at a closed case: the after-care contact, or the review of
// how long the file is kept. It asks for no level and opens nothing by itself.
type LookBack struct {
	What  string    `json:"what"` // after-care, retention
	Found string    `json:"found"`
	Again time.Time `json:"again,omitzero"` // when to look again; none: this was the last
}

// Kind is "look-back".
func (LookBack) Kind() Kind { return "look-back" }

func (l LookBack) check(_ File, now time.Time, c *checks) {
	c.oneOf("what", l.What, "after-care", "retention")
	c.need("found", l.Found, TextMost)
	if !l.Again.IsZero() && !l.Again.After(now) {
		c.bad("again", "field.future")
	}
}

// ClosureChecks are the checks of closing, each answered in words (practice
// reference 3.9).
var ClosureChecks = []string{
	"goals", "tripwires", "events", "services", "target", "reassessed", "dissent", "records", "earlier",
}

// ClosureReasons are the reasons a case is closed for. That somebody left is
// not by itself one: "moved" needs a hand-over attempt in the checks.
var ClosureReasons = []string{
	"resolved", "unfounded", "no-concern", "protected", "transferred", "refused", "moved", "deceased", "incarcerated", "duplicate",
}

// settled are the reasons that say there is nothing left to manage: they rest
// on a fresh look at level low or no concern (practice reference 3.9).
var settled = []string{"resolved", "unfounded", "no-concern", "protected"}

// Lacks says what is missing before the closing can be proposed.
func (c Closure) Lacks(f File, p *Pack, now time.Time) []Missing {
	var out []Missing
	if !slices.Contains(ClosureReasons, c.Reason) {
		out = append(out, Missing{Screen: OnClosure, Code: "lacks.reason"})
	}
	for _, k := range ClosureChecks {
		if c.Checks[k] == "" {
			out = append(out, Missing{OnClosure, "lacks.check", []string{k}})
		}
	}
	for _, t := range []struct{ code, text string }{{"lacks.after-care", c.AfterCare}, {"lacks.reporter", c.Reporter}, {"lacks.retaliation", c.Retaliation}, {"lacks.lessons", c.Lessons}} {
		if t.text == "" {
			out = append(out, Missing{Screen: OnClosure, Code: t.code})
		}
	}
	return append(out, c.lacksInFile(f, p, now)...)
}

// lacksInFile asks the file itself: a word in the checklist does not stand
// against what is written there.
func (c Closure) lacksInFile(f File, p *Pack, now time.Time) []Missing {
	var out []Missing
	for _, t := range All[Tripwire](f) {
		if t.Rec.State == Raised {
			out = append(out, Missing{OnTripwires, "lacks.raised", []string{t.Rec.Watch}})
		}
	}
	if !slices.Contains(settled, c.Reason) {
		return out
	}
	s, ok := Standing(f)
	if !ok || (s.Rec.Level != Low && s.Rec.Level != NoConcern) {
		return append(out, Missing{Screen: OnAssessment, Code: "lacks.low"})
	}
	if p.Due(ClockClosureReassessed, lastLook(f, s)).Before(now) {
		out = append(out, Missing{Screen: OnAssessment, Code: "lacks.reassessed"})
	}
	return out
}

// lastLook is when the assessment was signed, or last said to stand.
func lastLook(f File, s Item[Assessment]) time.Time {
	at := s.Rec.Signed
	for _, u := range All[Unchanged](f) {
		if u.Rec.Assessment == s.ID && u.RecordedAt.After(at) {
			at = u.RecordedAt
		}
	}
	return at
}
