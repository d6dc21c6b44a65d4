package tatm

import "time"

// MonitorActor signs what a monitor did on their own page.
const MonitorActor ActorID = "monitor"

// Monitor is a third party who agreed to tell the team about changes, and who
// sees no case data (practice reference 3.8).
type Monitor struct {
	Name     string    `json:"name"`
	Relation string    `json:"relation"`
	Why      string    `json:"why"` // why suitable, and safe
	Told     string    `json:"told"`
	Basis    string    `json:"basis"`
	Watch    string    `json:"watch"`
	Reach    string    `json:"reach"`
	Every    int       `json:"every"` // days between check-ins
	Owner    ActorID   `json:"owner"`
	Until    time.Time `json:"until"`
	Ended    string    `json:"ended,omitempty"`
}

// Kind is "monitor".
func (Monitor) Kind() Kind { return "monitor" }

func (m Monitor) check(_ File, now time.Time, c *checks) {
	for field, s := range map[string]string{"name": m.Name, "relation": m.Relation, "why": m.Why, "told": m.Told, "basis": m.Basis, "watch": m.Watch, "reach": m.Reach} {
		c.need(field, s, LineMost)
	}
	if m.Every < 1 || m.Every > 90 {
		c.bad("every", "monitor.every")
	}
	if m.Ended == "" && !m.Until.After(now) {
		c.bad("until", "field.future")
	}
}

// CheckIn is word from a monitor.
type CheckIn struct {
	Monitor EntryID   `json:"monitor"`
	Word    string    `json:"word"` // fine, changed, urgent
	Text    string    `json:"text,omitempty"`
	When    string    `json:"when,omitempty"` // when it was seen, in the monitor's words
	Seen    []EntryID `json:"seen,omitempty"` // tripwires whose observable they saw
	Link    EntryID   `json:"link,omitempty"` // of their own page; empty where a member noted it
}

// Kind is "check-in".
func (CheckIn) Kind() Kind { return "check-in" }

func (k CheckIn) check(f File, _ time.Time, c *checks) {
	c.oneOf("word", k.Word, "fine", "changed", "urgent")
	if !exists(f, k.Monitor, "monitor") {
		c.bad("monitor", "field.choose")
	}
	if k.Link != "" && k.Word != "fine" {
		c.need("text", k.Text, TextMost)
	}
	c.text("text", k.Text, TextMost)
	c.text("when", k.When, LineMost)
	for _, id := range k.Seen {
		if t, ok := Find[Tripwire](f, id); !ok || t.Rec.Monitor != k.Monitor || t.Rec.State == Retired {
			c.bad("seen", "field.choose")
		}
	}
}

// CheckInRead says that somebody of the team read a monitor's word, and what
// came of it. The monitor sees that it was read, never what came of it.
type CheckInRead struct {
	CheckIn EntryID `json:"check_in"`
	Found   string  `json:"found"`
}

// Kind is "check-in-read".
func (CheckInRead) Kind() Kind { return "check-in-read" }

func (r CheckInRead) check(f File, _ time.Time, c *checks) {
	if !exists(f, r.CheckIn, "check-in") {
		c.bad("check_in", "field.choose")
	}
	c.need("found", r.Found, TextMost)
}

// Read reports whether somebody of the team read a check-in.
func Read(f File, checkIn EntryID) bool {
	for _, r := range All[CheckInRead](f) {
		if r.Rec.CheckIn == checkIn {
			return true
		}
	}
	return false
}

// Unread are the words of monitors that something changed and that nobody has
// read yet: they stand on every desk of the team.
func Unread(f File) []Item[CheckIn] {
	var out []Item[CheckIn]
	for _, k := range All[CheckIn](f) {
		if k.Rec.Word != "fine" && !Read(f, k.ID) {
			out = append(out, k)
		}
	}
	return out
}

// MonitorLink is a monitor's own page, by a link that only they hold. It lives
// as long as the agreement and ends with it, or when it is revoked; a new one
// ends the one before.
type MonitorLink struct {
	Monitor EntryID `json:"monitor"`
	Made    ActorID `json:"made"`
	// Hash is all that is kept of the link's secret.
	Hash    string    `json:"hash"`
	Opened  time.Time `json:"opened,omitzero"` // first opened
	Revoked time.Time `json:"revoked,omitzero"`
}

// Kind is "monitor-link".
func (MonitorLink) Kind() Kind { return "monitor-link" }

func (l MonitorLink) check(f File, _ time.Time, c *checks) {
	if !exists(f, l.Monitor, "monitor") {
		c.bad("monitor", "field.choose")
	}
}

// State says in a word how the link stands at now: open, revoked or ended.
func (l MonitorLink) State(f File, now time.Time) string {
	m, ok := Find[Monitor](f, l.Monitor)
	switch {
	case !l.Revoked.IsZero():
		return "revoked"
	case !ok || m.Rec.Ended != "" || !now.Before(m.Rec.Until):
		return "ended"
	}
	return "open"
}

// LinkOf is the link of a monitor that was made last, if there is one.
func LinkOf(f File, monitor EntryID) (Item[MonitorLink], bool) {
	var out Item[MonitorLink]
	for _, l := range All[MonitorLink](f) {
		if l.Rec.Monitor == monitor {
			out = l
		}
	}
	return out, out.ID != ""
}

// WatchedBy are the tripwires of which a monitor agreed to tell.
func WatchedBy(f File, monitor EntryID) []Item[Tripwire] {
	var out []Item[Tripwire]
	for _, t := range All[Tripwire](f) {
		if t.Rec.Monitor == monitor && t.Rec.State != Retired {
			out = append(out, t)
		}
	}
	return out
}
