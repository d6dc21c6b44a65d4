package tatm

import "time"

// Column is where an intervention acts: Subject, Target, Environment,
// Precipitating events (STEP).
type Column string

// The four columns.
const (
	OnSubject     Column = "subject"
	OnTarget      Column = "target"
	OnEnvironment Column = "environment"
	OnEvents      Column = "events"
)

// Columns lists the four.
var Columns = []Column{OnSubject, OnTarget, OnEnvironment, OnEvents}

// Considerations lists the four questions of the JCAT sheet's considerations:
// law enforcement, family, community worker, former extremist.
var Considerations = []string{"law-enforcement", "family", "community", "former"}

// Considered is the answer to one consideration: yes, no or (empty) not yet,
// with one line why.
type Considered struct {
	Answer Tri    `json:"answer,omitempty"`
	Why    string `json:"why,omitempty"`
}

// Plan is the frame of the management plan. Its interventions are entries of
// their own.
type Plan struct {
	Goals         string                `json:"goals,omitempty"`
	Exit          string                `json:"exit,omitempty"`        // when the team may step down
	Voice         string                `json:"voice,omitempty"`       // what the person, or the family, said
	NoneNeeded    map[Column]string     `json:"none_needed,omitempty"` // considered, none needed: why
	Considered    map[string]Considered `json:"considered,omitempty"`
	TargetPlan    string                `json:"target_plan,omitempty"` // decision on protecting a target
	Review        time.Time             `json:"review,omitzero"`
	Assessment    EntryID               `json:"assessment,omitempty"`
	Author        ActorID               `json:"author"`
	Approved      time.Time             `json:"approved,omitzero"`
	ApprovedBy    ActorID               `json:"approved_by,omitempty"`
	SingleHanded  bool                  `json:"single_handed,omitempty"`
	EffectiveFrom time.Time             `json:"effective_from,omitzero"`
	Outside       *Second               `json:"outside,omitempty"`
	NoMonitor     string                `json:"no_monitor,omitempty"` // a third-party monitor: considered, none, because
	Steps         []EntryID             `json:"steps,omitempty"`      // the interventions it was approved with
}

// Kind is "plan".
func (Plan) Kind() Kind { return "plan" }

// Intrusiveness orders interventions from least to most intrusive.
type Intrusiveness string

// The steps of the continuum that rules name (practice reference 3.1).
const (
	Supportive  Intrusiveness = "supportive"  // support offered
	Watchful    Intrusiveness = "watchful"    // watch, third-party monitoring
	Talking     Intrusiveness = "talking"     // conversation, limits set
	Restrictive Intrusiveness = "restrictive" // administrative measures, civil orders
	Coercive    Intrusiveness = "coercive"    // clinical crisis response, criminal justice
)

// Intervention is one step of the plan.
type Intervention struct {
	Column        Column        `json:"column"`
	Item          string        `json:"item,omitempty"` // "catalog#item"
	What          string        `json:"what"`
	Domain        string        `json:"domain,omitempty"`
	Tier          string        `json:"tier,omitempty"` // universal, targeted, individual
	Direct        bool          `json:"direct"`
	Intrusiveness Intrusiveness `json:"intrusiveness"`
	WhyNotLess    string        `json:"why_not_less,omitempty"`
	Moves         []EntryID     `json:"moves,omitempty"` // factors, needs, grievances
	Owner         ActorID       `json:"owner,omitempty"`
	Due           time.Time     `json:"due,omitzero"`
	Sign          string        `json:"sign,omitempty"` // of effect
	Stop          string        `json:"stop,omitempty"` // rule
	// Heard, TargetAsked: asked before a measure that restricts or may provoke.
	Heard        string    `json:"heard,omitempty"`        // person heard, told why and how to object; or "not yet, because"
	TargetAsked  string    `json:"target_asked,omitempty"` // target asked and warned of the timing; or "not yet, because"
	Observations []EntryID `json:"observations,omitempty"` // the totality a restrictive step cites
	Justified    []ActorID `json:"justified,omitempty"`    // or the two seats whose written justification stands in OneSource
	OneSource    string    `json:"one_source,omitempty"`
	LawReport    string    `json:"law_report,omitempty"` // "referral" to law enforcement or "sar": same rule of totality
	DoneFirst    bool      `json:"done_first,omitempty"` // a protective action that could not wait
	Ratified     ActorID   `json:"ratified,omitempty"`
	RatifiedAt   time.Time `json:"ratified_at,omitzero"`
	SingleHanded bool      `json:"single_handed,omitempty"` // justified by one person, after the wait or with a word from outside
	RestsFrom    time.Time `json:"rests_from,omitzero"`     // when the wait of a single-handed justification ends
	Outside      *Second   `json:"outside,omitempty"`
	State        string    `json:"state"` // planned, running, done, stopped, refused
}

