package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

// Level is the team's present judgement of a situation, in a word. It is not a
// score, not a trait of the person, and is never computed.
type Level string

// The levels.
const (
	Undetermined Level = "undetermined"
	NoConcern    Level = "none"
	Low          Level = "low"
	Moderate     Level = "moderate"
	High         Level = "high"
	Imminent     Level = "imminent"
)

// Levels lists the levels in the order in which a form offers them.
var Levels = []Level{Undetermined, NoConcern, Low, Moderate, High, Imminent}

// Axis is one of the four things that are judged apart and never added.
type Axis string

// The axes.
const (
	ViolenceToOthers Axis = "violence"
	SelfHarm         Axis = "self-harm"
	NeedAxis         Axis = "need"
	Urgency          Axis = "urgency"
)

// Axes lists the four.
var Axes = []Axis{ViolenceToOthers, SelfHarm, NeedAxis, Urgency}

// View is one rater's own judgement, given before the discussion and hidden
// from the others until the chair reveals all.
type View struct {
	Axes   map[Axis]string `json:"axes"` // in words
	Level  Level           `json:"level"`
	Reason string          `json:"reason"`
	Rater  ActorID         `json:"rater"`
	Seat   Discipline      `json:"seat,omitempty"`
	Late   bool            `json:"late,omitempty"` // given when the others' views were open already
}

// Kind is "view".
func (View) Kind() Kind { return "view" }

// Views are the raters' views since the standing assessment: those of the
// judgement that is being made now.
func Views(f File) []Item[View] {
	since := time.Time{}
	if s, ok := Standing(f); ok {
		since = s.Rec.Signed
	}
	return slices.DeleteFunc(All[View](f), func(v Item[View]) bool { return v.HappenedAt.Before(since) })
}

// Give returns the view of rater as it goes on record. Once the views are open
// nobody gives theirs anew: who saw the others' can only dissent. Who had not
// given one may, and it is marked as late.
func (v View) Give(f File, rater ActorID, seat Discipline) (View, error) {
	v.Rater, v.Seat, v.Late = rater, seat, false
	for _, have := range Views(f) {
		switch {
		case have.OnlyFor != "":
		case have.Rec.Rater == rater:
			return v, fault.New(fault.Conflict, "view.open")
		default:
			v.Late = true
		}
	}
	return v, nil
}

// Assessment is the team's judgement with its basis. A draft may be anything;
// the guards stand before the signature (see Assessment.Lacks).
type Assessment struct {
	Axes          map[Axis]string `json:"axes,omitempty"`
	Level         Level           `json:"level,omitempty"`
	Basis         string          `json:"basis,omitempty"`
	Risk          string          `json:"risk,omitempty"`
	Protective    string          `json:"protective,omitempty"`
	Precipitating string          `json:"precipitating,omitempty"`
	Gaps          string          `json:"gaps,omitempty"`
	Alternatives  string          `json:"alternatives,omitempty"` // benign explanations among them
	Confidence    string          `json:"confidence,omitempty"`   // in words
	Protected     string          `json:"protected,omitempty"`    // is any of it protected activity?
	Disability    string          `json:"disability,omitempty"`   // IEP/504, language, development
	Observations  []EntryID       `json:"observations,omitempty"` // relied on
	OneSource     string          `json:"one_source,omitempty"`   // why fewer than two independent ones suffice
	Expires       time.Time       `json:"expires,omitzero"`
	Author        ActorID         `json:"author"`
	Signed        time.Time       `json:"signed,omitzero"`
	SignedBy      ActorID         `json:"signed_by,omitempty"`
	Second        ActorID         `json:"second,omitempty"` // lowering high or imminent needs one more
	SecondAt      time.Time       `json:"second_at,omitzero"`
	SingleHanded  bool            `json:"single_handed,omitempty"`
	EffectiveFrom time.Time       `json:"effective_from,omitzero"` // signed alone: after the wait
	Outside       *Second         `json:"outside,omitempty"`
	// Development and Language are asked first for a young child.
	Development string `json:"development,omitempty"`
	Language    string `json:"language,omitempty"`
}

// Kind is "assessment".
func (Assessment) Kind() Kind { return "assessment" }

// Unchanged is somebody's answer to what is new since the assessment: it does
// not change, because. It covers what it lists and nothing else.
type Unchanged struct {
	Assessment EntryID   `json:"assessment"`
	Because    string    `json:"because"`
	Considered []EntryID `json:"considered"`
}

// Kind is "unchanged".
func (Unchanged) Kind() Kind { return "unchanged" }
