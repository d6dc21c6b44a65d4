package tatm

import (
	"slices"
	"time"
)

// Correction says that an item was wrong, and what is right. It goes to whoever
// had a copy with the item in it (28 CFR 23.20(h): recipients are told of
// errors). The item itself is changed or withdrawn by its own form.
type Correction struct {
	Item  EntryID `json:"item"`
	Wrong string  `json:"wrong"`
	Right string  `json:"right"`
}

// Kind is "correction".
func (Correction) Kind() Kind { return "correction" }

func (x Correction) check(f File, _ time.Time, c *checks) {
	if !slices.ContainsFunc(f.Entries, func(e Entry) bool { return e.ID == x.Item }) {
		c.bad("item", "field.choose")
	}
	c.need("wrong", x.Wrong, TextMost)
	c.need("right", x.Right, TextMost)
}

// CorrectedCopy is one copy that a correction must reach: open until its holder
// was told, told until they say that they have it.
//
//	open ──▶ told ──▶ acknowledged
//	  └────────┴────▶ unreachable, with what was tried
type CorrectedCopy struct {
	Correction EntryID   `json:"correction"`
	Of         EntryID   `json:"of"` // the disclosure or print
	Copy       int       `json:"copy"`
	To         string    `json:"to"`
	State      string    `json:"state"` // one of CopyStates
	How        string    `json:"how,omitempty"`
	Owner      ActorID   `json:"owner"` // who gave the copy
	Told       time.Time `json:"told,omitzero"`
	Ended      time.Time `json:"ended,omitzero"`
}

// Kind is "corrected-copy".
func (CorrectedCopy) Kind() Kind { return "corrected-copy" }

// CopyStates are how a copy with an error stands.
var CopyStates = []string{"open", "told", "acknowledged", "unreachable"}

// Open reports whether the holder has not yet said that they have the correction.
func (x CorrectedCopy) Open() bool { return x.State == "open" || x.State == "told" }

func (x CorrectedCopy) check(_ File, _ time.Time, c *checks) {
	c.oneOf("state", x.State, CopyStates...)
	c.text("how", x.How, LineMost)
	if x.State != "open" {
		c.need("how", x.How, LineMost)
	}
}

// Holders lists whoever holds a copy with the item in it: disclosures that
// carried it and prints of the part of the case it stands in, made after it was
// written.
func Holders(f File, item EntryID) []Item[CorrectedCopy] {
	i := slices.IndexFunc(f.Entries, func(e Entry) bool { return e.ID == item })
	if i < 0 {
		return nil
	}
	e := f.Entries[i]
	var out []Item[CorrectedCopy]
	for _, d := range All[Disclosure](f) {
		if d.Rec.Copy > 0 && slices.Contains(d.Rec.Items, item) {
			out = append(out, Item[CorrectedCopy]{Entry: d.Entry, Rec: CorrectedCopy{Of: d.ID, Copy: d.Rec.Copy, To: d.Rec.To, Owner: d.Rec.By, State: "open"}})
		}
	}
	for _, p := range All[Printout](f) {
		// The first writing counts: a copy printed before a change holds the
		// words as they were.
		if p.RecordedAt.Before(e.HappenedAt) || e.Regime == Victim || !printsWith(p.Rec, e.Record.Kind()) {
			continue
		}
		out = append(out, Item[CorrectedCopy]{Entry: p.Entry, Rec: CorrectedCopy{Of: p.ID, Copy: p.Rec.Copy, To: p.Rec.For, Owner: p.RecordedBy, State: "open"}})
	}
	return out
}

// partOf is the part of a print that an entry of a kind stands in.
var partOf = map[Section]string{SectionFacts: "facts", SectionFactors: "factors", SectionAssessment: "assessment", SectionPlan: "plan", SectionTripwire: "tripwires", SectionTask: "tasks", SectionDecision: "decisions"}

func printsWith(p Printout, k Kind) bool {
	part := partOf[Kinds[k].Section]
	switch p.What {
	case "case", "brief":
		return part != ""
	case "parts":
		return slices.Contains(p.Parts, part)
	}
	return false
}
