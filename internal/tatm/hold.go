package tatm

import (
	"slices"
	"time"
)

// Hold keeps a file from being purged, whatever its clock says: a lawsuit, an
// open request for records, an investigation (practice reference 4.8: a hold
// suspends all). It is released by the same people, with a reason.
type Hold struct {
	Reason   string    `json:"reason"`
	Scope    HoldScope `json:"scope"`
	Look     time.Time `json:"look"` // when to ask whether it is still needed
	Released time.Time `json:"released,omitzero"`
	Why      string    `json:"why,omitempty"` // released, why
}

// HoldScope is how far a hold reaches.
type HoldScope string

// The scopes. A case's reports, people and meetings are tied to it.
const (
	HoldFile HoldScope = "file" // this file
	HoldTied HoldScope = "tied" // this file and every file tied to it
)

// HoldScopes lists every scope.
var HoldScopes = []HoldScope{HoldFile, HoldTied}

// Kind is "hold".
func (Hold) Kind() Kind { return "hold" }

func (h Hold) check(_ File, now time.Time, c *checks) {
	c.need("reason", h.Reason, TextMost)
	c.oneOf("scope", string(h.Scope), string(HoldFile), string(HoldTied))
	if c.date("look", h.Look); !h.Look.IsZero() && h.Released.IsZero() && !h.Look.After(now) {
		c.bad("look", "field.future")
	}
	c.text("why", h.Why, TextMost)
}

// Milestone is an event that a time of keeping counts from.
type Milestone struct {
	Event  KeepEvent `json:"event"` // majority, left
	On     time.Time `json:"on"`
	Source string    `json:"source"` // how it is known
}

// Milestones lists the events that are noted.
var Milestones = []KeepEvent{OnMajority, OnLeft}

// Kind is "milestone".
func (Milestone) Kind() Kind { return "milestone" }

func (m Milestone) check(_ File, _ time.Time, c *checks) {
	if !slices.Contains(Milestones, m.Event) {
		c.bad("event", "field.choose")
	}
	c.date("on", m.On)
	c.need("source", m.Source, LineMost)
}

// Challenge is somebody's word that a file, or a part of it, should not stand:
// wrong, unfounded, or kept too long (34 CFR 99.20; 28 CFR 23.20(h)). It stays
// with the answer, whatever that is.
type Challenge struct {
	By      string    `json:"by"` // who asks, in which capacity
	Words   string    `json:"words"`
	Decided string    `json:"decided,omitempty"` // granted, refused
	Why     string    `json:"why,omitempty"`
	When    time.Time `json:"when,omitzero"`
}

// Kind is "challenge".
func (Challenge) Kind() Kind { return "challenge" }

func (x Challenge) check(_ File, _ time.Time, c *checks) {
	c.need("by", x.By, LineMost)
	c.need("words", x.Words, TextMost)
	if x.Decided != "" {
		c.oneOf("decided", x.Decided, "granted", "refused")
		c.need("why", x.Why, TextMost)
	}
}

// Validation says that an intelligence entry was looked at and still meets the
// rule it was kept under (28 CFR 23.20(h)): relevant, accurate, and of
// reasonable suspicion.
type Validation struct {
	Of    EntryID `json:"of"`
	Basis string  `json:"basis"`
}

// Kind is "validation".
func (Validation) Kind() Kind { return "validation" }

func (v Validation) check(f File, _ time.Time, c *checks) {
	if !slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.ID == v.Of && e.Regime == Intelligence }) {
		c.bad("of", "field.choose")
	}
	c.need("basis", v.Basis, TextMost)
}

// PurgeRule is why a file may be destroyed: a closed vocabulary, for it stays
// in the tombstone.
type PurgeRule string

// The rules.
const (
	PurgeDue       PurgeRule = "due"       // its time of keeping has run out
	PurgeUnfounded PurgeRule = "unfounded" // an unfounded report, before its time
	PurgeGranted   PurgeRule = "granted"   // a challenge was granted
	PurgeOrder     PurgeRule = "order"     // a court or an authority ordered it
	PurgeMistake   PurgeRule = "mistake"   // it should never have been filed
)

// PurgeRules lists every rule.
var PurgeRules = []PurgeRule{PurgeDue, PurgeUnfounded, PurgeGranted, PurgeOrder, PurgeMistake}

// PurgeProposal is the records officer's word that a file should be destroyed.
// It is destroyed with it: what stays is the tombstone.
type PurgeProposal struct {
	Rule      PurgeRule `json:"rule"`
	Basis     string    `json:"basis"`
	Withdrawn string    `json:"withdrawn,omitempty"` // taken back, why
}

// Kind is "purge-proposal".
func (PurgeProposal) Kind() Kind { return "purge-proposal" }

func (p PurgeProposal) check(_ File, _ time.Time, c *checks) {
	if !slices.Contains(PurgeRules, p.Rule) {
		c.bad("rule", "field.choose")
	}
	c.need("basis", p.Basis, TextMost)
}
