package tatm

import "time"

// SheetMost is how long an answer of a contact sheet may be: the whole must
// stay on one page.
const SheetMost = 300

// Arms is what is known of weapons where a visit goes.
type Arms string

// What can be known: there are some or there are none, somebody was asked and
// gave no answer, or nobody asked.
const (
	ArmsKnown   Arms = "known"
	ArmsAsked   Arms = "asked"
	ArmsUnknown Arms = "unknown"
)

// ContactSheet is the one-page safety sheet for a visit; it expires in 24 hours.
type ContactSheet struct {
	Arms      Arms      `json:"arms,omitempty"` // "" on sheets from before it was asked
	Weapons   string    `json:"weapons"`        // which, where, who said so
	Home      string    `json:"home"`           // who lives there
	Medical   string    `json:"medical"`        // medical and disability needs
	Language  string    `json:"language"`
	Calms     string    `json:"calms"`
	Escalates string    `json:"escalates"`
	CallBack  time.Time `json:"call_back"`
	Expires   time.Time `json:"expires"`
}

// Kind is "contact-sheet".
func (ContactSheet) Kind() Kind { return "contact-sheet" }

func (s ContactSheet) check(_ File, now time.Time, c *checks) {
	c.oneOf("arms", string(s.Arms), string(ArmsKnown), string(ArmsAsked), string(ArmsUnknown))
	c.text("weapons", s.Weapons, SheetMost)
	if s.Arms != ArmsUnknown {
		c.need("weapons", s.Weapons, SheetMost)
	}
	for field, v := range map[string]string{"home": s.Home, "medical": s.Medical, "language": s.Language, "calms": s.Calms, "escalates": s.Escalates} {
		c.text(field, v, SheetMost)
	}
	// Who does not call back by then is looked for: not when the sheet is over.
	switch {
	case s.CallBack.IsZero():
		c.bad("call_back", "field.date")
	case !s.CallBack.After(now):
		c.bad("call_back", "field.future")
	case s.CallBack.After(s.Expires):
		c.bad("call_back", "sheet.call-back")
	}
}
