package tatm

import "time"

// TripwireState is where a tripwire stands.
//
//	Armed ──Raise──▶ Raised ──Review──▶ Armed
//	  └──────Retire─────┴─────────────▶ Retired
type TripwireState string

// The states of a tripwire.
const (
	Armed   TripwireState = "armed"
	Raised  TripwireState = "raised"
	Retired TripwireState = "retired"
)

// Tripwire is a change the team agreed would mean "look again now". Raising it
// calls a reassessment; it never moves the level of concern.
type Tripwire struct {
	Watch      string        `json:"watch"` // the agreed observable
	Type       string        `json:"type"`  // behaviour, situation, compliance, silence, information, calendar
	Watcher    ActorID       `json:"watcher,omitempty"`
	Monitor    EntryID       `json:"monitor,omitempty"` // or a third-party monitor
	Channel    string        `json:"channel,omitempty"`
	Action     string        `json:"action"` // required action
	Within     time.Duration `json:"within"` // response time
	Expires    time.Time     `json:"expires"`
	Silence    int           `json:"silence,omitempty"` // days without word from Of that raise it
	Of         EntryID       `json:"of,omitempty"`      // intervention or monitor whose silence counts
	State      TripwireState `json:"state"`
	RaisedAt   time.Time     `json:"raised_at,omitzero"`
	RaisedBy   ActorID       `json:"raised_by,omitempty"`
	Seen       string        `json:"seen,omitempty"`   // what was seen
	Review     string        `json:"review,omitempty"` // what the responder found
	False      bool          `json:"false,omitempty"`  // a false alarm
	RetiredWhy string        `json:"retired_why,omitempty"`
	Tested     time.Time     `json:"tested,omitzero"` // last test run
	TestFound  string        `json:"test_found,omitempty"`
}

// Kind is "tripwire".
func (Tripwire) Kind() Kind { return "tripwire" }
