package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

// Opening lets one person see for a time what their seat is not cleared for: a
// regime of the file (break-glass), or who made a report. It is asked for with
// a reason, granted by another person and ends by itself; while the emergency
// flag is up one person opens alone, with one sentence, and it is ratified
// afterwards. What was opened stays on the desks until somebody has written
// how it was used.
//
//	Asked ──Answer──▶ Granted ──Until, End──▶ Ended ──Look──▶ reviewed
//	  └────Answer───▶ Declined
//	Now (emergency) ──Ratify by each that is awaited──▶ ratified
type Opening struct {
	Regime Regime  `json:"regime"`
	Actor  ActorID `json:"actor"` // who sees it
	Reason string  `json:"reason"`
	Hours  int     `json:"hours"`         // how long it stays open
	Now    bool    `json:"now,omitempty"` // opened alone, in an emergency

	Answer   Tri       `json:"answer,omitempty"` // yes granted, no declined
	By       ActorID   `json:"by,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
	Words    string    `json:"words,omitempty"` // of who answered
	// SingleHanded: who asked granted it, alone in the team, after the wait.
	SingleHanded bool      `json:"single_handed,omitempty"`
	Outside      *Second   `json:"outside,omitempty"` // granted by somebody outside, by a link
	From         time.Time `json:"from,omitzero"`
	Until        time.Time `json:"until,omitzero"`
	Ended        time.Time `json:"ended,omitzero"` // before its time

	Awaits   []Role         `json:"awaits,omitempty"` // emergency: whose word it waits for
	Ratified []Ratification `json:"ratified,omitempty"`

	Review     string    `json:"review,omitempty"` // how it was used, in somebody else's words
	Reviewed   ActorID   `json:"reviewed,omitempty"`
	ReviewedAt time.Time `json:"reviewed_at,omitzero"`
	// ReviewedAlone: nobody else was there to look at it.
	ReviewedAlone bool `json:"reviewed_alone,omitempty"`
}

// Ratification is the word of the chair, or of the records officer, on what
// was opened alone in an emergency.
type Ratification struct {
	As    Role      `json:"as"` // chair or records
	By    ActorID   `json:"by"`
	At    time.Time `json:"at"`
	Right Tri       `json:"right"` // yes: it was right; no: it was not
	Words string    `json:"words,omitempty"`
	Alone bool      `json:"alone,omitempty"` // who opened it, alone in the team, after the wait
}

// Kind is "opening".
func (Opening) Kind() Kind { return "opening" }

// Actors are the people it names.
func (o Opening) Actors() []ActorID {
	out := []ActorID{o.Actor, o.By, o.Reviewed}
	for _, r := range o.Ratified {
		out = append(out, r.By)
	}
	return out
}

// IdentityOpening is the same for a report: who made it.
type IdentityOpening struct{ Opening }

// Kind is "identity".
func (IdentityOpening) Kind() Kind { return "identity" }

func (o Opening) check(_ File, _ time.Time, c *checks) {
	c.oneOf("regime", string(o.Regime), words(Regimes[1:])...)
	c.need("reason", o.Reason, LineMost)
	c.text("words", o.Words, LineMost)
	c.text("review", o.Review, TextMost)
	if o.Actor == "" {
		c.bad("actor", "field.person")
	}
	if o.Hours < 1 {
		c.bad("hours", "opening.hours")
	}
}

// State says in a word how it stands at now: asked, declined, open or ended.
func (o Opening) State(now time.Time) string {
	switch {
	case o.Answer == No:
		return "declined"
	case o.Answer == "" && !o.Now:
		return "asked"
	case !o.Ended.IsZero() || !now.Before(o.Until):
		return "ended"
	}
	return "open"
}

// Opened reports whether something was ever shown by it.
func (o Opening) Opened() bool { return o.Now || o.Answer == Yes }

// Openings are the openings of a case or a report, oldest first.
func Openings(f File) []Item[Opening] {
	out := All[Opening](f)
	for _, i := range All[IdentityOpening](f) {
		out = append(out, Item[Opening]{i.Entry, i.Rec.Opening})
	}
	return out
}

// FindOpening finds one of them.
func FindOpening(f File, id EntryID) (Item[Opening], bool) {
	i := slices.IndexFunc(Openings(f), func(o Item[Opening]) bool { return o.ID == id })
	if i < 0 {
		return Item[Opening]{}, false
	}
	return Openings(f)[i], true
}

// In is the opening as a record of a file of the kind.
func (o Opening) In(kind FileKind) Record {
	if kind == ReportFile {
		return IdentityOpening{o}
	}
	return o
}

// MayAsk refuses what two people may not open.
func (o Opening) MayAsk(p *Pack) error {
	if !p.Regimes[o.Regime].Ask {
		return fault.Bad("regime", "opening.never")
	}
	if most := p.OpeningMost(); o.Hours < 1 || o.Hours > most {
		return fault.Bad("hours", "opening.hours")
	}
	return nil
}

// OpeningMost is how many hours an opening lasts at most.
func (p *Pack) OpeningMost() int {
	from := time.Unix(0, 0)
	return int(p.Due(ClockOpeningMost, from).Sub(from) / time.Hour)
}

// Decide grants or declines. Only another person can grant; somebody alone in
// the team may after the pack's wait, with a mark. asked is when it was asked.
func (o Opening) Decide(answer Tri, words string, by Asker, asked, now time.Time, p *Pack) (Opening, error) {
	if o.State(now) != "asked" {
		return o, fault.New(fault.Conflict, "record.changed")
	}
	if answer != Yes && answer != No {
		return o, fault.Bad("answer", "field.choose")
	}
	if answer == Yes {
		single, from, err := Alone(o.Actor, o.Outside, by, asked, p)
		if err != nil {
			return o, err
		}
		if o.SingleHanded = single; single && from.After(now) {
			return o, fault.New(fault.Conflict, "second.wait")
		}
		o.From, o.Until = now, now.Add(time.Duration(o.Hours)*time.Hour)
	}
	o.Answer, o.By, o.Answered, o.Words = answer, by.Actor, now, words
	return o, nil
}

// OpenNow opens alone: the law allows it in an emergency, and one is up.
func (o Opening) OpenNow(flagged bool, now time.Time, p *Pack) (Opening, error) {
	if !flagged {
		return o, fault.New(fault.Conflict, "opening.no-emergency")
	}
	if !p.Regimes[o.Regime].Emergency {
		return o, fault.Bad("regime", "opening.not-in-emergency")
	}
	until := p.Due(ClockOpeningEmergency, now)
	o.Now, o.From, o.Until, o.Hours = true, now, until, max(1, int(until.Sub(now)/time.Hour))
	return o, nil
}

// Ratify is the word of one who is awaited. Who opened it does not ratify it,
// unless they are alone in the team: then after the pack's wait, with a mark.
func (o Opening) Ratify(as Role, right Tri, words string, by Asker, now time.Time, p *Pack) (Opening, error) {
	if !o.Now || !slices.Contains(o.Waits(), as) {
		return o, fault.New(fault.Conflict, "opening.not-awaited")
	}
	if right != Yes && right != No {
		return o, fault.Bad("right", "field.choose")
	}
	single, from, err := Alone(o.Actor, o.Outside, by, o.From, p)
	if err != nil {
		return o, err
	}
	if single && from.After(now) {
		return o, fault.New(fault.Conflict, "second.wait")
	}
	o.Ratified = append(slices.Clone(o.Ratified), Ratification{As: as, By: by.Actor, At: now, Right: right, Words: words, Alone: single})
	if right == No && o.State(now) == "open" {
		o.Ended = now // nobody goes on seeing what should not have been opened
	}
	return o, nil
}

// Waits are those whose word an emergency opening still waits for.
func (o Opening) Waits() []Role {
	return slices.DeleteFunc(slices.Clone(o.Awaits), func(r Role) bool {
		return slices.ContainsFunc(o.Ratified, func(x Ratification) bool { return x.As == r })
	})
}

// Look writes how it was used. Somebody else writes it; alone in the team,
// the one who saw it, with a mark.
func (o Opening) Look(words string, by Asker, now time.Time) (Opening, error) {
	switch {
	case !o.Opened() || o.Review != "":
		return o, fault.New(fault.Conflict, "record.changed")
	case words == "":
		return o, fault.Bad("review", "field.missing")
	case o.State(now) == "open":
		return o, fault.New(fault.Conflict, "opening.still-open")
	case o.Actor == by.Actor && by.TeamSize > 1:
		return o, fault.New(fault.Conflict, "second.needed")
	}
	o.Review, o.Reviewed, o.ReviewedAt, o.ReviewedAlone = words, by.Actor, now, o.Actor == by.Actor
	return o, nil
}

// openings are the lines and the grants of what was opened: asked for, open,
// to be ratified, to be reviewed. They stand on every desk that sees them.
func (k docket) openings(p *Pack) {
	for _, o := range Openings(k.f) {
		k.open(o.Entry, DueOpeningAsked, "", p.Due(ClockOpeningAnswer, o.HappenedAt), o.Rec.Answer == "" && !o.Rec.Now)
		if !o.Rec.Opened() {
			continue
		}
		k.open(o.Entry, DueOpeningRatify, "", p.Due(ClockOpeningRatify, o.Rec.From), len(o.Rec.Waits()) > 0)
		k.open(o.Entry, DueOpeningReview, "", o.Rec.Until, o.Rec.Review == "")
		k.grant(o.ID, o.Rec.Actor, o.Rec.Regime, "opening", o.Rec.From, o.Rec.Until, o.Rec.Ended)
	}
}

// grant gives one person every entry of the file under a regime. Under
// REPORTER-ID these are the veils too: to whom one is granted, it hides nothing.
func (k docket) grant(source EntryID, to ActorID, of Regime, basis string, from, until, ended time.Time) {
	for _, e := range k.f.Entries {
		if e.Regime == of || of == ReporterID && e.Regime == General && veils(e.Record) {
			k.d.Grants = append(k.d.Grants, Grant{Source: source, Entry: e.ID, Actor: to, Basis: basis, From: from, Until: until, Revoked: ended})
		}
	}
}

// takers keep what it takes to call a reporter back: whoever wrote the report
// down or took it sees who made it until the screening ends, and nobody else
// by their seat.
func (k docket) takers(r Item[Report], screened bool) {
	if screened {
		return
	}
	if ValidID(string(r.RecordedBy)) {
		k.grant(r.ID, r.RecordedBy, ReporterID, "taken", time.Time{}, time.Time{}, time.Time{})
	}
	for _, a := range All[Acknowledgement](k.f) {
		k.grant(a.ID, a.RecordedBy, ReporterID, "taken", time.Time{}, time.Time{}, time.Time{})
	}
}
