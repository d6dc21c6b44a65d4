package tatm

import "time"

// FactorClass is what a factor does to the likelihood in this situation.
type FactorClass string

// The classes of factor.
const (
	RiskFactor    FactorClass = "risk"
	Protective    FactorClass = "protective"
	Precipitating FactorClass = "precipitating"
)

// Rating says how a factor stands. It is a word, never added or averaged.
type Rating string

// The ratings. Present and partial cite observations; absent says where
// somebody looked; unknown stands on the case's list of gaps.
const (
	Present  Rating = "present"
	Partial  Rating = "partial"
	Absent   Rating = "absent"
	NotKnown Rating = "unknown"
)

// Timing says when a precipitating event lies.
type Timing string

// The timings.
const (
	Past        Timing = "past"
	Current     Timing = "current"
	Anticipated Timing = "anticipated"
)

// Factor is one risk, protective or precipitating factor of this situation.
type Factor struct {
	Class        FactorClass `json:"class"`
	Item         string      `json:"item,omitempty"` // "catalog#item"; empty for own words
	Own          string      `json:"own,omitempty"`
	Dynamic      bool        `json:"dynamic,omitempty"` // can change; the object of management
	Rating       Rating      `json:"rating"`
	Observations []EntryID   `json:"observations,omitempty"`
	Looked       string      `json:"looked,omitempty"`   // absent: where somebody looked
	Timing       Timing      `json:"timing,omitempty"`   // precipitating
	On           time.Time   `json:"on,omitzero"`        // date of the event
	Resolved     string      `json:"resolved,omitempty"` // precipitating: how it ended
	Note         string      `json:"note,omitempty"`
	Typing       string      `json:"typing,omitempty"` // as for an observation
	Substance    time.Time   `json:"substance,omitzero"`
}

// Kind is "factor".
func (Factor) Kind() Kind { return "factor" }

// AnswerStatus is how far a question of the inquiry was followed.
type AnswerStatus string

// The statuses: each theme is answered, sought and not obtained, or not sought (why).
const (
	Answered    AnswerStatus = "answered"
	NotObtained AnswerStatus = "not-obtained"
	NotSought   AnswerStatus = "not-sought"
)

// Answer is the team's answer to one question of the pack.
type Answer struct {
	Question     string       `json:"question"` // code in the pack
	Status       AnswerStatus `json:"status"`
	Text         string       `json:"text"`
	Observations []EntryID    `json:"observations,omitempty"`
	Typing       string       `json:"typing,omitempty"` // as for an observation
	Substance    time.Time    `json:"substance,omitzero"`
}

// Kind is "answer".
func (Answer) Kind() Kind { return "answer" }

// Request asks somebody for information that is missing.
type Request struct {
	Question string    `json:"question"`
	Of       string    `json:"of"`
	Basis    string    `json:"basis,omitempty"` // legal basis to obtain it
	Gap      EntryID   `json:"gap,omitempty"`   // the factor that is unknown, or the nexus it consults about
	Code     string    `json:"code,omitempty"`  // or the question of the pack
	Owner    ActorID   `json:"owner"`
	Due      time.Time `json:"due"`
	State    string    `json:"state"` // open, answered, refused, not-obtained
	Got      string    `json:"got,omitempty"`
}

// Kind is "request".
func (Request) Kind() Kind { return "request" }
