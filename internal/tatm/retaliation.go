package tatm

import "time"

// Retaliation is a reporter's word, or somebody's for them, that they are being
// punished for reporting. It is looked into the same day, and ends with what
// was found and done.
type Retaliation struct {
	Text     string    `json:"text"`
	From     string    `json:"from"`           // "reporter" or "staff"
	Done     string    `json:"done,omitempty"` // what was found and done
	Answered time.Time `json:"answered,omitzero"`
}

// Kind is "retaliation".
func (Retaliation) Kind() Kind { return "retaliation" }

func (r Retaliation) check(_ File, _ time.Time, c *checks) {
	c.need("text", r.Text, TextMost)
	c.oneOf("from", r.From, "reporter", "staff")
	if !r.Answered.IsZero() {
		c.need("done", r.Done, TextMost)
	}
}

// Demand is a demand by legal process (a subpoena, a court's order, a request
// for records) for what the team holds about a report or its reporter. It is
// logged before anything is handed over, and counsel answers it.
type Demand struct {
	What     string       `json:"what"` // subpoena, order, request, other
	By       string       `json:"by"`   // who demands: court, party, case number
	Asks     string       `json:"asks"` // for what
	Received time.Time    `json:"received"`
	Deadline time.Time    `json:"deadline,omitzero"` // that the demand sets
	Counsel  ActorID      `json:"counsel,omitempty"` // on whose desk it lies; nobody: the chairs
	Answer   DemandAnswer `json:"answer,omitempty"`
	Words    string       `json:"words,omitempty"` // counsel's, with what left the house
	Answered time.Time    `json:"answered,omitzero"`
}

// Kind is "demand".
func (Demand) Kind() Kind { return "demand" }

// Demands are the kinds of demand.
var Demands = []string{"subpoena", "order", "request", "other"}

// DemandAnswer is what became of a demand.
type DemandAnswer string

// The answers.
const (
	DemandObjected  DemandAnswer = "objected"
	DemandNarrowed  DemandAnswer = "narrowed"
	DemandComplied  DemandAnswer = "complied"
	DemandWithdrawn DemandAnswer = "withdrawn"
)

func (d Demand) check(_ File, now time.Time, c *checks) {
	c.oneOf("what", d.What, Demands...)
	c.need("by", d.By, LineMost)
	c.need("asks", d.Asks, TextMost)
	if d.Received.IsZero() || d.Received.After(now.Add(time.Minute)) {
		c.bad("received", "field.past")
	}
	c.oneOf("answer", string(d.Answer), "", string(DemandObjected), string(DemandNarrowed), string(DemandComplied), string(DemandWithdrawn))
	if d.Answer != "" {
		c.need("words", d.Words, TextMost)
	}
}

// protection adds the dates that protect a reporter: somebody is punished, or
// somebody demands to know.
func (k docket) protection(p *Pack) {
	for _, r := range All[Retaliation](k.f) {
		k.open(r.Entry, DueRetaliation, k.d.Head.Owner, p.Due(ClockRetaliation, r.RecordedAt), r.Rec.Answered.IsZero())
	}
	for _, x := range All[Demand](k.f) {
		at := p.Due(ClockDemand, x.RecordedAt)
		if d := x.Rec.Deadline; !d.IsZero() && d.Before(at) {
			at = d
		}
		k.open(x.Entry, DueDemand, x.Rec.Counsel, at, x.Rec.Answered.IsZero())
	}
}
