package tatm

import "time"

// Task is something a person is to do by a date.
type Task struct {
	What     string    `json:"what"`
	Owner    ActorID   `json:"owner"`
	Due      time.Time `json:"due"`
	State    string    `json:"state"` // open, accepted, done, cancelled
	Evidence string    `json:"evidence,omitempty"`
	From     EntryID   `json:"from,omitempty"` // message, decision or meeting it came from
}

// Kind is "task".
func (Task) Kind() Kind { return "task" }

// Message is a line of the case's discussion. A question stands on the desk of
// whom it asks until it is answered.
type Message struct {
	Text    string     `json:"text"`
	Asks    ActorID    `json:"asks,omitempty"`
	Seat    Discipline `json:"seat,omitempty"`
	Answers EntryID    `json:"answers,omitempty"`
	Became  EntryID    `json:"became,omitempty"` // observation, task or decision made of it
}

// Kind is "message".
func (Message) Kind() Kind { return "message" }

// Duty is the answer to a duty prompt: suspected abuse or neglect, or the duty
// to warn or protect. Each member's duty is their own; the prompt never blocks.
type Duty struct {
	What      string    `json:"what"`             // abuse, warn
	Whose     ActorID   `json:"whose,omitempty"`  // each member's duty is their own
	Found     string    `json:"found,omitempty"`  // what calls for it
	Answer    Tri       `json:"answer,omitempty"` // done, or decided that it does not apply
	Who       string    `json:"who,omitempty"`
	Agency    string    `json:"agency,omitempty"`
	When      time.Time `json:"when,omitzero"`
	Reference string    `json:"reference,omitempty"`
	Why       string    `json:"why,omitempty"`
}

// Kind is "duty".
func (Duty) Kind() Kind { return "duty" }

// Printout records a copy that left the screen.
type Printout struct {
	What    string   `json:"what"` // one of Printables
	Copy    int      `json:"copy"`
	For     string   `json:"for"` // recipient
	Purpose string   `json:"purpose"`
	Parts   []string `json:"parts,omitempty"` // the parts that were chosen, of PrintParts
}

// Printables are what prints of a case: the whole file, chosen parts, the brief
// on one sheet (11 × 17), the contact safety sheet for a visit.
var Printables = []string{"case", "parts", "brief", "contact-sheet"}

// PrintParts are the parts of a case that print, in their order. The safety of
// a target is none of them: it never leaves with a file about somebody else.
var PrintParts = []string{"overview", "people", "facts", "factors", "assessment", "plan", "tripwires", "tasks", "decisions"}

// Kind is "printout".
func (Printout) Kind() Kind { return "printout" }
