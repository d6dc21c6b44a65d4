package tatm

import "slices"

// Gap is something that is not known and should be.
type Gap struct {
	Entry    EntryID // the unknown factor, the observation to grade, or the open request
	Question string  // or the code of the pack's question
	Must     bool    // blocks the assessment
	Asked    bool    // somebody was asked
}

// Gaps is the case's one list of what is not known: unknown factors, open
// questions of the pack, observations that something rests on and nobody has
// graded, and requests that wait for an answer. Must-answer gaps alone block
// completion.
func Gaps(f File, p *Pack) []Gap {
	asked, out := askedFor(f), []Gap{}
	var cited []EntryID
	for _, k := range All[Factor](f) {
		switch k.Rec.Rating {
		case NotKnown:
			out = append(out, Gap{Entry: k.ID, Asked: asked[string(k.ID)]})
		case Present, Partial:
			cited = append(cited, k.Rec.Observations...)
		}
	}
	for _, q := range p.Questions {
		if a, ok := AnswerTo(f, q.Code); !ok || a.Rec.Status != Answered {
			// Sought and not obtained, or not sought with a reason, is a gap
			// that was looked at: it no longer blocks.
			out = append(out, Gap{Question: q.Code, Must: q.Must && !ok, Asked: asked[q.Code]})
		}
	}
	if a, ok := Last[Assessment](f); ok {
		cited = append(cited, a.Rec.Observations...)
	}
	slices.Sort(cited)
	for _, id := range Ungraded(f, Holding(f, slices.Compact(cited))) {
		out = append(out, Gap{Entry: id})
	}
	for _, r := range All[Request](f) {
		if r.Rec.State == "open" && !covered(f, r.Rec) {
			out = append(out, Gap{Entry: r.ID, Asked: true})
		}
	}
	return out
}

// askedFor names the factors and questions that somebody was asked about.
func askedFor(f File) map[string]bool {
	asked := map[string]bool{}
	for _, r := range All[Request](f) {
		if r.Rec.State == "open" {
			asked[string(r.Rec.Gap)] = true
			asked[r.Rec.Code] = true
		}
	}
	return asked
}

// covered reports whether what a request asks for stands on the list already.
func covered(f File, r Request) bool {
	k, ok := Find[Factor](f, r.Gap)
	return r.Code != "" || (ok && k.Rec.Rating == NotKnown)
}

// AnswersTo returns the answers to a question of the pack. There are several
// where somebody answered who may not see an earlier one.
func AnswersTo(f File, code string) []Item[Answer] {
	return slices.DeleteFunc(All[Answer](f), func(a Item[Answer]) bool { return a.Rec.Question != code })
}

// AnswerTo returns the last answer to a question of the pack.
func AnswerTo(f File, code string) (Item[Answer], bool) {
	all := AnswersTo(f, code)
	if len(all) == 0 {
		return Item[Answer]{}, false
	}
	return all[len(all)-1], true
}
