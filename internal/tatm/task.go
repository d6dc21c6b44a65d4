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

// SheetMost is how long an answer of a contact sheet may be: the whole must
// stay on one page.
const SheetMost = 300

// ContactSheet is the one-page safety sheet for a visit; it expires in 24 hours.
type ContactSheet struct {
	Weapons   string    `json:"weapons"` // known, asked, or unknown
	Home      string    `json:"home"`    // who lives there
	Medical   string    `json:"medical"` // medical and disability needs
	Language  string    `json:"language"`
	Calms     string    `json:"calms"`
	Escalates string    `json:"escalates"`
	CallBack  time.Time `json:"call_back"`
	Expires   time.Time `json:"expires"`
}

// Kind is "contact-sheet".
func (ContactSheet) Kind() Kind { return "contact-sheet" }

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
