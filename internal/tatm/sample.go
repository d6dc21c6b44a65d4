package tatm

import (
	"time"

	"offramp/internal/fault"
)

// Sample is a second look at a report that one person dismissed: drawn by
// chance, in a share that the policy pack sets, for somebody who did not find
// it (practice reference 2.2). Whoever looks agrees, or the report waits again.
type Sample struct {
	Finding EntryID       `json:"finding"` // the screening
	Version int64         `json:"version"` // of it, as it was drawn
	For     ActorID       `json:"for"`     // on whose desk it lies; anybody but the finder may take it
	Verdict SampleVerdict `json:"verdict,omitempty"`
	Why     string        `json:"why,omitempty"`
}

// Kind is "sample".
func (Sample) Kind() Kind { return "sample" }

// SampleVerdict is what the second look came to.
type SampleVerdict string

// The verdicts.
const (
	SampleAgrees  SampleVerdict = "agrees"
	SampleReopens SampleVerdict = "reopens"
)

func (s Sample) check(_ File, _ time.Time, c *checks) {
	c.oneOf("verdict", string(s.Verdict), "", string(SampleAgrees), string(SampleReopens))
	if s.Verdict != "" {
		c.need("why", s.Why, TextMost)
	}
}

// Dismissed reports whether one person's finding puts a report away: what two
// people found, or what goes to a case or to somebody else, was looked at twice.
func (s Screening) Dismissed() bool {
	return (s.Outcome == OutOfScope || s.Outcome == Unfounded) && s.Final()
}

// Expunges reports whether the finding starts the clock by which an unfounded
// entry is to be expunged.
func (s Screening) Expunges() bool {
	return (s.Outcome == Unfounded || s.Outcome == KnowinglyFalse) && s.Final()
}

// Sampled is the second look that waits, if one does: the finding it was drawn
// for still stands.
func Sampled(f File) (Item[Sample], bool) {
	s, ok := Last[Sample](f)
	found, screened := Last[Screening](f)
	open := ok && screened && s.Rec.Verdict == "" && s.Rec.Finding == found.ID && s.Rec.Version == found.Version
	return s, open
}

// Look is the word of whoever takes a second look; it returns the finding as it
// then stands. The finder's own look is none.
func (s Sample) Look(found Screening, who ActorID, v SampleVerdict, why string) (Sample, Screening, error) {
	if who == found.First {
		return s, found, fault.New(fault.Conflict, "second.needed")
	}
	s.Verdict, s.Why = v, why
	if v == SampleReopens {
		found.Undone = why
	}
	return s, found, nil
}
