package tatm

import (
	"slices"
	"time"

	"offramp/internal/fault"
)

// Standing returns the assessment that holds: the last one signed.
func Standing(f File) (Item[Assessment], bool) {
	for _, a := range slices.Backward(All[Assessment](f)) {
		if !a.Rec.Signed.IsZero() {
			return a, true
		}
	}
	return Item[Assessment]{}, false
}

// Drafted returns the assessment that is being written, if there is one.
func Drafted(f File) (Item[Assessment], bool) {
	a, ok := Last[Assessment](f)
	return a, ok && a.Rec.Signed.IsZero()
}

// News returns what came since the standing assessment and nobody has answered
// yet: it makes the assessment, and the plan with it, stale. Tasks, delivery
// lines, discussion and corrections of typing are no news.
func News(f File) []Entry {
	a, ok := Standing(f)
	if !ok {
		return nil
	}
	answered := map[EntryID]time.Time{}
	for _, u := range All[Unchanged](f) {
		if u.Rec.Assessment == a.ID {
			for _, id := range u.Rec.Considered {
				answered[id] = u.RecordedAt
			}
		}
	}
	var out []Entry
	for _, e := range f.Entries {
		if newsSince(e, a.Rec.Signed) && !answered[e.ID].After(newsAt(e)) {
			out = append(out, e)
		}
	}
	return out
}

// newsAt is when an entry became news: the time of its version, when it last
// changed in more than typing, or when a tripwire was raised.
func newsAt(e Entry) time.Time {
	switch r := e.Record.(type) {
	case Tripwire:
		return r.RaisedAt
	case Observation:
		return substance(e, r.Typing, r.Substance)
	case Factor:
		return substance(e, r.Typing, r.Substance)
	case Answer:
		return substance(e, r.Typing, r.Substance)
	}
	return e.RecordedAt
}

// substance is when an entry last changed in more than typing: a slip that is
// mended does not hide what is new and unanswered.
func substance(e Entry, typing string, at time.Time) time.Time {
	if typing == "" {
		return e.RecordedAt
	}
	return at
}

func newsSince(e Entry, signed time.Time) bool {
	if k, ok := e.Record.(CheckIn); ok {
		return k.Word != "fine" && e.RecordedAt.After(signed)
	}
	_, wire := e.Record.(Tripwire)
	return (wire || Kinds[e.Record.Kind()].Stales) && newsAt(e).After(signed)
}

// OnlyTyping returns the record is with the time that was last changed in more
// than typing. What its writer calls a slip of typing may complete what was
// left open, and changes no meaning: who saw it, how it is rated, what it
// rests on stay.
func OnlyTyping(was Entry, is Record) (Record, error) {
	at, same := newsAt(was), true
	switch r := is.(type) {
	case Observation:
		w, ok := was.Record.(Observation)
		same = ok && kept(string(w.How), string(r.How)) && kept(string(w.Nature), string(r.Nature)) && kept(w.Origin, r.Origin) &&
			kept(string(w.Repeats), string(r.Repeats)) && w.Withdrawn == r.Withdrawn
		if r.Substance = at; r.Typing == "" {
			r.Substance = time.Time{}
			return r, nil
		}
		is = r
	case Factor:
		w, ok := was.Record.(Factor)
		same = ok && w.Class == r.Class && w.Item == r.Item && w.Rating == r.Rating && w.Timing == r.Timing && w.On.Equal(r.On) && w.Dynamic == r.Dynamic &&
			(w.Resolved == "") == (r.Resolved == "") && slices.Equal(w.Observations, r.Observations)
		if r.Substance = at; r.Typing == "" {
			r.Substance = time.Time{}
			return r, nil
		}
		is = r
	case Answer:
		w, ok := was.Record.(Answer)
		same = ok && w.Status == r.Status && slices.Equal(w.Observations, r.Observations)
		if r.Substance = at; r.Typing == "" {
			r.Substance = time.Time{}
			return r, nil
		}
		is = r
	}
	if !same {
		return is, fault.Bad("typing", "typing.more")
	}
	return is, nil
}

// kept reports whether a word stayed as it was, or was open before.
func kept(was, is string) bool { return was == "" || was == is }

// StandingPlan returns the plan that holds: the last one approved.
func StandingPlan(f File) (Item[Plan], bool) {
	for _, p := range slices.Backward(All[Plan](f)) {
		if !p.Rec.Approved.IsZero() {
			return p, true
		}
	}
	return Item[Plan]{}, false
}