// Kind is "intervention".
func (Intervention) Kind() Kind { return "intervention" }

// Delivery is evidence that an intervention reached the person, or did not.
type Delivery struct {
	Intervention EntryID `json:"intervention"`
	Done         bool    `json:"done"`
	What         string  `json:"what"`
	Evidence     string  `json:"evidence,omitempty"`
}

// Kind is "delivery".
func (Delivery) Kind() Kind { return "delivery" }

// Effect is the verdict on an intervention at review.
type Effect struct {
	Intervention EntryID `json:"intervention"`
	Change       string  `json:"change"` // better, same, worse, unknown
	Source       string  `json:"source"`
	Harm         string  `json:"harm,omitempty"`
	Verdict      string  `json:"verdict"` // keep, adjust, stop
}

// Kind is "effect".
func (Effect) Kind() Kind { return "effect" }

// Need is an unmet need of the person, with what was done about it.
type Need struct {
	Domain   string    `json:"domain"`
	Words    string    `json:"words"`
	Strength string    `json:"strength,omitempty"`
	Own      string    `json:"own,omitempty"`     // the person's own priority
	Urgency  string    `json:"urgency,omitempty"` // by when, in words
	Barrier  string    `json:"barrier,omitempty"` // what stands in the way
	Service  string    `json:"service,omitempty"`
	Contact  string    `json:"contact,omitempty"`
	Referred time.Time `json:"referred,omitzero"`
	State    string    `json:"state"` // open, referred, met, refused
}

// Kind is "need".
func (Need) Kind() Kind { return "need" }

// Grievance is an injustice claimed, in the holder's own words.
type Grievance struct {
	Words    string `json:"words"`
	Nature   string `json:"nature"` // personal, socio-political, mixed
	Against  string `json:"against,omitempty"`
	Since    string `json:"since,omitempty"`
	Truth    string `json:"truth,omitempty"` // what is true in it
	Tried    string `json:"tried,omitempty"`
	Enough   string `json:"enough,omitempty"`   // what would be enough
	Outlets  string `json:"outlets,omitempty"`  // ways without violence that are open
	Strategy string `json:"strategy,omitempty"` // what the team does about it
	State    string `json:"state"`              // open, eased, resolved, hardened
}

// Kind is "grievance".
func (Grievance) Kind() Kind { return "grievance" }

// TargetPlan is the safety plan of a target, in a regime of its own. It holds
// no address; nothing of it goes into a print about the person of concern.
type TargetPlan struct {
	Part    EntryID `json:"part,omitempty"` // the target's part in the case
	Contact string  `json:"contact"`        // contact person
	SafeWay string  `json:"safe_way"`       // safe way and time to reach
	Steps   string  `json:"steps"`
	Told    string  `json:"told,omitempty"` // who told the target what and when
	State   string  `json:"state"`          // running, ended
}

// Kind is "target-plan".
func (TargetPlan) Kind() Kind { return "target-plan" }
