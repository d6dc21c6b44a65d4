package tatm

import (
	"slices"
	"strings"
	"time"
)

// Guardian is how a parent or guardian stands to the person of concern: what a
// court or the facts give or take from them. It counts before anything is told
// or given to them (20 U.S.C. 1232g; 34 CFR 99.4: a parent has the rights unless
// an order says otherwise).
type Guardian struct {
	Name      string    `json:"name"`
	Relation  string    `json:"relation"`
	Custody   Tri       `json:"custody"`
	Order     string    `json:"order,omitempty"` // the order that says so, and where it is kept
	Suspected Tri       `json:"suspected"`       // suspected of harm to the person
	Barred    bool      `json:"barred,omitempty"`
	Why       string    `json:"why,omitempty"`
	Until     time.Time `json:"until,omitzero"` // the bar ends; none: until it is changed
}

// Kind is "guardian".
func (Guardian) Kind() Kind { return "guardian" }

func (g Guardian) check(_ File, _ time.Time, c *checks) {
	c.need("name", g.Name, LineMost)
	c.need("relation", g.Relation, LineMost)
	c.oneOf("custody", string(g.Custody), string(Yes), string(No), string(Unknown))
	c.oneOf("suspected", string(g.Suspected), string(Yes), string(No), string(Unknown))
	c.text("order", g.Order, LineMost)
	c.text("why", g.Why, LineMost)
	if g.Barred {
		c.need("why", g.Why, LineMost)
	}
}

// Bars reports whether the guardian may not be contacted at now.
func (g Guardian) Bars(now time.Time) bool {
	return g.Barred && (g.Until.IsZero() || now.Before(g.Until))
}

// GuardianNamed finds the guardian whom a recipient's words name: all words of the
// guardian's name are among them.
func GuardianNamed(f File, to string) (Item[Guardian], bool) {
	words := nameWords(to)
	for _, g := range All[Guardian](f) {
		name := nameWords(g.Rec.Name)
		if len(name) > 0 && !slices.ContainsFunc(name, func(w string) bool { return !slices.Contains(words, w) }) {
			return g, true
		}
	}
	return Item[Guardian]{}, false
}

func nameWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !wordly(r) })
}

// RightsPass is when the rights over the record pass from the parents to the
// pupil: at eighteen, or on entering college (34 CFR 99.3, 99.5).
type RightsPass struct {
	On    time.Time `json:"on"`
	Cause string    `json:"cause"` // one of PassCauses
	Known string    `json:"known"` // how the day is known
	// Told is how the pupil and the parents were told of it.
	Told string `json:"told,omitempty"`
}

// Kind is "rights-pass".
func (RightsPass) Kind() Kind { return "rights-pass" }

// PassCauses are why the rights pass.
var PassCauses = []string{"majority", "college"}

func (r RightsPass) check(_ File, _ time.Time, c *checks) {
	c.date("on", r.On)
	c.oneOf("cause", r.Cause, PassCauses...)
	c.need("known", r.Known, LineMost)
	c.text("told", r.Told, LineMost)
}

// RightsPassAt is when the rights of a case's person pass or passed; zero while
// nobody wrote it down.
func RightsPassAt(f File) time.Time {
	r, _ := Last[RightsPass](f)
	return r.Rec.On
}

// RightsRequest is what the person of concern, or a parent, asks about their
// record: to see it, to have it amended, to put a statement to it, to have it
// expunged (34 CFR 99.10, 99.20 to 99.22).
type RightsRequest struct {
	What     string    `json:"what"` // one of RightsAsked
	Who      string    `json:"who"`
	As       string    `json:"as"` // one of ConsentAs
	Words    string    `json:"words"`
	Owner    ActorID   `json:"owner"`
	Decision string    `json:"decision,omitempty"` // one of RightsDecisions
	Why      string    `json:"why,omitempty"`
	Done     string    `json:"done,omitempty"` // what was shown, changed, attached or taken out
	Told     string    `json:"told,omitempty"` // how they were told, and of a hearing
	By       ActorID   `json:"by,omitempty"`
	Decided  time.Time `json:"decided,omitzero"`
}

// Kind is "rights-request".
func (RightsRequest) Kind() Kind { return "rights-request" }

// RightsAsked are what may be asked.
var RightsAsked = []string{"access", "amendment", "statement", "expunction"}

// RightsDecisions are how a request ends. A statement of disagreement is the
// person's own: it is kept with the record and never denied.
var RightsDecisions = []string{"granted", "partly", "denied", "withdrawn"}

func (r RightsRequest) check(f File, now time.Time, c *checks) {
	c.oneOf("what", r.What, RightsAsked...)
	c.need("who", r.Who, LineMost)
	c.oneOf("as", r.As, ConsentAs...)
	c.need("words", r.Words, TextMost)
	if r.Decision == "" {
		return
	}
	c.oneOf("decision", r.Decision, RightsDecisions...)
	c.need("why", r.Why, TextMost)
	c.need("told", r.Told, TextMost)
	c.text("done", r.Done, TextMost)
	granted := r.Decision == "granted" || r.Decision == "partly"
	if granted {
		c.need("done", r.Done, TextMost)
	}
	if r.What == "statement" && r.Decision == "denied" {
		c.bad("decision", "rights.statement-kept")
	}
	if at := RightsPassAt(f); granted && r.What == "access" && r.As == "parent" && !at.IsZero() && !now.Before(at) {
		c.bad("decision", "rights.passed")
	}
	if g, ok := GuardianNamed(f, r.Who); granted && ok && g.Rec.Bars(now) {
		c.bad("decision", "rights.barred", g.Rec.Name)
	}
}

// RightsClock is the clock by which a request of a kind is decided.
func RightsClock(what string) Clock {
	switch what {
	case "amendment":
		return ClockRightsAmend
	case "statement":
		return ClockRightsStatement
	case "expunction":
		return ClockRightsExpunge
	}
	return ClockRightsAccess
}
