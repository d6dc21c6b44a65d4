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

// ClosureChecks are the checks of closing, each answered in words (practice
// reference 3.9).
var ClosureChecks = []string{
	"goals", "tripwires", "events", "services", "target", "reassessed", "dissent", "records",
}

// ClosureReasons are the reasons a case is closed for. That somebody left is
// not by itself one: "moved" needs a hand-over attempt in the checks.
var ClosureReasons = []string{
	"resolved", "unfounded", "no-concern", "protected", "transferred", "refused", "moved", "deceased", "incarcerated", "duplicate",
}

// Lacks says what is missing before the closing can be proposed.
func (c Closure) Lacks() []Missing {
	var out []Missing
	known := false
	for _, r := range ClosureReasons {
		known = known || r == c.Reason
	}
	if !known {
		out = append(out, Missing{Screen: OnClosure, Code: "lacks.reason"})
	}
	for _, k := range ClosureChecks {
		if c.Checks[k] == "" {
			out = append(out, Missing{OnClosure, "lacks.check", []string{k}})
		}
	}
	for _, t := range []struct{ code, text string }{{"lacks.after-care", c.AfterCare}, {"lacks.retaliation", c.Retaliation}, {"lacks.lessons", c.Lessons}} {
		if t.text == "" {
			out = append(out, Missing{Screen: OnClosure, Code: t.code})
		}
	}
	return out
}
