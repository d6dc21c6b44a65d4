package tatm

import "time"

// Case is what a case is about: the frame that later entries fill.
type Case struct {
	Title   string `json:"title"`             // short working title, no diagnosis
	Summary string `json:"summary,omitempty"` // why the team took it up
	// Which violence is feared: kinds, in words, by whose judgement, from which
	// dated observations; never from belief (JCAT sheet, scope).
	Violence     []string  `json:"violence,omitempty"`
	Feared       string    `json:"feared,omitempty"`
	Judged       string    `json:"judged,omitempty"`
	Observations []EntryID `json:"observations,omitempty"`

	Convened bool    `json:"convened,omitempty"` // only people convened to it see it
	Young    bool    `json:"young,omitempty"`    // person of concern under the pack's age
	Minor    bool    `json:"minor,omitempty"`
	Pack     PackRef `json:"pack"`
	Carried  string  `json:"carried,omitempty"` // key of an imported row: carried over, not assessed here
}

// Kind is "case".
func (Case) Kind() Kind { return "case" }

// ExtremistViolence is the kind of violence feared for which somebody judges
// whether there is a tie to violent extremism (Nexus). For the other kinds
// nobody is asked: belief is never looked for.
const ExtremistViolence = "extremist"

// Charge says who carries the case, what happens next and by when. No case is
// without all three (global invariant 1, practice reference 2.3).
type Charge struct {
	Owner ActorID   `json:"owner"`
	Next  string    `json:"next"`
	By    time.Time `json:"by"`
}

// Kind is "charge".
func (Charge) Kind() Kind { return "charge" }

// PartRole is what a person is to a case.
type PartRole string

// The roles of people in a case.
const (
	SubjectPart  PartRole = "subject" // person of concern
	TargetPart   PartRole = "target"
	WitnessPart  PartRole = "witness"
	FamilyPart   PartRole = "family"
	MonitorPart  PartRole = "monitor"
	ReporterPart PartRole = "reporter"
)

// Part is a person's part in a case. Person is empty for somebody not yet
// known, whom Known describes ("unknown subject").
type Part struct {
	Role   PartRole `json:"role"`
	Person FileID   `json:"person,omitempty"`
	Known  string   `json:"known,omitempty"` // in words, while no file is linked
	Ended  string   `json:"ended,omitempty"` // why it no longer holds
}

// Kind is "part".
func (Part) Kind() Kind { return "part" }

// ReportLink ties a report to the case. Reports are linked, never merged away.
type ReportLink struct {
	Report FileID `json:"report"`
	Basis  string `json:"basis,omitempty"`
	Undone string `json:"undone,omitempty"`
}

// Kind is "report-link".
func (ReportLink) Kind() Kind { return "report-link" }

// Nexus is a person's judgement that the conduct is, or is not, tied to
// violent extremism: from dated observations, never from belief. A nexus opens
// a consultation, never a report by itself.
type Nexus struct {
	Tied         Tri       `json:"tied"`
	Words        string    `json:"words"`
	Judged       string    `json:"judged"`
	Observations []EntryID `json:"observations,omitempty"`
	Consulted    string    `json:"consulted,omitempty"` // whom the team consults about it
}

// Kind is "nexus".
func (Nexus) Kind() Kind { return "nexus" }

// Consultation is what a nexus opens: a request that stands on somebody's desk
// until it is answered. It never is a report.
func (n Nexus) Consultation(of EntryID, owner ActorID, p *Pack, now time.Time) Request {
	question := []rune(n.Words)
	return Request{Question: string(question[:min(len(question), LineMost)]), Of: n.Consulted, Gap: of, Owner: owner, Due: p.Due(ClockQuestion, now), State: "open"}
}

// Consulting reports whether the consultation about a nexus was opened.
func Consulting(f File, nexus EntryID) bool {
	for _, r := range All[Request](f) {
		if r.Rec.Gap == nexus {
			return true
		}
	}
	return false
}

// Invitation lets somebody outside the team see the case, or parts of it, for
// a stated purpose and time. It ends by itself and can be revoked.
type Invitation struct {
	Actor    ActorID   `json:"actor"`
	Sections []Section `json:"sections,omitempty"` // empty with no entries: the whole case
	Entries  []EntryID `json:"entries,omitempty"`
	Purpose  string    `json:"purpose"`
	Basis    string    `json:"basis"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until"`
	Revoked  time.Time `json:"revoked,omitzero"`
}

// Kind is "invitation".
func (Invitation) Kind() Kind { return "invitation" }

// Wall takes the case away from a recused or barred person.
type Wall struct {
	Actor  ActorID   `json:"actor"`
	Reason string    `json:"reason"`
	From   time.Time `json:"from"`
	Until  time.Time `json:"until,omitzero"`
}

// Kind is "wall".
func (Wall) Kind() Kind { return "wall" }

// Walled reports whether a wall stands between somebody and the case at now.
func Walled(f File, who ActorID, now time.Time) bool {
	for _, w := range All[Wall](f) {
		if w.Rec.Actor == who && !now.Before(w.Rec.From) && (w.Rec.Until.IsZero() || now.Before(w.Rec.Until)) {
			return true
		}
	}
	return false
}

// Carried is what an imported caseload said of a case: its level stands as
// "carried over, not assessed here" until the team assesses it.
type Carried struct {
	Level    Level     `json:"level"`
	Assessed time.Time `json:"assessed,omitzero"` // date given by the list it came from
	Review   time.Time `json:"review"`
	State    string    `json:"state,omitempty"` // as the list named it
}

// Kind is "carried".
func (Carried) Kind() Kind { return "carried" }
