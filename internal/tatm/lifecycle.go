package tatm

// State is where a case stands (practice reference 2.3).
type State string

// The states of a case. The emergency flag runs beside them and is never blocked.
const (
	AtIntake     State = "intake"
	AtTriage     State = "triage"
	AtInquiry    State = "inquiry"
	AtAssessment State = "assessment"
	AtPlanning   State = "planning"
	Managed      State = "active"
	Monitored    State = "monitoring"
	AtClosure    State = "closure-review"
	Closed       State = "closed"
	Transferred  State = "transferred"
)

// Stage is one transition of a case: from, to, who in which role, under which
// pack, with the reason where one was asked for.
type Stage struct {
	From     State    `json:"from,omitempty"`
	To       State    `json:"to"`
	Role     Role     `json:"role"`
	Pack     PackRef  `json:"pack"`
	Reason   string   `json:"reason,omitempty"`
	Override string   `json:"override,omitempty"` // why it went on with something missing
	Lacked   []string `json:"lacked,omitempty"`   // codes of what was missing then
	Guards   []Held   `json:"guards,omitempty"`   // what each guard answered then
}

// Held is what a guard answered when the case moved (global invariant 8).
type Held struct {
	Guard string `json:"guard"` // its code
	Holds bool   `json:"holds"`
}

// Kind is "stage".
func (Stage) Kind() Kind { return "stage" }
