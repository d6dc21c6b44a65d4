package tatm

import (
	"slices"
	"time"
)

// RecordsDesk stands as the owner of what is due on the records officer's
// desk, and on nobody else's: how long a file is kept is no case work.
const RecordsDesk ActorID = "records"

// KeepClass is a class of files, or of entries, that are kept equally long.
type KeepClass string

// The classes (practice reference 4.8).
const (
	KeepUnfounded    KeepClass = "report-unfounded" // unfounded, or out of scope
	KeepFalse        KeepClass = "report-false"     // knowingly false, the finding of two people
	KeepReport       KeepClass = "report"           // every other report, once screened
	KeepLow          KeepClass = "case-low"         // never assessed above low
	KeepElevated     KeepClass = "case-elevated"    // once assessed above low
	KeepMinor        KeepClass = "case-minor"       // about a minor, beside the two above
	KeepMeeting      KeepClass = "meeting"
	KeepIntelligence KeepClass = "intelligence" // an entry: validated again, or purged
)

// KeepClasses lists every class; a pack that lacks one does not load.
var KeepClasses = []KeepClass{KeepUnfounded, KeepFalse, KeepReport, KeepLow, KeepElevated, KeepMinor, KeepMeeting, KeepIntelligence}

// KeepEvent is what a time of keeping counts from.
type KeepEvent string

// The events. The first two stand in the record; the others are noted as
// milestones.
const (
	OnClosed   KeepEvent = "closed"   // a case closed, a report screened, minutes signed
	OnRecorded KeepEvent = "recorded" // an entry written, or last validated
	OnMajority KeepEvent = "majority" // 18th birthday
	OnLeft     KeepEvent = "left"     // left the school or the employer; counts where it is noted
)

// KeepRule says how long a class is kept after an event. Several rules of one
// class may apply; the longest holds.
type KeepRule struct {
	Class KeepClass
	After KeepEvent
	Years int
	Origin
}

// Kept is how long a file is kept.
type Kept struct {
	Class KeepClass
	Rules []KeepRule // all that apply
	// Until is when the longest has run out; zero while an event is not known.
	Until time.Time
	Waits []KeepEvent // events that must be noted before the time is known
}

// Over reports whether the time has run out.
func (k Kept) Over(now time.Time) bool { return !k.Until.IsZero() && !now.Before(k.Until) }

// Keeping says how long a file that is over is kept, by the rules of the pack.
// It reports false for one that is still worked on, and for a person's file,
// which has no time of its own: it is kept while another file names it.
func Keeping(f File, p *Pack) (Kept, bool) {
	classes, over := keepClasses(f)
	if over.IsZero() || len(classes) == 0 {
		return Kept{}, false
	}
	k := Kept{Class: classes[0]}
	for _, r := range p.Keep {
		if !slices.Contains(classes, r.Class) {
			continue
		}
		from, known := over, true
		if r.After != OnClosed {
			from, known = milestone(f, r.After)
		}
		switch {
		case known:
			k.Rules = append(k.Rules, r)
			if at := from.AddDate(r.Years, 0, 0); at.After(k.Until) {
				k.Until = at
			}
		case r.After == OnMajority:
			k.Rules, k.Waits = append(k.Rules, r), append(k.Waits, r.After)
		}
	}
	if len(k.Waits) > 0 {
		k.Until = time.Time{}
	}
	return k, true
}

// keepClasses are the classes of a file, the main one first, and when it was
// over: zero while it is not.
func keepClasses(f File) (classes []KeepClass, over time.Time) {
	switch f.Kind {
	case ReportFile:
		return reportClass(f)
	case MeetingFile:
		if n, ok := Last[Minutes](f); ok && !n.Rec.Signed.IsZero() {
			over = n.Rec.Signed
		}
		if m, ok := Last[Meeting](f); ok && m.Rec.Held == No {
			over = m.RecordedAt
		}
		return []KeepClass{KeepMeeting}, over
	case CaseFile:
		if s := StateOf(f); s == Closed || s == Transferred {
			over = enteredAt(f, s)
		}
		classes = []KeepClass{KeepLow}
		if elevated(f) {
			classes[0] = KeepElevated
		}
		if c, ok := Last[Case](f); ok && (c.Rec.Minor || c.Rec.Young) {
			classes = append(classes, KeepMinor)
		}
	}
	return classes, over
}

func reportClass(f File) ([]KeepClass, time.Time) {
	s, ok := Last[Screening](f)
	if !ok || !s.Rec.Final() {
		return nil, time.Time{}
	}
	switch s.Rec.Outcome {
	case Unfounded, OutOfScope:
		return []KeepClass{KeepUnfounded}, s.RecordedAt
	case KnowinglyFalse:
		return []KeepClass{KeepFalse}, s.RecordedAt
	}
	return []KeepClass{KeepReport}, s.RecordedAt
}

// elevated reports whether a case was ever judged above low: it is then kept
// longer. Nothing else follows from it.
func elevated(f File) bool {
	above := func(l Level) bool { return l == Moderate || l == High || l == Imminent }
	return slices.ContainsFunc(All[Assessment](f), func(a Item[Assessment]) bool { return !a.Rec.Signed.IsZero() && above(a.Rec.Level) }) ||
		slices.ContainsFunc(All[Carried](f), func(c Item[Carried]) bool { return above(c.Rec.Level) })
}

