package tatm

import "time"

// Apart says that a report came in a flood and is held apart from the queue, so
// that what it floods stays readable. It is there whole, nobody has judged it,
// and one step of anybody who screens puts it into the queue.
type Apart struct {
	Why        ApartWhy  `json:"why"`
	Released   ActorID   `json:"released,omitempty"`
	ReleasedAt time.Time `json:"released_at,omitzero"`
}

// Kind is "apart".
func (Apart) Kind() Kind { return "apart" }

// ApartWhy is what a report was held apart for: how it came, never what it says.
type ApartWhy string

// The reasons.
const (
	ManyFromOne ApartWhy = "network" // many from one network in a few minutes
	ManyAlike   ApartWhy = "words"   // the same words again and again
)

func (a Apart) check(_ File, _ time.Time, c *checks) {
	c.oneOf("why", string(a.Why), string(ManyFromOne), string(ManyAlike))
}

// HeldApart reports whether a report is held apart still. One that somebody
// took or screened where it lay is not.
func HeldApart(f File) bool {
	a, ok := Last[Apart](f)
	return ok && a.Rec.Released == "" && len(All[Acknowledgement](f))+len(All[Screening](f)) == 0
}

// queued is when a report came into the queue: its clocks count from then.
func queued(f File, r Item[Report]) time.Time {
	if a, ok := Last[Apart](f); ok && a.Rec.Released != "" {
		return a.Rec.ReleasedAt
	}
	return r.RecordedAt
}

// farAway is the date of what is held apart: it stands at the end of every list
// by date, so that no list is read through it.
var farAway = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
