package tatm

import (
	"cmp"
	"strings"
	"time"
	"unicode"
)

// SameIncident is what somebody found about two reports: they tell of one
// incident, of two, or it cannot be told. It stands in both reports; the next
// version changes it, so that links and unlinks keep who, when and why. The
// reports stay two: neither is merged away.
type SameIncident struct {
	Other   FileID  `json:"other"`
	Verdict Verdict `json:"verdict"`
	Basis   string  `json:"basis"`
}

// Kind is "same-incident".
func (SameIncident) Kind() Kind { return "same-incident" }

func (s SameIncident) check(f File, _ time.Time, c *checks) {
	if s.Other == "" || s.Other == f.ID {
		c.bad("other", "field.report")
	}
	c.oneOf("verdict", string(s.Verdict), string(SameOne), string(OtherOne), string(Unsure))
	c.need("basis", s.Basis, LineMost)
}

// IncidentWith is the standing answer of a report about another one.
func IncidentWith(f File, other FileID) (Item[SameIncident], bool) {
	for _, s := range All[SameIncident](f) {
		if s.Rec.Other == other {
			return s, true
		}
	}
	return Item[SameIncident]{}, false
}

// incidents are the links between reports of one incident.
func (k docket) incidents() {
	for _, s := range All[SameIncident](k.f) {
		if s.Rec.Verdict == SameOne {
			k.d.Links = append(k.d.Links, Link{Entry: s.ID, Other: s.Rec.Other, Role: "incident", Section: SectionScreening, Regime: s.Regime, From: s.RecordedAt})
		}
	}
}

// Evidence is what speaks for two reports telling of one incident, as the code
// of its words.
type Evidence string

// The kinds of evidence.
const (
	SameSubject Evidence = "subject" // about a person on file whom both were answered to be about
	SameDays    Evidence = "days"    // received within incidentDays of each other
	SamePlace   Evidence = "place"   // the place, in the reporters' words
	SameWords   Evidence = "words"   // the accounts have much in common
	SameSource  Evidence = "source"  // one reporter
)

// Measures of what two reports have in common: proposals of the project.
const (
	incidentDays = 14
	wordLeast    = 5  // letters of a word that tells something
	wordsShared  = 4  // so many at least
	wordsOfLess  = .4 // and so much of the shorter account
)

// OneIncident lists what speaks for two reports telling of one incident, and
// whether that is enough to ask: a subject, or most of the words, with
// something that places it. It decides nothing.
func OneIncident(a, b File) (found []Evidence, ask bool) {
	x, ok := Last[Report](a)
	y, there := Last[Report](b)
	if !ok || !there {
		return nil, false
	}
	has := map[Evidence]bool{
		SameSubject: shareSubject(a, b),
		SameDays:    x.Rec.Received.Sub(y.Rec.Received).Abs() <= incidentDays*day24,
		SamePlace:   common(x.Rec.Where, y.Rec.Where, 1),
		SameWords:   common(x.Rec.Narrative, y.Rec.Narrative, wordsShared),
	}
	for _, e := range []Evidence{SameSubject, SameWords, SamePlace, SameDays} {
		if has[e] {
			found = append(found, e)
		}
	}
	placed := has[SameDays] || has[SamePlace]
	return found, (has[SameSubject] || has[SameWords]) && placed
}

func shareSubject(a, b File) bool {
	for _, k := range All[Known](a) {
		other, ok := KnownAs(b, k.Rec.Person)
		if k.Rec.Verdict == SameOne && ok && other.Rec.Verdict == SameOne {
			return true
		}
	}
	return false
}

// common reports whether two texts share at least so many words that tell
// something, and a good part of the shorter one.
func common(a, b string, least int) bool {
	x, y := telling(a), telling(b)
	n := 0
	for w := range x {
		if y[w] {
			n++
		}
	}
	return n >= least && float64(n) >= wordsOfLess*float64(min(len(x), len(y)))
}

func telling(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len([]rune(w)) >= wordLeast || strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			out[w] = true
		}
	}
	return out
}

// Source is what tells one reporter from another: how to reach them, else
// their name; empty for who gave neither.
func (r Reporter) Source() string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '@' {
			return unicode.ToLower(c)
		}
		return -1
	}, cmp.Or(r.Contact, r.Name))
}

// Patterns reports whether a report with this outcome may stand beside others
// as a pattern: one that was found unfounded or knowingly false never does.
func (o Outcome) Patterns() bool { return o != Unfounded && o != KnowinglyFalse }
