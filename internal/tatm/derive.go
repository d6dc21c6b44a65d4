package tatm

import (
	"slices"
	"time"
)

// Head is what lists show of a file. It is derived from the entries, never
// written by hand.
type Head struct {
	State        State
	Owner        ActorID
	NextDue      time.Time // the next date of the charge, or the first clock of a report
	Level        Level
	LevelExpires time.Time
	Stale        bool
	Emergency    bool
	Convened     bool // only convened people see it
	Urgent       bool // a report whose answers speak of a weapon, a target or danger now
	Closed       time.Time
	RetainUntil  time.Time // zero: not over, or not known
	Held         bool      // a hold stands on it
}

// Due is a line of the docket: something that has a date.
type Due struct {
	Entry EntryID
	What  string // closed vocabulary, see docket.go
	ID    string // tells lines of one entry and What apart
	Owner ActorID
	// Section and Regime are those of the entry: the line shows only to who
	// may see it. Derive fills them in.
	Section Section
	Regime  Regime
	At      time.Time
	Done    time.Time // zero while open
}

// Mark is a coded fact for lists and statistics; never narrative.
type Mark struct {
	Entry   EntryID
	Catalog string
	Code    string
	Status  string
	At      time.Time
	Regime  Regime
}

// Link ties the file to another one.
type Link struct {
	Entry   EntryID
	Other   FileID
	Role    string
	Section Section // as for Due
	Regime  Regime
	From    time.Time
	Until   time.Time
}

// Grant lets one person see the file, a section or an entry of it for a time.
type Grant struct {
	Source  EntryID // the invitation
	Entry   EntryID // or
	Section Section // or neither: the whole file
	Actor   ActorID
	Basis   string // "invitation", "opening" or "taken": a code, not text; the last two lift veils (store/veil.go)
	From    time.Time
	Until   time.Time
	Revoked time.Time
}

// Holds reports whether the grant is in force at a time.
func (g Grant) Holds(at time.Time) bool {
	return g.Revoked.IsZero() && !at.Before(g.From) && (g.Until.IsZero() || at.Before(g.Until))
}

// Bar takes the file away from one person for a time.
type Bar struct {
	Entry EntryID
	Actor ActorID
	From  time.Time
	Until time.Time
}

// Holds reports whether the wall stands at a time.
func (b Bar) Holds(at time.Time) bool {
	return !at.Before(b.From) && (b.Until.IsZero() || at.Before(b.Until))
}

// Derived is all that the store keeps beside the entries. It is a pure
// function of the file and of the packs that its entries name, so it can be
// thrown away and made anew.
type Derived struct {
	Head   Head
	Docket []Due
	Marks  []Mark
	Links  []Link
	Grants []Grant
	Bars   []Bar
}

// Derive computes what the store keeps beside the entries of f. Nothing is
// derived from an entry that only its author sees: a date on a list would tell
// of it.
func Derive(f File, packs Packs) Derived {
	var d Derived
	if sealed := func(e Entry) bool { return e.OnlyFor != "" }; slices.ContainsFunc(f.Entries, sealed) {
		f.Entries = slices.DeleteFunc(slices.Clone(f.Entries), sealed)
	}
	switch f.Kind {
	case ReportFile:
		deriveReport(f, packs, &d)
	case CaseFile:
		deriveCase(f, packs, &d)
	case PersonFile:
		derivePerson(f, &d)
	case MeetingFile:
		deriveMeeting(f, packs, &d)
	}
	if len(f.Entries) > 0 {
		docket{&d, f}.keeping(packs.keeping(f))
	}
	return d
}

// Words returns the words of a record that a search may find, or "" for
// records that are not searched.
func Words(r Record) string {
	if s, ok := r.(interface{ words() []string }); ok {
		return joinWords(s.words())
	}
	return ""
}

func joinWords(parts []string) string {
	var b []byte
	for _, p := range slices.DeleteFunc(parts, func(s string) bool { return s == "" }) {
		if len(b) > 0 {
			b = append(b, '\n')
		}
		b = append(b, p...)
	}
	return string(b)
}
