package tatm

import (
	"cmp"
	"slices"
	"time"
)

// Proceeding ties the case to a disciplinary or criminal file that others keep:
// by number alone, under the permission of that file. What stands in it stays
// there: the team supports and protects, and neither punishes nor prosecutes
// (practice reference 5, wall to discipline).
type Proceeding struct {
	What   string `json:"what"`   // one of ProceedingKinds
	Agency string `json:"agency"` // who keeps it
	Number string `json:"number"`
	Ended  string `json:"ended,omitempty"` // why it no longer counts
}

// Kind is "proceeding".
func (Proceeding) Kind() Kind { return "proceeding" }

// ProceedingKinds are the kinds of proceeding.
var ProceedingKinds = []string{"student-discipline", "staff-discipline", "criminal", "juvenile"}

// numberMost keeps the number of a file a number.
const numberMost = 40

func (x Proceeding) check(_ File, _ time.Time, c *checks) {
	c.oneOf("what", x.What, ProceedingKinds...)
	c.need("agency", x.Agency, LineMost)
	c.need("number", x.Number, numberMost)
	c.text("ended", x.Ended, LineMost)
}

// regime is the one whose seats may know of the proceeding.
func (x Proceeding) regime() Regime {
	return cmp.Or(map[string]Regime{"student-discipline": Education, "staff-discipline": Personnel, "juvenile": Juvenile}[x.What], CrimeHistory)
}

// CounselMark says that an entry is possibly discoverable or exculpatory, by
// counsel, for counsel: who must decide what becomes of it, and by when.
type CounselMark struct {
	Of      EntryID   `json:"of"`
	What    string    `json:"what"` // discoverable, exculpatory
	Why     string    `json:"why"`
	By      time.Time `json:"by"` // decided by when
	Decided string    `json:"decided,omitempty"`
}

// Kind is "counsel-mark".
func (CounselMark) Kind() Kind { return "counsel-mark" }

func (m CounselMark) check(f File, _ time.Time, c *checks) {
	c.oneOf("what", m.What, "discoverable", "exculpatory")
	c.need("why", m.Why, TextMost)
	c.date("by", m.By)
	c.text("decided", m.Decided, TextMost)
	if !slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.ID == m.Of }) {
		c.bad("of", "field.choose")
	}
}

// marked are the lines of what counsel has to decide.
func (k docket) marked() {
	for _, m := range All[CounselMark](k.f) {
		k.open(m.Entry, DueCounsel, m.RecordedBy, m.Rec.By, m.Rec.Decided == "")
	}
}