// milestone is the last time noted for an event.
func milestone(f File, e KeepEvent) (at time.Time, known bool) {
	for _, m := range All[Milestone](f) {
		if m.Rec.Event == e {
			at, known = m.Rec.On, true
		}
	}
	return at, known
}

// Validations are the intelligence entries of a file with the day by which each
// is validated again, or purged (28 CFR 23.20(h)). It counts from when a thing
// happened, so that an edit prolongs nothing, or from the last validation.
func Validations(f File, p *Pack) map[EntryID]time.Time {
	out := map[EntryID]time.Time{}
	i := slices.IndexFunc(p.Keep, func(r KeepRule) bool { return r.Class == KeepIntelligence })
	for _, e := range f.Entries {
		if e.Regime != Intelligence || i < 0 {
			continue
		}
		from := e.HappenedAt
		for _, v := range All[Validation](f) {
			if v.Rec.Of == e.ID && v.HappenedAt.After(from) {
				from = v.HappenedAt
			}
		}
		out[e.ID] = from.AddDate(p.Keep[i].Years, 0, 0)
	}
	return out
}

// HoldsOn are the holds that stand on a file.
func HoldsOn(f File) []Item[Hold] {
	return slices.DeleteFunc(All[Hold](f), func(h Item[Hold]) bool { return !h.Rec.Released.IsZero() })
}

// Proposed is the purge that was proposed for a file and not taken back.
func Proposed(f File) (Item[PurgeProposal], bool) {
	p, ok := Last[PurgeProposal](f)
	return p, ok && p.Rec.Withdrawn == ""
}

// PurgeLacks says what stands in the way of purging a file under a rule. now is
// the clock; what other files say is asked where they can be read.
func PurgeLacks(f File, p *Pack, rule PurgeRule, now time.Time) []Missing {
	kept, over := Keeping(f, p)
	out := one(over || f.Kind == PersonFile, OnRecords, "lacks.over")
	out = append(out, one(len(HoldsOn(f)) == 0, OnRecords, "lacks.hold")...)
	// A record that somebody asks to see or to have changed is not destroyed
	// meanwhile (34 CFR 99.10(e)).
	open, granted := false, false
	for _, c := range All[Challenge](f) {
		open, granted = open || c.Rec.Decided == "", granted || c.Rec.Decided == "granted"
	}
	out = append(out, one(!open, OnRecords, "lacks.challenge")...)
	s, screened := Last[Screening](f)
	switch rule {
	case PurgeDue:
		out = append(out, one(f.Kind == PersonFile || kept.Over(now), OnRecords, "lacks.time")...)
	case PurgeUnfounded:
		out = append(out, one(screened && s.Rec.Final() && s.Rec.Outcome == Unfounded, OnRecords, "lacks.unfounded")...)
	case PurgeGranted:
		out = append(out, one(granted, OnRecords, "lacks.granted")...)
	}
	return out
}

// keeping adds what is due on the records officer's desk. It shows there by the
// section of the records, under the general regime: a day and a class, never
// what the entry behind it says. Nothing of it is the next date of a case.
func (k docket) keeping(p *Pack) {
	add := func(e Entry, what, id string, at time.Time) {
		k.d.Docket = append(k.d.Docket, Due{Entry: e.ID, What: what, ID: id, Owner: RecordsDesk, At: at, Section: SectionRecords, Regime: General})
	}
	held := HoldsOn(k.f)
	for _, h := range held {
		add(h.Entry, DueHold, "", h.Rec.Look)
	}
	k.d.Head.Held = len(held) > 0
	if kept, over := Keeping(k.f, p); over {
		k.d.Head.RetainUntil = kept.Until
		last := k.f.Entries[0]
		for _, w := range kept.Waits {
			add(last, DueMilestone, string(w), k.d.Head.Closed)
		}
		if !kept.Until.IsZero() && len(held) == 0 {
			add(last, DueKeep, string(kept.Class), kept.Until)
		}
	}
	validate := Validations(k.f, p)
	for _, e := range k.f.Entries {
		if at, ok := validate[e.ID]; ok {
			// Only who sees the entry hears that there is one.
			k.d.Docket = append(k.d.Docket, Due{Entry: e.ID, What: DueValidate, Owner: RecordsDesk, At: at, Section: Kinds[e.Record.Kind()].Section, Regime: e.Regime})
		}
	}
	if s, ok := Last[Screening](k.f); ok && s.Rec.Expunges() && len(held) == 0 {
		add(s.Entry, DueExpunge, "", p.Due(ClockExpunge, s.RecordedAt))
	}
	for _, c := range All[Challenge](k.f) {
		if c.Rec.Decided == "" {
			add(c.Entry, DueChallenge, "", p.Due(ClockChallenge, c.HappenedAt))
		}
	}
	if q, ok := Proposed(k.f); ok {
		add(q.Entry, DuePurge, string(q.Rec.Rule), q.RecordedAt)
	}
}
