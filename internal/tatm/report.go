package tatm

import "time"

// Channel is the way a report came in.
type Channel string

// The channels.
const (
	ByPortal  Channel = "portal"
	ByPhone   Channel = "phone"
	ByWalkIn  Channel = "walk-in"
	ByLetter  Channel = "letter"
	ByMail    Channel = "e-mail"
	ByPartner Channel = "partner"
	ByOther   Channel = "other-system"
	ByImport  Channel = "import"
)

// Tri is an answer to a plain question: yes, no, or not known. Empty means
// that it was not asked.
type Tri string

// The answers.
const (
	Yes     Tri = "yes"
	No      Tri = "no"
	Unknown Tri = "unknown"
)

// Report is what somebody told the team, in their own words. It is immutable:
// what is learned later is an Addition or an observation of a case.
type Report struct {
	Channel   Channel `json:"channel"`
	Language  string  `json:"language,omitempty"` // BCP 47, as the reporter chose
	Narrative string  `json:"narrative"`
	Who       string  `json:"who,omitempty"`
	Where     string  `json:"where,omitempty"`
	When      string  `json:"when,omitempty"` // in the reporter's words
	Knows     string  `json:"knows,omitempty"`
	Weapon    Tri     `json:"weapon,omitempty"`
	Target    Tri     `json:"target,omitempty"`
	Imminent  Tri     `json:"imminent,omitempty"`
	Details   string  `json:"details,omitempty"` // about weapon, target, danger
	// Through is the channel of the public that it came by, Form the version of
	// what was asked there, Keep its class of retention, Own what was answered to
	// the channel's own questions.
	Through   ChannelID      `json:"through,omitempty"`
	Form      int64          `json:"form,omitempty"`
	Keep      RetentionClass `json:"keep,omitempty"`
	Own       []Told         `json:"own,omitempty"`
	Anonymous bool           `json:"anonymous,omitempty"`
	Received  time.Time      `json:"received"`         // when the team got it; before RecordedAt for paper
	Source    string         `json:"source,omitempty"` // key of an imported row, for a second run
}

// Kind is "report".
func (Report) Kind() Kind { return "report" }

// Urgent reports whether an answer speaks of a weapon, a target or danger now:
// such a report is looked at first. It rates nothing.
func (r Report) Urgent() bool { return r.Weapon == Yes || r.Target == Yes || r.Imminent == Yes }

// Reporter is who made a report: a compartment of its own (regime REPORTER-ID).
type Reporter struct {
	Name     string `json:"name,omitempty"`
	Contact  string `json:"contact,omitempty"`
	Relation string `json:"relation,omitempty"`
	SafeWay  string `json:"safe_way,omitempty"` // how and when it is safe to call back
}

// Kind is "reporter".
func (Reporter) Kind() Kind { return "reporter" }

// AnswerNotice is where a reporter wants to hear that an answer waits: in the
// compartment of who they are. The notice that leaves says nothing else.
type AnswerNotice struct {
	Mail     string `json:"mail"` // empty: no more
	Language string `json:"language"`
}

// Kind is "answer-notice".
func (AnswerNotice) Kind() Kind { return "answer-notice" }

// Acknowledgement says that a person has taken the report, and whether they
// were on duty by the roster.
type Acknowledgement struct {
	Duty int `json:"duty,omitempty"` // FirstOnDuty, CoverOnDuty, or 0: neither, or no roster
}

// Kind is "acknowledgement".
func (Acknowledgement) Kind() Kind { return "acknowledgement" }

// Climb says that nobody took a report in its time and its notice went on to
// the next people: first who covers or the chairs, then everybody of the team.
type Climb struct {
	Step int `json:"step"` // 1: chair and deputy; 2: every core member too
}

// Kind is "climb".
func (Climb) Kind() Kind { return "climb" }

// Addition is what the reporter or the staff add to a report afterwards.
type Addition struct {
	Text string `json:"text"`
	From string `json:"from"` // "reporter" or "staff"
}

// Kind is "addition".
func (Addition) Kind() Kind { return "addition" }

// Outcome is what became of a report at screening.
type Outcome string

// The outcomes of screening (practice reference 2.2).
const (
	Accepted       Outcome = "accepted"    // a new case
	Linked         Outcome = "linked"      // to a case that is open
	InfoRequested  Outcome = "information" // asked back, stays in the queue
	Routed         Outcome = "routed"      // to somebody else, who must accept
	OutOfScope     Outcome = "out-of-scope"
	Unfounded      Outcome = "unfounded"
	KnowinglyFalse Outcome = "knowingly-false" // a human finding of two people
)

// Screening is the finding on a report with its reason. A later one replaces
// an earlier one as its next version.
type Screening struct {
	Outcome  Outcome  `json:"outcome"`
	Reason   string   `json:"reason"`
	Cases    []FileID `json:"cases,omitempty"`     // accepted, linked: every case it is tied to now
	RoutedTo string   `json:"routed_to,omitempty"` // routed
	TakenBy  string   `json:"taken_by,omitempty"`  // routed: who at the receiver accepted it, and how
	Refused  string   `json:"refused,omitempty"`   // routed: who at the receiver refused it
	First    ActorID  `json:"first"`               // who found it
	Second   ActorID  `json:"second,omitempty"`    // knowingly false: who agreed
	// SingleHanded: the second was the first, alone in the team, after the wait.
	SingleHanded bool `json:"single_handed,omitempty"`
	// Outside: the second was somebody outside the team, by a link.
	Outside *Second `json:"outside,omitempty"`
	// Undone: the last tie to a case was taken back, the receiver refused or a
	// second look reopened it, why. The report waits again.
	Undone string `json:"undone,omitempty"`
}

// Kind is "screening".
func (Screening) Kind() Kind { return "screening" }
