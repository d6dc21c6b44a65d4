package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

// Meeting is a sitting of the team: a file of its own that names cases.
type Meeting struct {
	When  time.Time `json:"when"`
	Place string    `json:"place,omitempty"`
	Type  string    `json:"type"` // routine, emergency
	Held  Tri       `json:"held,omitempty"`
	Pack  PackRef   `json:"pack"`
}

// Kind is "meeting".
func (Meeting) Kind() Kind { return "meeting" }

// Attendance says who sat in which seat, and who withdrew from which case.
type Attendance struct {
	Actor   ActorID    `json:"actor,omitempty"`
	Name    string     `json:"name,omitempty"` // a guest without an account
	Seat    Discipline `json:"seat"`
	Present bool       `json:"present"`
	Recused []FileID   `json:"recused,omitempty"` // cases withdrawn from
	Why     string     `json:"why,omitempty"`
}

// Kind is "attendance".
func (Attendance) Kind() Kind { return "attendance" }

// AgendaItem puts a case on the agenda, with why, and afterwards what came of it.
type AgendaItem struct {
	Case  FileID `json:"case"`
	Why   string `json:"why"`            // code of the docket line that put it there, or "chair"
	Place int    `json:"place"`          // position on the agenda
	Line  string `json:"line,omitempty"` // one line each, also where nothing changed
}

// Kind is "agenda-item".
func (AgendaItem) Kind() Kind { return "agenda-item" }

// Minutes are the plain minutes, signed by the chair. Later changes are addenda.
type Minutes struct {
	Text     string    `json:"text"`
	Signed   time.Time `json:"signed,omitzero"`
	SignedBy ActorID   `json:"signed_by,omitempty"`
	Addendum bool      `json:"addendum,omitempty"`
}

// Kind is "minutes".
func (Minutes) Kind() Kind { return "minutes" }

// Sign signs the minutes. They are signed once: what comes later is an addendum.
// A meeting that was not held has no minutes to sign.
func (m Minutes) Sign(f File, by ActorID, now time.Time) (Minutes, error) {
	if !m.Signed.IsZero() {
		return m, fault.New(fault.Conflict, "minutes.signed-already")
	}
	if k, ok := Last[Meeting](f); !ok || k.Rec.Held != Yes {
		return m, fault.New(fault.Conflict, "minutes.not-held")
	}
	m.Signed, m.SignedBy = now, by
	return m, nil
}

// QuorumFor is QuorumLacks for one case of the agenda: who withdrew from it
// does not count.
func QuorumFor(f File, p *Pack, kase FileID) []Discipline {
	withdrawn := slices.DeleteFunc(slices.Clone(f.Entries), func(e Entry) bool {
		a, ok := e.Record.(Attendance)
		return ok && slices.Contains(a.Recused, kase)
	})
	f.Entries = withdrawn
	return QuorumLacks(f, p)
}

// QuorumLacks returns the disciplines of the pack's quorum that nobody present
// brings: quorum is by discipline, not by head-count.
func QuorumLacks(f File, p *Pack) []Discipline {
	var out []Discipline
	here := map[Discipline]bool{}
	for _, a := range All[Attendance](f) {
		if a.Rec.Present {
			here[a.Rec.Seat] = true
		}
	}
	for _, d := range p.Quorum {
		if !here[d] {
			out = append(out, d)
		}
	}
	return out
}

// MeetingCopy records a copy of the agenda and the minutes that left the screen.
type MeetingCopy struct {
	Copy    int    `json:"copy"`
	For     string `json:"for"` // recipient
	Purpose string `json:"purpose"`
}

// Kind is "meeting-copy".
func (MeetingCopy) Kind() Kind { return "meeting-copy" }
