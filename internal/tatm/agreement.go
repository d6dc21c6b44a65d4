package tatm

import "time"

// Agreement is a written agreement with another body on what may be given to it
// (a memorandum of understanding): with whom, what it covers, until when.
type Agreement struct {
	Parties string    `json:"parties"`
	Scope   string    `json:"scope"`
	Kept    string    `json:"kept"` // where the signed text is
	Until   time.Time `json:"until"`
	Owner   ActorID   `json:"owner"` // who sees to its renewal
	Ended   string    `json:"ended,omitempty"`
}

// Kind is "agreement".
func (Agreement) Kind() Kind { return "agreement" }

func (a Agreement) check(_ File, _ time.Time, c *checks) {
	c.need("parties", a.Parties, LineMost)
	c.need("scope", a.Scope, TextMost)
	c.need("kept", a.Kept, LineMost)
	c.text("ended", a.Ended, LineMost)
	c.date("until", a.Until)
	if a.Owner == "" {
		c.bad("owner", "field.person")
	}
}

// Holds reports whether something may go under the agreement at now.
func (a Agreement) Holds(now time.Time) bool { return a.Ended == "" && now.Before(a.Until) }
