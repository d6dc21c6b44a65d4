package tatm

import (
	"slices"
	"strings"
	"time"
)

// Origins groups the observations by where they go back to. Observations that
// go back to one person or one post count as one, however many reports carry
// them: two groups are two independent sources.
func Origins(f File, ids []EntryID) [][]EntryID {
	var keys []string
	groups := map[string][]EntryID{}
	for _, id := range ids {
		o, ok := Find[Observation](f, id)
		if !ok || slices.Contains(groups[origin(f, o)], id) {
			continue
		}
		k := origin(f, o)
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], id)
	}
	out := make([][]EntryID, 0, len(keys))
	for _, k := range keys {
		out = append(out, groups[k])
	}
	return out
}

// origin names where an observation goes back to. An observation of which
// nothing is known but who wrote it down goes back to that person: too few
// sources are counted then, never too many.
func origin(f File, o Item[Observation]) string {
	for seen := map[EntryID]bool{}; o.Rec.Repeats != "" && !seen[o.ID]; {
		seen[o.ID] = true
		first, ok := Find[Observation](f, o.Rec.Repeats)
		if !ok {
			break
		}
		o = first
	}
	switch {
	case plain(o.Rec.Origin) != "":
		return "whom " + plain(o.Rec.Origin)
	case plain(o.Rec.Source) != "":
		return "whom " + plain(o.Rec.Source)
	case o.Rec.Report != "":
		return "report " + string(o.Rec.Report)
	}
	return "by " + string(o.RecordedBy)
}

func plain(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// Ungraded returns those of the observations that still lack how the source
// came to know, or whether it is fact, inference or opinion: asked when a
// factor or an assessment first relies on them.
func Ungraded(f File, ids []EntryID) []EntryID {
	var out []EntryID
	for _, id := range ids {
		if o, ok := Find[Observation](f, id); ok && (o.Rec.How == "" || o.Rec.Nature == "") {
			out = append(out, id)
		}
	}
	return out
}

// Gap is something that is not known and should be.
type Gap struct {
	Entry    EntryID // factor or request
	Question string  // or code of the pack's question
	Must     bool    // blocks the assessment
	Asked    bool    // somebody was asked
}

// Gaps is the case's one list of what is not known: unknown factors, open
// questions of the pack, open requests. Must-answer gaps alone block completion.
func Gaps(f File, p *Pack) []Gap {
	var out []Gap
	asked := map[string]bool{}
	for _, r := range All[Request](f) {
		if r.Rec.State == "open" {
			asked[string(r.Rec.Gap)] = true
			asked[r.Rec.Code] = true
		}
	}
	for _, k := range All[Factor](f) {
		if k.Rec.Rating == NotKnown {
			out = append(out, Gap{Entry: k.ID, Asked: asked[string(k.ID)]})
		}
	}
	for _, q := range p.Questions {
		if a, ok := AnswerTo(f, q.Code); !ok || a.Rec.Status != Answered {
			// Sought and not obtained, or not sought with a reason, is a gap
			// that was looked at: it no longer blocks.
			out = append(out, Gap{Question: q.Code, Must: q.Must && !ok, Asked: asked[q.Code]})
		}
	}
	return out
}

// AnswerTo returns the answer to a question of the pack.
func AnswerTo(f File, code string) (Item[Answer], bool) {
	for _, a := range slices.Backward(All[Answer](f)) {
		if a.Rec.Question == code {
			return a, true
		}
	}
	return Item[Answer]{}, false
}

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

// newsAt is when an entry became news: the time of its version, or when a
// tripwire was raised.
func newsAt(e Entry) time.Time {
	if t, ok := e.Record.(Tripwire); ok {
		return t.RaisedAt
	}
	return e.RecordedAt
}

func newsSince(e Entry, signed time.Time) bool {
	switch r := e.Record.(type) {
	case Tripwire:
		return r.RaisedAt.After(signed)
	case Observation:
		return r.Typing == "" && e.RecordedAt.After(signed)
	case CheckIn:
		return r.Word != "fine" && e.RecordedAt.After(signed)
	}
	return Kinds[e.Record.Kind()].Stales && e.RecordedAt.After(signed)
}

// StandingPlan returns the plan that holds: the last one approved.
func StandingPlan(f File) (Item[Plan], bool) {
	for _, p := range slices.Backward(All[Plan](f)) {
		if !p.Rec.Approved.IsZero() {
			return p, true
		}
	}
	return Item[Plan]{}, false
}
