package tatm

import (
	"time"

	"offramp/internal/fault"
)

// OutsideActor signs what a person outside the team did by a link.
const OutsideActor ActorID = "outside"

// Second is a second person's word that came from outside the team: whose, in
// which role. It stands on what they agreed to, for good.
type Second struct {
	Name string  `json:"name"`
	Role string  `json:"role"`
	Link EntryID `json:"link"` // the OutsideSecond they answered
}

// OutsideSecond asks somebody outside the team to judge one matter: a team of
// one has no second person of its own (issue rule: never a dead end). They see
// the words of that matter and nothing else of the file; they agree or decline
// in writing. It ends with the answer, with its date, or when it is revoked,
// and a later change of the matter ends it too.
type OutsideSecond struct {
	Matter  EntryID `json:"matter"`
	Of      Kind    `json:"of"`
	Version int64   `json:"version"` // of the matter, as it was shown
	Name    string  `json:"name"`    // who is asked
	Role    string  `json:"role"`
	Reach   string  `json:"reach"` // how the link is handed over
	Asked   ActorID `json:"asked"`
	// Hash is all that is kept of the link's secret.
	Hash       string    `json:"hash"`
	Until      time.Time `json:"until"`
	Seen       time.Time `json:"seen,omitzero"`    // first opened
	Answer     Tri       `json:"answer,omitempty"` // yes agrees, no declines
	Words      string    `json:"words,omitempty"`
	SignedName string    `json:"signed_name,omitempty"`
	SignedRole string    `json:"signed_role,omitempty"`
	Answered   time.Time `json:"answered,omitzero"`
	Revoked    time.Time `json:"revoked,omitzero"`
	// Facts are the observations that the matter cites, as they were shown: a
	// copy, so that it stays on record what left the team.
	Facts []FactShown `json:"facts,omitempty"`
	// Kept is how many more it cites that were not shown: their law keeps them.
	Kept int `json:"kept,omitempty"`
}

// FactShown is an observation as somebody outside the team is shown it: what
// was seen or heard, when, how, and of which nature. Who saw it and who wrote
// it down stay inside.
type FactShown struct {
	Of       EntryID   `json:"of"`
	Text     string    `json:"text"`
	Happened time.Time `json:"happened"`
	How      How       `json:"how,omitempty"`
	Nature   Nature    `json:"nature,omitempty"`
}

// Kind is "outside".
func (OutsideSecond) Kind() Kind { return "outside" }

// OutsideFinding is the same for a finding on a report: knowingly false.
type OutsideFinding struct{ OutsideSecond }

// Kind is "outside-finding".
func (OutsideFinding) Kind() Kind { return "outside-finding" }

// OutsideMost is how long a link may live.
const OutsideMost = 7 * 24 * time.Hour

func (o OutsideSecond) check(_ File, now time.Time, c *checks) {
	c.need("name", o.Name, LineMost)
	c.need("role", o.Role, LineMost)
	c.need("reach", o.Reach, LineMost)
	if o.Answer == "" && o.Revoked.IsZero() && (!o.Until.After(now) || o.Until.After(now.Add(OutsideMost+24*time.Hour))) {
		c.bad("until", "outside.until")
	}
	if o.Answer != "" {
		c.oneOf("answer", string(o.Answer), string(Yes), string(No))
		c.need("words", o.Words, TextMost)
		c.need("signed_name", o.SignedName, LineMost)
		c.need("signed_role", o.SignedRole, LineMost)
	}
}

// State says in a word how the link stands at now: open, agreed, declined,
// revoked or ended.
func (o OutsideSecond) State(now time.Time) string {
	switch {
	case o.Answer == Yes:
		return "agreed"
	case o.Answer == No:
		return "declined"
	case !o.Revoked.IsZero():
		return "revoked"
	case !now.Before(o.Until):
		return "ended"
	}
	return "open"
}

// Needs reports whether a record waits for a second person, so that somebody
// outside may be asked for it: an assessment that takes a level down or speaks
// of a young child, a plan, a proposed closing, a measure that rests on one
// source, a report found knowingly false.
func Needs(f File, r Record) bool {
	switch x := r.(type) {
	case Assessment:
		young := false
		if c, ok := Last[Case](f); ok {
			young = c.Rec.Young && (x.Level == High || x.Level == Imminent)
		}
		return x.Signed.IsZero() && x.Outside == nil && (lowers(f, x.Level) || young)
	case Plan:
		return x.Approved.IsZero() && x.Outside == nil
	case Closure:
		return x.Proposed != "" && x.Approved == "" && x.Outside == nil
	case Intervention:
		return x.OneSource != "" && x.Outside == nil && !x.rests(f)
	case Screening:
		return x.Outcome == KnowinglyFalse && x.Second == ""
	case Opening:
		return x.needs()
	case IdentityOpening:
		return x.needs()
	}
	return false
}

// FactsOf are the observations that a matter cites, for somebody outside. Only
// what no law of its own governs is shown; of the rest they learn the number.
func FactsOf(f File, r Record) (shown []FactShown, kept int) {
	var cited []EntryID
	switch x := r.(type) {
	case Assessment:
		cited = x.Observations
	case Intervention:
		cited = x.Observations
	}
	for _, id := range cited {
		o, ok := Find[Observation](f, id)
		switch {
		case !ok || o.Rec.Withdrawn != "":
		case o.Regime != General || o.OnlyFor != "":
			kept++
		default:
			shown = append(shown, FactShown{Of: id, Text: o.Rec.Text, Happened: o.HappenedAt, How: o.Rec.How, Nature: o.Rec.Nature})
		}
	}
	return shown, kept
}

func (o Opening) needs() bool {
	return o.Outside == nil && (o.Answer == "" && !o.Now || len(o.Waits()) > 0)
}

// seconded opens it on the word of somebody outside. What is open already waits
// for that word to be ratified with.
func (o Opening) seconded(by Second, now time.Time) Opening {
	if o.Now {
		o.Outside = &by
		return o
	}
	o.Outside, o.SingleHanded, o.Answer, o.By, o.Answered = &by, true, Yes, OutsideActor, now
	o.From, o.Until = now, now.Add(time.Duration(o.Hours)*time.Hour)
	return o
}

// Seconded returns the record with the word of the outside second on it.
func Seconded(r Record, by Second, now time.Time) (Record, error) {
	switch x := r.(type) {
	case Assessment:
		x.Outside = &by
		return x, nil
	case Plan:
		x.Outside = &by
		return x, nil
	case Closure:
		x.Outside = &by
		return x, nil
	case Intervention:
		x.Outside = &by
		return x, nil
	case Screening:
		x.Outside, x.Second, x.SingleHanded = &by, OutsideActor, true
		return x, nil
	case Opening:
		return x.seconded(by, now), nil
	case IdentityOpening:
		return IdentityOpening{x.seconded(by, now)}, nil
	}
	return nil, fault.New(fault.Conflict, "outside.matter")
}
