package tatm

import "time"

// How says how the source came to know.
type How string

// The ways of knowing.
const (
	SawOrHeard How = "saw"    // saw or heard it myself
	ToldBy     How = "told"   // was told by
	SawOnline  How = "online" // saw online
	OnRecord   How = "record" // a document or a register
)

// Nature is whether an observation is a fact, an inference or an opinion.
type Nature string

// The natures.
const (
	Fact      Nature = "fact"
	Inference Nature = "inference"
	Opinion   Nature = "opinion"
)

// Observation is one thing that was seen or heard. Only Text must be given;
// the rest is prefilled and correctable, and grading and nature are asked when
// a factor or an assessment first relies on it.
type Observation struct {
	Text          string   `json:"text"`
	Where         string   `json:"where,omitempty"`
	How           How      `json:"how,omitempty"`
	Register      Register `json:"register,omitempty"`      // on record: in which one
	Source        string   `json:"source,omitempty"`        // who saw it, in words
	Origin        string   `json:"origin,omitempty"`        // whom or which post it goes back to, for told and online
	Repeats       EntryID  `json:"repeats,omitempty"`       // another observation of the same origin
	Report        FileID   `json:"report,omitempty"`        // the report that carried it
	Reliability   string   `json:"reliability,omitempty"`   // of the source, in words
	Corroboration string   `json:"corroboration,omitempty"` // in words
	Nature        Nature   `json:"nature,omitempty"`
	// Typing: this version mends only a slip of typing, what. Substance is when
	// the observation last changed in more than that; the desk sets it.
	Typing    string    `json:"typing,omitempty"`
	Substance time.Time `json:"substance,omitzero"`
	// Withdrawn: it no longer holds, why (it was about somebody else, it was
	// not so). Nothing is deleted; nothing rests on it any more.
	Withdrawn string `json:"withdrawn,omitempty"`
}

// Kind is "observation".
func (Observation) Kind() Kind { return "observation" }

// Interview records who spoke, in which capacity, and what the person was told
// about use, rights, parent and counsel.
type Interview struct {
	With     string   `json:"with"`
	Part     PartRole `json:"part,omitempty"`
	Capacity string   `json:"capacity"`
	By       string   `json:"by,omitempty"` // who asked, and as what: counselor, officer
	// What the person was told of: how it is used, their rights, that a parent
	// may be there, that counsel may. Each is answered, for nobody can say
	// afterwards what was not written down.
	ToldUse     Said   `json:"told_use,omitempty"`
	ToldRights  Said   `json:"told_rights,omitempty"`
	ToldParent  Said   `json:"told_parent,omitempty"`
	ToldCounsel Said   `json:"told_counsel,omitempty"`
	Told        string `json:"told"`
	Present     string `json:"present,omitempty"`  // who else was there: parent, counsel, interpreter
	Language    string `json:"language,omitempty"` // in which it was held, if not English
	Summary     string `json:"summary"`
	Declined    bool   `json:"declined,omitempty"`
}

// Said is whether something was said to a person: yes, no, or it does not
// concern them (a parent, for an adult).
type Said string

// The answers.
const (
	WasSaid   Said = "yes"
	NotSaid   Said = "no"
	NotTheirs Said = "not-theirs"
)

// Kind is "interview".
func (Interview) Kind() Kind { return "interview" }
